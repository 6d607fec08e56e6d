package io.treadmill.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** A lake with rows of a made-up night, and the files of an export of it. */
final class MadeUpNight {
  static final LocalDate DAY = LocalDate.of(2026, 3, 3);
  private static final long NANOS = 1_000_000_000L;

  private final Path folder;
  private final SparkSession spark;
  private final IcebergLake lake;

  MadeUpNight(Path folder) {
    this.folder = folder;
    this.spark = SparkForTests.withLake(folder.resolve("lake"));
    this.lake = IcebergLake.open(spark, "20260304-0005-7f3a");
  }

  Path out() {
    return folder.resolve("out");
  }

  List<Row> parquet(String file, String... columns) {
    return spark.read().parquet(out().resolve(file).toString()).selectExpr(columns).collectAsList();
  }

  RunContext context(UtcDays days, Selection selection) {
    return SparkForTests.context(
        spark, lake, folder, days, selection, "20260304-0030-aaaa", Clock.systemUTC());
  }

  /** Returns the bytes of an array of numpy. */
  ByteBuffer array(String file) throws IOException {
    try (InputStream in = Files.newInputStream(out().resolve(file));
        ZipInputStream zip = new ZipInputStream(in)) {
      assertThat(zip.getNextEntry().getName()).isEqualTo("data.npy");
      return ByteBuffer.wrap(zip.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Returns the rows of a frame of freqtrade. */
  List<Map<String, Object>> frame(String file) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (RootAllocator memory = new RootAllocator();
        ArrowFileReader reader =
            new ArrowFileReader(Files.newByteChannel(out().resolve(file)), memory)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      assertThat(reader.loadNextBatch()).isTrue();
      for (int i = 0; i < root.getRowCount(); i++) {
        Map<String, Object> row = new HashMap<>();
        for (var vector : root.getFieldVectors()) {
          row.put(vector.getName(), vector.getObject(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  static long millis(String time) {
    return instant(time).toEpochMilli();
  }

  static long nanos(String time) {
    return instant(time).getEpochSecond() * NANOS;
  }

  static Instant instant(String time) {
    return Instant.parse("%sT%s:00Z".formatted(DAY, time));
  }

  /** Writes rows; required values that a test does not name are 0, or a word. */
  @SafeVarargs
  final void put(LakeTable table, Map<String, Object>... rows) {
    List<Row> made = new ArrayList<>();
    for (Map<String, Object> given : rows) {
      Map<String, Object> values = new HashMap<>(given);
      values.put("ts", Timestamp.from(instant((String) values.remove("time"))));
      values.putIfAbsent("venue", "binance");
      values.putIfAbsent("product", "linear_perp");
      values.putIfAbsent("symbol", "BTCUSDT");
      made.add(
          RowFactory.create(
              Stream.of(table.schema().fields())
                  .map(field -> values.getOrDefault(field.name(), fill(field)))
                  .toArray()));
    }
    lake.append(table, made);
  }

  private static Object fill(StructField field) {
    if (field.nullable()) {
      return null;
    }
    return field.dataType().equals(DataTypes.DoubleType)
        ? 0.0
        : field.dataType().equals(DataTypes.IntegerType) ? (Object) 0 : "word";
  }
}
