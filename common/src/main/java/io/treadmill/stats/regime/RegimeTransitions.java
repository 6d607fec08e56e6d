package io.treadmill.stats.regime;

import io.treadmill.stats.Estimate;
import io.treadmill.stats.Significance;
import io.treadmill.stats.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where states go when they end. The null is quasi-independence: the next state is drawn with
 * weights that do not depend on the state that ended, except that it is another one (Goodman 1968).
 */
public final class RegimeTransitions {
  /** Ends of a state below which nothing is said about it. */
  public static final int LEAST = 10;

  private static final int ROUNDS = 100;

  /**
   * One pair of states.
   *
   * @param n times that the first ended in a known state
   * @param probability count / n with the interval of Wilson; p exact binomial, two-sided, against
   *     the null
   */
  public record Row(
      RegimeState fromState,
      RegimeState toState,
      long count,
      long n,
      Estimate probability,
      double nullProbability,
      double pHolm,
      String reason) {}

  private RegimeTransitions() {}

  /**
   * Returns a row for each pair of different states.
   *
   * @param states by hour, place in {@link RegimeState}; -1 if undecided
   * @param from first hour
   * @param to hour after the last
   */
  public static List<Row> of(byte[] states, int from, int to) {
    int size = RegimeState.COUNT;
    long[][] count = new long[size][size];
    long[] ends = new long[size];
    long[] arrivals = new long[size];
    for (int h = from + 1; h < to; h++) {
      int a = states[h - 1];
      int b = states[h];
      if (a >= 0 && b >= 0 && a != b) {
        count[a][b]++;
        ends[a]++;
        arrivals[b]++;
      }
    }
    double[] weights = weights(ends, arrivals);
    double[] p = Steps.unknown(size * size);
    for (int a = 0; a < size; a++) {
      for (int b = 0; b < size; b++) {
        if (a != b && ends[a] >= LEAST) {
          p[a * size + b] = binomial(count[a][b], ends[a], weights[b] / (1 - weights[a]));
        }
      }
    }
    double[] holm = Significance.holm(p);
    List<Row> rows = new ArrayList<>();
    for (RegimeState a : RegimeState.values()) {
      for (RegimeState b : RegimeState.values()) {
        int i = a.ordinal() * size + b.ordinal();
        if (a != b) {
          double expected = weights[b.ordinal()] / (1 - weights[a.ordinal()]);
          long n = ends[a.ordinal()];
          rows.add(row(a, b, count[a.ordinal()][b.ordinal()], n, expected, p[i], holm[i]));
        }
      }
    }
    return rows;
  }

  private static Row row(
      RegimeState a, RegimeState b, long count, long n, double expected, double p, double holm) {
    if (n < LEAST) {
      String reason = "under %d ends of the state".formatted(LEAST);
      return new Row(a, b, count, n, Estimate.missing(reason, n), Double.NaN, Double.NaN, reason);
    }
    double share = count / (double) n;
    double z = Significance.Z_90;
    double scale = 1 + z * z / n;
    double centre = (share + z * z / (2 * n)) / scale;
    double half = z / scale * Math.sqrt(share * (1 - share) / n + z * z / (4.0 * n * n));
    Estimate probability =
        Estimate.of(share, Math.max(0, centre - half), Math.min(1, centre + half), n).withP(p);
    String reason =
        expected == 0
            ? "the state never follows any: no test"
            : expected == 1 ? "no other state can follow: no test" : null;
    return new Row(a, b, count, n, probability, expected, holm, reason);
  }

  /** Weights whose expected arrivals are those seen, by iterative fitting; they sum to 1. */
  private static double[] weights(long[] ends, long[] arrivals) {
    int size = ends.length;
    double total = Math.max(1, Arrays.stream(arrivals).sum());
    double[] weights = Arrays.stream(arrivals).mapToDouble(n -> n / total).toArray();
    for (int round = 0; round < ROUNDS; round++) {
      double[] next = new double[size];
      double sum = 0;
      for (int b = 0; b < size; b++) {
        double exposure = 0;
        for (int a = 0; a < size; a++) {
          exposure += a == b || weights[a] >= 1 ? 0 : ends[a] / (1 - weights[a]);
        }
        next[b] = exposure > 0 ? arrivals[b] / exposure : 0;
        sum += next[b];
      }
      for (int b = 0; b < size; b++) {
        weights[b] = sum > 0 ? next[b] / sum : 0;
      }
    }
    return weights;
  }

  private static double binomial(long count, long n, double probability) {
    return probability > 0 && probability < 1
        ? Significance.binomial(count, n, probability)
        : Double.NaN;
  }
}
