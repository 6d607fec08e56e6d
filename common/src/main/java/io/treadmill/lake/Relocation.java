package io.treadmill.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.treadmill.conf.UserError;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.io.FileIO;

/**
 * Writes the metadata of tables anew, for another place of their files: the metadata file, the
 * lists of manifests and the manifests, all snapshots. What was written before stays as it is.
 */
final class Relocation {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a file of this kind is called that was written for another place. */
  private static final String MARK = "moved-[0-9a-f]{8}-";

  private static final int DELETED = 2;

  private final FileIO files;
  private final LakeRoot named;
  private final LakeRoot read;
  private final LakeRoot to;
  private final String mark;
  private final ObjLongConsumer<String> data;
  private final Map<String, Written> written = new HashMap<>();
  private final Set<String> replaced = new HashSet<>();

  /** A file that was written, and its length. */
  private record Written(String file, long length) {}

  /**
   * Makes one.
   *
   * @param named the place that the files name
   * @param read where they are
   * @param to the place that they shall name
   * @param mark set before the names of files that are written; empty = they keep their names
   * @param data is told of each data file: its name before, and its length
   */
  Relocation(
      FileIO files,
      LakeRoot named,
      LakeRoot read,
      LakeRoot to,
      String mark,
      ObjLongConsumer<String> data) {
    this.files = files;
    this.named = named;
    this.read = read;
    this.to = to;
    this.mark = mark;
    this.data = data;
  }

  /**
   * Writes the metadata of a table.
   *
   * @param metadataFile its metadata file, as the catalog names it
   * @return the metadata file to be named by a catalog
   */
  String table(String metadataFile) {
    TableMetadata before =
        attempt(
            metadataFile,
            () -> TableMetadataParser.read(files, named.moved(metadataFile, read)));
    before.previousFiles().forEach(entry -> replaced.add(named.moved(entry.file(), read)));
    String moved = named.moved(metadataFile, to);
    String file =
        mark.isEmpty()
            ? moved
            : moved.substring(0, moved.lastIndexOf('/') + 1)
                + DatabasePublication.nextName(moved)
                + TableMetadataParser.getFileExtension(
                    before.property("write.metadata.compression-codec", "none"));
    return attempt(
        metadataFile,
        () -> {
          ObjectNode json = (ObjectNode) JSON.readTree(TableMetadataParser.toJson(before));
          // Older metadata and statistics of whole tables stay behind.
          List.of("metadata-log", "statistics", "partition-statistics")
              .forEach(
                  key -> {
                    if (json.has(key)) {
                      json.putArray(key);
                    }
                  });
          TableMetadata after =
              TableMetadataParser.fromJson(file, JSON.writeValueAsString(moved(json)));
          TableMetadataParser.overwrite(after, files.newOutputFile(file));
          replaced.add(named.moved(metadataFile, read));
          return file;
        });
  }

  /** Returns the files that were read, of which nothing is needed any more. */
  Set<String> replaced() {
    return Set.copyOf(replaced);
  }

  private JsonNode moved(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              entry ->
                  entry.setValue(
                      entry.getKey().equals("manifest-list")
                          ? TextNode.valueOf(list(entry.getValue().textValue()).file())
                          : moved(entry.getValue())));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, moved(array.get(i)));
      }
    } else if (node.isTextual() && named.holds(node.textValue())) {
      return TextNode.valueOf(named.moved(node.textValue(), to));
    }
    return node;
  }

  private Written list(String file) {
    return rewritten(
        file,
        manifest -> {
          Written moved = manifest(manifest.get("manifest_path").toString());
          manifest.put("manifest_path", moved.file());
          manifest.put("manifest_length", moved.length());
        });
  }

  private Written manifest(String file) {
    return rewritten(
        file,
        entry -> {
          GenericRecord dataFile = (GenericRecord) entry.get("data_file");
          String path = dataFile.get("file_path").toString();
          if ((int) entry.get("status") != DELETED) {
            data.accept(path, (long) dataFile.get("file_size_in_bytes"));
          }
          dataFile.put("file_path", named.moved(path, to));
        });
  }

  private Written rewritten(String file, Consumer<GenericRecord> change) {
    Written known = written.get(file);
    if (known == null) {
      known = attempt(file, () -> rewrite(file, change));
      written.put(file, known);
      replaced.add(named.moved(file, read));
    }
    return known;
  }

  private Written rewrite(String file, Consumer<GenericRecord> change) throws IOException {
    String target = target(file);
    try (DataFileStream<GenericRecord> records =
            new DataFileStream<>(
                files.newInputFile(named.moved(file, read)).newStream(),
                new GenericDatumReader<>());
        DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>())) {
      for (String key : records.getMetaKeys()) {
        if (!DataFileWriter.isReservedMeta(key)) {
          writer.setMeta(key, records.getMeta(key));
        }
      }
      String codec = records.getMetaString(DataFileConstants.CODEC);
      writer.setCodec(CodecFactory.fromString(codec == null ? "null" : codec));
      writer.create(records.getSchema(), files.newOutputFile(target).createOrOverwrite());
      for (GenericRecord entry : records) {
        change.accept(entry);
        writer.append(entry);
      }
    }
    return new Written(target, files.newInputFile(target).getLength());
  }

  private String target(String file) {
    String moved = named.moved(file, to);
    int name = moved.lastIndexOf('/') + 1;
    return moved.substring(0, name)
        + mark
        + (mark.isEmpty() ? moved.substring(name) : moved.substring(name).replaceFirst(MARK, ""));
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T attempt(String file, Work<T> work) {
    try {
      return work.run();
    } catch (UserError e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw UserError.storage(
          ("Cannot move the lake: %s is lost, damaged or out of reach: %s (move or copy all of its"
                  + " files first; the catalog was not changed)")
              .formatted(named.moved(file, read), reason.getMessage()),
          e);
    }
  }
}
