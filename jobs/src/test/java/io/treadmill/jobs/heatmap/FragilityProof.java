package io.treadmill.jobs.heatmap;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Sums of the buckets of {@link SmallBook#falling} from the price at 01:00 to each move. */
public final class FragilityProof implements ColumnProof {
  private static final Instant ONE = Instant.parse("2026-03-04T01:00:00Z");

  @Override
  public LakeTable table() {
    return LakeTables.FRAGILITY;
  }

  @Override
  public void prove(Proof proof) {
    SmallBook market = SmallBook.falling();
    SlowBook slow = new SlowBook(market).until(12);
    List<Row> rows = market.rows(SmallBook.prints());
    for (int side = 0; side < 2; side++) {
      String text = side == 0 ? "long" : "short";
      for (double move : new double[] {0.5, 1, 2, 3, 4, 5, 7.5, 10, 15, 20}) {
        double usd = onTheWay(slow, side, move);
        proof
            .row(row(rows, 0, ONE, text, move))
            .is("venue", "here")
            .is("product", "linear_perp")
            .is("symbol", "BTCUSDT")
            .is("ts", ONE)
            .is("horizon_h", 0)
            .is("model", "book")
            .is("side", text)
            .is("move_percent", move)
            .is("expected_usd", usd, 1e-9 * usd)
            .is("low_usd", SmallBook.LOW * usd, 1e-9 * usd)
            .is("high_usd", SmallBook.HIGH * usd, 1e-9 * usd)
            .is(
                "share_of_open_interest_percent",
                100 * usd / (1060 * SmallBook.price(SmallBook.BUCKET)),
                1e-9)
            .is("inflow_usd", 0.0)
            .is("fit_id", SmallBook.FIT)
            .isNull("reason");
      }
    }
    proof
        .row(row(rows, 0, ONE.minusSeconds(3600), "long", 1))
        .is("expected_usd", 0.0)
        .isNull("share_of_open_interest_percent");
    proof
        .row(row(market.rowsWithoutLaw(), 0, ONE, "short", 20))
        .is("fit_id", "prior")
        .isNull("low_usd")
        .isNull("high_usd")
        .isNull("reason");
    proof
        .row(row(market.rowsWithoutLaw(), 4, ONE, "short", 20))
        .is("horizon_h", 4)
        .isNull("expected_usd")
        .isNull("low_usd")
        .isNull("high_usd")
        .isNull("inflow_usd")
        .isNull("share_of_open_interest_percent")
        .is("reason", "no law of this horizon is in force yet");
  }

  private Row row(List<Row> rows, int horizon, Instant ts, String side, double move) {
    return SmallBook.only(
        rows,
        table(),
        Map.of(
            "horizon_h", horizon, "ts", Timestamp.from(ts), "side", side, "move_percent", move));
  }

  /** The bucket of the price whole, the last one in part. */
  private static double onTheWay(SlowBook slow, int side, double move) {
    int sign = side == 0 ? -1 : 1;
    double end = SmallBook.BUCKET + 0.5 + 1000 * Math.log(1 + sign * move / 100);
    double usd = 0;
    for (int bucket = SmallBook.BUCKET; true; bucket += sign) {
      double part = side == 0 ? bucket + 1 - end : end - bucket;
      if (part <= 0) {
        return usd;
      }
      usd += Math.min(1, part) * slow.expectedUsd(side, bucket);
    }
  }
}
