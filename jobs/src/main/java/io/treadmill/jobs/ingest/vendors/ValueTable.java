package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.jobs.ingest.format.RefusedFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.GroupType;

/**
 * Rows of a table as pandas writes it: a JSON array of arrays, Arrow (feather) or Parquet, told by
 * the first bytes. Values are {@code Long} (stamps too, in any unit), {@code Double}, text or null.
 */
final class ValueTable {
  /** Bytes of a Parquet file that is read: it is held as a whole. */
  private static final int MOST_PARQUET_BYTES = 1 << 29;

  private static final int MAGIC = 6;
  private static final int ARROW_HEAD = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ValueTable() {}

  /**
   * Reads all rows.
   *
   * @param columns names of the columns; of JSON, which has none, their order
   * @throws RefusedFile if it is none of the three, damaged, or a column is missing
   */
  static void read(InputStream in, List<String> columns, Consumer<Object[]> rows)
      throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in);
    buffered.mark(MAGIC);
    String magic = new String(buffered.readNBytes(MAGIC), StandardCharsets.ISO_8859_1);
    buffered.reset();
    if (magic.equals("ARROW1")) {
      arrow(buffered, columns, rows);
    } else if (magic.startsWith("PAR1")) {
      parquet(buffered, columns, rows);
    } else if (magic.startsWith("[")) {
      json(buffered, columns, rows);
    } else if (magic.startsWith("FEA1")) {
      throw new RefusedFile("the first version of feather (write it again with a newer pandas)");
    } else {
      throw new RefusedFile(
          "no feather, Parquet or JSON of rows (convert it: freqtrade convert-data --format-to"
              + " feather)");
    }
  }

  private static void json(InputStream in, List<String> columns, Consumer<Object[]> rows)
      throws IOException {
    try (JsonParser json = JSON.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_ARRAY) {
        JsonNode row = JSON.readTree(json);
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
          JsonNode value = row.path(i);
          values[i] =
              value.isIntegralNumber()
                  ? (Object) value.asLong()
                  : value.isNumber()
                      ? (Object) value.asDouble()
                      : value.isTextual() ? value.asText() : null;
        }
        rows.accept(values);
      }
      if (json.currentToken() != JsonToken.END_ARRAY) {
        throw new RefusedFile("no JSON array of rows, each an array");
      }
    } catch (JsonProcessingException e) {
      throw new RefusedFile(
          "not whole JSON: " + e.getOriginalMessage() + " (cut off? fetch it again)");
    }
  }

  /** A file of Arrow is a stream between two magic words. */
  private static void arrow(InputStream in, List<String> columns, Consumer<Object[]> rows)
      throws IOException {
    in.skipNBytes(ARROW_HEAD);
    try (BufferAllocator memory = new RootAllocator()) {
      ArrowStreamReader reader =
          new ArrowStreamReader(in, memory, CommonsCompressionFactory.INSTANCE);
      try {
        VectorSchemaRoot root = schema(reader);
        List<FieldVector> vectors = vectors(root, columns);
        while (next(reader)) {
          for (int i = 0; i < root.getRowCount(); i++) {
            int row = i;
            rows.accept(vectors.stream().map(vector -> value(vector, row)).toArray());
          }
        }
      } finally {
        reader.close(false);
      }
    }
  }

  private static List<FieldVector> vectors(VectorSchemaRoot root, List<String> columns) {
    List<FieldVector> vectors = new ArrayList<>();
    for (String column : columns) {
      FieldVector vector = root.getVector(column);
      if (vector == null || vector.getField().getDictionary() != null) {
        throw noColumn(
            column, root.getSchema().getFields().stream().map(field -> field.getName()).toList());
      }
      vectors.add(vector);
    }
    return vectors;
  }

  private static VectorSchemaRoot schema(ArrowStreamReader reader) throws IOException {
    try {
      return reader.getVectorSchemaRoot();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new RefusedFile("damaged feather file: " + e.getMessage() + " (fetch it again)");
    }
  }

  private static boolean next(ArrowStreamReader reader) throws IOException {
    try {
      return reader.loadNextBatch();
    } catch (RuntimeException e) {
      throw new RefusedFile("damaged feather file: " + e.getMessage() + " (fetch it again)");
    }
  }

  private static Object value(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    if (vector instanceof TimeStampVector stamps) {
      return stamps.get(row);
    }
    Object value = vector.getObject(row);
    return value instanceof Double || value instanceof Long
        ? value
        : value instanceof Float f
            ? (Object) f.doubleValue()
            : value instanceof Number n ? (Object) n.longValue() : value.toString();
  }

  private static void parquet(InputStream in, List<String> columns, Consumer<Object[]> rows)
      throws IOException {
    byte[] bytes = in.readNBytes(MOST_PARQUET_BYTES);
    if (bytes.length == MOST_PARQUET_BYTES) {
      throw new RefusedFile(
          "a Parquet file of over 512 MB (convert it: freqtrade convert-data --format-to feather)");
    }
    try (ParquetReader<Group> reader = new GroupReader(new BytesFile(bytes)).build()) {
      for (Group row = next(reader); row != null; row = next(reader)) {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = value(row, columns.get(i));
        }
        rows.accept(values);
      }
    }
  }

  private static Group next(ParquetReader<Group> reader) throws IOException {
    try {
      return reader.read();
    } catch (RuntimeException e) {
      throw new RefusedFile("damaged Parquet file: " + e.getMessage() + " (fetch it again)");
    }
  }

  private static Object value(Group row, String column) {
    GroupType type = row.getType();
    if (!type.containsField(column) || !type.getType(column).isPrimitive()) {
      throw noColumn(column, type.getFields().stream().map(f -> f.getName()).toList());
    }
    int field = type.getFieldIndex(column);
    if (row.getFieldRepetitionCount(field) == 0) {
      return null;
    }
    return switch (type.getType(field).asPrimitiveType().getPrimitiveTypeName()) {
      case INT64 -> (Object) row.getLong(field, 0);
      case INT32 -> (Object) (long) row.getInteger(field, 0);
      case DOUBLE -> (Object) row.getDouble(field, 0);
      case FLOAT -> (Object) (double) row.getFloat(field, 0);
      case BINARY -> row.getString(field, 0);
      default -> throw noColumn(column, List.of(type.getType(field).toString()));
    };
  }

  private static RefusedFile noColumn(String column, List<String> found) {
    return new RefusedFile("no column %s of a known type in %s".formatted(column, found));
  }

  /** Reads rows of a file by name. */
  private static final class GroupReader extends ParquetReader.Builder<Group> {
    GroupReader(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  /** A file in memory. */
  private record BytesFile(byte[] bytes) implements InputFile {
    @Override
    public long getLength() {
      return bytes.length;
    }

    @Override
    public SeekableInputStream newStream() {
      Bytes in = new Bytes(bytes);
      return new DelegatingSeekableInputStream(in) {
        @Override
        public long getPos() {
          return in.at();
        }

        @Override
        public void seek(long position) {
          in.to((int) position);
        }
      };
    }
  }

  /** Bytes with a position. */
  private static final class Bytes extends java.io.ByteArrayInputStream {
    Bytes(byte[] bytes) {
      super(bytes);
    }

    int at() {
      return pos;
    }

    void to(int position) {
      pos = position;
    }
  }
}
