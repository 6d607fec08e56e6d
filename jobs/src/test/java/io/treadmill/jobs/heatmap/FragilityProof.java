package io.treadmill.jobs.heatmap;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
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
    SlowStandingMap ahead = new SlowStandingMap(market, 4);
    List<Row> rows =
        market.rows(SmallBook.LINEAR, SmallBook.prints(), null, SlowStandingMap.law());
    for (int side = 0; side < 2; side++) {
      int of = side;
      for (double move : new double[] {0.5, 1, 2, 3, 4, 5, 7.5, 10, 15, 20}) {
        double now = onTheWay(bucket -> slow.expectedUsd(of, bucket), side, move);
        proveMove(proof, rows, 0, side, move, now);
        proof.is("inflow_usd", 0.0);
        double usd = onTheWay(bucket -> ahead.expected(of, bucket), side, move);
        double inflow = onTheWay(bucket -> ahead.inflow(of, bucket), side, move);
        proveMove(proof, rows, 4, side, move, usd);
        proof.is("inflow_usd", inflow, 1e-9 * inflow);
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

  private void proveMove(
      Proof proof, List<Row> rows, int horizon, int side, double move, double usd) {
    String text = side == 0 ? "long" : "short";
    double openInterestUsd = 1060 * SmallBook.price(SmallBook.BUCKET);
    proof
        .row(row(rows, horizon, ONE, text, move))
        .is("venue", "here")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("ts", ONE)
        .is("horizon_h", horizon)
        .is("model", "book")
        .is("side", text)
        .is("move_percent", move)
        .is("expected_usd", usd, 1e-9 * usd)
        .is("low_usd", SmallBook.LOW * usd, 1e-9 * usd)
        .is("high_usd", SmallBook.HIGH * usd, 1e-9 * usd)
        .is("share_of_open_interest_percent", 100 * usd / openInterestUsd, 1e-9)
        .is("fit_id", SmallBook.FIT)
        .isNull("reason");
  }

  private Row row(List<Row> rows, int horizon, Instant ts, String side, double move) {
    return SmallBook.only(
        rows,
        table(),
        Map.of(
            "horizon_h", horizon, "ts", Timestamp.from(ts), "side", side, "move_percent", move));
  }

  /** The bucket of the price whole, the last one in part. */
  private static double onTheWay(IntToDoubleFunction usdOf, int side, double move) {
    int sign = side == 0 ? -1 : 1;
    double end = SmallBook.BUCKET + 0.5 + 1000 * Math.log(1 + sign * move / 100);
    double usd = 0;
    for (int bucket = SmallBook.BUCKET; true; bucket += sign) {
      double part = side == 0 ? bucket + 1 - end : end - bucket;
      if (part <= 0) {
        return usd;
      }
      usd += Math.min(1, part) * usdOf.applyAsDouble(bucket);
    }
  }
}
