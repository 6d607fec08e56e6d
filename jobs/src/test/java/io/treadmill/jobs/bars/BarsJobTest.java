package io.treadmill.jobs.bars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the job takes from klines, and how it tells what is missing. */
class BarsJobTest {
  private static final long MINUTE = 60_000_000L;

  @TempDir private Path archive;

  @Test
  void makesBarsAndAnEvenProfileFromKlinesWhereThereAreNoTrades() {
    TestTrades.write(SparkForTests.get(), archive, "linear_perp", TestTrades.walk("AAA", 200, 1));
    List<Row> klines = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      klines.add(kline("KKK", i, 60, prices(100 + i, 110 + i, 90 + i, 101 + i), 10.1, 4.0));
    }
    klines.add(kline("KKK", 5, 300, prices(50, 50, 50, 50), 8, null));
    klines.add(kline("KKK", 0, 3600, prices(1, 2, 1, 2), 1000, null));
    klines.add(kline("AAA", 0, 300, prices(1, 2, 1, 2), 1000, null));
    write(klines);
    BarsRun run = BarsRun.of(archive, 1 << 20, 2);
    List<Row> minutes = of(run.minutes(), "KKK");
    assertThat(minutes).hasSize(5);
    assertThat(minutes.get(0).<String>getAs("source")).isEqualTo("klines");
    List<Row> five = of(run.fiveMinutes(), "KKK");
    assertThat(five).hasSize(2);
    Row first = five.get(0);
    assertThat(first.<Double>getAs("open")).isEqualTo(100);
    assertThat(first.<Double>getAs("high")).isEqualTo(114);
    assertThat(first.<Double>getAs("low")).isEqualTo(90);
    assertThat(first.<Double>getAs("close")).isEqualTo(105);
    assertThat(first.<Double>getAs("base_volume")).isEqualTo(50.5);
    assertThat(first.<Double>getAs("taker_buy_base_volume")).isEqualTo(20);
    assertThat(first.<Double>getAs("quote_volume")).isNull();
    assertThat(first.<Double>getAs("vwap")).isNull();
    assertThat(five.get(1).<Double>getAs("taker_buy_base_volume")).isNull();
    List<Row> flat =
        of(run.profile(), "KKK").stream()
            .filter(row -> row.<Timestamp>getAs("ts").equals(five.get(1).getAs("ts")))
            .toList();
    assertThat(flat).hasSize(1);
    assertThat(flat.get(0).<Integer>getAs("bucket")).isEqualTo(PriceGrid.bucket(50));
    assertThat(flat.get(0).<Double>getAs("base_volume")).isEqualTo(8);
    assertThat(flat.get(0).<Double>getAs("taker_buy_base_volume")).isNull();
    double sum =
        of(run.profile(), "KKK").stream()
            .mapToDouble(row -> row.<Double>getAs("base_volume"))
            .sum();
    assertThat(sum).isCloseTo(58.5, within(1e-9));
    assertThat(of(run.fiveMinutes(), "AAA"))
        .allMatch(row -> row.<String>getAs("source").equals("trades"));
  }

  @Test
  void endsAsMissingInputWhenThereIsNothing() {
    assertThatThrownBy(() -> BarsRun.of(archive, 1 << 20, 2, "AAA"))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.INPUT))
        .hasMessageContaining("2026-06-12")
        .hasMessageContaining("AAA")
        .hasMessageContaining("treadmill ingest");
  }

  @Test
  void notesDaysAndSymbolsThatAreMissing() {
    TestTrades.write(SparkForTests.get(), archive, "linear_perp", TestTrades.walk("AAA", 200, 1));
    BarsRun run =
        BarsRun.of(
            SparkForTests.get(),
            archive,
            Map.of(),
            new UtcDays(TestTrades.DAY, TestTrades.DAY.plusDays(1)),
            "AAA",
            "ZZZ");
    assertThat(run.report().notes())
        .containsExactly(
            "no trades and no klines of test/linear_perp/AAA on 2026-06-13",
            "no trades and no klines of ZZZ on any of 2026-06-12..2026-06-13");
  }

  @Test
  void rowsOfCastColumnsGiveTheSameBars() {
    TestTrades.write(SparkForTests.get(), archive, "linear_perp", TestTrades.walk("AAA", 3_000, 1));
    Dataset<Row> trades = BarsRun.trades(archive, Map.of());
    Dataset<Row> cast =
        trades
            .withColumn("price", functions.col("price").cast(DataTypes.createDecimalType(18, 1)))
            .withColumn("sequence", functions.col("sequence").cast(DataTypes.IntegerType))
            .withColumn("side", functions.upper(functions.lower(functions.col("side"))))
            .withColumn("side", functions.lower(functions.col("side")));
    assertThat(columns(trades)).isPresent();
    assertThat(columns(cast)).isEmpty();
    assertThat(minutes(cast)).isNotEmpty().isEqualTo(minutes(trades));
  }

  @Test
  void renamedColumnsAreScannedInColumns() {
    TestTrades.write(SparkForTests.get(), archive, "linear_perp", TestTrades.walk("AAA", 3_000, 1));
    Dataset<Row> trades = BarsRun.trades(archive, Map.of());
    Dataset<Row> renamed =
        trades
            .withColumnRenamed("price", "px")
            .withColumnRenamed("px", "price")
            .withColumn("venue", functions.lit("test"));
    assertThat(columns(renamed)).isPresent();
    assertThat(minutes(renamed)).isNotEmpty().isEqualTo(minutes(trades));
  }

  private static Optional<ColumnPlan> columns(Dataset<Row> trades) {
    return ColumnPlan.of(TradeScan.query(trades).executedPlan());
  }

  private static List<String> minutes(Dataset<Row> trades) {
    return TradeBars.of(trades, UtcDays.of(TestTrades.DAY), io.treadmill.lake.Selection.ALL)
        .oneMinute()
        .collectAsList()
        .stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  private static List<Row> of(List<Row> rows, String symbol) {
    return rows.stream().filter(row -> row.<String>getAs("symbol").equals(symbol)).toList();
  }

  private void write(List<Row> klines) {
    SparkForTests.get()
        .createDataFrame(klines, ArchiveDataset.KLINES.schema())
        .coalesce(1)
        .write()
        .mode(SaveMode.Append)
        .parquet(
            archive
                .resolve("klines/venue=test/product=linear_perp/day=" + TestTrades.DAY)
                .toString());
  }

  private static Row kline(
      String symbol, int minute, int seconds, double[] prices, double base, Double takerBuy) {
    return RowFactory.create(
        "test",
        "linear_perp",
        symbol,
        Timestamp.from(Instant.EPOCH.plus(TestTrades.START + minute * MINUTE, ChronoUnit.MICROS)),
        seconds,
        prices[0],
        prices[1],
        prices[2],
        prices[3],
        base,
        null,
        null,
        takerBuy,
        null,
        null,
        null,
        0,
        Date.valueOf(TestTrades.DAY));
  }

  private static double[] prices(double open, double high, double low, double close) {
    return new double[] {open, high, low, close};
  }
}
