package io.treadmill.stats.feedback;

import io.treadmill.market.BarClock;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.Resampling;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How many forced orders follow from a forced order beyond what the map says of the path: a
 * discrete Hawkes process with the predicted crossing mass as a cause of its own.
 *
 * <p>y_t ~ Poisson(b(time of day, 8 slots) + c m_t + sum over h of a_h E_h(t)), E_h = averages of
 * the past with half-lives of 1, 2, 4 and 16 steps. Followers within the step of their parent,
 * which no average of the past sees, are added from the same kernels taken in continuous time: a
 * kernel of mean lag u steps leaves the share s = 1 - u (1 - exp(-1/u)) in the step, so with K =
 * sum a_h s_h / (1 - s_h) the branching ratio is K / (1 + K) + sum a_h / (1 + K).
 *
 * @param branching followers per forced order given the map; 90 % interval over draws of days, from
 *     one kernel of the same mean lag (low) to the mix (high), as the data do not tell what happens
 *     within a step. Null: 0, orders are independent given the map and the time of day
 * @param branchingLaterSteps the part of the fit in later steps, sum a_h, as it was fitted; NaN if
 *     missing
 * @param branchingWithoutMap the same ratio without the map: an upper bound, price paths alone push
 *     it to .7-.9
 * @param perPredicted c, forced orders per predicted one; 1 = calibrated
 * @param branchingFano 1 - sqrt(mean / variance) of the counts (Hardiman and Bouchaud 2014), a
 *     further upper bound; NaN for amounts that are no counts
 * @param residualDispersion mean of (y - rate)^2 / rate; 1 = Poisson, far above 1 = sizes or causes
 *     that the model lacks
 * @param residualAutocorrelation lag 1, of (y - rate) / sqrt(rate); 0 = nothing left in time
 */
