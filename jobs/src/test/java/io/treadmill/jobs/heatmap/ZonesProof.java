package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** All zones of the map of 01:00 of {@link SmallBook#falling}, looked for slowly. */
public final class ZonesProof implements ColumnProof {
  private static final Instant ONE = Instant.parse("2026-03-04T01:00:00Z");
  private static final int MIDDLE = SmallBook.BUCKET / 2;

  private final SmallBook market = SmallBook.falling();
  private final SlowBook slow = new SlowBook(market).until(12);

  @Override
  public LakeTable table() {
    return LakeTables.ZONES;
  }

  @Override
  public void prove(Proof proof) {
    List<Row> rows = market.rows(SmallBook.prints());
    int zones = 0;
    for (int side = 0; side < 2; side++) {
      // Rows of the map: 5221 to 5531, buckets 10442 to 11063.
      double[] usd = new double[side == 0 ? MIDDLE - 5221 + 1 : 5531 - MIDDLE + 1];
      for (int i = 0; i < usd.length; i++) {
        int bucket = 2 * rowOf(side, i);
        usd[i] = slow.expectedUsd(side, bucket) + slow.expectedUsd(side, bucket + 1);
      }
      double[] ofNull = nullUsd(usd);
      int number = 0;
      for (int from = 0, to; from < usd.length; from = to) {
        to = from + 1;
        while (to < usd.length && kind(usd[to], ofNull[to]) == kind(usd[from], ofNull[from])) {
          to++;
        }
        int kind = kind(usd[from], ofNull[from]);
        double mass = Arrays.stream(usd, from, to).sum();
        double nullMass = Arrays.stream(ofNull, from, to).sum();
        double weight = kind > 0 ? mass - nullMass : nullMass;
        if (kind != 0 && weight >= 0.01 * Arrays.stream(usd).sum()) {
          prove(proof, rows, side, ++number, kind > 0 ? "hot" : "thin", from, to - 1);
          proof
              .is("mass_usd", mass, 1e-9 * mass)
              .is("low_usd", SmallBook.LOW * mass, 1e-9 * mass)
              .is("high_usd", SmallBook.HIGH * mass, 1e-9 * mass)
              .is("null_usd", nullMass, 1e-9 * nullMass)
              .is("excess_usd", mass - nullMass, 1e-9 * nullMass);
        }
      }
      zones += number;
    }
    assertThat(FoldOutput.UNION.only(rows, "zones")).hasSize(zones);
  }

  private static int rowOf(int side, int i) {
    return side == 0 ? MIDDLE - i : MIDDLE + i;
  }

  /** The mean of the cells within a factor of 1.6 of the distance, at least three both ways. */
  private static double[] nullUsd(double[] usd) {
    double[] means = new double[usd.length];
    for (int i = 0; i < usd.length; i++) {
      double sum = 0;
      int n = 0;
      for (int other = 0; other < usd.length; other++) {
        double ratio = (other + 0.5) / (i + 0.5);
        if (Math.abs(other - i) <= 3 || ratio <= 1.6 && ratio >= 1 / 1.6) {
          sum += usd[other];
          n++;
        }
      }
      means[i] = sum / n;
    }
    return means;
  }

  private static int kind(double usd, double ofNull) {
    return !(ofNull > 0) ? 0 : usd >= 1.5 * ofNull ? 1 : usd <= 0.5 * ofNull ? -1 : 0;
  }

  private void prove(
      Proof proof, List<Row> rows, int side, int number, String kind, int from, int to) {
    String text = side == 0 ? "long" : "short";
    int near = rowOf(side, from);
    int far = rowOf(side, to);
    double low = Math.exp(0.002 * Math.min(near, far));
    double high = Math.exp(0.002 * (Math.max(near, far) + 1));
    double price = SmallBook.price(SmallBook.BUCKET);
    double away = side == 0 ? price - high : low - price;
    double[] shares = shares(side, 2 * Math.min(near, far), 2 * Math.max(near, far) + 1);
    int age = slow.age(side, side == 0 ? 2 * near + 1 : 2 * near, 12);
    proof
        .row(
            SmallBook.only(
                rows, table(), Map.of("ts", Timestamp.from(ONE), "side", text, "zone", number)))
        .is("venue", "here")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("ts", ONE)
        .is("horizon_h", 0)
        .is("model", "book")
        .is("side", text)
        .is("zone", number)
        .is("kind", kind)
        .is("price_low", low, 1e-6)
        .is("price_high", high, 1e-6)
        .is("distance_percent", 100 * Math.max(0, away) / price, 1e-9)
        .is("fit_id", SmallBook.FIT);
    String[] names = {
      "share_leverage_over_50",
      "share_leverage_20_to_50",
      "share_leverage_under_20",
      "share_freshness",
      "share_inflow"
    };
    for (int i = 0; i < 5; i++) {
      if (shares == null) {
        proof.isNull(names[i]);
      } else {
        proof.is(names[i], shares[i], 1e-9);
      }
    }
    if (age < 0) {
      proof.isNull("untouched_since").isNull("age_hours");
    } else {
      proof.is("untouched_since", ONE.minusSeconds(300L * age)).is("age_hours", age / 12.0, 1e-12);
    }
  }

  /** Of box_2_3, box_21_30, box_60_85 and freshness; null if the zone is empty. */
  private double[] shares(int side, int from, int to) {
    double[] shares = new double[5];
    double total = 0;
    for (int bucket = from; bucket <= to; bucket++) {
      if (side == 0 ? bucket <= SmallBook.BUCKET : bucket >= SmallBook.BUCKET) {
        double[] columns = slow.standing(side, bucket);
        for (int i = 0; i < 4; i++) {
          shares[i] += SmallBook.WEIGHTS[side][i] * columns[i];
          total += SmallBook.WEIGHTS[side][i] * columns[i];
        }
      }
    }
    for (int i = 0; i < 4; i++) {
      shares[i] /= total;
    }
    return total > 0 ? shares : null;
  }
}
