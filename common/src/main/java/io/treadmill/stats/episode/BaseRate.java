package io.treadmill.stats.episode;

import io.treadmill.stats.Estimate;
import io.treadmill.stats.Significance;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rate of events against the chances that matched windows give them. The null: each event comes
 * with its own chance, independently.
 *
 * @param rate share of events that were completed; 90 % interval of Wilson (1927) at the number of
 *     events divided by the clustering of days; p = chance of at least as many under the null
 * @param matchedRate mean chance by matched windows
 * @param z events over those expected, in standard errors that let events of one day be alike
 * @param daysWithEpisodes days with events
 * @param leastLift smallest lift that this many events find at 5 % four times out of five
 * @param moreEpisodes events more with which a lift as large as the one seen would be found at 5 %
 *     four times out of five; 0 if there are enough; NaN if none was seen
 */
public record BaseRate(
    Estimate rate,
    double matchedRate,
    double z,
    int daysWithEpisodes,
    double leastLift,
    double moreEpisodes) {
  /** Events below which nothing is said. */
  public static final int LEAST_EVENTS = 10;

  private static final double Z_POWER = 0.8416212335729143;

  /** Returns rate over matched; NaN if unknown. */
  public double lift() {
    return rate.value() / matchedRate;
  }

  /**
   * Returns the rate of events.
   *
   * @param completed whether each was completed
   * @param chance chance of each by matched windows, in 0..1
   * @param day day of each, any numbering
   */
  public static BaseRate of(boolean[] completed, double[] chance, long[] day) {
    int n = completed.length;
    if (n < LEAST_EVENTS) {
      String reason = "under %d events with matched windows".formatted(LEAST_EVENTS);
      int days = (int) Arrays.stream(day).distinct().count();
      return new BaseRate(
          Estimate.missing(reason, n), Double.NaN, Double.NaN, days, Double.NaN, Double.NaN);
    }
    int hits = 0;
    double expected = 0;
    for (int i = 0; i < n; i++) {
      hits += completed[i] ? 1 : 0;
      expected += chance[i];
    }
    double rate = (double) hits / n;
    double matched = expected / n;
    Map<Long, double[]> byDay = new TreeMap<>();
    for (int i = 0; i < n; i++) {
      double[] sums = byDay.computeIfAbsent(day[i], key -> new double[2]);
      sums[0] += (completed[i] ? 1 : 0) - chance[i];
      sums[1] += (completed[i] ? 1 : 0) - rate;
    }
    double squares = 0;
    double aroundRate = 0;
    for (double[] sums : byDay.values()) {
      squares += sums[0] * sums[0];
      aroundRate += sums[1] * sums[1];
    }
    double independent = n * rate * (1 - rate);
    double clustering = independent > 0 ? Math.max(1, aroundRate / independent) : 1;
    double effective = n / clustering;
    double[] interval = wilson(rate, effective);
    double spread = Math.sqrt(matched * (1 - matched));
    return new BaseRate(
        new Estimate(
            rate, interval[0], interval[1], Significance.sumAtLeast(hits, chance), n, null),
        matched,
        squares > 0 ? (hits - expected) / Math.sqrt(squares) : Double.NaN,
        byDay.size(),
        1 + (Significance.Z_90 + Z_POWER) * spread / Math.sqrt(effective) / matched,
        moreEvents(rate, matched, n, clustering));
  }

  private static double moreEvents(double rate, double matched, int n, double clustering) {
    if (!(rate > matched)) {
      return Double.NaN;
    }
    double need =
        Significance.Z_90 * Math.sqrt(matched * (1 - matched))
            + Z_POWER * Math.sqrt(rate * (1 - rate));
    double events = clustering * Math.pow(need / (rate - matched), 2);
    return Math.max(0, Math.ceil(events - n));
  }

  /** Interval of Wilson for a share of n draws; n need not be whole. */
  static double[] wilson(double share, double n) {
    double square = Significance.Z_90 * Significance.Z_90 / n;
    double middle = (share + square / 2) / (1 + square);
    double half =
        Significance.Z_90 * Math.sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square);
    return new double[] {Math.max(0, middle - half), Math.min(1, middle + half)};
  }
}
