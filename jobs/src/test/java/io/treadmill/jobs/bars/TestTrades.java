package io.treadmill.jobs.bars;

import io.treadmill.lake.ArchiveDataset;
import java.io.File;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Trades for tests, and the archive files that hold them. */
final class TestTrades {
  static final LocalDate DAY = LocalDate.of(2026, 6, 12);
  static final long START = DAY.toEpochDay() * 86_400_000_000L;

  private TestTrades() {}

  /** One trade; null where the archive has null. */
  record Trade(
      String symbol,
      Long ts,
      Long tradeId,
      Long sequence,
      String side,
      Double price,
      Double amount,
      Double contracts) {}

  /**
   * Returns trades of a symbol in order of time: three hours, several trades an instant, ids
   * missing on some, unknown sides, prices on a tick of 0.1, amounts with up to 5 places.
   */
  static List<Trade> walk(String symbol, int count, long seed) {
    Random random = new Random(seed);
    List<Trade> trades = new ArrayList<>();
    long ticks = 636_210;
    long ts = START;
    for (int i = 0; i < count; i++) {
      if (random.nextInt(3) > 0) {
        ts += 1000L * random.nextInt(2 * 10_800_000 / count);
      }
      ticks += random.nextInt(21) - 10;
      int side = random.nextInt(20);
      trades.add(
          new Trade(
              symbol,
              ts,
              random.nextInt(10) == 0 ? null : (long) random.nextInt(5),
              (long) i,
              side == 0 ? "unknown" : side % 2 == 0 ? "buy" : "sell",
              ticks / 10.0,
              (1 + random.nextInt(1 << random.nextInt(20))) / 100_000.0,
              null));
    }
    return trades;
  }

  /** Returns the trade with another price and amount. */
  static Trade with(Trade trade, Double price, Double amount, Double contracts) {
    return new Trade(
        trade.symbol,
        trade.ts,
        trade.tradeId,
        trade.sequence,
        trade.side,
        price,
        amount,
        contracts);
  }

  /** Adds one file with small row groups to the archive. */
  static void write(SparkSession spark, Path archive, String product, List<Trade> trades) {
    List<Row> rows = trades.stream().map(trade -> row(product, trade)).toList();
    Path folder = archive.resolve("trades/venue=test/product=" + product + "/day=" + DAY);
    spark
        .createDataFrame(rows, ArchiveDataset.TRADES.schema())
        .coalesce(1)
        .write()
        .option("parquet.block.size", 16_384)
        .option("parquet.page.size", 4_096)
        .option("parquet.block.size.row.check.min", 50)
        .mode(SaveMode.Append)
        .parquet(folder.toString());
  }

  /** Returns the data files below a folder. */
  static List<File> files(Path folder) {
    List<File> found = new ArrayList<>();
    File[] children = folder.toFile().listFiles();
    for (File child : children == null ? new File[0] : children) {
      if (child.isDirectory()) {
        found.addAll(files(child.toPath()));
      } else if (child.getName().endsWith(".parquet")) {
        found.add(child);
      }
    }
    return found;
  }

  private static Row row(String product, Trade trade) {
    return RowFactory.create(
        "test",
        product,
        trade.symbol,
        trade.ts == null ? null : Timestamp.from(Instant.EPOCH.plus(trade.ts, ChronoUnit.MICROS)),
        null,
        trade.tradeId,
        null,
        trade.sequence,
        trade.side,
        trade.price,
        trade.amount,
        trade.contracts,
        null,
        0,
        Date.valueOf(DAY));
  }
}