public record SelfExcitation(
    Estimate branching,
    double branchingLaterSteps,
    Estimate branchingWithoutMap,
    Estimate perPredicted,
    double branchingFano,
    double residualDispersion,
    double residualAutocorrelation) {
  /** Half-lives of the averages of the past, steps. */
  public static final int[] HALF_LIVES = {1, 2, 4, 16};

  /** Steps before the window from which averages start: what is older weighs under 1e-5. */
  public static final int WARM_UP_STEPS = BarClock.BARS_OF_A_DAY;

  /** Days with rows below which nothing is said. */
  public static final int LEAST_DAYS = 10;

  /** Steps with a forced order below which nothing is said. */
  public static final int LEAST_STEPS = 100;

  private static final int SLOTS = 8;
  private static final int CLEAN_STEPS = 16;
  private static final int DRAWS = 100;

  /**
   * Estimates a window.
   *
   * @param counts forced orders a step, or amounts in units of their mean; NaN where unknown. The
   *     window is preceded by {@code warmUp} steps that only feed the averages
   * @param predicted predicted forced orders a step in the same unit; NaN where unknown
   * @param warmUp steps before the window
   * @param firstOfDay step of the day (0-based) of the first element
   * @param perDay steps of a day
   * @param areCounts false for amounts
   */
  public static SelfExcitation of(
      double[] counts,
      double[] predicted,
      int warmUp,
      int firstOfDay,
      int perDay,
      boolean areCounts,
      long seed) {
    Rows all = Rows.of(counts, null, warmUp, firstOfDay, perDay);
    Rows given = Rows.of(counts, predicted, warmUp, firstOfDay, perDay);
    Fit plain = Fit.of(all, false, seed);
    Fit fit = Fit.of(given, true, seed + 1);
    return new SelfExcitation(
        fit.branching,
        fit.lagged,
        plain.branching,
        fit.perPredicted,
        areCounts && plain.branching.isPresent() ? fano(all.y) : Double.NaN,
        fit.dispersion,
        fit.autocorrelation);
  }

  /** Returns what is said where nothing can be. */
  public static SelfExcitation missing(String reason) {
    Estimate none = Estimate.missing(reason, 0);
    return new SelfExcitation(none, Double.NaN, none, none, Double.NaN, Double.NaN, Double.NaN);
  }

  /** Returns 1 - sqrt(mean / variance), at least 0. */
  static double fano(double[] y) {
    double mean = Arrays.stream(y).average().orElse(Double.NaN);
    double variance = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum() / (y.length - 1);
    return variance > mean ? 1 - Math.sqrt(mean / variance) : 0;
  }

  /** Returns the branching ratio of fitted weights, followers within the step included. */
  static double branching(double[] weights, int from) {
    double later = 0;
    double within = 0;
    for (int h = 0; h < HALF_LIVES.length; h++) {
      double lag = HALF_LIVES[h] / Math.log(2);
      double share = 1 - lag * (1 - Math.exp(-1 / lag));
      later += weights[from + h];
      within += weights[from + h] * share / (1 - share);
    }
    return (within + later) / (1 + within);
  }

  /**
   * Returns the same ratio if all kernels are one exponential of the same mean lag, which leaves
   * less within the step than any mix of them.
   */
  static double leastBranching(double[] weights, int from) {
    double later = 0;
    double lags = 0;
    for (int h = 0; h < HALF_LIVES.length; h++) {
      later += weights[from + h];
      lags += weights[from + h] / (1 - Math.pow(2, -1.0 / HALF_LIVES[h]));
    }
    if (!(later > 0)) {
      return 0;
    }
    double lag = -1 / Math.log(1 - later / lags);
    double share = 1 - lag * (1 - Math.exp(-1 / lag));
    double within = later * share / (1 - share);
    return (within + later) / (1 + within);
  }

  /** Rows of the window whose past is known. */
  private record Rows(int[] slot, double[] columns, double[] y, int[] at, int[] dayEnds) {
    static Rows of(double[] counts, double[] predicted, int warmUp, int firstOfDay, int perDay) {
      int width = HALF_LIVES.length + (predicted == null ? 0 : 1);
      int most = counts.length - warmUp;
      int[] slot = new int[most];
      int[] at = new int[most];
      double[] columns = new double[most * width];
      double[] y = new double[most];
      int[] dayEnds = new int[most / perDay + 2];
      double[] past = new double[HALF_LIVES.length];
      double[] keep = Arrays.stream(HALF_LIVES).mapToDouble(h -> Math.pow(2, -1.0 / h)).toArray();
      int n = 0;
      int days = 0;
      int known = CLEAN_STEPS;
      for (int i = 0; i < counts.length; i++) {
        int ofDay = (firstOfDay + i) % perDay;
        boolean row =
            i >= warmUp
                && known >= CLEAN_STEPS
                && !Double.isNaN(counts[i])
                && (predicted == null || !Double.isNaN(predicted[i]));
        if (row) {
          slot[n] = ofDay * SLOTS / perDay;
          at[n] = i;
          y[n] = counts[i];
          System.arraycopy(past, 0, columns, n * width, past.length);
          if (predicted != null) {
            columns[n * width + width - 1] = predicted[i];
          }
          n++;
        }
        if (ofDay == perDay - 1 && n > (days == 0 ? 0 : dayEnds[days - 1])) {
          dayEnds[days++] = n;
        }
        known = Double.isNaN(counts[i]) ? 0 : known + 1;
        double value = Double.isNaN(counts[i]) ? 0 : counts[i];
        for (int h = 0; h < past.length; h++) {
          past[h] = keep[h] * past[h] + (1 - keep[h]) * value;
        }
      }
      if (n > 0 && (days == 0 || dayEnds[days - 1] < n)) {
        dayEnds[days++] = n;
      }
      return new Rows(
          Arrays.copyOf(slot, n),
          Arrays.copyOf(columns, n * width),
          Arrays.copyOf(y, n),
          Arrays.copyOf(at, n),
          Arrays.copyOf(dayEnds, days));
    }
  }

  /** One fit of rows. */
  private record Fit(
      Estimate branching,
      double lagged,
      Estimate perPredicted,
      double dispersion,
      double autocorrelation) {
    static Fit of(Rows rows, boolean predicted, long seed) {
      int n = rows.y.length;
      long active = Arrays.stream(rows.y).filter(y -> y > 0).count();
      String reason =
          n == 0 && predicted
              ? "no prediction of the map"
              : rows.dayEnds.length < LEAST_DAYS
                  ? "under " + LEAST_DAYS + " days"
                  : active < LEAST_STEPS ? "under " + LEAST_STEPS + " steps with orders" : null;
      if (reason != null) {
        Estimate none = Estimate.missing(reason, n);
        return new Fit(none, Double.NaN, none, Double.NaN, Double.NaN);
      }
      PoissonRates rates = new PoissonRates(SLOTS, rows.slot, rows.columns, rows.y);
      double[] theta = rates.fit();
      double[][] draws = draws(rates, rows, theta, seed);
      int place = SLOTS + HALF_LIVES.length;
      double[] most =
          Arrays.stream(draws).mapToDouble(t -> SelfExcitation.branching(t, SLOTS)).toArray();
      double[] least = Arrays.stream(draws).mapToDouble(t -> leastBranching(t, SLOTS)).toArray();
      double[] range = {Resampling.interval(least)[0], Resampling.interval(most)[1]};
      double value = SelfExcitation.branching(theta, SLOTS);
      Estimate perPredicted = Estimate.missing("without the map", n);
      if (predicted) {
        double[] c = Arrays.stream(draws).mapToDouble(t -> t[place]).toArray();
        double[] ofC = Resampling.interval(c);
        perPredicted =
            Estimate.of(
                theta[place], Math.min(ofC[0], theta[place]), Math.max(ofC[1], theta[place]), n);
      }
      double[] left = leftovers(rates, rows, theta);
      return new Fit(
          Estimate.of(value, Math.min(range[0], value), Math.max(range[1], value), n),
          Arrays.stream(theta, SLOTS, place).sum(),
          perPredicted,
          left[0],
          left[1]);
    }

    /** Dispersion and lag-1 autocorrelation of standardised residuals. */
    private static double[] leftovers(PoissonRates rates, Rows rows, double[] theta) {
      double squares = 0;
      double products = 0;
      double before = Double.NaN;
      for (int i = 0; i < rows.y.length; i++) {
        double rate = rates.rate(theta, i);
        double residual = (rows.y[i] - rate) / Math.sqrt(rate);
        squares += residual * residual;
        if (i > 0 && rows.at[i - 1] == rows.at[i] - 1) {
          products += before * residual;
        }
        before = residual;
      }
      return new double[] {squares / rows.y.length, squares > 0 ? products / squares : Double.NaN};
    }

    /**
     * Draws of whole days, each solved by one Newton step from the fit with bounds: scores and
     * curvature of a draw are sums of those of its days.
     */
    private static double[][] draws(PoissonRates rates, Rows rows, double[] theta, long seed) {
      int days = rows.dayEnds.length;
      int size = rates.parameters();
      double[][] scores = new double[days][size];
      double[][][] curvatures = new double[days][size][size];
      int from = 0;
      for (int d = 0; d < days; d++) {
        rates.derive(theta, from, rows.dayEnds[d], scores[d], curvatures[d]);
        rates.subtractColumns(from, rows.dayEnds[d], scores[d]);
        from = rows.dayEnds[d];
      }
      double few = Math.sqrt(days / (days - 1.0));
      SplittableRandom random = new SplittableRandom(seed);
      double[][] draws = new double[DRAWS][];
      double[] gradient = new double[size];
      double[][] curvature = new double[size][size];
      for (int draw = 0; draw < DRAWS; draw++) {
        Arrays.fill(gradient, 0);
        for (double[] row : curvature) {
          Arrays.fill(row, 0);
        }
        for (int k = 0; k < days; k++) {
          int d = random.nextInt(days);
          for (int i = 0; i < size; i++) {
            gradient[i] -= scores[d][i];
            for (int j = 0; j < size; j++) {
              curvature[i][j] += curvatures[d][i][j];
            }
          }
        }
        for (int i = 0; i < size; i++) {
          gradient[i] *= few;
        }
        double[] moved = BoundedQuadratic.least(gradient, curvature, theta);
        for (int i = 0; i < size; i++) {
          moved[i] += theta[i];
        }
        draws[draw] = moved;
      }
      return draws;
    }
  }
}
