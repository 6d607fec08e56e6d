package io.treadmill.jobs.bars.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.jobs.bars.pages.PagedFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;

/** Files of Parquet's own writer, read back. */
class PagedFileTest {
  private static final Configuration CONFIGURATION = new Configuration();

  static {
    CONFIGURATION.setBoolean("parquet.page.verify-checksum.enabled", true);
  }

  private static final Map<String, Kind> COLUMNS =
      Map.of("ts", Kind.TIME, "id", Kind.WHOLE, "price", Kind.NUMBER, "side", Kind.TEXT);

  private static final Map<String, Kind> NO_TEXT =
      Map.of("ts", Kind.TIME, "id", Kind.WHOLE, "price", Kind.NUMBER);

  /** One row; null where the file has null. */
  private record Trade(Long ts, Long id, Double price, String side) {}

  private record Layout(
      boolean optional, WriterVersion version, int pageRows, int dictionaryBytes, int groupBytes) {
    MessageType schema() {
      String repetition = optional ? "optional" : "required";
      return MessageTypeParser.parseMessageType(
          ("message row { R int64 ts (TIMESTAMP(MICROS,true)); R int64 id; R double price;"
                  + " R binary side (STRING); }")
              .replace("R ", repetition + " "));
    }
  }

  @Property(tries = 60)
  void readsWhatWasWritten(
      @ForAll int seed,
      @ForAll @IntRange(min = 1, max = 6_000) int rows,
      @ForAll @IntRange(min = 0, max = 3) int nulls,
      @ForAll @IntRange(min = 0, max = 64) int bits,
      @ForAll boolean second,
      @ForAll @IntRange(min = 1, max = 5_000) int pageRows,
      @ForAll @IntRange(min = 100, max = 20_000) int dictionaryBytes)
      throws IOException {
    Random random = new Random(seed);
    Layout layout =
        new Layout(
            nulls > 0 || random.nextBoolean(),
            second ? WriterVersion.PARQUET_2_0 : WriterVersion.PARQUET_1_0,
            pageRows,
            dictionaryBytes,
            1 << (12 + random.nextInt(8)));
    List<Trade> trades = trades(random, rows, nulls, bits);
    Path path = write(layout, trades);
    try {
      if (open(path, COLUMNS)) {
        assertThat(read(path, 0, Long.MAX_VALUE, COLUMNS)).isEqualTo(trades);
      } else {
        // Parquet's writer gives up the dictionary of a text where it would not make pages smaller.
        assertThat(read(path, 0, Long.MAX_VALUE, NO_TEXT))
            .isEqualTo(
                trades.stream()
                    .map(trade -> new Trade(trade.ts(), trade.id(), trade.price(), null))
                    .toList());
      }
    } finally {
      path.getFileSystem(CONFIGURATION).delete(path, false);
    }
  }

  @Test
  void piecesOfAFileHaveEachRowOnce() throws IOException {
    List<Trade> trades = trades(new Random(1), 9_000, 1, 10);
    Path path = write(new Layout(true, WriterVersion.PARQUET_2_0, 300, 20_000, 1 << 13), trades);
    FileSystem fs = path.getFileSystem(CONFIGURATION);
    long half = fs.getFileStatus(path).getLen() / 2;
    List<Trade> both = new ArrayList<>(read(path, 0, half, COLUMNS));
    assertThat(both).isNotEmpty().hasSizeLessThan(trades.size());
    both.addAll(read(path, half, Long.MAX_VALUE, COLUMNS));
    assertThat(both).isEqualTo(trades);
    fs.delete(path, false);
  }

  @Test
  void leavesOutRowGroupsOutsideOfARange() throws IOException {
    List<Trade> trades = new ArrayList<>();
    for (long i = 0; i < 9_000; i++) {
      trades.add(new Trade(i, i, 1.0, i % 2 == 0 ? "buy" : "sell"));
    }
    Path path = write(new Layout(true, WriterVersion.PARQUET_2_0, 300, 20_000, 1 << 10), trades);
    List<Long> found = new ArrayList<>();
    try (PagedFile file =
        PagedFile.open(CONFIGURATION, path, 0, Long.MAX_VALUE, COLUMNS).orElseThrow()) {
      assertThat(file.isUniform("price")).isTrue();
      assertThat(file.isUniform("side")).isFalse();
      file.keep("ts", 4_000, 5_000);
      while (file.next()) {
        for (int row = 0; row < file.rows(); row++) {
          found.add(file.longs("ts").values()[row]);
        }
      }
    }
    assertThat(found).hasSizeLessThan(trades.size()).isSorted();
    assertThat(found.stream().filter(ts -> ts >= 4_000 && ts < 5_000)).hasSize(1_000);
    path.getFileSystem(CONFIGURATION).delete(path, false);
  }

