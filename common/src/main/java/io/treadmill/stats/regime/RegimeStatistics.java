package io.treadmill.stats.regime;

import io.treadmill.stats.Estimate;
import io.treadmill.stats.Reasons;
import io.treadmill.stats.Significance;
import io.treadmill.stats.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each state holds, how long, and what follows it. Intervals are of the stationary
 * bootstrap of whole days (Politis and Romano 1994). Forced notional after a state is compared with
 * what range, past volatility and hour of the day make likely; its null moves the labels in time by
 * a random number of hours, around the end (circular shift).
 */
public final class RegimeStatistics {
  /** Days of labels that enter, the day of the row at their end. */
  public static final int WINDOW_DAYS = 330;

  /** Separate visits to a state below which nothing is said about it. */
  public static final int LEAST_VISITS = 8;

  /** Hours with an outcome below which nothing is said about it. */
  public static final int LEAST_HOURS = 20;

  /** Days below which no interval is given. */
  public static final int LEAST_DAYS = 20;

  private static final double BLOCK_DAYS = 7;
  private static final int BLOCK_HORIZONS = 2;

  /**
   * One state and horizon.
   *
   * @param timeShare of the hours with a state; n = hours with a state
   * @param dwellHours mean length of a visit; n = visits that begin and end in the window
   * @param meanReturn mean log return over the horizon
   * @param range geometric mean of ln(highest / lowest price) over the horizon
   * @param forcedPerRange forced notional over what range, past volatility and hour make likely, a
   *     factor; p of the circular shift
   * @param pHolm p of the same, corrected for the number of states; NaN without p
   */
  public record Row(
      RegimeState state,
      int horizonHours,
      Estimate timeShare,
      Estimate dwellHours,
      Estimate meanReturn,
      Estimate range,
      Estimate forcedPerRange,
      double pHolm,
      String feedRule,
      long hours,
      long visits) {
    /** Returns why something is missing, the first of it; null if nothing is. */
    public String reason() {
      return Reasons.first(
          timeShare.reason(),
          dwellHours.reason(),
          meanReturn.reason(),
          range.reason(),
          forcedPerRange.reason(),
          Double.isNaN(timeShare.low()) ? "no intervals under %d days".formatted(LEAST_DAYS) : null,
          Double.isNaN(forcedPerRange.p()) ? "no shift: under four horizons of hours" : null);
    }
  }

  private final byte[] states;
  private final ForwardOutcomes outcomes;
  private final int from;
  private final int to;
  private final int days;
  private final Draws draws;
  private final StateRuns runs;
  private final int feed; // The feed of forced orders with the most hours known; -1 without one.
  private final int[] longFeeds; // Without one, that of each horizon with the most known.

  private RegimeStatistics(byte[] states, ForwardOutcomes outcomes, int from, int to, Draws draws) {
    this.states = states;
    this.outcomes = outcomes;
    this.from = from;
    this.to = to;
    this.days = (to - from) / PastScores.HOURS;
    this.draws = draws;
    this.runs = StateRuns.of(states, from, to);
    this.feed = feed(0);
    this.longFeeds =
        IntStream.range(0, outcomes.horizonHours().length)
            .map(k -> feed < 0 ? feed(k) : feed)
            .toArray();
  }

  /**
   * Returns a row for each state and horizon.
   *
   * @param states state of each hour by its place in {@link RegimeState}; -1 if undecided
   * @param from first hour, the start of a day
   * @param to hour after the last, the end of a day: no outcome after it enters
   * @param draws of days and shifts
   */
  public static List<Row> of(
      byte[] states, ForwardOutcomes outcomes, int from, int to, Draws draws) {
    if (from < 0 || to > states.length || (to - from) % PastScores.HOURS != 0 || to <= from) {
      throw new IllegalArgumentException("Invalid hours: " + from + ".." + to);
    }
    RegimeStatistics statistics = new RegimeStatistics(states, outcomes, from, to, draws);
    List<Row> rows = new ArrayList<>();
    for (int k = 0; k < outcomes.horizonHours().length; k++) {
      rows.addAll(statistics.horizon(k));
    }
    return rows;
  }

  /** The feed that knows the most of the window at a horizon, the first of equals. */
  private int feed(int k) {
    int best = -1;
    long most = 0;
    int end = Math.max(from, to - outcomes.horizonHours()[k]);
    for (int f = 0; f < outcomes.forced().size(); f++) {
      double[] known = outcomes.forced().get(f).logUsd()[k];
      long n = Arrays.stream(known, from, end).filter(value -> !Double.isNaN(value)).count();
      if (n > most) {
        most = n;
        best = f;
      }
    }
    return best;
  }

