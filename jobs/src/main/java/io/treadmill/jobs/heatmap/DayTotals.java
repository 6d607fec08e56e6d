package io.treadmill.jobs.heatmap;

import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** Bars of a day. */
  static final int BARS = 288;

  private static final long HOUR_MICROS = 3_600_000_000L;
  private static final long BAR_MICROS = 300_000_000L;
  private static final int HOUR_MINUTES = 60;
  private static final double[] NONE = new double[HOURS];

  static {
    Arrays.fill(NONE, Double.NaN);
  }

  private final long start;
  private final Map<String, double[][]> byRule = new TreeMap<>();
  private final Map<String, List<Print>> prints = new TreeMap<>();

  /**
   * Prints of one bar, side and bucket.
   *
   * @param bar bar of the day, 0 to 287
   * @param bucket bucket of the price
   * @param usd notional, USD
   * @param count number of prints
   */
  record Print(int bar, Side side, int bucket, double usd, long count) {}

  DayTotals(LocalDate day) {
    start = FoldInput.startOf(day);
  }

  /** Adds the total of an interval of an hour at most, or of the prints of a side in it. */
  void add(long micros, String rule, Side side, double usd, int minutes) {
    double[][] sums = byRule.computeIfAbsent(rule, name -> empty(minutes < HOUR_MINUTES));
    int hour = (int) Math.floorDiv(micros - start, HOUR_MICROS);
    double[] ofSide = sums[side.index()];
    ofSide[hour] = Double.isNaN(ofSide[hour]) ? usd : ofSide[hour] + usd;
  }

  /** Adds the prints of a bar, side and bucket. */
  void addPrints(long micros, String rule, Side side, int bucket, double usd, long count) {
    add(micros, rule, side, usd, 5);
    int bar = (int) Math.floorDiv(micros - start, BAR_MICROS);
    prints
        .computeIfAbsent(rule, name -> new ArrayList<>())
        .add(new Print(bar, side, bucket, usd, count));
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

  /**
   * Returns the prints of a rule, which carry prices; none where the rule has totals of hours or
   * reported nothing on the day.
   */
  List<Print> prints(String rule) {
    return prints.getOrDefault(rule, List.of());
  }

  /** Returns the 288 totals of the bars of a side, from prints; 0 in a quiet bar. */
  static double[] bars(List<Print> prints, Side side) {
    double[] totals = new double[BARS];
    for (Print print : prints) {
      if (print.side() == side) {
        totals[print.bar()] += print.usd();
      }
    }
    return totals;
  }
}
