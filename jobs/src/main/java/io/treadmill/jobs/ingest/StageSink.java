package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.StagedPart.SymbolDay;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.RowWriter;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes the records of one file to staging and keeps its accounts. */
final class StageSink implements RecordSink, Closeable {
  /** Rows set aside that are kept in words; all are counted. */
  static final long MAX_KEPT_BAD_ROWS = 100_000;

  private static final int MAX_SYMBOL_DAYS = 20_000;
  private static final int MAX_PARTS = 1_000;

  /** Most places of a file at which a sorted run of trades ends: with more it is in no order. */
  private static final int MAX_BREAKS = 8;

  private static final int RAW_CHARACTERS = 1_000;
  private static final int PRODUCT = ArchiveDataset.TRADES.index("product");
  private static final long FIRST_MICROS = UtcDays.startMicros(LocalDate.of(2010, 1, 1));
  private static final double OUTLIER = Math.exp(0.5);

  /** A record that is set aside. */
  private record Bad(
      SourceFile file,
      String path,
      long line,
      BadRow why,
      String raw,
      String runId,
      long nowMicros) {}

  private static final RowLayout<Bad> QUARANTINE =
      RowLayout.<Bad>of(LakeTables.QUARANTINE)
          .whole("source_id", bad -> bad.file().sourceId())
          .text("path", Bad::path)
          .whole("line", Bad::line)
          .text("reason", bad -> bad.why().reason())
          .text("detail", bad -> cut(bad.why().getMessage()))
          .text("raw", bad -> cut(bad.raw()))
          .text("run_id", Bad::runId)
          .micros("imported_ts", Bad::nowMicros)
          .build();

  private final FileSystem fs;
  private final Path folder;
  private final SourceFile file;
  private final String runId;
  private final long nowMicros;
  private final long fileId;
  private final int fileQuality;
  private final EndingCheck ending;
  private final long minTs;
  private final long maxTs;

  private final Map<ArchiveDataset, Output> outputs = new EnumMap<>(ArchiveDataset.class);
  private final List<StagedPart> parts = new ArrayList<>();
  private final Map<String, Long> quarantined = new TreeMap<>();
  private final Map<String, double[]> lastPrice = new HashMap<>();
  private String pricedSymbol;
  private double[] pricedLast;
  private final Set<String> notes = new TreeSet<>();
  private int symbolDays;
  private String checkedSymbol;
  private String checkedProduct;

  private String path;
  private String header;
  private String timeUnits;
  private long line;
  private long rowsRead;
  private long rowsAccepted;
  private long rowsDuplicate;
  private boolean emitted;
  private String firstBad;
  private RowWriter badRows;
  private Path badPath;
  private Output current;
  private int quality;

  /** The open part of one dataset. */
  private final class Output {
    private final ArchiveDataset dataset;
    private final RowBuffer row;
    private final int ts;
    private final int symbol;
    private final int day;
    private final int sourceId;
    private final int quality;
    private final int price;
    private final int amount;
    private final int id;
    private final int textId;
    private final int sequence;
    private RowWriter writer;
    private WaitingRows waiting;
    private Path path;
    private long rows;
    private Map<SymbolDay, DayStats> days = new HashMap<>();
    private long epochDay = Long.MIN_VALUE;
    private long dayStart = Long.MAX_VALUE;
    private String daySymbol;
    private String dayProduct;
    private DayStats stats;
    private boolean isSorted;
    private int breaks;
    private long lastStamp;
    private long lastId;
    private String lastTextId;
    private long lastSequence;

    Output(ArchiveDataset dataset) {
      this.dataset = dataset;
      this.row = new RowBuffer(dataset.columns());
      this.ts = dataset.isTimed() ? dataset.index("ts") : dataset.index("valid_from");
      this.symbol = dataset.index("symbol");
      this.day = dataset.index("day");
      this.sourceId = dataset.index("source_id");
      this.quality = dataset.index("quality");
      boolean trades = dataset == ArchiveDataset.TRADES;
      this.price = trades ? dataset.index("price") : -1;
      this.amount = trades ? dataset.index("amount") : -1;
      this.id = trades ? dataset.index("trade_id") : -1;
      this.textId = trades ? dataset.index("trade_uid") : -1;
      this.sequence = trades ? dataset.index("sequence") : -1;
    }

