package io.treadmill.jobs.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Writes a small feather file as pandas does. */
final class FeatherFile {
  private FeatherFile() {}

  /**
   * Returns a file of one batch; a column has the type of its first value, text if that is null.
   */
  static byte[] of(List<String> columns, List<Object[]> rows) throws IOException {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      fields.add(Field.nullable(columns.get(i), type(rows.get(0)[i])));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BufferAllocator memory = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(fields), memory);
        ArrowFileWriter writer = new ArrowFileWriter(root, null, Channels.newChannel(bytes))) {
      root.allocateNew();
      for (int row = 0; row < rows.size(); row++) {
        for (int i = 0; i < columns.size(); i++) {
          set(root.getVector(i), row, rows.get(row)[i]);
        }
      }
      root.setRowCount(rows.size());
      writer.start();
      writer.writeBatch();
      writer.end();
    }
    return bytes.toByteArray();
  }

  private static ArrowType type(Object value) {
    return value instanceof Long
        ? new ArrowType.Int(64, true)
        : value instanceof Double
            ? new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)
            : new ArrowType.Utf8();
  }

  private static void set(FieldVector vector, int row, Object value) {
    if (value instanceof Long whole) {
      ((BigIntVector) vector).setSafe(row, whole);
    } else if (value instanceof Double number) {
      ((Float8Vector) vector).setSafe(row, number);
    } else if (value != null) {
      ((VarCharVector) vector).setSafe(row, value.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
