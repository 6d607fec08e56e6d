package io.treadmill.lab.bench;

import io.treadmill.conf.Settings.ArchiveSettings;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveDay;
import io.treadmill.lake.DayFiles;
import io.treadmill.lake.DayFiles.DataFile;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowWriter;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.BarClock;
import io.treadmill.market.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * An archive of made-up trades, the same for the same numbers: three symbols, a file a symbol-day,
 * prices on a random walk over ticks, trades in bursts, sizes in lots with a long tail.
 */
final class BenchArchive {
  static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
  static final String VENUE = "bench";
  static final long DAY_ROWS = 5_000_000;

  /** Position by name. */
  private static final Map<String, Integer> COLUMNS = positions();

  private static final Symbol[] SYMBOLS = {
    new Symbol("BTCUSDT", 0.5, 900_000, 0.1, 0.001),
    new Symbol("ETHUSDT", 0.3, 300_000, 0.01, 0.001),
    new Symbol("SOLUSDT", 0.2, 18_000, 0.01, 0.01)
  };

  private record Symbol(String name, double share, long startTick, double tick, double lot)
      implements java.io.Serializable {}

  private record Part(Symbol symbol, int day, long rows, long seed)
      implements java.io.Serializable {}

  private BenchArchive() {}

  /** Returns the number of days that hold so many rows. */
  static int days(long rows) {
    return (int) Math.max(1, (rows + DAY_ROWS - 1) / DAY_ROWS);
  }

  /** Makes the archive, unless the folder has it whole from an earlier time. */
  static void make(SparkSession spark, Path folder, long rows, long seed, String codec)
      throws IOException {
    Path done = folder.resolve("_done");
    if (Files.exists(done)) {
      return;
    }
    FileUtils.deleteDirectory(folder.toFile()); // What a process left that ended on the way.
    int days = days(rows);
    for (int day = 0; day < days; day++) {
      List<Part> parts = new ArrayList<>();
      for (int i = 0; i < SYMBOLS.length; i++) {
        long count = (long) (SYMBOLS[i].share * (rows / days));
        parts.add(new Part(SYMBOLS[i], day, count, seed + 31L * day + i));
      }
      write(spark, folder, FIRST_DAY.plusDays(day), parts, codec);
    }
    Files.createFile(done);
  }

  private static Map<String, Integer> positions() {
    Map<String, Integer> result = new HashMap<>();
    for (TableColumn column : ArchiveDataset.TRADES.columns()) {
      result.put(column.name(), result.size());
    }
    return result;
  }

  private static void write(
      SparkSession spark, Path folder, LocalDate day, List<Part> parts, String codec) {
    String root = folder.toString();
    ArchiveDay target =
        Archive.open(spark, new ArchiveSettings(root, Map.of(), Map.of()))
            .day(ArchiveDataset.TRADES, VENUE, Product.LINEAR_PERP.text(), day);
    DayFiles before = target.files();
    String path = target.folder().toString();
    List<DataFile> files =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(parts, parts.size())
            .map(part -> write(path, part, codec))
            .collect();
    target.publish(DayFiles.of(files, List.of()), before);
  }

  private static DataFile write(String folder, Part part, String codec) throws IOException {
    var path = new org.apache.hadoop.fs.Path(folder, part.symbol().name() + ".parquet");
    FileSystem fs = path.getFileSystem(new Configuration());
    Walk walk = new Walk(part);
    RowBuffer row = new RowBuffer(ArchiveDataset.TRADES.columns());
    try (RowWriter writer =
        RowWriter.create(
            fs, path, ArchiveDataset.TRADES.columns(), CompressionCodecName.fromConf(codec))) {
      for (long count = 0; count < part.rows(); count++) {
        walk.fill(row);
        writer.write(row);
      }
    }
    long start = FIRST_DAY.plusDays(part.day()).toEpochDay() * BarClock.DAY_MICROS;
    return DataFile.of(
        fs,
        path,
        part.rows(),
        List.of(part.symbol().name()),
        start,
        start + BarClock.DAY_MICROS - 1,
        List.of(part.seed()));
  }

  /** The trades of a symbol-day in order of time. */
  private static final class Walk {
    private static final double MOVE_A_MINUTE = 0.0007;
    private static final double NEW_INSTANT = 0.4;
    private static final double SIDE_TURNS = 0.3;
    private static final double SIZE_TAIL = -0.8;
    private static final double MAX_LOTS = 20_000;

    private final Part part;
    private final SplittableRandom random;
    private final long start;
    private final double meanGap;
    private final double ticksAMove;
    private double millis;
    private double activity = 1;
    private long tick;
    private boolean buy;
    private long row;

    Walk(Part part) {
      this.part = part;
      this.random = new SplittableRandom(part.seed());
      LocalDate day = FIRST_DAY.plusDays(part.day());
      this.start = day.toEpochDay() * 86_400_000L;
      this.meanGap = 86_400_000.0 / part.rows() / NEW_INSTANT;
      this.tick = part.symbol().startTick();
      this.ticksAMove = MOVE_A_MINUTE * tick / Math.sqrt(60_000 / meanGap);
    }

    /** Sets the next trade. */
    void fill(RowBuffer buffer) {
      if (random.nextDouble() < NEW_INSTANT) {
        move();
      }
      if (random.nextDouble() < SIDE_TURNS) {
        buy = !buy;
      }
      Symbol symbol = part.symbol();
      long lots = (long) Math.min(Math.pow(1 - random.nextDouble(), SIZE_TAIL), MAX_LOTS);
      // Each number is the nearest double to a decimal, as a parsed file has it.
      double amount = lots / Math.rint(1 / symbol.lot());
      double price = (tick + (buy ? 1 : 0)) / Math.rint(1 / symbol.tick());
      long ts = 1000 * (start + (long) millis);
      row++;
      buffer.clear();
      buffer.text(at("venue"), VENUE);
      buffer.text(at("product"), Product.LINEAR_PERP.text());
      buffer.text(at("symbol"), symbol.name());
      buffer.whole(at("ts"), ts);
      buffer.whole(at("local_ts"), ts + 5_000);
      buffer.whole(at("trade_id"), part.day() * DAY_ROWS + row);
      buffer.whole(at("sequence"), row);
      buffer.text(at("side"), buy ? "buy" : "sell");
      buffer.number(at("price"), price);
      buffer.number(at("amount"), amount);
      buffer.whole(at("source_id"), part.seed());
      buffer.whole(at("quality"), 0);
      buffer.whole(at("day"), part.day() + FIRST_DAY.toEpochDay());
    }

    private static int at(String column) {
      return COLUMNS.get(column);
    }

    private void move() {
      long minute = (long) millis / 60_000;
      millis =
          Math.min(millis - Math.log(1 - random.nextDouble()) * meanGap / activity, 86_399_999);
      if ((long) millis / 60_000 != minute) {
        activity = 0.5 + random.nextDouble();
      }
      // A sum of uniforms is near enough to a normal step.
      double step = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
      tick = Math.max(1, tick + Math.round(2 * ticksAMove * step));
    }
  }
}