    void write() throws IOException {
      long stamp = dataset.isTimed() ? row.whole(ts) : row.whole(ts) * BarClock.DAY_MICROS;
      boolean isOfDay = stamp >= dayStart && stamp - dayStart < BarClock.DAY_MICROS;
      long dayNow = isOfDay ? epochDay : Math.floorDiv(stamp, BarClock.DAY_MICROS);
      String symbolNow = row.text(symbol);
      String productNow = row.text(PRODUCT);
      if (dayNow != epochDay || !symbolNow.equals(daySymbol) || !productNow.equals(dayProduct)) {
        turnTo(dayNow, productNow, symbolNow);
      }
      if (price >= 0) {
        if (row.isNull(sequence)) {
          row.whole(sequence, rowsRead);
        }
        follow(stamp);
      }
      row.whole(day, dayNow);
      row.whole(sourceId, fileId);
      row.whole(quality, StageSink.this.quality);
      boolean hasId = id >= 0 && !row.isNull(id);
      stats.add(stamp, hasId, hasId ? row.whole(id) : 0);
      if (textId >= 0 && !row.isNull(textId)) {
        stats.addTextId();
      }
      if (price >= 0) {
        double size = row.number(amount);
        stats.addVolume(size, size * row.number(price));
      }
      if (waiting == null) {
        writer.write(row);
      } else {
        waiting.add(row);
      }
      rows++;
    }

    /** Ends the part if a trade is to stand before the last one, so that a merge need not look. */
    private void follow(long stamp) throws IOException {
      long idNow = row.isNull(id) ? Long.MIN_VALUE : row.whole(id);
      String textIdNow = row.isNull(textId) ? "" : row.text(textId);
      long sequenceNow = row.whole(sequence);
      if (rows > 0 && isSorted && isBefore(stamp, idNow, textIdNow, sequenceNow)) {
        isSorted = ++breaks <= MAX_BREAKS && parts.size() < MAX_PARTS;
        if (isSorted) {
          turnTo(epochDay, dayProduct, daySymbol);
          stats.follow(lastStamp);
        }
      }
      lastStamp = stamp;
      lastId = idNow;
      lastTextId = textIdNow;
      lastSequence = sequenceNow;
    }

    private boolean isBefore(long stamp, long idNow, String textIdNow, long sequenceNow) {
      if (stamp != lastStamp) {
        return stamp < lastStamp;
      }
      if (idNow != lastId) {
        return idNow < lastId;
      }
      int order = textIdNow.compareTo(lastTextId);
      return order < 0 || order == 0 && sequenceNow < lastSequence;
    }

    /** Trades in order get one part a day, so that a large day can be moved as it is. */
    private void turnTo(long dayNow, String productNow, String symbolNow) throws IOException {
      if (writer != null && price >= 0 && parts.size() < MAX_PARTS) {
        close();
      }
      isSorted = writer == null && price >= 0;
      if (writer == null) {
        path = new Path(folder, dataset.folder() + "-" + parts.size() + ".parquet");
        writer = RowWriter.create(fs, path, dataset.columns());
        waiting = price >= 0 ? null : new WaitingRows(dataset, writer);
        parts.add(null);
      }
      epochDay = dayNow;
      dayStart = dayNow * BarClock.DAY_MICROS;
      daySymbol = symbolNow;
      dayProduct = productNow;
      SymbolDay key = new SymbolDay(productNow, symbolNow, LocalDate.ofEpochDay(dayNow));
      stats = days.get(key);
      if (stats == null) {
        if (++symbolDays > MAX_SYMBOL_DAYS) {
          throw new RefusedFile("more than " + MAX_SYMBOL_DAYS + " symbols and days in one file");
        }
        stats = new DayStats();
        days.put(key, stats);
      }
    }

    void close() throws IOException {
      if (writer != null) {
        if (waiting != null) {
          isSorted = waiting.end();
        }
        writer.close();
        parts.add(new StagedPart(dataset, path.toString(), rows, writer.bytes(), isSorted, days));
        writer = null;
        rows = 0;
        days = new HashMap<>();
        epochDay = Long.MIN_VALUE;
        dayStart = Long.MAX_VALUE;
      }
    }
  }

  StageSink(
      FileSystem fs,
      Path folder,
      SourceFile file,
      String runId,
      long nowMicros,
      int fileQuality,
      BooleanSupplier isEnding) {
    this.ending = new EndingCheck(isEnding);
    this.fs = fs;
    this.folder = folder;
    this.file = file;
    this.fileId = file.sourceId();
    this.path = file.path();
    this.runId = runId;
    this.nowMicros = nowMicros;
    this.fileQuality = fileQuality;
    long latest = nowMicros + BarClock.DAY_MICROS;
    this.minTs =
        file.from() == null
            ? FIRST_MICROS
            : Math.max(FIRST_MICROS, UtcDays.startMicros(file.from().minusDays(1)));
    this.maxTs =
        file.to() == null ? latest : Math.min(latest, UtcDays.startMicros(file.to().plusDays(2)));
  }

  @Override
  public void entry(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    boolean same = FileName.of(last, 0).stem().equals(FileName.of(file.path(), 0).stem());
    path = same ? file.path() : file.path() + "!" + name;
  }

  @Override
  public void header(String text) {
    header = cut(text);
  }

  @Override
  public void timeUnits(String units) {
    timeUnits =
        units == null || units.equals(timeUnits)
            ? timeUnits
            : timeUnits == null ? units : timeUnits + "+" + units;
  }

  @Override
  public void note(String fact) {
    notes.add(fact);
  }

