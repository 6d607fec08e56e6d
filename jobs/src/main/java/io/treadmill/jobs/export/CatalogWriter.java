package io.treadmill.jobs.export;

import io.treadmill.lake.ColumnType;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowWriter;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * A Parquet catalog of Nautilus: {@code data/custom_NAME/SUBJECT/FIRST_LAST.parquet}, names and
 * order by {@code ts_init}, beside a Python file with the classes of the rows. {@code ts_event} is
 * the end of the data that a row reads, {@code ts_init} when it could be known, both nanoseconds.
 */
final class CatalogWriter implements SeriesWriter {
  private static final String CLASSES = "treadmill_data.py";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss-SSSSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Path folder;
  private final FileSystem local;
  private final List<Written> files = new ArrayList<>();
  private Open open;

  CatalogWriter(Path folder) throws IOException {
    this.folder = folder;
    this.local = FileSystem.getLocal(new Configuration(false)).getRawFileSystem();
  }

  /** A file that is being written. */
  private static final class Open {
    private final Path directory;
    private final Path part;
    private final List<TableColumn> columns;
    private final RowBuffer buffer;
    private final RowWriter writer;
    private final String type;
    private final String identifier;
    private long first;
    private long last;
    private long rows;

    Open(FileSystem local, Path folder, ExportSeries series, Subject of) throws IOException {
      type = type(series);
      identifier = of.isAsset() ? of.asset() : identifier(of.instrument());
      directory =
          Files.createDirectories(
              folder
                  .resolve("data")
                  .resolve("custom_treadmill_" + series.name().toLowerCase(Locale.ROOT))
                  .resolve(identifier.replace("/", "")));
      part = directory.resolve("part");
      columns = columns(series);
      buffer = new RowBuffer(columns);
      writer = RowWriter.create(local, new org.apache.hadoop.fs.Path(part.toUri()), columns);
    }
  }

  /** Returns the name of the class of a series. */
  private static String type(ExportSeries series) {
    return Stream.of(series.name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("", "Treadmill", ""));
  }

  /** Returns the column that says what a row is of. */
  private static String subject(ExportSeries series) {
    return series.isOfAsset() ? "asset" : "instrument_id";
  }

  /** Returns an instrument as the adapters of Nautilus name it. */
  static String identifier(Instrument instrument) {
    Product product = instrument.product();
    String suffix =
        switch (instrument.venue()) {
          case "binance" ->
              product == Product.LINEAR_PERP || product == Product.INVERSE_PERP
                  ? instrument.symbol().endsWith("_PERP") ? "" : "-PERP"
                  : "";
          case "bybit" ->
              product == Product.SPOT ? "-SPOT" : product.isInverse() ? "-INVERSE" : "-LINEAR";
          default -> "";
        };
    String symbol = instrument.symbol().replaceFirst("_PERP$", "-PERP");
    return symbol + suffix + "." + instrument.venue().toUpperCase(Locale.ROOT);
  }

  /** Whole numbers have 64 bits, as the reader's. */
  private static List<TableColumn> columns(ExportSeries series) {
    List<TableColumn> columns = new ArrayList<>();
    columns.add(new TableColumn(subject(series), ColumnType.TEXT, true, ""));
    for (TableColumn column : series.columns()) {
      ColumnType type = column.type() == ColumnType.INTEGER ? ColumnType.WHOLE : column.type();
      columns.add(new TableColumn(column.name(), type, column.required(), column.comment()));
    }
    columns.add(new TableColumn("type", ColumnType.TEXT, true, ""));
    columns.add(new TableColumn("ts_event", ColumnType.WHOLE, true, ""));
    columns.add(new TableColumn("ts_init", ColumnType.WHOLE, true, ""));
    return columns;
  }

  @Override
  public void row(ExportSeries series, Subject of, long instant, long known, NamedRow row)
      throws IOException {
    if (open == null) {
      open = new Open(local, folder, series, of);
      open.first = known;
    }
    RowBuffer buffer = open.buffer;
    buffer.clear();
    int last = open.columns.size() - 1;
    buffer.text(0, open.identifier);
    for (int i = 1; i < last - 2; i++) {
      TableColumn column = open.columns.get(i);
      if (row.isNull(column.name())) {
        continue;
      }
      if (column.name().equals(ExportSeries.REFERENCE)) {
        buffer.text(i, identifier(Instrument.parse(row.text(column.name()))));
      } else if (column.type() == ColumnType.TEXT) {
        buffer.text(i, row.text(column.name()));
      } else if (column.type() == ColumnType.NUMBER) {
        buffer.number(i, row.number(column.name()));
      } else {
        buffer.whole(i, (long) row.asNumber(column.name()));
      }
    }
    buffer.text(last - 2, open.type);
    buffer.whole(last - 1, instant * 1000);
    buffer.whole(last, known * 1000);
    open.writer.write(buffer);
    open.last = known;
    open.rows++;
  }

  @Override
  public void endOfSubject() throws IOException {
    if (open != null) {
      open.writer.close();
      Path file =
          open.directory.resolve("%s_%s.parquet".formatted(stamp(open.first), stamp(open.last)));
      Files.move(open.part, file);
      files.add(new Written(folder.relativize(file).toString(), open.rows));
      open = null;
    }
  }

  private static String stamp(long micros) {
    return STAMP.format(
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000));
  }

  @Override
  public List<Written> finish() throws IOException {
    Files.writeString(folder.resolve(CLASSES), classes());
    return files;
  }

  /** Returns the Python file by which the rows are read. */
  private static String classes() {
    StringBuilder text =
        new StringBuilder(
            """
            \"""Rows of an export of Treadmill, as Nautilus reads custom data. treadmill.json says what the columns are.\"""

            from nautilus_trader.core.data import Data
            from nautilus_trader.model.custom import customdataclass
            from nautilus_trader.model.identifiers import InstrumentId
            """);
    for (ExportSeries series : ExportSeries.values()) {
      text.append("\n\n@customdataclass\nclass ").append(type(series)).append("(Data):\n");
      text.append("    ").append(subject(series));
      text.append(series.isOfAsset() ? ": str\n" : ": InstrumentId\n");
      for (TableColumn column : series.columns()) {
        String type =
            switch (column.type()) {
              case TEXT -> "str";
              case NUMBER -> "float";
              default -> "int";
            };
        text.append("    ").append(column.name()).append(": ").append(type).append('\n');
      }
    }
    return text.toString();
  }
}
