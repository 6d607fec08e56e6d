package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.position.BookState;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * All zones of the maps of 01:00 of {@link SmallBook#falling}, looked for slowly, against a profile
 * of the days before that rises and falls from bin to bin.
 */
public final class ZonesProof implements ColumnProof {
  private static final Instant ONE = Instant.parse("2026-03-04T01:00:00Z");
  private static final int MIDDLE = SmallBook.BUCKET / 2;
  private static final int FIRST_BUCKET = SmallBook.BUCKET + 60;
  private static final double WEIGHT = 200;
  private static final double KEEP = Math.pow(0.5, 1.0 / 240);
  private static final int[] EDGES = {
    0, 1, 2, 3, 4, 6, 8, 11, 15, 21, 30, 42, 60, 85, 120, 170, 240, 340, 480, 900
  };

  private final SmallBook market = SmallBook.falling();
  private final SlowBook slow = new SlowBook(market).until(12);
  private final SlowStandingMap ahead = new SlowStandingMap(market, 4);
  private final SlowStandingMap ofAnHour = new SlowStandingMap(market, 1);

  @Override
  public LakeTable table() {
    return LakeTables.ZONES;
  }

  @Override
  public void prove(Proof proof) {
    List<Row> rows =
        market.rows(SmallBook.LINEAR, SmallBook.prints(), start(), SlowStandingMap.law());
    int now = proveMap(proof, rows, 0);
    int later = proveMap(proof, rows, 4);
    assertThat(List.of(now, later)).allMatch(count -> count > 3);
    assertThat(FoldOutput.UNION.only(rows, "zones").stream().filter(row -> isOf(row, ONE)))
        .hasSize(now + later);
    List<Row> without =
        market.rows(SmallBook.LINEAR, SmallBook.prints(), null, SlowStandingMap.law());
    assertThat(FoldOutput.UNION.only(without, "zones")).as("nothing is usual yet").isEmpty();
  }

  /** An empty book whose maps used to hold much and little by turns. */
  private List<BookState.Cell> start() {
    List<BookState.Cell> cells = new ArrayList<>();
    cells.add(new BookState.Cell("both", "lagged_clock", 0, 0, 0));
    cells.add(new BookState.Cell("both", "bars", 0, 0, 0));
    for (int side = 0; side < 2; side++) {
      String text = side == 0 ? "long" : "short";
      cells.add(new BookState.Cell(text, "rescale_realised", 0, 0, 0));
      cells.add(new BookState.Cell(text, "rescale_predicted", 0, 0, 0));
      for (int horizon : new int[] {0, 4}) {
        for (int bin = 0; bin + 1 < EDGES.length; bin++) {
          double sum = WEIGHT * before(horizon, side, bin);
          cells.add(new BookState.Cell(text, "usual", bin, horizon, sum));
          cells.add(new BookState.Cell(text, "usual_weight", bin, horizon, WEIGHT));
        }
      }
    }
    return cells;
  }

  private double before(int horizon, int side, int bin) {
    double mean = Arrays.stream(cells(horizon, side)).average().orElseThrow();
    return (bin % 2 == 0 ? 0.3 : 3) * mean;
  }

  /** Cells at 01:00 from the price outwards. */
  private double[] cells(int horizon, int side) {
    // Rows of the map: 5221 to 5531, buckets 10442 to 11063.
    double[] usd = new double[side == 0 ? MIDDLE - 5221 + 1 : 5531 - MIDDLE + 1];
    for (int i = 0; i < usd.length; i++) {
      int bucket = 2 * rowOf(side, i);
      usd[i] = expectedUsd(horizon, side, bucket) + expectedUsd(horizon, side, bucket + 1);
    }
    return usd;
  }

  /** The mean of a bin before 01:00: that of the days before and of the map of 00:00. */
  private double[] usual(int horizon, int side) {
    // Price was 60 buckets higher; the book was empty. Rows 5251 to 5561.
    SlowStandingMap map = new SlowStandingMap(market, horizon == 0 ? 1 : 4, 0, FIRST_BUCKET);
    int middle = FIRST_BUCKET / 2;
    double[] sums = new double[EDGES.length - 1];
    int[] counts = new int[EDGES.length - 1];
    for (int i = 0; i <= (side == 0 ? middle - 5251 : 5561 - middle); i++) {
      int bucket = 2 * (side == 0 ? middle - i : middle + i);
      int bin = 0;
      double distance = Math.abs(bucket + 1 - FIRST_BUCKET - 0.5) * map.scale();
      while (bin + 2 < EDGES.length && distance >= EDGES[bin + 1]) {
        bin++;
      }
      counts[bin]++;
      sums[bin] += horizon == 0 ? 0 : map.expected(side, bucket) + map.expected(side, bucket + 1);
    }
    double[] usual = new double[sums.length];
    for (int bin = 0; bin < usual.length; bin++) {
      double mean = before(horizon, side, bin);
      usual[bin] =
          counts[bin] == 0
              ? mean
              : (KEEP * WEIGHT * mean + sums[bin] / counts[bin]) / (KEEP * WEIGHT + 1);
    }
    return usual;
  }

  /** The usual mean at the distance of each cell, on the line between the middles of bins. */
  private double[] nullUsd(int horizon, int side, int count) {
    double[] usual = usual(horizon, side);
    double scale = (horizon == 0 ? ofAnHour : ahead).scale();
    double[] result = new double[count];
    for (int i = 0; i < count; i++) {
      double distance = Math.abs(2 * rowOf(side, i) + 1 - SmallBook.BUCKET - 0.5) * scale;
      result[i] = between(usual, distance);
    }
    return result;
  }

  /** The value at a distance on the line between the middles of bins. */
  static double between(double[] usual, double distance) {
    int last = EDGES.length - 2;
    for (int bin = 0; bin < last; bin++) {
      double part = (distance - middle(bin)) / (middle(bin + 1) - middle(bin));
      if (part > 0 && part <= 1) {
        return (1 - part) * usual[bin] + part * usual[bin + 1];
      }
    }
    return distance <= middle(0) ? usual[0] : usual[last];
  }

  private static double middle(int bin) {
    return (EDGES[bin] + EDGES[bin + 1]) / 2.0;
  }

  private boolean isOf(Row row, Instant ts) {
    return row.get(table().schema().fieldIndex("ts")).equals(Timestamp.from(ts));
  }

  private int proveMap(Proof proof, List<Row> rows, int horizon) {
    int zones = 0;
    for (int side = 0; side < 2; side++) {
      double[] usd = cells(horizon, side);
      double[] ofNull = nullUsd(horizon, side, usd.length);
      int number = 0;
      for (int from = 0, to; from < usd.length; from = to) {
        to = from + 1;
        while (to < usd.length && kind(usd[to], ofNull[to]) == kind(usd[from], ofNull[from])) {
          to++;
        }
        int kind = kind(usd[from], ofNull[from]);
        double mass = Arrays.stream(usd, from, to).sum();
        double nullMass = Arrays.stream(ofNull, from, to).sum();
        if (kind != 0 && Math.abs(mass - nullMass) >= 0.01 * Arrays.stream(usd).sum()) {
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

  private static int kind(double usd, double ofNull) {
    return !(ofNull > 0) ? 0 : usd >= 1.5 * ofNull ? 1 : usd <= 2.0 / 3 * ofNull ? -1 : 0;
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
