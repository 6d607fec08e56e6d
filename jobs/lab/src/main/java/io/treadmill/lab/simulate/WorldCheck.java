package io.treadmill.lab.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures the baselines of a world before any score is looked at. The base world's numbers are
 * frozen so that these hold: open interest 8 to 10 billion USD, realised volatility 2.1 to 3.0 % a
 * day, volume 1.9 to 2.2 times open interest a day, forced orders over open interest 0.4 to 0.65 %
 * a day in the median and 0.6 to 1.1 % in the mean, a feed of one print a second that shows 41 to
 * 56 % of their notional, opens of about 0.35 of open interest per day and side.
 *
 * <p>Measured with {@code print(World.base(), List.of(1L, 2L, 3L, 4L), 60, out)}:
 *
 * <pre>
 * seed  oi_usd_bn  volatility  volume/oi  forced/oi median   mean    max  capped feed  opens/side
 *    1       8.79       2.64%       2.08             0.62%  0.80%  2.45%        47.5%       0.353
 *    2       8.94       2.44%       1.98             0.43%  0.63%  1.83%        49.9%       0.330
 *    3       8.20       2.43%       2.11             0.55%  0.70%  2.33%        48.6%       0.353
 *    4       8.45       2.39%       2.06             0.47%  0.62%  2.45%        49.9%       0.348
 * </pre>
 *
 * <p>Eight further seeds, never used for a choice: 5, 7, 8 and 10 hold; volume over open interest
 * is 1.87 on seed 6, 1.88 on 9 and 2.22 on 12, the median of forced orders 0.71 % on 11. The means
 * of the twelve lie inside every bound (2.04 and 0.55 %), so the numbers stay as they are.
 */
public final class WorldCheck {
  /** Days that run before the first measured one. */
  public static final int WARM_UP_DAYS = 7;

  private static final Map<String, double[]> BASE_BOUNDS =
      Map.of(
          "open_interest_usd_billion", new double[] {8, 10},
          "realised_volatility", new double[] {0.021, 0.030},
          "volume_per_open_interest", new double[] {1.9, 2.2},
          "forced_share_median", new double[] {0.004, 0.0065},
          "forced_share_mean", new double[] {0.006, 0.011},
          "capped_feed_share", new double[] {0.41, 0.56},
          "opens_per_side", new double[] {0.32, 0.38});

  private WorldCheck() {}

  /**
   * The measures of one seed.
   *
   * @param openInterestUsdBillion mean open interest
   * @param realisedVolatility mean over days of the root of the sum of squared 5 min returns
   * @param volumePerOpenInterest mean daily volume over open interest
   * @param forcedShareMedian median over days of forced notional over open interest
   * @param forcedShareMean mean over days
   * @param forcedShareMaximum largest day
   * @param cappedFeedShare forced notional that a feed of one print a second shows
   * @param opensPerSide notional opened per day and side over open interest
   */
  public record Measures(
      double openInterestUsdBillion,
      double realisedVolatility,
      double volumePerOpenInterest,
      double forcedShareMedian,
      double forcedShareMean,
      double forcedShareMaximum,
      double cappedFeedShare,
      double opensPerSide) {

    /** Returns the names of the measures outside of the base world's bounds, none if all hold. */
    public List<String> outsideBaseBounds() {
      Map<String, Double> values =
          Map.of(
              "open_interest_usd_billion", openInterestUsdBillion,
              "realised_volatility", realisedVolatility,
              "volume_per_open_interest", volumePerOpenInterest,
              "forced_share_median", forcedShareMedian,
              "forced_share_mean", forcedShareMean,
              "capped_feed_share", cappedFeedShare,
              "opens_per_side", opensPerSide);
      List<String> outside = new ArrayList<>();
      for (Map.Entry<String, Double> measure : values.entrySet()) {
        double[] bounds = BASE_BOUNDS.get(measure.getKey());
        if (!(measure.getValue() >= bounds[0] && measure.getValue() <= bounds[1])) {
          outside.add(measure.getKey());
        }
      }
      outside.sort(null);
      return outside;
    }
  }

