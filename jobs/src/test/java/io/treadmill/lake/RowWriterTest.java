package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read by Parquet's own reader, checksums on, and the statistics are right. */
final class RowWriterTest {
  private static final List<TableColumn> COLUMNS =
      List.of(
          column("same", ColumnType.TEXT),
          column("few", ColumnType.TEXT),
          column("unique", ColumnType.TEXT),
          column("late", ColumnType.TEXT),
          column("none", ColumnType.TEXT),
          column("ts", ColumnType.INSTANT),
          column("whole", ColumnType.WHOLE),
          column("day", ColumnType.DATE),
          column("many", ColumnType.INTEGER),
          column("price", ColumnType.NUMBER),
          column("noise", ColumnType.NUMBER),
          column("rare", ColumnType.NUMBER),
          column("empty", ColumnType.NUMBER),
          column("flag", ColumnType.FLAG));

  @TempDir private Path folder;

  private static TableColumn column(String name, ColumnType type) {
    return new TableColumn(name, type, false, name);
  }

  /** Values of a row by column, as they are given; null where there is none. */
  private static Object[] row(int i, Random random) {
    return new Object[] {
      "BTCUSDT",
      List.of("buy", "sell", "ünbekannt").get(random.nextInt(3)),
      "id-" + (i * 7919L % 1_000_003),
      i < 30_000 ? null : "x" + i % 5,
      null,
      1_700_000_000_000_000L + i * 13L + random.nextInt(100),
      random.nextInt(10) == 0 ? null : random.nextLong(),
      20_000L + i / 50_000,
      (long) random.nextInt(),
      Math.round(100 * (50_000 + 10 * random.nextGaussian())) / 100.0,
      random.nextGaussian(),
      i % 1000 == 0 ? -i / 8.0 : null,
      null,
      i % 3 == 0 ? 1L : 0L
    };
  }

