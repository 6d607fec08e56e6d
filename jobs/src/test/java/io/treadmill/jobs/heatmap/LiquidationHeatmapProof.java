package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Every cell of the map of 01:00 of {@link SmallBook#falling}: two buckets of 10 bp each. */
public final class LiquidationHeatmapProof implements ColumnProof {
  private static final String ONE = "2026-03-04T01:00:00Z";

  @Override
  public LakeTable table() {
    return LakeTables.LIQUIDATION_HEATMAP;
  }

  @Override
  public void prove(Proof proof) {
    SmallBook market = SmallBook.falling();
    SlowBook slow = new SlowBook(market).until(12);
    List<Row> cells = cells(market.rows(SmallBook.prints()));
    int found = 0;
    for (int side = 0; side < 2; side++) {
      String text = side == 0 ? "long" : "short";
      // The price is exp(10.8005): 30 % below it is exp(10.4438), 30 % above it exp(11.0628).
      for (int first = 10_442; first <= 11_062; first += 2) {
        double usd = slow.expectedUsd(side, first) + slow.expectedUsd(side, first + 1);
        if (usd > 0) {
          found++;
          proof
              .row(cell(cells, text, first))
              .is("venue", "here")
              .is("product", "linear_perp")
              .is("symbol", "BTCUSDT")
              .is("ts", Instant.parse(ONE))
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
      }
    }
    assertThat(cells).as("cells of both sides, none of 00:00").hasSize(found);
    Row prior = cells(market.rowsWithoutLaw()).get(0);
    proof
        .row(prior)
        .is("print_scope", "prior law, scale of binance+bybit+okx as reported")
        .isNull("low_usd")
        .isNull("high_usd");
  }

  private List<Row> cells(List<Row> union) {
    return FoldOutput.UNION.rows(union, table());
  }

  private Row cell(List<Row> cells, String side, int bucket) {
    StructType schema = table().schema();
    int sideAt = schema.fieldIndex("side");
    int bucketAt = schema.fieldIndex("bucket");
    List<Row> found =
        cells.stream()
            .filter(row -> row.get(sideAt).equals(side) && row.get(bucketAt).equals(bucket))
            .toList();
    assertThat(found).as("%s %d", side, bucket).hasSize(1);
    return found.get(0);
  }
}
