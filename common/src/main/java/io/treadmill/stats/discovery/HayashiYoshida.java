package io.treadmill.stats.discovery;

import io.treadmill.stats.Estimate;

/**
 * Covariance of two prices that are not observed at the same instants (Hayashi and Yoshida 2005),
 * and which of them leads: the shift of the second that makes the covariance largest (Hoffmann,
 * Rosenbaum and Yoshida 2013).
 */
public final class HayashiYoshida {
  /** Steps by which the second price is shifted each way. */
  static final int SHIFTS = 10;

  /** Observations of either price below which nothing is said. */
  public static final int LEAST_OBSERVATIONS = 100;

  private static final int SUMS = 2 * SHIFTS + 1;

  private HayashiYoshida() {}

  /**
   * A price as it was observed.
   *
   * @param at instants in seconds, ascending
   * @param log log price at each
   * @param mostSeconds intervals between observations that are longer are left out
   */
  public record Path(double[] at, double[] log, double mostSeconds) {
    /** Returns the path of a regular grid; NaN = not observed. */
    static Path of(double[] log, double stepSeconds, double mostSeconds) {
      int n = 0;
      double[] at = new double[log.length];
      double[] values = new double[log.length];
      for (int i = 0; i < log.length; i++) {
        if (!Double.isNaN(log[i])) {
          at[n] = (i + 1) * stepSeconds;
          values[n++] = log[i];
        }
      }
      return new Path(
          java.util.Arrays.copyOf(at, n), java.util.Arrays.copyOf(values, n), mostSeconds);
    }

    /** Returns the sum of the returns up to each observation, without those of long intervals. */
    private double[] sums() {
      double[] sums = new double[log.length];
      for (int i = 1; i < log.length; i++) {
        sums[i] = sums[i - 1] + (at[i] - at[i - 1] <= mostSeconds ? log[i] - log[i - 1] : 0);
      }
      return sums;
    }
  }

  /**
   * Returns by block the sums of products of returns whose intervals overlap after the second path
   * was moved back by -{@link #SHIFTS} to {@link #SHIFTS} steps: later shifts ask whether the first
   * leads.
   */
  static BlockSums products(Path first, Path second, double stepSeconds, double blockSeconds) {
    int blocks = (int) Math.floor(first.at()[first.at().length - 1] / blockSeconds) + 1;
    BlockSums sums = new BlockSums(blocks, SUMS);
    double[] secondSums = second.sums();
    for (int shift = -SHIFTS; shift <= SHIFTS; shift++) {
      addProducts(
          first, second, secondSums, shift * stepSeconds, blockSeconds, shift + SHIFTS, sums);
    }
    return sums;
  }

  /** Adds the products of one shift to a column of the blocks of the first path's intervals. */
  private static void addProducts(
      Path first,
      Path second,
      double[] secondSums,
      double shiftSeconds,
      double blockSeconds,
      int column,
      BlockSums blocks) {
    double[] at = second.at();
    int from = 0;
    int to = 0;
    for (int i = 1; i < first.at().length; i++) {
      double start = first.at()[i - 1] + shiftSeconds;
      double end = first.at()[i] + shiftSeconds;
      if (end - start > first.mostSeconds() + 1e-9) {
        continue;
      }
      while (from + 1 < at.length && at[from + 1] <= start + 1e-9) {
        from++;
      }
      to = Math.max(to, from);
      while (to + 1 < at.length && at[to] < end - 1e-9) {
        to++;
      }
      double moved = to > from ? secondSums[to] - secondSums[from] : 0;
      // The earlier of the two: a pair and its mirror image then fall into one block, as they
      // cancel if neither path leads.
      double earlier = Math.min(first.at()[i - 1], at[from]);
      double[] block = blocks.block((int) Math.floor(earlier / blockSeconds));
      block[column] += (first.log()[i] - first.log()[i - 1]) * moved;
    }
  }

  /**
   * Returns by how many seconds the first path leads the second; negative if it follows. The
   * contrast is taken at whole steps; between them it is linear for a path that repeats another
   * with a delay, so that the covariances beside the largest tell the part of a step. The interval
   * comes from draws of blocks of the window and contains 0 if neither leads.
   *
   * @param stepSeconds length of a step, the resolution of the contrast
   * @param blockSteps steps of a block
   */
  public static Estimate lead(
      Path first, Path second, double stepSeconds, int blockSteps, long seed) {
    int n = Math.min(first.at().length, second.at().length);
    if (n < LEAST_OBSERVATIONS) {
      return Estimate.missing("under " + LEAST_OBSERVATIONS + " prices in common", n);
    }
    BlockSums sums = products(first, second, stepSeconds, blockSteps * stepSeconds);
    double[] total = sums.total();
    int peak = peak(total);
    double rest = 0;
    for (int i = 0; i < SUMS; i++) {
      rest += Math.abs(i - peak) > 1 ? total[i] * total[i] : 0;
    }
    double noise = Math.sqrt(rest / (SUMS - 3));
    if (peak == 0 || peak == SUMS - 1 || !(Math.abs(total[peak]) > 4 * noise)) {
      return Estimate.missing("prices do not move together at this step", n);
    }
    double[] interval =
        sums.intervals(seed, 1, drawn -> new double[] {stepSeconds * centre(drawn)})[0];
    return Estimate.of(stepSeconds * centre(total), interval[0], interval[1], n);
  }

  private static int peak(double[] contrast) {
    int peak = 0;
    for (int i = 1; i < SUMS; i++) {
      boolean larger = Math.abs(contrast[i]) > Math.abs(contrast[peak]);
      boolean nearer =
          Math.abs(contrast[i]) == Math.abs(contrast[peak])
              && Math.abs(i - SHIFTS) < Math.abs(peak - SHIFTS);
      peak = larger || nearer ? i : peak;
    }
    return peak;
  }

  /** Steps of the peak, moved towards the larger neighbour by its share of the three. */
  private static double centre(double[] contrast) {
    int peak = peak(contrast);
    if (peak == 0 || peak == SUMS - 1) {
      return peak - SHIFTS;
    }
    double sum = contrast[peak - 1] + contrast[peak] + contrast[peak + 1];
    double part = (contrast[peak + 1] - contrast[peak - 1]) / sum;
    return peak - SHIFTS + Math.max(-1, Math.min(1, part));
  }
}
