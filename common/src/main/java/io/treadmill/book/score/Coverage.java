package io.treadmill.book.score;

import java.util.List;
import java.util.function.Predicate;

/**
 * How often intervals of realised totals held them.
 *
 * @param coverage share of totals in their interval; NaN under {@link #LEAST} totals
 * @param below share under the low end
 * @param above share over the high end
 * @param width median of high less low end, unit of the totals
 * @param nothing share of totals that are 0
 * @param n totals that are known and have an interval
 */
public record Coverage(
    double coverage, double below, double above, double width, double nothing, long n) {
  /** Totals below which nothing is said. */
  static final int LEAST = 10;

  /**
   * A realised total and the interval that was said of it; NaN where one of them is not known.
   *
   * @param low low end of the interval
   */
  public record Total(double low, double high, double realised) {
    private boolean known() {
      return !Double.isNaN(low) && !Double.isNaN(realised);
    }
  }

  /** Returns how often totals were held. */
  public static Coverage of(List<Total> all) {
    List<Total> known = all.stream().filter(Total::known).toList();
    if (known.size() < LEAST) {
      return new Coverage(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, known.size());
    }
    double[] widths = known.stream().mapToDouble(one -> one.high - one.low).toArray();
    return new Coverage(
        share(known, one -> one.realised >= one.low && one.realised <= one.high),
        share(known, one -> one.realised < one.low),
        share(known, one -> one.realised > one.high),
        Score.quantile(widths, 0.5),
        share(known, one -> one.realised == 0),
        known.size());
  }

  private static double share(List<Total> totals, Predicate<Total> of) {
    return totals.stream().filter(of).count() / (double) totals.size();
  }

  /** Returns why there is no coverage; null if there is. */
  public String reason() {
    if (!Double.isNaN(coverage)) {
      return null;
    }
    return n == 0
        ? "no window has both an interval and a realised total"
        : "fewer than %d windows".formatted(LEAST);
  }
}
