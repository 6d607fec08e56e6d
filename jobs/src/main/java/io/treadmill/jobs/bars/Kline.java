package io.treadmill.jobs.bars;

import io.treadmill.market.PriceGrid;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * A bar of a venue or vendor. What the source lacks is null.
 *
 * @param ts start in microseconds since 1970
 * @param seconds length
 * @param open first price, quote units
 * @param high highest price
 * @param low lowest price
 * @param close last price
 * @param base base coins
 * @param quote quote units
 * @param tradeCount trades
 * @param takerBuyBase base coins bought by aggressors
 * @param takerBuyQuote quote units bought by aggressors
 * @param contracts contracts
 */
record Kline(
    long ts,
    int seconds,
    double open,
    double high,
    double low,
    double close,
    double base,
    Double quote,
    Long tradeCount,
    Double takerBuyBase,
    Double takerBuyQuote,
    Double contracts) {

  /** Returns true if prices are positive and in order and the volume is not negative. */
  boolean isBar() {
    return low > 0
        && low <= Math.min(open, close)
        && high >= Math.max(open, close)
        && high < Double.POSITIVE_INFINITY
        && base >= 0
        && base < Double.POSITIVE_INFINITY;
  }

  /**
   * Returns the bar over bars that follow each other, at least one; a value that one of them lacks
   * is null.
   */
  static Kline over(long start, int seconds, List<Kline> bars) {
    Double count = sum(bars, bar -> bar.tradeCount == null ? null : (double) bar.tradeCount);
    return new Kline(
        start,
        seconds,
        bars.get(0).open,
        bars.stream().mapToDouble(Kline::high).max().orElseThrow(),
        bars.stream().mapToDouble(Kline::low).min().orElseThrow(),
        bars.get(bars.size() - 1).close,
        sum(bars, Kline::base),
        sum(bars, Kline::quote),
        count == null ? null : count.longValue(),
        sum(bars, Kline::takerBuyBase),
        sum(bars, Kline::takerBuyQuote),
        sum(bars, Kline::contracts));
  }

  /**
   * Adds the volume to buckets, uniform in log price over [low, high]; all of it to one bucket if
   * high = low.
   *
   * @param into bucket of the absolute 10 bp log grid to base coins, and of them bought by
   *     aggressors
   */
  void spread(SortedMap<Integer, double[]> into) {
    double from = PriceGrid.position(low);
    double to = PriceGrid.position(high);
    int first = PriceGrid.bucket(low);
    int last = PriceGrid.bucket(high);
    for (int bucket = first; bucket <= last; bucket++) {
      double share =
          first == last ? 1 : (Math.min(to, bucket + 1.0) - Math.max(from, bucket)) / (to - from);
      if (share * base > 0) {
        double[] cell = into.computeIfAbsent(bucket, key -> new double[2]);
        cell[0] += share * base;
        cell[1] += takerBuyBase == null ? 0 : share * takerBuyBase;
      }
    }
  }

  private static Double sum(List<Kline> bars, Function<Kline, Double> value) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Kline bar : bars) {
      Double more = value.apply(bar);
      if (more == null) {
        return null;
      }
      sum = sum.add(more > 0 ? Decimals.exact(more) : new BigDecimal(more));
    }
    return sum.doubleValue();
  }
}
