package io.treadmill.stats.feedback;

import io.treadmill.market.BarClock;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.Significance;
import io.treadmill.stats.feedback.HuntPairs.Pair;
import io.treadmill.stats.feedback.HuntPairs.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * Does price seek hot zones? Logistic model of the chance that a level, not touched so far, is
 * touched in the next hour; hot zones against their levels of the same side, distance and
 * volatility.
 *
 * @param hazardRatio odds of a touch per hour of a hot zone over those of its level, 90 % interval
 *     clustered by two days; null of p: 1
 * @param thinBookRatio factor on that ratio per unit of log range per volume over normal; above 1 =
 *     hot zones are sought more when the book is thin; null of p: 1
 * @param touchedShare share of the zones touched in 24 h
 * @param touchedShareLevel share of the levels touched in 24 h
 */
public record HuntTest(
    Estimate hazardRatio, Estimate thinBookRatio, double touchedShare, double touchedShareLevel) {
  /** Pairs below which nothing is said. */
  public static final int LEAST_PAIRS = 40;

  private static final int[] PHASE_ENDS = {1, 4, 10, 24};
  private static final long CLUSTER_MICROS = 2 * BarClock.DAY_MICROS;

  /** Tests pairs. */
  public static HuntTest of(List<Pair> pairs) {
    int zones = 0;
    int levels = 0;
    for (Pair pair : pairs) {
      zones += pair.zone().hours() > 0 ? 1 : 0;
      levels += pair.level().hours() > 0 ? 1 : 0;
    }
    double n = pairs.size();
    double touchedZones = n > 0 ? zones / n : Double.NaN;
    double touchedLevels = n > 0 ? levels / n : Double.NaN;
    String reason =
        n < LEAST_PAIRS
            ? "under %d zones with a matched level".formatted(LEAST_PAIRS)
            : Math.min(zones, levels) < 5 ? "under 5 touches" : null;
    if (reason != null) {
      return missing(reason, pairs.size(), touchedZones, touchedLevels);
    }
    List<double[]> rows = new ArrayList<>();
    for (Pair pair : pairs) {
      long cluster = Math.floorDiv(pair.micros(), CLUSTER_MICROS);
      addRows(rows, pair.zone(), pair.distance(), 1, cluster);
      addRows(rows, pair.level(), pair.distance(), 0, cluster);
    }
    Logistic fit = Logistic.of(rows);
    return fit == null
        ? missing("the model has no finite fit", pairs.size(), touchedZones, touchedLevels)
        : new HuntTest(
            ratio(fit, HOT, pairs.size()),
            ratio(fit, HOT_THIN, pairs.size()),
            touchedZones,
            touchedLevels);
  }

  private static final int HOT = PHASE_ENDS.length;
  private static final int HOT_THIN = HOT + 1;

  private static HuntTest missing(String reason, int n, double zones, double levels) {
    Estimate none = Estimate.missing(reason, n);
    return new HuntTest(none, none, zones, levels);
  }

  private static Estimate ratio(Logistic fit, int place, int n) {
    double value = fit.coefficients()[place];
    double error = fit.errors()[place];
    double half = Significance.Z_90 * error;
    return Estimate.of(Math.exp(value), Math.exp(value - half), Math.exp(value + half), n)
        .withP(Significance.normal(value / error));
  }

  /** A row for each phase of the 24 hours in which the level still stood. */
  private static void addRows(
      List<double[]> rows, Run run, double distance, int hot, long cluster) {
    int last = run.hours() == 0 ? HuntPairs.HOURS : run.hours();
    double far = Math.log(distance / run.volatility());
    int from = 0;
    for (int phase = 0; phase < PHASE_ENDS.length && from < last; phase++) {
      int to = Math.min(PHASE_ENDS[phase], last);
      double[] row = new double[PHASE_ENDS.length + 5 + 3];
      row[phase] = 1;
      row[HOT] = hot;
      row[HOT_THIN] = hot * run.thin();
      row[HOT + 2] = run.thin();
      row[HOT + 3] = far;
      row[HOT + 4] = far * far;
      row[row.length - 3] = to - from;
      row[row.length - 2] = run.hours() > 0 && to == last ? 1 : 0;
      row[row.length - 1] = cluster;
      rows.add(row);
      from = to;
    }
  }
}
