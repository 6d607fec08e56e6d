package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.jobs.report.ReportData.Forced;
import io.treadmill.jobs.report.ReportData.Marks;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.Instrument;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** What a report shows of forced orders, and what it says it leaves out. */
class PrintsTest {
  private static final Instrument MARKET = Instrument.parse("binance/linear_perp/BTCUSDT");
  private static final long START =
      LocalDate.parse("2026-03-02").toEpochDay() * 86_400L * 1_000_000L;
  private static final int MORE = 50;

  /** A print of a number of USD, five minutes times i after the start. */
  private static Row print(int i, String side, double usd, String rule, Integer bucket) {
    StructType schema = LakeTables.REALISED_LIQUIDATIONS.schema();
    Object[] values = new Object[schema.size()];
    Map<String, Object> all =
        Map.of(
            "venue",
            "binance",
            "product",
            "linear_perp",
            "symbol",
            "BTCUSDT",
            "ts",
            new java.sql.Timestamp((START + i * 300_000_000L) / 1000),
            "interval_minutes",
            5,
            "side",
            side,
            "notional_usd",
            usd,
            "feed_rule",
            rule);
    all.forEach((name, value) -> values[schema.fieldIndex(name)] = value);
    values[schema.fieldIndex("bucket")] = bucket;
    return new GenericRowWithSchema(values, schema);
  }

  @Test
  void theLargestAreShownAndTheRestIsCounted() {
    List<Row> rows = new ArrayList<>();
    double all = 0;
    double small = 0;
    for (int i = 0; i < Prints.MOST_MARKS + MORE; i++) {
      double usd = 1 + (i * 7919L) % 10_007;
      rows.add(print(i, i % 2 == 0 ? "long" : "short", usd, "full", i));
      all += usd;
    }
    List<Double> sorted =
        rows.stream().map(row -> row.<Double>getAs("notional_usd")).sorted().toList();
    for (double usd : sorted.subList(0, MORE)) {
      small += usd;
    }
    Marks marks = Prints.of(rows.iterator(), 60).marks(START).get(MARKET);
    assertThat(marks.left()).isEqualTo(MORE);
    assertThat(marks.usd()).hasSize(Prints.MOST_MARKS);
    assertThat(marks.shownShare()).isCloseTo((all - small) / all, within(1e-12));
    assertThat(marks.minute()).isSorted();
  }

  @Test
  void sumsAreOfBothSidesByIntervalAndLeaveTotalsWithoutPriceOut() {
    List<Row> rows =
        List.of(
            print(0, "long", 10, "full", 1),
            print(11, "long", 20, "full", 2),
            print(11, "short", 5, "throttled_1s", 2),
            print(12, "short", 7, "full", 3),
            print(12, "short", 1000, "aggregate binance", null));
    Forced forced = Prints.of(rows.iterator(), 60).forced(START).get(MARKET);
    assertThat(forced.minute()).containsExactly(0, 60);
    assertThat(forced.longUsd()).containsExactly(30, 0);
    assertThat(forced.shortUsd()).containsExactly(5, 7);
    Marks marks = Prints.of(rows.iterator(), 60).marks(START).get(MARKET);
    assertThat(marks.left()).isZero();
    assertThat(marks.shownShare()).isEqualTo(1);
    assertThat(marks.feedRules()).containsExactly("full", "throttled_1s");
    assertThat(marks.usd()).containsExactly(10, 20, 5, 7);
  }
}