  @Test
  void everyValueComesBack() throws Exception {
    int rows = 87_654;
    Random random = new Random(1);
    List<Object[]> all = new ArrayList<>();
    FileSystem fs = FileSystem.getLocal(new Configuration());
    var path = new org.apache.hadoop.fs.Path(folder.resolve("rows.parquet").toString());
    RowBuffer buffer = new RowBuffer(COLUMNS);
    try (RowWriter writer = RowWriter.create(fs, path, COLUMNS)) {
      for (int i = 0; i < rows; i++) {
        Object[] row = row(i, random);
        all.add(row);
        fill(buffer, row);
        writer.write(buffer);
      }
    }
    Configuration conf = new Configuration();
    conf.setBoolean("parquet.page.verify-checksum.enabled", true);
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).withConf(conf).build()) {
      for (Object[] row : all) {
        Group read = reader.read();
        for (int i = 0; i < row.length; i++) {
          assertThat(value(read, i)).isEqualTo(row[i]);
        }
      }
      assertThat(reader.read()).isNull();
    }
    checkFooter(path, conf, all);
  }

  /**
   * A file of several row groups, and one of another dataset that is opened while it is written.
   */
  @Test
  void eachFileHasItsOwnEncodingsWhateverElseIsWritten() throws Exception {
    FileSystem fs = FileSystem.getLocal(new Configuration());
    var path = new org.apache.hadoop.fs.Path(folder.resolve("bars.parquet").toString());
    var other = new org.apache.hadoop.fs.Path(folder.resolve("trades.parquet").toString());
    List<TableColumn> columns = ArchiveDataset.KLINES.columns();
    RowBuffer buffer = new RowBuffer(columns);
    Random random = new Random(1);
    try (RowWriter bars = RowWriter.create(fs, path, columns);
        RowWriter trades = RowWriter.create(fs, other, ArchiveDataset.TRADES.columns())) {
      for (int row = 0; row < 1_200_000; row++) {
        buffer.clear();
        for (int i = 0; i < columns.size(); i++) {
          if (columns.get(i).type() == ColumnType.NUMBER) {
            buffer.number(i, random.nextDouble());
          }
        }
        buffer.whole(ArchiveDataset.KLINES.index("trade_count"), row % 7);
        bars.write(buffer);
      }
    }
    List<BlockMetaData> groups;
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
      groups = reader.getRowGroups();
    }
    assertThat(groups).hasSizeGreaterThan(1);
    for (BlockMetaData group : groups) {
      ColumnChunkMetaData count =
          group.getColumns().get(ArchiveDataset.KLINES.index("trade_count"));
      assertThat(count.getEncodings()).contains(Encoding.DELTA_BINARY_PACKED);
      assertThat(count.getEncodings()).doesNotContain(Encoding.RLE_DICTIONARY);
    }
  }

  /** Values that repeat at first and then do not: the pages after have no dictionary. */
  @Test
  void aDictionaryEndsWhenItIsTooLarge() throws Exception {
    FileSystem fs = FileSystem.getLocal(new Configuration());
    var path = new org.apache.hadoop.fs.Path(folder.resolve("growing.parquet").toString());
    List<TableColumn> columns =
        List.of(
            column("price", ColumnType.NUMBER),
            column("id", ColumnType.TEXT),
            column("many", ColumnType.INTEGER));
    int rows = 300_001;
    RowBuffer buffer = new RowBuffer(columns);
    try (RowWriter writer = RowWriter.create(fs, path, columns)) {
      for (int i = 0; i < rows; i++) {
        int value = growing(i);
        buffer.number(0, value / 8.0);
        buffer.text(1, "id-" + value);
        buffer.whole(2, value);
        writer.write(buffer);
      }
    }
    Configuration conf = new Configuration();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).withConf(conf).build()) {
      for (int i = 0; i < rows; i++) {
        Group read = reader.read();
        assertThat(read.getDouble(0, 0)).isEqualTo(growing(i) / 8.0);
        assertThat(read.getString(1, 0)).isEqualTo("id-" + growing(i));
        assertThat(read.getInteger(2, 0)).isEqualTo(growing(i));
      }
    }
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, conf))) {
      for (ColumnChunkMetaData chunk : reader.getRowGroups().get(0).getColumns()) {
        assertThat(chunk.getEncodingStats().hasDictionaryEncodedPages()).isTrue();
        assertThat(chunk.getEncodingStats().hasNonDictionaryEncodedPages()).isTrue();
      }
    }
  }

  /** Long texts end a page before its rows are many, of all columns: else it would be megabytes. */
  @Test
  void longTextsEndAPage() throws Exception {
    FileSystem fs = FileSystem.getLocal(new Configuration());
    var path = new org.apache.hadoop.fs.Path(folder.resolve("long.parquet").toString());
    List<TableColumn> columns =
        List.of(column("raw", ColumnType.TEXT), column("line", ColumnType.WHOLE));
    RowBuffer buffer = new RowBuffer(columns);
    try (RowWriter writer = RowWriter.create(fs, path, columns)) {
      for (int i = 0; i < 2_500; i++) {
        buffer.text(0, "%01024d".formatted(i));
        buffer.whole(1, i);
        writer.write(buffer);
      }
    }
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
      for (ColumnChunkMetaData chunk : reader.getRowGroups().get(0).getColumns()) {
        assertThat(reader.readOffsetIndex(chunk).getPageCount()).isEqualTo(3);
        assertThat(reader.readOffsetIndex(chunk).getFirstRowIndex(2)).isEqualTo(2_048);
      }
    }
  }

  private static int growing(int row) {
    return row < 20_000 ? row % 10 : row;
  }

  private static void fill(RowBuffer buffer, Object[] row) {
    buffer.clear();
    for (int i = 0; i < row.length; i++) {
      if (row[i] instanceof String text) {
        buffer.text(i, text);
      } else if (row[i] instanceof Double number) {
        buffer.number(i, number);
      } else if (row[i] instanceof Long whole) {
        buffer.whole(i, whole);
      }
    }
  }

  private static Object value(Group read, int i) {
    if (read.getFieldRepetitionCount(i) == 0) {
      return null;
    }
    return switch (COLUMNS.get(i).type()) {
      case TEXT -> read.getString(i, 0);
      case NUMBER -> read.getDouble(i, 0);
      case WHOLE, INSTANT -> read.getLong(i, 0);
      case INTEGER, DATE -> (long) read.getInteger(i, 0);
      case FLAG -> read.getBoolean(i, 0) ? 1L : 0L;
    };
  }

  private static void checkFooter(
      org.apache.hadoop.fs.Path path, Configuration conf, List<Object[]> all) throws Exception {
    Map<String, ColumnChunkMetaData> chunks = new TreeMap<>();
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, conf))) {
      BlockMetaData only = reader.getRowGroups().get(0);
      assertThat(only.getRowCount()).isEqualTo(all.size());
      for (ColumnChunkMetaData chunk : only.getColumns()) {
        chunks.put(chunk.getPath().toDotString(), chunk);
        assertThat(reader.readColumnIndex(chunk).getMinValues()).hasSize(5);
        assertThat(reader.readOffsetIndex(chunk).getFirstRowIndex(4)).isEqualTo(80_000);
      }
    }
    for (int i = 0; i < COLUMNS.size(); i++) {
      int column = i;
      Statistics<?> known = chunks.get(COLUMNS.get(i).name()).getStatistics();
      assertThat(known.getNumNulls())
          .isEqualTo(all.stream().filter(row -> row[column] == null).count());
    }
    long first = all.stream().mapToLong(row -> (long) row[5]).min().getAsLong();
    double most = all.stream().mapToDouble(row -> (double) row[10]).max().getAsDouble();
    assertThat(chunks.get("ts").getStatistics().genericGetMin()).isEqualTo(first);
    assertThat(chunks.get("noise").getStatistics().genericGetMax()).isEqualTo(most);
    assertThat(chunks.get("few").getStatistics().maxAsString()).isEqualTo("ünbekannt");
    assertThat(chunks.get("rare").getStatistics().genericGetMax()).isEqualTo(0.0);
    assertThat(chunks.get("ts").getEncodings()).contains(Encoding.DELTA_BINARY_PACKED);
    assertThat(chunks.get("price").getEncodings()).contains(Encoding.RLE_DICTIONARY);
    assertThat(chunks.get("noise").getEncodings()).doesNotContain(Encoding.RLE_DICTIONARY);
    assertThat(chunks.get("few").getEncodingStats().hasNonDictionaryEncodedPages()).isFalse();
  }
}
