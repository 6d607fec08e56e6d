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
                rows(PRINT))
            .collect();
    List<Row> delta = ofTable(rows, "volume_delta");
    assertThat(delta)
        .extracting(row -> row.<Double>getAs("cumulative_delta_quote"))
        .containsExactly(8.0, 4.0, 4.0, -2.0);
    assertThat(ofTable(rows, "forced_kind"))
        .extracting(row -> row.<Double>getAs("auto_deleveraged_usd"))
        .containsExactly(7.0);
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
