package io.treadmill.stats.regime;

import io.treadmill.stats.Estimate;
import io.treadmill.stats.RunningSums;
import io.treadmill.stats.Significance;
import io.treadmill.stats.Steps;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Visits to states in a window of hours: runs of the same state, cut where none is decided. */
final class StateRuns {
  private static final int LEAST_WHOLE = 8;

  private final int length;
  private final int[] start; // Hours of the window; the last is its end.
  private final byte[] state;
  private final int count;
  private final long[] hours = new long[RegimeState.COUNT];
  private final long[] visits = new long[RegimeState.COUNT];
  private final int[][] ofState = new int[RegimeState.COUNT][]; // Start and end of its runs.

  private StateRuns(int length, int[] start, byte[] state, int count) {
    this.length = length;
    this.start = start;
    this.state = state;
    this.count = count;
    for (int r = 0; r < count; r++) {
      if (state[r] >= 0) {
        hours[state[r]] += start[r + 1] - start[r];
        visits[state[r]]++;
      }
    }
    for (int s = 0; s < RegimeState.COUNT; s++) {
      int own = s;
      ofState[s] =
          IntStream.range(0, count)
              .filter(r -> state[r] == own)
              .flatMap(r -> IntStream.of(start[r], start[r + 1]))
              .toArray();
    }
  }

  static StateRuns of(byte[] states, int from, int to) {
    int[] start = new int[to - from + 1];
    byte[] state = new byte[to - from];
    int count = 0;
    for (int h = from; h < to; h++) {
      if (h == from || states[h] != states[h - 1]) {
        start[count] = h - from;
        state[count++] = states[h];
      }
    }
    start[count] = to - from;
    return new StateRuns(to - from, start, state, count);
  }

  long hours() {
    return Arrays.stream(hours).sum();
  }

  long hours(int s) {
    return hours[s];
  }

  long visits(int s) {
    return visits[s];
  }

  /**
   * Returns the mean length of the visits whose both ends are seen, hours, with the normal interval
   * of the logarithm of a mean (a visit's length is skewed).
   */
  Estimate dwell(int s) {
    double sum = 0;
    double squares = 0;
    int n = 0;
    for (int r = 1; r < count - 1; r++) {
      if (state[r] == s && state[r - 1] >= 0 && state[r + 1] >= 0) {
        double hoursOfRun = start[r + 1] - start[r];
        sum += hoursOfRun;
        squares += hoursOfRun * hoursOfRun;
        n++;
      }
    }
    if (n < LEAST_WHOLE) {
      return Estimate.missing("under " + LEAST_WHOLE + " whole visits", n);
    }
    double mean = sum / n;
    double error = Math.sqrt(Math.max(0, squares / n - mean * mean) / (n - 1)) / mean;
    double factor = Math.exp(Significance.Z_90 * error);
    return Estimate.of(mean, mean / factor, mean * factor, n);
  }

  /**
   * Returns for each state how unusual the mean of values over its hours is when all labels are
   * moved in time together: two-sided p; NaN where the state or the values are too few.
   *
   * @param values by hour of the window, mean 0; NaN is left out
   * @param shifts hours, each at most the length of the window
   */
  double[] shiftP(double[] values, int[] shifts) {
    double[] p = Steps.unknown(RegimeState.COUNT);
    if (shifts.length == 0) {
      return p;
    }
    RunningSums sums = new RunningSums(2 * length, i -> values[i % length]);
    double[] actual = means(sums, 0);
    double[][] moved = new double[RegimeState.COUNT][shifts.length];
    for (int d = 0; d < shifts.length; d++) {
      double[] means = means(sums, shifts[d]);
      for (int s = 0; s < RegimeState.COUNT; s++) {
        moved[s][d] = means[s];
      }
    }
    for (int s = 0; s < RegimeState.COUNT; s++) {
      p[s] = Significance.twoSided(actual[s], moved[s]);
    }
    return p;
  }

  private double[] means(RunningSums sums, int shift) {
    double[] means = new double[RegimeState.COUNT];
    for (int s = 0; s < RegimeState.COUNT; s++) {
      double total = 0;
      int n = 0;
      int[] own = ofState[s];
      for (int k = 0; k < own.length; k += 2) {
        int a = own[k] + shift;
        int b = own[k + 1] + shift;
        total += sums.sum(a, b);
        n += sums.known(a, b);
      }
      means[s] = total / n;
    }
    return means;
  }
}