  /** Returns the measures of a world's BTC market over some days after the warm-up. */
  public static Measures measure(World world, long seed, int days) {
    SimulatedSymbol symbol = SimulatedSymbol.of("BTCUSDT", 0);
    long start = SimulatedBars.FIRST_DAY_SECOND - WARM_UP_DAYS * 86_400L;
    Market market = new Market(world, symbol, seed, start);
    for (int i = 0; i < WARM_UP_DAYS * Market.STEPS_PER_DAY; i++) {
      market.next();
    }
    Sums total = new Sums();
    double[] forcedShares = new double[days];
    for (int day = 0; day < days; day++) {
      Sums sums = new Sums();
      for (int i = 0; i < Market.STEPS_PER_DAY; i++) {
        sums.add(market.next(), symbol);
      }
      forcedShares[day] = sums.forcedUsd / sums.openInterestUsd();
      total.merge(sums);
    }
    double[] sorted = forcedShares.clone();
    Arrays.sort(sorted);
    double median = (sorted[(days - 1) / 2] + sorted[days / 2]) / 2;
    double openInterestUsd = total.openInterestUsd();
    return new Measures(
        openInterestUsd / 1e9,
        total.volatilities / days,
        total.volumeUsd / days / openInterestUsd,
        median,
        Arrays.stream(forcedShares).sum() / days,
        sorted[days - 1],
        total.seenUsd / total.forcedUsd,
        market.openedUsd() / 2 / (days + WARM_UP_DAYS) / openInterestUsd);
  }

  /**
   * Prints a table with a row per seed and returns whether every row keeps the base world's bounds.
   */
  public static boolean print(World world, List<Long> seeds, int days, Consumer<String> out) {
    out.accept(
        String.format(
            "world %s, %d days a seed after %d days of warm-up", world.name(), days, WARM_UP_DAYS));
    out.accept(
        "seed  oi_usd_bn  volatility  volume/oi  forced/oi median   mean    max  capped feed"
            + "  opens/side");
    boolean holds = true;
    for (long seed : seeds) {
      Measures row = measure(world, seed, days);
      List<String> outside = row.outsideBaseBounds();
      holds &= outside.isEmpty();
      out.accept(
          String.format(
              Locale.ROOT,
              "%4d  %9.2f  %9.2f%%  %9.2f  %15.2f%% %5.2f%% %5.2f%%  %10.1f%%  %10.3f  %s",
              seed,
              row.openInterestUsdBillion,
              100 * row.realisedVolatility,
              row.volumePerOpenInterest,
              100 * row.forcedShareMedian,
              100 * row.forcedShareMean,
              100 * row.forcedShareMaximum,
              100 * row.cappedFeedShare,
              row.opensPerSide,
              outside.isEmpty() ? "" : "outside: " + String.join(", ", outside)));
    }
    return holds;
  }

  /** Sums over steps. */
  private static final class Sums {
    private double openInterestSum;
    private long steps;
    private double volumeUsd;
    private double forcedUsd;
    private double seenUsd;
    private double squares;
    private double volatilities;
    private double barOpen;

    void add(Step step, SimulatedSymbol symbol) {
      double close = symbol.price(step.closeTicks());
      openInterestSum += symbol.amount(step.openInterestLots()) * close;
      volumeUsd += symbol.amount(step.takerBuyLots() + step.takerSellLots()) * close;
      double orders = notional(step.forced(), symbol);
      forcedUsd += orders;
      volumeUsd += orders;
      seenUsd += notional(FeedCap.seen(step.forced(), 1), symbol);
      if (steps % 30 == 0) {
        barOpen = symbol.price(step.openTicks());
      }
      if (steps % 30 == 29) {
        double barReturn = StrictMath.log(close / barOpen);
        squares += barReturn * barReturn;
      }
      steps++;
    }

    private static double notional(List<ForcedOrder> orders, SimulatedSymbol symbol) {
      double sum = 0;
      for (ForcedOrder order : orders) {
        sum += symbol.amount(order.lots()) * symbol.price(order.fillTicks());
      }
      return sum;
    }

    double openInterestUsd() {
      return openInterestSum / steps;
    }

    void merge(Sums day) {
      openInterestSum += day.openInterestSum;
      steps += day.steps;
      volumeUsd += day.volumeUsd;
      forcedUsd += day.forcedUsd;
      seenUsd += day.seenUsd;
      volatilities += StrictMath.sqrt(day.squares);
    }
  }
}
