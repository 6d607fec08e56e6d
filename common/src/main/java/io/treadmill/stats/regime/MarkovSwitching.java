package io.treadmill.stats.regime;

import io.treadmill.stats.Ranks;
import java.util.Arrays;

/**
 * Two states that switch as a Markov chain, each with a normal distribution (Hamilton 1989), fitted
 * by expectation-maximisation (Baum and Welch). State 1 has the higher mean.
 *
 * @param mean mean of each state
 * @param deviation standard deviation of each state
 * @param stay probability to stay in each state from one observation to the next
 */
public record MarkovSwitching(double[] mean, double[] deviation, double[] stay) {
  /** Observations below which nothing is fitted. */
  public static final int LEAST = 100;

  private static final int MOST_ITERATIONS = 200;
  private static final double TOLERANCE = 1e-7;
  private static final double LEAST_DEVIATION = 0.05;
  private static final double FIRST_STAY = 0.95;
  private static final double MOST_STAY = 0.9999;
  private static final double ROOT_2_PI = Math.sqrt(2 * Math.PI);

  /**
   * Returns the fit to observations in order; NaN where one is missing.
   *
   * @throws IllegalArgumentException if under {@link #LEAST} are numbers or they do not vary
   */
  public static MarkovSwitching fit(double[] observations) {
    double[] sorted = Ranks.sorted(observations, 0, observations.length);
    double centre = Arrays.stream(sorted).average().orElse(Double.NaN);
    double spread =
        Math.sqrt(Arrays.stream(sorted).map(y -> (y - centre) * (y - centre)).average().orElse(0));
    if (sorted.length < LEAST || !(spread > 0)) {
      throw new IllegalArgumentException(
          "Invalid observations: " + sorted.length + " with deviation " + spread);
    }
    MarkovSwitching now =
        new MarkovSwitching(
            new double[] {Ranks.quantile(sorted, 0.25), Ranks.quantile(sorted, 0.75)},
            new double[] {0.7 * spread, 0.7 * spread},
            new double[] {FIRST_STAY, FIRST_STAY});
    Pass pass = new Pass(observations);
    double before = Double.NEGATIVE_INFINITY;
    pass.forward(now);
    for (int i = 1;
        i < MOST_ITERATIONS && !(pass.logLikelihood - before < TOLERANCE * sorted.length);
        i++) {
      before = pass.logLikelihood;
      now = pass.improved(now, LEAST_DEVIATION * spread);
      pass.forward(now);
    }
    return now.ordered();
  }

  /**
   * Returns the probability of the state with the higher mean after each observation, from it and
   * those before alone; a missing observation moves the chain only.
   */
  public double[] filter(double[] observations) {
    Pass pass = new Pass(observations);
    pass.forward(this);
    return pass.filtered;
  }

  /** Returns the share of time that the chain spends in the state with the higher mean. */
  public double stationary() {
    return (1 - stay[0]) / (2 - stay[0] - stay[1]);
  }

  private double density(int state, double y) {
    double z = (y - mean[state]) / deviation[state];
    return Math.exp(-z * z / 2) / (deviation[state] * ROOT_2_PI);
  }

  private MarkovSwitching ordered() {
    return mean[0] <= mean[1]
        ? this
        : new MarkovSwitching(swapped(mean), swapped(deviation), swapped(stay));
  }

  private static double[] swapped(double[] two) {
    return new double[] {two[1], two[0]};
  }

  /** The recursions over one series. */
  private static final class Pass {
    final double[] y;
    final double[] filtered; // P(state 1 | observations up to here)
    final double[] predicted; // P(state 1 | observations before)
    double logLikelihood;

    Pass(double[] y) {
      this.y = y;
      this.filtered = new double[y.length];
      this.predicted = new double[y.length];
    }

    void forward(MarkovSwitching model) {
      double at = model.stationary();
      logLikelihood = 0;
      for (int i = 0; i < y.length; i++) {
        at = i == 0 ? at : at * model.stay[1] + (1 - at) * (1 - model.stay[0]);
        predicted[i] = at;
        if (!Double.isNaN(y[i])) {
          double high = at * model.density(1, y[i]);
          double low = (1 - at) * model.density(0, y[i]);
          double sum = high + low;
          if (sum > 0) {
            at = high / sum;
            logLikelihood += Math.log(sum);
          } else {
            logLikelihood += Math.log(Double.MIN_NORMAL); // Far from both: it tells nothing.
          }
        }
        filtered[i] = at;
      }
    }

    /** One step of the maximisation, with smoothed probabilities (Kim 1994). */
    MarkovSwitching improved(MarkovSwitching model, double leastDeviation) {
      double[][] moments = new double[2][3];
      double[] stays = new double[2];
      double[] from = new double[2];
      double smoothed = filtered[y.length - 1];
      add(moments, y[y.length - 1], smoothed);
      for (int i = y.length - 2; i >= 0; i--) {
        double after = predicted[i + 1];
        double high = ratio(smoothed, after);
        double low = ratio(1 - smoothed, 1 - after);
        double bothHigh = filtered[i] * model.stay[1] * high;
        double highToLow = filtered[i] * (1 - model.stay[1]) * low;
        double bothLow = (1 - filtered[i]) * model.stay[0] * low;
        double lowToHigh = (1 - filtered[i]) * (1 - model.stay[0]) * high;
        stays[1] += bothHigh;
        from[1] += bothHigh + highToLow;
        stays[0] += bothLow;
        from[0] += bothLow + lowToHigh;
        smoothed = Math.min(1, bothHigh + highToLow);
        add(moments, y[i], smoothed);
      }
      double[] mean = new double[2];
      double[] deviation = new double[2];
      double[] stay = new double[2];
      for (int s = 0; s < 2; s++) {
        boolean seen = moments[s][0] > 1e-9;
        mean[s] = seen ? moments[s][1] / moments[s][0] : model.mean[s];
        double variance = seen ? moments[s][2] / moments[s][0] - mean[s] * mean[s] : leastDeviation;
        deviation[s] = Math.max(leastDeviation, Math.sqrt(Math.max(0, variance)));
        stay[s] = Math.min(MOST_STAY, from[s] > 1e-9 ? stays[s] / from[s] : model.stay[s]);
      }
      return new MarkovSwitching(mean, deviation, stay);
    }

    private static double ratio(double a, double b) {
      return b > 0 ? a / b : 0;
    }

    private static void add(double[][] moments, double value, double high) {
      if (!Double.isNaN(value)) {
        for (int s = 0; s < 2; s++) {
          double weight = s == 1 ? high : 1 - high;
          moments[s][0] += weight;
          moments[s][1] += weight * value;
          moments[s][2] += weight * value * value;
        }
      }
    }
  }
}
