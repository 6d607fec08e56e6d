package io.treadmill.jobs.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.bars.TestTrades.Trade;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scan against DuckDB, and against itself with other splits. */
class TradeScanTest {
  private static final long MINUTE = 60_000_000L;

  @TempDir private Path archive;

  @Test
  void equalsDuckDbOnSplitUnsortedFilesWithNullsAndTies() throws Exception {
    writeHostileArchive();
    BarsRun run = BarsRun.of(archive, 65_536, 2);
    assertThat(bars(run.minutes())).isEqualTo(DuckDbBars.bars(archive, MINUTE));
    assertThat(bars(run.fiveMinutes())).isEqualTo(DuckDbBars.bars(archive, 5 * MINUTE));
    assertThat(cells(run.profile())).isEqualTo(DuckDbBars.profile(archive, 5 * MINUTE));
    assertThat(run.report().notes())
        .containsExactly(
            "left out 7 rows of trades of test/linear_perp/AAA: no positive finite price or amount,"
                + " or no such instrument");
  }

  @Test
  void givesTheSameBitsAtAnySplitAndPartitionCount() {
    writeHostileArchive();
    writeInverse();
    BarsRun whole = BarsRun.of(archive, 1 << 30, 1);
    assertThat(whole.minutes()).hasSizeGreaterThan(300);
    for (int[] sizes : new int[][] {{40_000, 2}, {12_000, 5}}) {
      BarsRun split = BarsRun.of(archive, sizes[0], sizes[1]);
      assertThat(split.minutes()).isEqualTo(whole.minutes());
      assertThat(split.fiveMinutes()).isEqualTo(whole.fiveMinutes());
      assertThat(split.profile()).isEqualTo(whole.profile());
    }
  }

  @Test
  void givesTheSameBitsInAnyOrderOfRows(@TempDir Path shuffled) {
    List<Trade> trades = TestTrades.walk("AAA", 2_000, 3);
    TestTrades.write(SparkForTests.get(), archive, "linear_perp", trades);
    List<Trade> other = new ArrayList<>(trades);
    Collections.shuffle(other, new Random(4));
    TestTrades.write(SparkForTests.get(), shuffled, "linear_perp", other.subList(0, 500));
    TestTrades.write(SparkForTests.get(), shuffled, "linear_perp", other.subList(500, 2_000));
    BarsRun sorted = BarsRun.of(archive, 1 << 20, 2);
    BarsRun unsorted = BarsRun.of(shuffled, 1 << 20, 2);
    assertThat(unsorted.minutes()).isEqualTo(sorted.minutes());
    assertThat(unsorted.profile()).isEqualTo(sorted.profile());
  }

  @Test
  void countsCoinsOfInverseContractsExactly() {
    List<Trade> trades = writeInverse();
    BarsRun run = BarsRun.of(archive, 65_536, 2);
    double base = trades.stream().mapToDouble(Trade::amount).sum();
    double contracts = trades.stream().mapToDouble(Trade::contracts).sum();
    assertThat(run.minutes().stream().mapToDouble(row -> row.<Double>getAs("base_volume")).sum())
        .isCloseTo(base, org.assertj.core.data.Percentage.withPercentage(1e-10));
    assertThat(run.minutes().stream().mapToDouble(row -> row.<Double>getAs("contracts")).sum())
        .isEqualTo(contracts);
    for (Row row : run.fiveMinutes()) {
      assertThat(row.<Double>getAs("quote_volume"))
          .isCloseTo(
              100 * row.<Double>getAs("contracts"),
              org.assertj.core.data.Percentage.withPercentage(1e-12));
    }
  }

  @Test
  void readsTheCanonicalArchiveInColumns() {
    TestTrades.write(SparkForTests.get(), archive, "linear_perp", TestTrades.walk("AAA", 100, 1));
    assertThat(columns(archive)).isPresent();
  }

