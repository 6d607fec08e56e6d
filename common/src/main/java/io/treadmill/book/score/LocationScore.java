package io.treadmill.book.score;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a map knows where in the path the prints fall, not only how much is forced: mean gain of
 * log-likelihood per print over another map, with an interval from drawing whole days.
 */
public final class LocationScore {
  private static final int DRAWS = 500;
  private static final long SEED = 1;

  private final Map<LocalDate, double[]> byDay = new TreeMap<>();
  private boolean known;
  private long prints;

  /** Adds the prints of an hour and side, none or more, and what their likelihood gained. */
  public void add(LocalDate day, long count, double gain) {
    known = true;
    if (count > 0) {
      double[] sums = byDay.computeIfAbsent(day, key -> new double[2]);
      sums[0] += gain;
      sums[1] += count;
      prints += count;
    }
  }

  /** Returns the number of prints whose price is known; null if there was no such hour. */
  public Long knownPrints() {
    return known ? (Long) prints : null;
  }

  /** Returns why the gain or its interval is missing; null if both are there. */
  public String reason() {
    if (!known) {
      return "no prints with prices in these windows";
    }
    if (prints < Score.LEAST_PRINTS) {
      return "fewer than %d prints".formatted(Score.LEAST_PRINTS);
    }
    return byDay.size() < Score.LEAST_DAYS
        ? "no interval: prints on %s".formatted(Score.FEW_DAYS)
        : null;
  }

  /** Returns the gain per print and its 95 % interval; NaN with too few prints or days. */
  public WindowScore.Skill gain() {
    if (prints < Score.LEAST_PRINTS) {
      return WindowScore.Skill.NONE;
    }
    double value = byDay.values().stream().mapToDouble(sums -> sums[0]).sum() / prints;
    if (byDay.size() < Score.LEAST_DAYS) {
      return new WindowScore.Skill(value, Double.NaN, Double.NaN);
    }
    double[] drawn = Score.meanOfDrawnDays(byDay.values().toArray(new double[0][]), DRAWS, SEED);
    return new WindowScore.Skill(
        value, Score.quantile(drawn, WindowScore.LOW), Score.quantile(drawn, WindowScore.HIGH));
  }
}
