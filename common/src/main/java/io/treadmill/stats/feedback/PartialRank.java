package io.treadmill.stats.feedback;

import io.treadmill.stats.Estimate;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.Significance;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/**
 * Partial rank correlation of two quantities of events, controls held fixed. Ranks are taken within
 * groups (instruments), so that a group's level does not count.
 *
 * @param rank correlation in -1..1; interval: 5 and 95 % points over draws of clusters (days); p
 *     two-sided, null: no relation; permutation of x, cleaned of the controls, over events of the
 *     group; n events
 * @param clusterP two-sided, null: as for p, events of a cluster depend on each other; signs of the
 *     clusters' sums flipped
 */
public record PartialRank(Estimate rank, double clusterP) {
  /** Events below which nothing is said. */
  public static final int LEAST_EVENTS = 20;

  /** Events from which the permutations are taken at their normal limit (Hoeffding 1951). */
  private static final int LIMIT_FROM = 250;

  private static final int DRAWS = 199;
  private static final int PRODUCTS = 3;
  private static final NaturalRanking RANKING = new NaturalRanking(TiesStrategy.AVERAGE);

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
      return missing("under %d events".formatted(LEAST_EVENTS), n);
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
      return missing("no variation", n);
    }
    double value = Math.max(-1, Math.min(1, dot(left, right) / scale));
    SplittableRandom random = new SplittableRandom(seed);
    double p =
        n < LIMIT_FROM
            ? Significance.twoSided(dot(left, right), permuted(left, right, group, random))
            : Significance.normal(standardised(left, right, group));
    double[] sums = sums(left, right, cluster);
    int clusters = sums.length / PRODUCTS;
    double[] flipped = new double[DRAWS];
    double[] drawn = new double[DRAWS];
    for (int d = 0; d < DRAWS; d++) {
      double sum = 0;
      double xy = 0;
      double xx = 0;
      double yy = 0;
      for (int k = 0; k < clusters; k++) {
        sum += random.nextBoolean() ? sums[PRODUCTS * k] : -sums[PRODUCTS * k];
        int one = PRODUCTS * random.nextInt(clusters);
        xy += sums[one];
        xx += sums[one + 1];
        yy += sums[one + 2];
      }
      flipped[d] = sum;
      drawn[d] = xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : Double.NaN;
    }
    double[] range = Resampling.interval(drawn);
    return new PartialRank(
        Estimate.around(value, range[0], range[1], n).withP(p),
        Significance.twoSided(dot(left, right), flipped));
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
    List<int[]> groups = members(group);
    double[] shuffled = left.clone();
    double[] values = new double[DRAWS];
    for (int d = 0; d < DRAWS; d++) {
      for (int[] members : groups) {
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

  private static PartialRank missing(String reason, int n) {
    return new PartialRank(Estimate.missing(reason, n), Double.NaN);
  }

  /** Ranks within groups, centred, over the size of the group + 1. */
  static double[] ranked(double[] values, int[] group) {
    double[] result = new double[values.length];
    for (int[] members : members(group)) {
      double[] ranks = RANKING.rank(Arrays.stream(members).mapToDouble(i -> values[i]).toArray());
      for (int k = 0; k < members.length; k++) {
        result[members[k]] = ranks[k] / (members.length + 1) - 0.5;
      }
    }
    return result;
  }

  /** Places of each group, groups by number. */
  private static List<int[]> members(int[] group) {
    return Arrays.stream(group)
        .distinct()
        .sorted()
        .mapToObj(g -> IntStream.range(0, group.length).filter(i -> group[i] == g).toArray())
        .toList();
  }

  /** Sums of xy, xx and yy, cluster after cluster. */
  private static double[] sums(double[] left, double[] right, long[] cluster) {
    Map<Long, double[]> sums = new TreeMap<>();
    for (int i = 0; i < left.length; i++) {
      double[] one = sums.computeIfAbsent(cluster[i], key -> new double[PRODUCTS]);
      one[0] += left[i] * right[i];
      one[1] += left[i] * left[i];
      one[2] += right[i] * right[i];
    }
    return sums.values().stream().flatMapToDouble(Arrays::stream).toArray();
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