  @Test
  void givesTheSameBitsThroughPagesAndThroughSparksReader(@TempDir Path other) {
    List<Trade> trades = TestTrades.walk("AAA", 6_000, 8);
    TestTrades.write(SparkForTests.get(), archive, "linear_perp", trades);
    SparkSession wide = SparkForTests.get().newSession();
    wide.conf().set("spark.sql.parquet.outputTimestampType", "INT96");
    TestTrades.write(wide, other, "linear_perp", trades);
    assertThat(batches(archive)).containsExactly(PagedTrades.class.getName());
    assertThat(batches(other)).containsExactly(ColumnarBatch.class.getName());
    BarsRun pages = BarsRun.of(archive, 1 << 20, 2);
    BarsRun vectors = BarsRun.of(other, 1 << 20, 2);
    assertThat(pages.minutes()).hasSizeGreaterThan(100).isEqualTo(vectors.minutes());
    assertThat(pages.profile()).isEqualTo(vectors.profile());
  }

  private static Optional<ColumnPlan> columns(Path archive) {
    return ColumnPlan.of(TradeScan.query(BarsRun.trades(archive, Map.of())).executedPlan());
  }

  private static List<String> batches(Path archive) {
    return TradeFiles.batches(
            columns(archive).orElseThrow(), UtcDays.of(TestTrades.DAY), Selection.ALL)
        .map(batch -> batch.getClass().getName())
        .distinct()
        .collect();
  }

  /** Two symbols in two files: halves by turns, unsorted, with rows that are no trades. */
  private void writeHostileArchive() {
    List<Trade> all = new ArrayList<>(TestTrades.walk("AAA", 5_000, 1));
    Trade some = all.get(50);
    for (Double bad : new Double[] {null, 0.0, -1.0, Double.NaN}) {
      all.add(TestTrades.with(some, bad, 1.0, null));
    }
    for (Double bad : new Double[] {null, -0.0, Double.POSITIVE_INFINITY}) {
      all.add(TestTrades.with(some, 1.0, bad, null));
    }
    all.addAll(TestTrades.walk("BBB", 2_500, 2));
    List<Trade> odd = new ArrayList<>();
    List<Trade> even = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      (i % 3 == 0 ? odd : even).add(all.get(i));
    }
    Collections.shuffle(odd, new Random(5));
    TestTrades.write(SparkForTests.get(), archive, "linear_perp", odd);
    TestTrades.write(SparkForTests.get(), archive, "linear_perp", even);
  }

  private List<Trade> writeInverse() {
    Random random = new Random(6);
    List<Trade> trades =
        TestTrades.walk("BTCUSD", 2_000, 7).stream()
            .map(
                trade -> {
                  double contracts = 1 + random.nextInt(1000);
                  return TestTrades.with(
                      trade, trade.price(), contracts * 100 / trade.price(), contracts);
                })
            .sorted(Comparator.comparing(Trade::sequence))
            .toList();
    TestTrades.write(SparkForTests.get(), archive, "inverse_perp", trades.subList(0, 800));
    TestTrades.write(SparkForTests.get(), archive, "inverse_perp", trades.subList(800, 2_000));
    return trades;
  }

  private static List<List<Object>> bars(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                values(
                    row,
                    "open",
                    "high",
                    "low",
                    "close",
                    "base_volume",
                    "quote_volume",
                    "taker_buy_base_volume",
                    "taker_buy_quote_volume",
                    "trade_count"))
        .sorted(Comparator.comparing(TradeScanTest::key))
        .toList();
  }

  private static List<List<Object>> cells(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                values(
                    row,
                    "bucket",
                    "taker_buy_base_volume",
                    "taker_sell_base_volume",
                    "base_volume",
                    "trade_count"))
        .sorted(
            Comparator.comparing(TradeScanTest::key).thenComparing(cell -> (Integer) cell.get(2)))
        .toList();
  }

  private static String key(List<Object> values) {
    return values.get(0) + "@" + values.get(1);
  }

  private static List<Object> values(Row row, String... columns) {
    List<Object> values = new ArrayList<>();
    values.add(row.getAs("symbol"));
    values.add(1000 * row.<Timestamp>getAs("ts").getTime());
    for (String column : columns) {
      values.add(row.getAs(column));
    }
    return values;
  }
}