  @Override
  public void begin(long lineNumber) {
    line = lineNumber;
    rowsRead++;
    emitted = false;
    ending.row();
  }

  @Override
  public void end() {
    if (emitted) {
      rowsAccepted++;
    } else {
      rowsDuplicate++;
    }
  }

  @Override
  public RowBuffer row(ArchiveDataset dataset) {
    if (current == null || current.dataset != dataset) {
      current = outputs.computeIfAbsent(dataset, Output::new);
    }
    RowBuffer row = current.row;
    row.clear();
    row.text(0, file.venue());
    row.text(PRODUCT, file.product());
    row.text(2, file.symbol());
    quality = fileQuality;
    return row;
  }

  @Override
  public RowBuffer row() {
    return current.row;
  }

  @Override
  public void checkEnded(long endMicros) {
    if (endMicros > nowMicros) {
      throw new BadRow("bar_not_over", "the bar ends after the time of the import");
    }
  }

  @Override
  public void flag(QualityFlag flag) {
    quality |= flag.mask();
  }

  @Override
  public void emit() {
    Output output = current;
    checkSymbol(output.row.text(PRODUCT), output.row.text(output.symbol));
    if (output.dataset.isTimed()) {
      checkTime(output.row.whole(output.ts), output.dataset);
    }
    if (output.price >= 0) {
      markOutlier(output.row.text(output.symbol), output.row.number(output.price));
    }
    try {
      output.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    emitted = true;
  }

  private void checkSymbol(String product, String symbol) {
    if (Objects.equals(symbol, checkedSymbol) && Objects.equals(product, checkedProduct)) {
      return;
    }
    try {
      new Instrument(file.venue(), Product.of(product), symbol == null ? "" : symbol);
    } catch (IllegalArgumentException e) {
      throw new BadRow("symbol", SourceInput.printable(e.getMessage()));
    }
    checkedSymbol = symbol;
    checkedProduct = product;
  }

  private void checkTime(long ts, ArchiveDataset dataset) {
    long last = dataset == ArchiveDataset.FUNDING ? maxTs + BarClock.DAY_MICROS : maxTs;
    if (ts < minTs || ts >= last) {
      String days = file.from() == null ? "2010 to tomorrow" : file.from() + " to " + file.to();
      throw new BadRow(
          "time_outside_file",
          "time %s (the file covers %s, give or take a day)"
              .formatted(RowLayout.timestamp(ts).toInstant(), days));
    }
  }

  /** Wicks are real: a far price is marked, never dropped. */
  @SuppressWarnings("ReferenceEquality") // One that is equal only is looked up.
  private void markOutlier(String symbol, double price) {
    double[] last = pricedSymbol == symbol ? pricedLast : lastPrice.get(symbol);
    if (last == null) {
      last = new double[] {price};
      lastPrice.put(symbol, last);
    } else if (price > last[0] * OUTLIER || price < last[0] / OUTLIER) {
      flag(QualityFlag.PRICE_OUTLIER);
    }
    last[0] = price;
    pricedSymbol = symbol;
    pricedLast = last;
  }

  @Override
  public void setAside(BadRow why, String raw) {
    if (firstBad == null) {
      String entry = path.substring(Math.min(path.length(), file.path().length() + 1));
      firstBad =
          "line %d%s: %s (rule %s)"
              .formatted(
                  line, entry.isEmpty() ? "" : " of " + entry, why.getMessage(), why.reason());
    }
    if (quarantined.values().stream().mapToLong(Long::longValue).sum() < MAX_KEPT_BAD_ROWS) {
      keep(why, raw);
    }
    quarantined.merge(why.reason(), 1L, Long::sum);
  }

  private void keep(BadRow why, String raw) {
    try {
      if (badRows == null) {
        badPath = new Path(folder, "quarantine.parquet");
        badRows = RowWriter.create(fs, badPath, LakeTables.QUARANTINE.columns());
      }
      RowBuffer row = new RowBuffer(LakeTables.QUARANTINE.columns());
      row.take(QUARANTINE.row(new Bad(file, path, line, why, raw, runId, nowMicros)));
      badRows.write(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String cut(String text) {
    return text.length() <= RAW_CHARACTERS ? text : text.substring(0, RAW_CHARACTERS);
  }

  /** Returns the accounts; the parts are closed. */
  StagedFile result(String checksum, String refusal) throws IOException {
    close();
    return new StagedFile(
        file,
        checksum,
        header,
        timeUnits,
        rowsRead,
        rowsAccepted,
        rowsDuplicate,
        new TreeMap<>(quarantined),
        firstBad,
        badPath == null ? null : badPath.toString(),
        refusal,
        parts.stream().filter(part -> part != null).toList(),
        List.copyOf(notes));
  }

  @Override
  public void close() throws IOException {
    for (Output output : outputs.values()) {
      output.close();
    }
    if (badRows != null) {
      badRows.close();
      badRows = null;
    }
  }
}
