package io.treadmill.jobs.bars;

import io.treadmill.jobs.bars.MinutePart.Cell;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The trades of one instrument-minute as one task sees them. A price and an amount that are
 * decimals of the expected places count as whole ticks and lots; the others go to {@link
 * OddAmounts}. Both ways are exact.
 */
final class MinuteSums {
  /** Lots of a trade, and ticks, exclusive: 2^20 trades of 2^43 lots stay below 2^63. */
  static final double MAX_UNITS = 0x1p43;

  /** Trades after which a minute is closed: keeps sums of lots within a long. */
  private static final int MAX_TRADES = 1 << 20;

  /** Adding and taking away 1.5 x 2^52 rounds a double below 2^51 to a whole number. */
  private static final double ROUNDER = 0x1.8p52;

  /** A cell is lots bought, sold, unknown, trades. */
  private static final int CELL = 4;

  private static final int TRADES = 3;
  private static final int FIRST_BITS = 3;
  private static final int SPREAD = 0x9E3779B9;

  private final PriceBuckets buckets;
  private int amountScale;
  private int priceScale;
  private TickBuckets ticks;
  private long start;

  /** A hash table from bucket to cell; a cell without trades is free. */
  private int bits = FIRST_BITS;

  private int[] keys = new int[1 << FIRST_BITS];
  private long[] cells = new long[CELL << FIRST_BITS];
  private int used;
  private int trades;

  /** The cell of the last trade, and the ticks that belong to it. */
  private int cell;

  private long cellStart;
  private long cellEnd;

  private long lowTicks;
  private long highTicks;
  private final long[] notionalHigh = new long[Aggressor.COUNT];
  private final long[] notionalLow = new long[Aggressor.COUNT];
  private OddAmounts odd;
  private int oddTrades;
  private double oddHigh;
  private double oddLow;
  private TradePoint first;
  private TradePoint last;
  private long wholeContracts;
  private BigDecimal oddContracts = BigDecimal.ZERO;
  private long contractTrades;

  MinuteSums(PriceBuckets buckets) {
    this.buckets = buckets;
  }

  /**
   * Empties the sums for another minute.
   *
   * @param startMicros its start
   * @param scaleOfAmounts places after the point of a lot
   * @param scaleOfPrices places after the point of a tick
   * @param bucketsOfTicks buckets of ticks of that scale
   */
  void open(long startMicros, int scaleOfAmounts, int scaleOfPrices, TickBuckets bucketsOfTicks) {
    start = startMicros;
    amountScale = scaleOfAmounts;
    priceScale = scaleOfPrices;
    ticks = bucketsOfTicks;
    Arrays.fill(cells, 0);
    used = 0;
    trades = 0;
    cellStart = 0;
    cellEnd = 0;
    lowTicks = Long.MAX_VALUE;
    highTicks = Long.MIN_VALUE;
    Arrays.fill(notionalHigh, 0);
    Arrays.fill(notionalLow, 0);
    odd = null;
    oddTrades = 0;
    oddHigh = 0;
    oddLow = Double.POSITIVE_INFINITY;
    first = null;
    last = null;
    wholeContracts = 0;
    oddContracts = BigDecimal.ZERO;
    contractTrades = 0;
  }

  /** Returns true if more than half of the trades were not whole ticks and lots. */
  boolean isMostlyOdd() {
    return 2 * oddTrades > trades;
  }

  /** Returns the bytes that the sums hold, about. */
  long bytes() {
    return 4L * keys.length + 8L * cells.length;
  }

  /** Returns true if the sums take no more trades. */
  boolean isFull() {
    return trades == MAX_TRADES;
  }

  /**
   * Adds trades of a batch up to the first row that is no trade of this minute, or that the sums
   * have no room for; returns that row.
   */
  int add(TradeBatch batch, int from, int to) {
    long[] ts = batch.ts;
    double[] prices = batch.price;
    double[] amounts = batch.amount;
    int[] sides = batch.side;
    double lotsPerUnit = Decimals.power(amountScale);
    double ticksPerUnit = Decimals.power(priceScale);
    long end = start + InstrumentTrades.MINUTE_MICROS;
    int limit = Math.min(to, from + MAX_TRADES - trades);
    int row = from;
    for (; row < limit; row++) {
      if (ts[row] < start || ts[row] >= end || !batch.isTrade(row)) {
        break;
      }
      double price = prices[row];
      double amount = amounts[row];
      double lots = amount * lotsPerUnit + ROUNDER - ROUNDER;
      double tick = price * ticksPerUnit + ROUNDER - ROUNDER;
      if (lots / lotsPerUnit == amount
          && tick / ticksPerUnit == price
          && lots < MAX_UNITS
          && tick < MAX_UNITS) {
        addWhole(sides[row], (long) tick, (long) lots);
      } else {
        addOdd(sides[row], price, amount);
      }
    }
    trades += row - from;
    return row;
  }

