package io.treadmill.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.SparkForTests;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class FlowJobTest {
  private static final String BAR =
      "SELECT '%s' AS venue, 'linear_perp' AS product, 'BTCUSDT' AS symbol, TIMESTAMP'%s' AS ts,"
          + " %s AS quote_volume, %s AS taker_buy_quote_volume, 0D AS unknown_quote_volume,"
          + " 'trades' AS source";
  private static final String PRINT =
      "SELECT 'hyperliquid' AS venue, 'linear_perp' AS product, 'BTC' AS symbol,"
          + " TIMESTAMP'2026-03-04 10:06:00' AS ts, 'long' AS liquidated_side, 7D AS notional_usd,"
          + " 'adl' AS kind";
  private static final String INTEREST =
      "SELECT 'binance' AS venue, 'linear_perp' AS product, 'BTCUSDT' AS symbol, TIMESTAMP'%s' AS"
          + " ts, %sD AS open_interest_base, double(null) AS open_interest_contracts, double(null)"
          + " AS open_interest_usd";
  private static final String RATIOS =
      "SELECT venue, 'linear_perp' AS product, 'BTCUSDT' AS symbol, TIMESTAMP'2026-03-05 00:00:00'"
          + " AS ts, 1.5D AS account_ratio, ratio AS top_account_ratio, double(null) AS"
          + " top_position_ratio, double(null) AS taker_volume_ratio FROM VALUES ('binance', 2.5D),"
          + " ('bybit', null) AS t(venue, ratio)";

  @Test
  void sumsBeginAtMidnightAndAreOfOneInstrument() {
    List<Row> rows =
        FlowJob.rows(
                rows(
                    String.join(
                        " UNION ALL ",
                        BAR.formatted("binance", "2026-03-04 23:50:00", "10D", "9D"),
                        BAR.formatted("binance", "2026-03-04 23:55:00", "10D", "3D"),
                        BAR.formatted("binance", "2026-03-05 00:00:00", "10D", "7D"),
                        BAR.formatted("bybit", "2026-03-04 23:55:00", "100D", "49D"))),
                rows(PRINT),
                rows(
                    INTEREST.formatted("2026-03-04 23:55:00", 5)
                        + " UNION ALL "
                        + INTEREST.formatted("2026-03-05 00:00:00", 6)),
                rows(RATIOS))
            .collect();
    List<Row> delta = ofTable(rows, "volume_delta");
    assertThat(delta)
        .extracting(row -> row.<Double>getAs("cumulative_delta_quote"))
        .containsExactly(8.0, 4.0, 4.0, -2.0);
    assertThat(ofTable(rows, "forced_kind"))
        .extracting(row -> row.<Double>getAs("auto_deleveraged_usd"))
        .containsExactly(7.0);
    assertThat(ofTable(rows, "positioning"))
        .extracting(
            row ->
                "%s %s %s"
                    .formatted(
                        row.<java.sql.Timestamp>getAs("ts").toInstant(),
                        row.<Double>getAs("open_interest"),
                        row.<Double>getAs("top_account_ratio")))
        .containsExactly(
            "2026-03-04T23:55:00Z 5.0 null",
            "2026-03-05T00:00:00Z 6.0 2.5",
            "2026-03-05T00:00:00Z null null");
  }

  private static JavaRDD<Row> rows(String query) {
    return SparkForTests.get().sql(query).javaRDD();
  }

  private static List<Row> ofTable(List<Row> rows, String table) {
    return SparkForTests.get()
        .createDataFrame(rows, FlowJob.OUTPUT.schema())
        .selectExpr(table + ".*")
        .where("venue IS NOT NULL")
        .collectAsList()
        .stream()
        .sorted(
            Comparator.<Row, String>comparing(row -> row.getAs("venue"))
                .thenComparing(row -> row.<java.sql.Timestamp>getAs("ts")))
        .toList();
  }
}
