package io.treadmill.stats.episode;

import io.treadmill.market.BarClock;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.Ranks;
import io.treadmill.stats.RunningSums;
import io.treadmill.stats.Significance;
import java.util.Arrays;

/**
 * What happens around funding settlements: the mean of a quantity in the 20 minutes before a
 * settlement less its mean in the hour before that and the hour after, over many settlements. The
 * null is the same at every other shift of five minutes between two settlements, so that whatever
 * has a daily season but no clock of settlements gives both alike.
 *
 * @param effect before less neighbours, in the unit of the quantity; interval of 90 % by days; p
 *     two-sided against the shifts; n settlements
 * @param z effect over the standard deviation of the shifts; NaN with fewer than {@link
 *     #LEAST_SHIFTS}
 * @param shifts number of shifts
 * @param profile mean of the quantity at {@link #PROFILE_STEPS} steps before to as many after, all
 *     steps included; NaN where unknown
 * @param shiftedLow 5 % quantile of such means at steps that are far from any settlement
 * @param shiftedHigh 95 % quantile
 */
public record FundingClock(
    Estimate effect,
    double z,
    int shifts,
    double[] profile,
    double shiftedLow,
    double shiftedHigh) {
  /** Steps of the profile on each side: an hour. */
  public static final int PROFILE_STEPS = BarClock.BARS_OF_AN_HOUR;

  /** Fewest settlements of which anything is said. */
  public static final int LEAST_SETTLEMENTS = 30;

  /** Fewest shifts with which a test at 5 % can reject. */
  public static final int LEAST_SHIFTS = 19;

  private static final int BEFORE = 4;
  private static final int NEIGHBOURS = BarClock.BARS_OF_AN_HOUR;
  private static final double TAIL = 0.01;

  /**
   * Returns the clock of a quantity.
   *
   * @param to step after the last to use: nothing from there on is read
   * @param settlements steps that begin with a settlement, rising
   * @param interval steps between settlements, at least 12
   * @param perDay steps of a day: settlements of one day make a block
   */
  public static FundingClock of(
      double[] quantity, int from, int to, int[] settlements, int interval, int perDay) {
    Sums sums = new Sums(quantity, from, to);
    int wing = Math.min(NEIGHBOURS, (interval - BEFORE) / 2);
    double[] each = new double[settlements.length];
    Arrays.setAll(each, i -> sums.contrast(settlements[i], wing));
    int n = (int) Arrays.stream(each).filter(value -> !Double.isNaN(value)).count();
    double[] profile = new double[2 * PROFILE_STEPS + 1];
    Arrays.setAll(profile, i -> sums.mean(settlements, i - PROFILE_STEPS));
    if (n < LEAST_SETTLEMENTS) {
      String reason = "under " + LEAST_SETTLEMENTS + " settlements with values";
      return new FundingClock(
          Estimate.missing(reason, n), Double.NaN, 0, profile, Double.NaN, Double.NaN);
    }
    int gap = BEFORE + wing + 1;
    int first = 2 * gap <= interval ? gap : BEFORE;
    double[] placebo = new double[Math.max(0, interval - 2 * first + 1)];
    Arrays.setAll(placebo, k -> mean(sums, settlements, first + k, wing));
    double value = mean(each);
    double error = clusteredError(each, value, settlements, perDay);
    double deviation = deviation(placebo);
    boolean tested = placebo.length >= LEAST_SHIFTS && deviation > 0;
    double[] away = new double[placebo.length];
    Arrays.setAll(away, k -> sums.mean(settlements, first + k));
    double[] band = Ranks.sorted(away, 0, away.length);
    return new FundingClock(
        new Estimate(
            value,
            value - Significance.Z_90 * error,
            value + Significance.Z_90 * error,
            tested ? Significance.twoSided(value, placebo) : Double.NaN,
            n,
            null),
        tested ? value / deviation : Double.NaN,
        placebo.length,
        profile,
        Ranks.quantile(band, 0.05),
        Ranks.quantile(band, 0.95));
  }

  /**
   * Returns the mean of the quantity some steps after a settlement, or before; as interval the 5
   * and 95 % quantiles of such means far from any settlement.
   */
  public Estimate profile(int step) {
    double mean = profile[step + PROFILE_STEPS];
    String reason = Double.isNaN(mean) ? "unknown" : null;
    return new Estimate(mean, shiftedLow, shiftedHigh, Double.NaN, effect.n(), reason);
  }

  private static double mean(Sums sums, int[] settlements, int shift, int wing) {
    double total = 0;
    int n = 0;
    for (int at : settlements) {
      double value = sums.contrast(at + shift, wing);
      if (!Double.isNaN(value)) {
        total += value;
        n++;
      }
    }
    return n == 0 ? Double.NaN : total / n;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
  }

  private static double deviation(double[] placebo) {
    double mean = mean(placebo);
    double squares = 0;
    int n = 0;
    for (double value : placebo) {
      if (!Double.isNaN(value)) {
        squares += (value - mean) * (value - mean);
        n++;
      }
    }
    return n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1));
  }

  /** Standard error of a mean whose deviations may be alike within a day. */
  private static double clusteredError(double[] each, double mean, int[] at, int perDay) {
    double squares = 0;
    int days = 0;
    int n = 0;
    for (int i = 0; i < each.length; ) {
      int day = at[i] / perDay;
      double sum = 0;
      int here = 0;
      for (; i < each.length && at[i] / perDay == day; i++) {
        if (!Double.isNaN(each[i])) {
          sum += each[i] - mean;
          here++;
        }
      }
      squares += sum * sum;
      days += here > 0 ? 1 : 0;
      n += here;
    }
    return days < 2 ? Double.NaN : Math.sqrt(squares * days / (days - 1.0)) / n;
  }

  /** Prefix sums of the winsorised quantity. */
  private static final class Sums {
    private final double[] values;
    private final RunningSums sums;
    private final int from;

    Sums(double[] quantity, int from, int to) {
      double[] limits = Ranks.quantiles(quantity, from, to, TAIL, 1 - TAIL);
      this.from = from;
      this.values = Arrays.copyOfRange(quantity, from, to);
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.max(limits[0], Math.min(limits[1], values[i]));
      }
      this.sums = new RunningSums(values.length, i -> values[i]);
    }

    /** Mean of the steps before a step less that of the wings; NaN if a part is not there. */
    double contrast(int at, int wing) {
      int i = at - from;
      int first = i - BEFORE - wing;
      int end = i + wing;
      if (first < 0 || end > values.length) {
        return Double.NaN;
      }
      int before = i - BEFORE;
      int near = sums.known(before, i);
      int wings = sums.known(first, before) + sums.known(i, end);
      if (near < BEFORE / 2 || wings < wing) {
        return Double.NaN;
      }
      double beside = sums.sum(first, before) + sums.upTo(end) - sums.upTo(i);
      return sums.sum(before, i) / near - beside / wings;
    }

    /** Mean over the settlements of the step at a distance. */
    double mean(int[] settlements, int distance) {
      double total = 0;
      int n = 0;
      for (int at : settlements) {
        int i = at + distance - from;
        if (i >= 0 && i < values.length && !Double.isNaN(values[i])) {
          total += values[i];
          n++;
        }
      }
      return n == 0 ? Double.NaN : total / n;
    }
  }
}
