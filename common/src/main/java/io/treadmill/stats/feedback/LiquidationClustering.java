package io.treadmill.stats.feedback;

import io.treadmill.market.PriceGrid;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.Ranks;
import io.treadmill.stats.Significance;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Do the forced orders of a day lie closer together in price than its trades? The same amounts are
 * put again on the buckets, each by the chance of the volume traded there. What is put is all that
 * was forced in one bucket within five minutes: its prints are one burst, not many draws.
 *
 * @param giniExcess the same less the mean under the null; p: as concentrated or more under the
 *     null, one side
 * @param entropyExcess relative entropy of forced notional to volume in nats, less its mean under
 *     the null; p as above
 * @param roundExcess the same less the mean under the null; p: as large or larger, one side
 */
public record LiquidationClustering(
    double gini,
    Estimate giniExcess,
    Estimate entropyExcess,
    double roundShare,
    Estimate roundExcess,
    double roundStep,
    int bursts) {
  /** Bursts below which nothing is said. */
  public static final int LEAST_BURSTS = 20;

  /** Buckets with volume below which nothing is said. */
  public static final int LEAST_BUCKETS = 10;

  private static final int DRAWS = 200;

  /**
   * Compares a day.
   *
   * @param traded base coins traded by bucket; buckets without volume are left out
   * @param buckets bucket of each burst; a burst in a bucket without volume goes to the nearest
   * @param usd forced notional of each burst
   */
  public static LiquidationClustering of(
      NavigableMap<Integer, Double> traded, int[] buckets, double[] usd, long seed) {
    NavigableMap<Integer, Double> volume = new TreeMap<>(traded);
    volume.values().removeIf(v -> !(v > 0));
    String reason =
        usd.length == 0
            ? "no prints with prices"
            : usd.length < LEAST_BURSTS
                ? "under " + LEAST_BURSTS + " bursts"
                : volume.size() < LEAST_BUCKETS
                    ? "under " + LEAST_BUCKETS + " buckets with volume"
                    : null;
    if (reason != null) {
      Estimate none = Estimate.missing(reason, usd.length);
      return new LiquidationClustering(
          Double.NaN, none, none, Double.NaN, none, Double.NaN, usd.length);
    }
    int[] prices = volume.keySet().stream().mapToInt(Integer::intValue).toArray();
    double[] weights = volume.values().stream().mapToDouble(Double::doubleValue).toArray();
    double total = Arrays.stream(weights).sum();
    double[] share = Arrays.stream(weights).map(w -> w / total).toArray();
    double roundStep = roundStep(PriceGrid.lowerEdge(prices[prices.length / 2]));
    boolean[] round = new boolean[prices.length];
    for (int i = 0; i < prices.length; i++) {
      round[i] =
          Math.floor(PriceGrid.upperEdge(prices[i]) / roundStep)
              > Math.floor(PriceGrid.lowerEdge(prices[i]) / roundStep);
    }
    double[] found = new double[prices.length];
    for (int i = 0; i < usd.length; i++) {
      found[nearest(volume, prices, buckets[i])] += usd[i];
    }
    double[] real = measures(found, share, round);
    double[][] drawn = new double[3][DRAWS];
    SplittableRandom random = new SplittableRandom(seed);
    Alias alias = new Alias(share);
    for (int d = 0; d < DRAWS; d++) {
      double[] put = new double[prices.length];
      for (double amount : usd) {
        put[alias.draw(random)] += amount;
      }
      double[] values = measures(put, share, round);
      for (int k = 0; k < drawn.length; k++) {
        drawn[k][d] = values[k];
      }
    }
    return new LiquidationClustering(
        real[0],
        excess(real[0], drawn[0], usd.length),
        excess(real[1], drawn[1], usd.length),
        real[2],
        excess(real[2], drawn[2], usd.length),
        roundStep,
        usd.length);
  }

  /** Returns the distance of round prices: the power of ten in 1 to 10 % of the price. */
  static double roundStep(double price) {
    return Math.pow(10, Math.floor(Math.log10(price)) - 1);
  }

  private static Estimate excess(double value, double[] drawn, int n) {
    double mean = Arrays.stream(drawn).average().orElse(Double.NaN);
    return Estimate.tested(value - mean, Significance.upper(value, drawn), n);
  }

  private static int nearest(NavigableMap<Integer, Double> volume, int[] prices, int bucket) {
    Map.Entry<Integer, Double> below = volume.floorEntry(bucket);
    Map.Entry<Integer, Double> above = volume.ceilingEntry(bucket);
    boolean down =
        above == null || (below != null && bucket - below.getKey() <= above.getKey() - bucket);
    return Arrays.binarySearch(prices, down ? below.getKey() : above.getKey());
  }

  /** Gini, relative entropy, share at round prices. */
  private static double[] measures(double[] put, double[] share, boolean[] round) {
    double total = Arrays.stream(put).sum();
    double entropy = 0;
    double atRound = 0;
    for (int i = 0; i < put.length; i++) {
      if (put[i] > 0) {
        double p = put[i] / total;
        entropy += p * Math.log(p / share[i]);
        atRound += round[i] ? p : 0;
      }
    }
    return new double[] {gini(put), entropy, atRound};
  }

  /** Returns the Gini coefficient of amounts at least 0. */
  static double gini(double[] amounts) {
    double[] sorted = Ranks.sorted(amounts, 0, amounts.length);
    double total = 0;
    double ranked = 0;
    for (int i = 0; i < sorted.length; i++) {
      total += sorted[i];
      ranked += (i + 1) * sorted[i];
    }
    int n = sorted.length;
    return total > 0 ? 2 * ranked / (n * total) - (n + 1.0) / n : Double.NaN;
  }

  /** Draws from a fixed distribution in constant time (Walker 1977). */
  private static final class Alias {
    private final double[] keep;
    private final int[] other;

    Alias(double[] share) {
      int n = share.length;
      keep = Arrays.stream(share).map(s -> s * n).toArray();
      other = new int[n];
      int[] small = new int[n];
      int[] large = new int[n];
      int smalls = 0;
      int larges = 0;
      for (int i = 0; i < n; i++) {
        if (keep[i] < 1) {
          small[smalls++] = i;
        } else {
          large[larges++] = i;
        }
      }
      while (smalls > 0 && larges > 0) {
        int low = small[--smalls];
        int high = large[larges - 1];
        other[low] = high;
        keep[high] -= 1 - keep[low];
        if (keep[high] < 1) {
          small[smalls++] = high;
          larges--;
        }
      }
      while (smalls > 0) {
        keep[small[--smalls]] = 1;
      }
    }

    int draw(SplittableRandom random) {
      int i = random.nextInt(keep.length);
      return random.nextDouble() < keep[i] ? i : other[i];
    }
  }
}