  private void addWhole(int side, long tick, long lots) {
    if (tick < cellStart || tick >= cellEnd) {
      seek(tick);
    }
    lowTicks = Math.min(lowTicks, tick);
    highTicks = Math.max(highTicks, tick);
    cells[cell + side] += lots;
    cells[cell + TRADES]++;
    long low = tick * lots;
    long sum = notionalLow[side] + low;
    notionalHigh[side] +=
        Math.multiplyHigh(tick, lots) + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    notionalLow[side] = sum;
  }

  /** Adds the contracts of a trade, positive and finite. */
  void addContracts(double contracts) {
    if (contracts < MAX_UNITS && contracts == Math.rint(contracts)) {
      wholeContracts += (long) contracts;
    } else {
      oddContracts = oddContracts.add(Decimals.exact(contracts));
    }
    contractTrades++;
  }

  /** Tells the first and last of trades that were added. */
  void offer(TradePoint earliest, TradePoint latest) {
    if (first == null || earliest.compareTo(first) < 0) {
      first = earliest;
    }
    if (last == null || latest.compareTo(last) > 0) {
      last = latest;
    }
  }

  /** Returns what the trades say; there is at least one, and first and last were told. */
  MinutePart part() {
    double ticksPerUnit = Decimals.power(priceScale);
    MinutePart part =
        new MinutePart(
            first,
            last,
            used == 0 ? oddHigh : Math.max(oddHigh, highTicks / ticksPerUnit),
            used == 0 ? oddLow : Math.min(oddLow, lowTicks / ticksPerUnit),
            trades,
            new SideSums(
                notional(Aggressor.BUY), notional(Aggressor.SELL), notional(Aggressor.UNKNOWN)),
            oddContracts.add(BigDecimal.valueOf(wholeContracts)),
            contractTrades,
            wholeCells());
    return odd == null ? part : odd.addTo(part);
  }

  private SortedMap<Integer, Cell> wholeCells() {
    SortedMap<Integer, Cell> result = new TreeMap<>();
    for (int index = 0; index < keys.length; index++) {
      int at = index * CELL;
      if (cells[at + TRADES] != 0) {
        SideSums base =
            new SideSums(
                amount(cells[at + Aggressor.BUY]),
                amount(cells[at + Aggressor.SELL]),
                amount(cells[at + Aggressor.UNKNOWN]));
        result.put(keys[index], new Cell(base, cells[at + TRADES]));
      }
    }
    return result;
  }

  private BigDecimal amount(long lots) {
    return BigDecimal.valueOf(lots, amountScale);
  }

  private BigDecimal notional(int side) {
    int scale = priceScale + amountScale;
    if (notionalHigh[side] == 0 && notionalLow[side] >= 0) {
      return BigDecimal.valueOf(notionalLow[side], scale);
    }
    BigInteger low = BigInteger.valueOf(notionalLow[side]);
    if (notionalLow[side] < 0) {
      low = low.add(BigInteger.ONE.shiftLeft(Long.SIZE));
    }
    return new BigDecimal(
        BigInteger.valueOf(notionalHigh[side]).shiftLeft(Long.SIZE).add(low), scale);
  }

  /** Makes the cell of a price the current one. */
  private void seek(long tick) {
    int bucket = ticks.of(tick);
    cellStart = ticks.start(bucket);
    cellEnd = ticks.end(bucket);
    cell = find(bucket) * CELL;
    if (cells[cell + TRADES] == 0) {
      if (2 * (used + 1) > keys.length) {
        grow();
        cell = find(bucket) * CELL;
      }
      keys[cell / CELL] = bucket;
      used++;
    }
  }

  private int find(int bucket) {
    int mask = keys.length - 1;
    int index = (bucket * SPREAD) >>> (Integer.SIZE - bits);
    while (cells[index * CELL + TRADES] != 0 && keys[index] != bucket) {
      index = (index + 1) & mask;
    }
    return index;
  }

  private void grow() {
    int[] oldKeys = keys;
    long[] old = cells;
    bits++;
    keys = new int[1 << bits];
    cells = new long[CELL << bits];
    for (int index = 0; index < oldKeys.length; index++) {
      if (old[index * CELL + TRADES] != 0) {
        int target = find(oldKeys[index]);
        keys[target] = oldKeys[index];
        System.arraycopy(old, index * CELL, cells, target * CELL, CELL);
      }
    }
  }

  private void addOdd(int side, double price, double amount) {
    if (odd == null) {
      odd = new OddAmounts();
    }
    oddTrades++;
    odd.add(buckets.of(price), side, price, amount);
    oddHigh = Math.max(oddHigh, price);
    oddLow = Math.min(oddLow, price);
  }
}
