package io.treadmill.jobs.bars;

import io.treadmill.jobs.bars.MinutePart.Cell;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;

/** Exact sums of whole lots over the prices of a minute: notional, and volume by bucket. */
final class LotSums {
  /** Decimal places of prices that are summed in whole numbers. */
  private static final int PRICE_SCALE = 8;

  private static final double PRICE_UNITS = Decimals.power(PRICE_SCALE);
  private static final double MAX_PRICE_UNITS = 1e15;
  private static final int COUNT = Aggressor.COUNT;

  private final PriceBuckets buckets;
  private final int lowBucket;
  private final int amountScale;
  private final long[] lots;
  private final long[] trades;
  private final long[] notionalHigh = new long[COUNT];
  private final long[] notionalLow = new long[COUNT];
  private SideSums oddNotional = SideSums.NONE;

  LotSums(PriceBuckets buckets, int lowBucket, int highBucket, int amountScale) {
    this.buckets = buckets;
    this.lowBucket = lowBucket;
    this.amountScale = amountScale;
    this.lots = new long[(highBucket - lowBucket + 1) * COUNT];
    this.trades = new long[highBucket - lowBucket + 1];
  }

  /** Adds the lots by aggressor and the number of trades, which stand at an offset, of a price. */
  void add(double price, long[] values, int offset) {
    int cell = buckets.of(price) - lowBucket;
    double units = Math.rint(price * PRICE_UNITS);
    boolean whole = units < MAX_PRICE_UNITS && units / PRICE_UNITS == price;
    for (int side = 0; side < COUNT; side++) {
      long more = values[offset + side];
      if (more != 0) {
        lots[cell * COUNT + side] += more;
        if (whole) {
          addNotional(side, (long) units, more);
        } else {
          BigDecimal amount = BigDecimal.valueOf(more, amountScale);
          oddNotional = oddNotional.plus(side, Decimals.exact(price).multiply(amount));
        }
      }
    }
    trades[cell] += values[offset + COUNT];
  }

  /** Returns the quote units by aggressor. */
  SideSums quote() {
    return oddNotional.plus(
        new SideSums(
            notional(Aggressor.BUY), notional(Aggressor.SELL), notional(Aggressor.UNKNOWN)));
  }

  /** Returns volume and trades of the buckets that have trades. */
  SortedMap<Integer, Cell> cells() {
    SortedMap<Integer, Cell> result = new TreeMap<>();
    for (int cell = 0; cell < trades.length; cell++) {
      if (trades[cell] != 0) {
        SideSums base =
            new SideSums(
                amount(cell, Aggressor.BUY),
                amount(cell, Aggressor.SELL),
                amount(cell, Aggressor.UNKNOWN));
        result.put(lowBucket + cell, new Cell(base, trades[cell]));
      }
    }
    return result;
  }

  private BigDecimal amount(int cell, int side) {
    return BigDecimal.valueOf(lots[cell * COUNT + side], amountScale);
  }

  private void addNotional(int side, long units, long more) {
    long low = units * more;
    long sum = notionalLow[side] + low;
    notionalHigh[side] +=
        Math.multiplyHigh(units, more) + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    notionalLow[side] = sum;
  }

  private BigDecimal notional(int side) {
    BigInteger low = BigInteger.valueOf(notionalLow[side]);
    if (notionalLow[side] < 0) {
      low = low.add(BigInteger.ONE.shiftLeft(Long.SIZE));
    }
    BigInteger sum = BigInteger.valueOf(notionalHigh[side]).shiftLeft(Long.SIZE).add(low);
    return new BigDecimal(sum, PRICE_SCALE + amountScale);
  }
}
