package io.treadmill.stats.feedback;

import io.treadmill.stats.Resampling;
import io.treadmill.stats.Significance;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Partial rank correlation of two quantities of events, controls held fixed. Ranks are taken within
 * groups (instruments), so that a group's level does not count.
 *
 * @param value correlation in -1..1; NaN if there are too few events or no variation
 * @param low 5 % point over draws of clusters (days); NaN if missing
 * @param high 95 % point
 * @param p two-sided, null: no relation; permutation of x, cleaned of the controls, over events of
 *     the group
 * @param clusterP two-sided, null: as for p, events of a cluster depend on each other; signs of the
 *     clusters' sums flipped
 * @param n events
 */
public record PartialRank(double value, double low, double high, double p, double clusterP, int n) {
  /** Events below which nothing is said. */
  public static final int LEAST_EVENTS = 20;

  /** Events from which the permutations are taken at their normal limit (Hoeffding 1951). */
  private static final int LIMIT_FROM = 250;

  private static final int DRAWS = 199;
  private static final double COVERAGE = 0.9;
  private static final NormalDistribution NORMAL = new NormalDistribution();

  /** Returns why the value is missing; null if it is there. */
  public String reason() {
    return !Double.isNaN(value)
        ? null
        : n < LEAST_EVENTS ? "under %d events".formatted(LEAST_EVENTS) : "no variation";
  }

  /**
   * Correlates x and y.
   *
   * @param controls quantities held fixed, each one value an event
   * @param group group of each event
   * @param cluster cluster of each event, for example its day
   */
  public static PartialRank of(
      double[] x, double[] y, double[][] controls, int[] group, long[] cluster, long seed) {
    int n = x.length;
    if (n < LEAST_EVENTS) {
      return new PartialRank(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, n);
    }
    double[][] basis = new double[controls.length][];
    for (int c = 0; c < controls.length; c++) {
      basis[c] = cleaned(ranked(controls[c], group), basis, c);
      unit(basis[c]);
    }
    double[] left = cleaned(ranked(x, group), basis, basis.length);
    double[] right = cleaned(ranked(y, group), basis, basis.length);
    double scale = Math.sqrt(dot(left, left) * dot(right, right));
    if (!(scale > 1e-12)) {
      return new PartialRank(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, n);
    }
    double value = Math.max(-1, Math.min(1, dot(left, right) / scale));
    SplittableRandom random = new SplittableRandom(seed);
    double p =
        n < LIMIT_FROM
            ? Significance.twoSided(dot(left, right), permuted(left, right, group, random))
            : 2 * NORMAL.cumulativeProbability(-Math.abs(standardised(left, right, group)));
    double[][] sums = sums(left, right, cluster);
    double[] flipped = new double[DRAWS];
    double[] drawn = new double[DRAWS];
    for (int d = 0; d < DRAWS; d++) {
      double xy = 0;
      double xx = 0;
      double yy = 0;
      for (int k = 0; k < sums.length; k++) {
        flipped[d] += random.nextBoolean() ? sums[k][0] : -sums[k][0];
        double[] one = sums[random.nextInt(sums.length)];
        xy += one[0];
        xx += one[1];
        yy += one[2];
      }
      drawn[d] = xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : Double.NaN;
    }
    double clusterP = Significance.twoSided(dot(left, right), flipped);
    double[] range = Resampling.interval(drawn, COVERAGE);
    return new PartialRank(
        value, Math.min(range[0], value), Math.max(range[1], value), p, clusterP, n);
  }

  /** Sum of products over its standard deviation under permutation within groups, mean removed. */
  private static double standardised(double[] left, double[] right, int[] group) {
    Map<Integer, double[]> sums = new TreeMap<>();
    for (int i = 0; i < left.length; i++) {
      double[] one = sums.computeIfAbsent(group[i], key -> new double[6]);
      one[0]++;
      one[1] += left[i];
      one[2] += right[i];
      one[3] += left[i] * left[i];
      one[4] += right[i] * right[i];
      one[5] += left[i] * right[i];
    }
    double away = 0;
    double variance = 0;
    for (double[] one : sums.values()) {
      double n = one[0];
      if (n > 1) {
        away += one[5] - one[1] * one[2] / n;
        variance += (one[3] - one[1] * one[1] / n) * (one[4] - one[2] * one[2] / n) / (n - 1);
      }
    }
    return variance > 0 ? away / Math.sqrt(variance) : 0;
  }

  private static double[] permuted(
      double[] left, double[] right, int[] group, SplittableRandom random) {
    Map<Integer, int[]> groups = new TreeMap<>();
    for (int i = 0; i < group.length; i++) {
      int[] before = groups.getOrDefault(group[i], new int[0]);
      int[] more = Arrays.copyOf(before, before.length + 1);
      more[before.length] = i;
      groups.put(group[i], more);
    }
    double[] shuffled = left.clone();
    double[] values = new double[DRAWS];
    for (int d = 0; d < DRAWS; d++) {
      for (int[] members : groups.values()) {
        for (int i = members.length - 1; i > 0; i--) {
          int j = random.nextInt(i + 1);
          double swap = shuffled[members[i]];
          shuffled[members[i]] = shuffled[members[j]];
          shuffled[members[j]] = swap;
        }
      }
      values[d] = dot(shuffled, right);
    }
    return values;
  }

  /** Ranks within groups, centred, over the size of the group + 1. */
  static double[] ranked(double[] values, int[] group) {
    Map<Integer, Integer> sizes = new TreeMap<>();
    for (int g : group) {
      sizes.merge(g, 1, Integer::sum);
    }
    double[] result = new double[values.length];
    sizes.forEach(
        (g, size) -> {
          double[] own = new double[size];
          int k = 0;
          for (int i = 0; i < values.length; i++) {
            if (group[i] == g) {
              own[k++] = values[i];
            }
          }
          Arrays.sort(own);
          for (int i = 0; i < values.length; i++) {
            if (group[i] == g) {
              double rank = (below(own, values[i], false) + below(own, values[i], true) + 1) / 2.0;
              result[i] = rank / (size + 1) - 0.5;
            }
          }
        });
    return result;
  }

  /** Number of sorted values below a value, or not above it. */
  private static int below(double[] sorted, double value, boolean orEqual) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value || (orEqual && sorted[middle] == value)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double[][] sums(double[] left, double[] right, long[] cluster) {
    Map<Long, double[]> sums = new TreeMap<>();
    for (int i = 0; i < left.length; i++) {
      double[] one = sums.computeIfAbsent(cluster[i], key -> new double[3]);
      one[0] += left[i] * right[i];
      one[1] += left[i] * left[i];
      one[2] += right[i] * right[i];
    }
    return sums.values().toArray(double[][]::new);
  }

  private static double[] cleaned(double[] values, double[][] basis, int directions) {
    double[] left = values.clone();
    for (int c = 0; c < directions; c++) {
      double along = dot(left, basis[c]);
      for (int i = 0; i < left.length; i++) {
        left[i] -= along * basis[c][i];
      }
    }
    return left;
  }

  private static void unit(double[] direction) {
    double length = Math.sqrt(dot(direction, direction));
    for (int i = 0; i < direction.length; i++) {
      direction[i] = length > 1e-9 ? direction[i] / length : 0;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