  private List<Row> horizon(int k) {
    int horizon = outcomes.horizonHours()[k];
    int read = longFeeds[k];
    double[][] explained = {
      read < 0 ? Steps.unknown(states.length) : outcomes.forced().get(read).logUsd()[k],
      outcomes.logRange()[k],
      outcomes.logPastVolatility(),
      outcomes.logLastVolatility()
    };
    double[] residual = LogResidual.of(explained, states, from, to - horizon);
    double[] residuals = Arrays.copyOf(residual, to - from);
    Arrays.fill(residuals, residual.length, residuals.length, Double.NaN);
    StateSums sums = new StateSums(states, from, days);
    sums.add(upTo(outcomes.logReturn()[k], horizon));
    sums.add(upTo(outcomes.logRange()[k], horizon));
    sums.add(residuals);
    double block = Math.max(BLOCK_DAYS, (double) BLOCK_HORIZONS * horizon / PastScores.HOURS);
    DrawnMeans drawn =
        days >= LEAST_DAYS
            ? DrawnMeans.of(sums.drawn(draws.weights(days, block)), days / block)
            : DrawnMeans.NONE;
    int least = Math.max(PastScores.HOURS, horizon);
    double[] p = runs.shiftP(residuals, draws.shifts(to - from, least));
    Estimate[] forced = new Estimate[RegimeState.COUNT];
    for (int s = 0; s < RegimeState.COUNT; s++) {
      forced[s] = because(longTotals(k), estimate(s, 2, sums, drawn, true));
      p[s] = forced[s].isPresent() ? p[s] : Double.NaN;
    }
    double[] holm = Significance.holm(p);
    List<Row> rows = new ArrayList<>();
    for (RegimeState state : RegimeState.values()) {
      int s = state.ordinal();
      rows.add(
          new Row(
              state,
              horizon,
              share(s, sums, drawn),
              runs.dwell(s),
              estimate(s, 0, sums, drawn, false),
              estimate(s, 1, sums, drawn, true),
              forced[s].isPresent() ? forced[s].withP(p[s]) : forced[s],
              holm[s],
              read < 0 ? null : outcomes.forced().get(read).feedRule(),
              runs.hours(s),
              runs.visits(s)));
    }
    return rows;
  }

  /** Says which totals tell windows longer than a horizon alone; null if hours are not missing. */
  private String longTotals(int k) {
    return longFeeds[k] >= 0
        ? null
        : IntStream.range(k, longFeeds.length)
            .filter(longer -> longFeeds[longer] >= 0)
            .mapToObj(
                longer ->
                    "totals of '%s' are of longer windows: known of %d h"
                        .formatted(
                            outcomes.forced().get(longFeeds[longer]).feedRule(),
                            outcomes.horizonHours()[longer]))
            .findFirst()
            .orElse(null);
  }

  private static Estimate because(String reason, Estimate estimate) {
    return reason == null || estimate.isPresent()
        ? estimate
        : Estimate.missing(reason, estimate.n());
  }

  /** The outcomes of the window that are complete before its end, by hour of the window. */
  private double[] upTo(double[] values, int horizon) {
    double[] result = new double[to - from];
    for (int i = 0; i < result.length; i++) {
      result[i] = from + i + horizon < to ? values[from + i] : Double.NaN;
    }
    return result;
  }

  /** Mean over the hours of a state; {@code exp} if the values are logarithms. */
  private Estimate estimate(int s, int value, StateSums sums, DrawnMeans drawn, boolean exp) {
    long n = sums.count(s, value);
    if (runs.visits(s) < LEAST_VISITS) {
      return Estimate.missing("under " + LEAST_VISITS + " visits", n);
    }
    if (n < LEAST_HOURS) {
      return Estimate.missing("under " + LEAST_HOURS + " hours with an outcome", n);
    }
    double mean = sums.mean(s, value);
    double[] interval = drawn.interval(value, s, mean);
    return exp
        ? Estimate.of(Math.exp(mean), Math.exp(interval[0]), Math.exp(interval[1]), n)
        : Estimate.of(mean, interval[0], interval[1], n);
  }

  private Estimate share(int s, StateSums sums, DrawnMeans drawn) {
    long n = runs.hours();
    if (n < LEAST_HOURS) {
      return Estimate.missing("under " + LEAST_HOURS + " hours with a state", n);
    }
    double value = runs.hours(s) / (double) n;
    double[] interval = drawn.interval(sums.shares(), s, value);
    return Estimate.of(value, Math.max(0, interval[0]), Math.min(1, interval[1]), n);
  }
}
