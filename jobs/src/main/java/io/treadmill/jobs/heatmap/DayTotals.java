package io.treadmill.jobs.heatmap;

import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reported forced orders of one day by feed rule, hour and side, USD. Totals of an aggregator are
 * known in the hours it published. Prints are known in every hour of a day on which the feed
 * reported at all: a quiet hour has none. Rows come in a fixed order, so sums are equal to the bit.
 */
final class DayTotals {
  static final int HOURS = 24;

  private static final long HOUR_MICROS = 3_600_000_000L;
  private static final int HOUR_MINUTES = 60;
  private static final double[] NONE = new double[HOURS];

  static {
    Arrays.fill(NONE, Double.NaN);
  }

  private final long start;
  private final Map<String, double[][]> byRule = new TreeMap<>();

  DayTotals(LocalDate day) {
    start = FoldInput.startOf(day);
  }

  void add(long micros, String rule, Side side, double usd, int minutes) {
    double[][] sums = byRule.computeIfAbsent(rule, name -> empty(minutes < HOUR_MINUTES));
    int hour = (int) Math.floorDiv(micros - start, HOUR_MICROS);
    double[] ofSide = sums[side.index()];
    ofSide[hour] = Double.isNaN(ofSide[hour]) ? usd : ofSide[hour] + usd;
  }

  private static double[][] empty(boolean prints) {
    double[][] sums = new double[2][HOURS];
    for (double[] side : sums) {
      Arrays.fill(side, prints ? 0 : Double.NaN);
    }
    return sums;
  }

  /** Returns the feed rules of the day. */
  Set<String> rules() {
    return byRule.keySet();
  }

  /** Returns the 24 totals of a side; NaN where the rule reported nothing that is known. */
  double[] hours(String rule, Side side) {
    double[][] sums = byRule.get(rule);
    return sums == null ? NONE : sums[side.index()];
  }
}
