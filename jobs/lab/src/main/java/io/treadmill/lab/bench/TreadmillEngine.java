package io.treadmill.lab.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.treadmill.conf.Settings.ArchiveSettings;
import io.treadmill.jobs.bars.TradeBars;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Treadmill's scan; every row of the three tables is made and thrown away. */
final class TreadmillEngine implements BenchEngine {
  private static final List<String> BARS =
      List.of(
          "open",
          "high",
          "low",
          "close",
          "base_volume",
          "quote_volume",
          "taker_buy_quote_volume",
          "trade_count");
  private static final List<String> PROFILE =
      List.of(
          "bucket",
          "price_low",
          "taker_buy_base_volume",
          "taker_sell_base_volume",
          "base_volume",
          "trade_count");

  private final SparkSession spark;
  private final String folder;
  private final UtcDays days;

  TreadmillEngine(SparkSession spark, String folder, UtcDays days) {
    this.spark = spark;
    this.folder = folder;
    this.days = days;
  }

  @Override
  public void run() {
    TradeBars bars = bars();
    for (Dataset<Row> table : List.of(bars.oneMinute(), bars.fiveMinutes(), bars.profile())) {
      table.write().format("noop").mode("overwrite").save();
    }
  }

  @Override
  public List<Double> sums() {
    TradeBars bars = bars();
    List<Double> sums = new ArrayList<>();
    sums.addAll(sums(bars.oneMinute(), BARS));
    sums.addAll(sums(bars.fiveMinutes(), BARS));
    sums.addAll(sums(bars.profile(), PROFILE));
    return sums;
  }

  @Override
  public void close() {
    spark.stop();
  }

  private TradeBars bars() {
    Archive archive = Archive.open(spark, new ArchiveSettings(folder, Map.of(), Map.of()));
    return TradeBars.of(
        archive.read(ArchiveDataset.TRADES, days, Selection.ALL), days, Selection.ALL);
  }

  private static List<Double> sums(Dataset<Row> table, List<String> columns) {
    Column[] sums =
        columns.stream().map(column -> sum(col(column)).cast("double")).toArray(Column[]::new);
    Row row = table.agg(count(lit(1)).cast("double"), sums).head();
    List<Double> result = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      result.add(row.getDouble(i));
    }
    return result;
  }
}
