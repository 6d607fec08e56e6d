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
  private final SlowStandingMap ahead = new SlowStandingMap(market, 4);

  @Override
  public LakeTable table() {
    return LakeTables.ZONES;
  }

  @Override
  public void prove(Proof proof) {
    List<Row> rows =
        market.rows(SmallBook.LINEAR, SmallBook.prints(), null, SlowStandingMap.law());
    int zones = proveMap(proof, rows, 0) + proveMap(proof, rows, 4);
    assertThat(FoldOutput.UNION.only(rows, "zones").stream().filter(row -> isOf(row, ONE)))
        .hasSize(zones);
  }

  private boolean isOf(Row row, Instant ts) {
    return row.get(table().schema().fieldIndex("ts")).equals(Timestamp.from(ts));
  }

  private int proveMap(Proof proof, List<Row> rows, int horizon) {
    int zones = 0;
    for (int side = 0; side < 2; side++) {
      // Rows of the map: 5221 to 5531, buckets 10442 to 11063.
      double[] usd = new double[side == 0 ? MIDDLE - 5221 + 1 : 5531 - MIDDLE + 1];
      for (int i = 0; i < usd.length; i++) {
        int bucket = 2 * rowOf(side, i);
        usd[i] = expectedUsd(horizon, side, bucket) + expectedUsd(horizon, side, bucket + 1);
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
          proof.row(row(rows, horizon, side, ++number)).is("kind", kind > 0 ? "hot" : "thin");
          provePlace(proof, horizon, side, number, from, to - 1);
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
    return zones;
  }

  private double expectedUsd(int horizon, int side, int bucket) {
    return horizon == 0 ? slow.expectedUsd(side, bucket) : ahead.expected(side, bucket);
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

  private Row row(List<Row> rows, int horizon, int side, int number) {
    return SmallBook.only(
        rows,
        table(),
        Map.of(
            "horizon_h",
            horizon,
            "ts",
            Timestamp.from(ONE),
            "side",
            side == 0 ? "long" : "short",
            "zone",
            number));
  }

  private void provePlace(Proof proof, int horizon, int side, int number, int from, int to) {
    int near = rowOf(side, from);
    int far = rowOf(side, to);
    double low = Math.exp(0.002 * Math.min(near, far));
    double high = Math.exp(0.002 * (Math.max(near, far) + 1));
    double price = SmallBook.price(SmallBook.BUCKET);
    double away = side == 0 ? price - high : low - price;
    proof
        .is("venue", "here")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("ts", ONE)
        .is("horizon_h", horizon)
        .is("model", "book")
        .is("side", side == 0 ? "long" : "short")
        .is("zone", number)
        .is("price_low", low, 1e-6)
        .is("price_high", high, 1e-6)
        .is("distance_percent", 100 * Math.max(0, away) / price, 1e-9)
        .is("fit_id", SmallBook.FIT);
    double[] shares = shares(horizon, side, 2 * Math.min(near, far), 2 * Math.max(near, far) + 1);
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
    int age = slow.age(side, side == 0 ? 2 * near + 1 : 2 * near, 12);
    if (age < 0) {
      proof.isNull("untouched_since").isNull("age_hours");
    } else {
      proof.is("untouched_since", ONE.minusSeconds(300L * age)).is("age_hours", age / 12.0, 1e-12);
    }
  }

  /** Of box_2_3, box_21_30, box_60_85, freshness and inflow; null if the zone is empty. */
  private double[] shares(int horizon, int side, int from, int to) {
    double[] shares = new double[5];
    double total = 0;
    for (int bucket = from; bucket <= to; bucket++) {
      double[] parts = horizon == 0 ? partsOfNow(side, bucket) : ahead.parts(side, bucket);
      for (int i = 0; i < 5; i++) {
        shares[i] += parts[i];
        total += parts[i];
      }
    }
    for (int i = 0; i < 5; i++) {
      shares[i] /= total;
    }
    return total > 0 ? shares : null;
  }

  private double[] partsOfNow(int side, int bucket) {
    double[] parts = new double[5];
    if (side == 0 ? bucket <= SmallBook.BUCKET : bucket >= SmallBook.BUCKET) {
      double[] columns = slow.standing(side, bucket);
      for (int i = 0; i < 4; i++) {
        parts[i] = SmallBook.WEIGHTS[side][i] * columns[i];
      }
    }
    return parts;
  }
}