  @Test
  void findsAFlippedBit() throws IOException {
    List<Trade> trades = trades(new Random(2), 5_000, 0, 40);
    Path path = write(new Layout(false, WriterVersion.PARQUET_2_0, 1_000, 20_000, 1 << 20), trades);
    java.nio.file.Path file = java.nio.file.Path.of(path.toUri());
    Files.delete(file.resolveSibling("." + path.getName() + ".crc"));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> read(path, 0, Long.MAX_VALUE, COLUMNS))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessageContaining("checksum");
    Files.delete(file);
  }

  @Test
  void declinesTypesAndEncodingsThatItDoesNotRead() throws IOException {
    Layout plainText = new Layout(false, WriterVersion.PARQUET_1_0, 100, 100, 1 << 20);
    List<Trade> trades = new ArrayList<>();
    for (long i = 0; i < 500; i++) {
      trades.add(new Trade(i, i, 1.0, "text " + i));
    }
    Path path = write(plainText, trades);
    assertThat(open(path, COLUMNS)).isFalse();
    assertThat(open(path, Map.of("price", Kind.NUMBER))).isTrue();
    assertThat(open(path, Map.of("id", Kind.TIME))).isFalse();
    assertThat(open(path, Map.of("ts", Kind.WHOLE))).isFalse();
    path.getFileSystem(CONFIGURATION).delete(path, false);
  }

  private static boolean open(Path path, Map<String, Kind> columns) throws IOException {
    var file = PagedFile.open(CONFIGURATION, path, 0, Long.MAX_VALUE, columns);
    if (file.isPresent()) {
      file.get().close();
    }
    return file.isPresent();
  }

  /** Ids of so many random bits, or steps of one; prices that repeat, some in each thousand not. */
  private static List<Trade> trades(Random random, int rows, int nulls, int bits) {
    List<Trade> trades = new ArrayList<>();
    long ts = 1_700_000_000_000_000L;
    for (int i = 0; i < rows; i++) {
      ts += random.nextInt(3) == 0 ? 1000L * random.nextInt(1 << random.nextInt(20)) : 0;
      long id = bits == 0 ? i : random.nextLong() >>> (Long.SIZE - bits);
      boolean odd = i % 1000 > 900;
      double price = odd ? random.nextDouble() : random.nextInt(1 + i / 10) / 10.0;
      trades.add(
          new Trade(
              isNull(random, nulls, i) ? null : (Long) ts,
              isNull(random, nulls, i) || id == LongColumn.NULL ? null : (Long) id,
              isNull(random, nulls, i) ? null : (Double) price,
              i == 0 ? "buy" : isNull(random, nulls, i) ? null : i % 3 == 0 ? "buy" : "sell"));
    }
    return nulls == 0 ? trades.stream().filter(trade -> trade.id() != null).toList() : trades;
  }

  /** No nulls, some, or whole stretches of them. */
  private static boolean isNull(Random random, int nulls, int row) {
    return switch (nulls) {
      case 0 -> false;
      case 1 -> random.nextInt(10) == 0;
      case 2 -> row / 700 % 2 == 1;
      default -> row > 0 && random.nextInt(50) > 0;
    };
  }

  private static Path write(Layout layout, List<Trade> trades) throws IOException {
    java.nio.file.Path folder = Files.createDirectories(java.nio.file.Path.of("target", "pages"));
    Path path = new Path(folder.toUri().toString(), UUID.randomUUID() + ".parquet");
    MessageType schema = layout.schema();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(path)
            .withType(schema)
            .withConf(CONFIGURATION)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withWriterVersion(layout.version())
            .withPageRowCountLimit(layout.pageRows())
            .withDictionaryPageSize(layout.dictionaryBytes())
            .withRowGroupSize((long) layout.groupBytes())
            .withMinRowCountForPageSizeCheck(20)
            .build()) {
      for (Trade trade : trades) {
        Group group = new SimpleGroup(schema);
        add(group, "ts", trade.ts());
        add(group, "id", trade.id());
        if (trade.price() != null) {
          group.add("price", (double) trade.price());
        }
        if (trade.side() != null) {
          group.add("side", trade.side());
        }
        writer.write(group);
      }
    }
    return path;
  }

  private static void add(Group group, String column, Long value) {
    if (value != null) {
      group.add(column, (long) value);
    }
  }

  private static List<Trade> read(Path path, long start, long end, Map<String, Kind> columns)
      throws IOException {
    List<Trade> trades = new ArrayList<>();
    try (PagedFile file = PagedFile.open(CONFIGURATION, path, start, end, columns).orElseThrow()) {
      while (file.next()) {
        for (int row = 0; row < file.rows(); row++) {
          NumberColumn prices = file.numbers("price");
          double price =
              prices.isCoded() ? prices.dictionary()[prices.ids()[row]] : prices.values()[row];
          CodeColumn sides = file.codes("side");
          int side = sides == null ? CodeColumn.NULL : sides.codes()[row];
          trades.add(
              new Trade(
                  orNull(file.longs("ts").values()[row]),
                  orNull(file.longs("id").values()[row]),
                  Double.isNaN(price) ? null : (Double) price,
                  side == CodeColumn.NULL ? null : sides.texts()[side]));
        }
      }
    }
    return trades;
  }

  private static Long orNull(long value) {
    return value == LongColumn.NULL ? null : (Long) value;
  }
}
