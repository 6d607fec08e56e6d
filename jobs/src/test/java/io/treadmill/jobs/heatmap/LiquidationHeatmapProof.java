package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.UnionRows;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;

/** Every cell of the map of 01:00 of {@link SmallBook#falling}: two buckets of 10 bp each. */
public final class LiquidationHeatmapProof implements ColumnProof {
  private static final Instant ONE = Instant.parse("2026-03-04T01:00:00Z");

  @Override
  public LakeTable table() {
    return LakeTables.LIQUIDATION_HEATMAP;
  }

  @Override
  public void prove(Proof proof) {
    SmallBook market = SmallBook.falling();
    SlowBook slow = new SlowBook(market).until(12);
    List<Row> cells =
        cells(market.rows(SmallBook.LINEAR, SmallBook.prints(), null, SlowStandingMap.law()));
    SlowStandingMap ahead = new SlowStandingMap(market, 4);
    int found = 0;
    for (int side = 0; side < 2; side++) {
      // The price is exp(10.8005): 30 % below it is exp(10.4438), 30 % above it exp(11.0628).
      for (int first = 10_442; first <= 11_062; first += 2) {
        double usd = slow.expectedUsd(side, first) + slow.expectedUsd(side, first + 1);
        if (usd > 0) {
          found++;
          proveCell(proof, cells, 0, side, first, usd);
          double freshness = slow.freshnessUsd(side, first) + slow.freshnessUsd(side, first + 1);
          proof.is("inflow_usd", 0.0).is("freshness_usd", freshness, 1e-9 * freshness);
        }
        found++;
        double standing = ahead.standing(side, first) + ahead.standing(side, first + 1);
        double inflow = ahead.inflow(side, first) + ahead.inflow(side, first + 1);
        double freshness = ahead.freshness(side, first) + ahead.freshness(side, first + 1);
        proveCell(proof, cells, 4, side, first, standing + inflow + freshness);
        proof
            .is("inflow_usd", inflow, 1e-9 * inflow)
            .is("freshness_usd", freshness, 1e-9 * freshness);
      }
    }
    assertThat(cells.stream().filter(row -> value(row, "ts").equals(Timestamp.from(ONE))))
        .as("cells of both sides")
        .hasSize(found);
    assertThat(cells.stream().filter(row -> value(row, "horizon_h").equals(0)))
        .as("those of now, none of 00:00")
        .allMatch(row -> value(row, "ts").equals(Timestamp.from(ONE)));
    Row prior = cells(market.rowsWithoutLaw()).get(0);
    proof
        .row(prior)
        .is("print_scope", "prior law, scale of binance+bybit+okx as reported")
        .isNull("low_usd")
        .isNull("high_usd");
  }

  private void proveCell(
      Proof proof, List<Row> cells, int horizon, int side, int first, double usd) {
    String text = side == 0 ? "long" : "short";
    proof
        .row(cell(cells, horizon, text, first))
        .is("venue", "here")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("ts", ONE)
        .is("horizon_h", horizon)
        .is("side", text)
        .is("bucket", first)
        .is("price_low", Math.exp(first * 0.001), 1e-6)
        .is("price_high", Math.exp((first + 2) * 0.001), 1e-6)
        .is("expected_notional_usd", usd, 1e-9 * usd)
        .is("low_usd", SmallBook.LOW * usd, 1e-9 * usd)
        .is("high_usd", SmallBook.HIGH * usd, 1e-9 * usd)
        .is("model", "book")
        .is("print_scope", "full");
  }

  private List<Row> cells(List<Row> union) {
    return UnionRows.of(FoldOutput.UNION, union, table());
  }

  private Row cell(List<Row> cells, int horizon, String side, int bucket) {
    List<Row> found =
        cells.stream()
            .filter(
                row ->
                    value(row, "ts").equals(Timestamp.from(ONE))
                        && value(row, "horizon_h").equals(horizon)
                        && value(row, "side").equals(side)
                        && value(row, "bucket").equals(bucket))
            .toList();
    assertThat(found).as("%d %s %d", horizon, side, bucket).hasSize(1);
    return found.get(0);
  }

  private Object value(Row row, String column) {
    return row.get(table().schema().fieldIndex(column));
  }
}
