package io.treadmill.jobs.bars;

import io.treadmill.market.PriceGrid;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

/**
 * A bar, of trades or of a venue or vendor: start in microseconds since 1970, prices and quote
 * volumes in quote units, base volumes in coins. A number that the source lacks is NaN, a count
 * null.
 */
record Bar(
    long ts,
    int seconds,
    double open,
    double high,
    double low,
    double close,
    double base,
    double quote,
    Long tradeCount,
    double takerBuyBase,
    double takerBuyQuote,
    double unknownQuote,
    double contracts)
    implements Serializable {

  static Bar of(long start, int seconds, MinutePart trades) {
    SideSums base = trades.base();
    boolean known = base.hasAggressor();
    return new Bar(
        start,
        seconds,
        trades.first().price(),
        trades.high(),
        trades.low(),
        trades.last().price(),
        base.total().doubleValue(),
        trades.quote().total().doubleValue(),
        trades.tradeCount(),
        known ? base.buy().doubleValue() : Double.NaN,
        known ? trades.quote().buy().doubleValue() : Double.NaN,
        trades.quote().unknown().doubleValue(),
        trades.contractTrades() == trades.tradeCount()
            ? trades.contracts().doubleValue()
            : Double.NaN);
  }

  /** Returns true if prices are positive and in order and the volume is not negative. */
  boolean isBar() {
    return low > 0
        && low <= Math.min(open, close)
        && high >= Math.max(open, close)
        && high < Double.POSITIVE_INFINITY
        && base >= 0
        && base < Double.POSITIVE_INFINITY;
  }

  /** Returns the mean price, weighted by volume; NaN without volume or quote units. */
  double vwap() {
    return base == 0 ? Double.NaN : quote / base;
  }

  /**
   * Returns the bar over bars that follow each other, at least one; a value that one of them lacks
   * is missing.
   */
  static Bar over(long start, int seconds, List<Bar> bars) {
    boolean counted = bars.stream().allMatch(bar -> bar.tradeCount != null);
    double quote = sum(bars, Bar::quote);
    double takerBuyQuote = sum(bars, Bar::takerBuyQuote);
    return new Bar(
        start,
        seconds,
        bars.get(0).open,
        bars.stream().mapToDouble(Bar::high).max().orElseThrow(),
        bars.stream().mapToDouble(Bar::low).min().orElseThrow(),
        bars.get(bars.size() - 1).close,
        sum(bars, Bar::base),
        quote,
        counted ? (Long) bars.stream().mapToLong(Bar::tradeCount).sum() : null,
        sum(bars, Bar::takerBuyBase),
        takerBuyQuote,
        unknownOf(quote, takerBuyQuote),
        sum(bars, Bar::contracts));
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
        cell[1] += share * takerBuyBase;
      }
    }
  }

  /** Returns the quote units of a source that knows the aggressor of all trades or of none. */
  static double unknownOf(double quote, double takerBuyQuote) {
    return Double.isNaN(takerBuyQuote) || Double.isNaN(quote) ? quote : 0;
  }

  private static double sum(List<Bar> bars, ToDoubleFunction<Bar> value) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Bar bar : bars) {
      double more = value.applyAsDouble(bar);
      if (Double.isNaN(more)) {
        return Double.NaN;
      }
      sum = sum.add(more > 0 ? Decimals.exact(more) : new BigDecimal(more));
    }
    return sum.doubleValue();
  }
}
