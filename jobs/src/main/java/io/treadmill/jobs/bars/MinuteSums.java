package io.treadmill.jobs.bars;

import io.treadmill.jobs.bars.MinutePart.Cell;
import io.treadmill.market.BarClock;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The trades of one instrument-minute as one task sees them. A price and an amount that are
 * decimals of the expected places count as whole ticks and lots; the others go to {@link
 * NonDecimalAmounts}. Both ways are exact.
 */
final class MinuteSums {
  /** Lots of a trade, and ticks, exclusive: 2^16 trades of 2^43 lots stay below 2^63. */
  static final double MAX_UNITS = 0x1p43;

  /** Trades after which a minute is closed: keeps sums of lots within a long. */
  private static final int MAX_TRADES = 1 << 16;

  /** A cell is lots by side, ticks above its start x lots by side, trades, start in ticks. */
  private static final int CELL = 8;

  private static final int TICK_LOTS = 3;
  private static final int TRADES = 6;
  private static final int START = 7;

  /** Ticks above the start of the cell x lots of one trade: 2^16 trades stay below 2^62. */
  private static final long MAX_TICK_LOTS = 1L << 46;

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

  /** Lots of a trade up to which it can be added to the cell. */
  private long cellLots;

  private long lowTicks;
  private long highTicks;
  private NonDecimalAmounts odd;
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
   * @param scaleOfAmounts places after the point of a lot
   * @param scaleOfPrices places after the point of a tick
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

  boolean isFull() {
    return trades == MAX_TRADES;
  }

  /**
   * Adds trades of a batch up to the first row that is no trade of this minute, or that the sums
   * have no room for; returns that row.
   */
  int add(TradeBatch batch, int from, int to) {
    int end =
        batch.timeEnd(
            from, Math.min(to, from + MAX_TRADES - trades), start, start + BarClock.MINUTE_MICROS);
    int row = addRows(batch, from, end);
    trades += row - from;
    return row;
  }

  private int addRows(TradeBatch batch, int from, int to) {
    long[] tickOf = batch.ticks(from, to, priceScale);
    long[] lotsOf = batch.lots(from, to, amountScale);
    int[] sides = batch.side;
    for (int row = from; row < to; row++) {
      long tick = tickOf[row];
      long lots = lotsOf[row];
      if ((tick | lots) < 0) {
        if (!batch.isTrade(row)) {
          return row;
        }
        addOdd(sides[row], batch.price.at(row), batch.amount.at(row));
        continue;
      }
      if (tick < cellStart || tick >= cellEnd) {
        seek(tick);
      }
      if (lots > cellLots) {
        addOdd(sides[row], batch.price.at(row), batch.amount.at(row));
        continue;
      }
      int at = cell + sides[row];
      cells[at] += lots;
      cells[at + TICK_LOTS] += (tick - cellStart) * lots;
      cells[cell + TRADES]++;
      lowTicks = Math.min(lowTicks, tick);
      highTicks = Math.max(highTicks, tick);
    }
    return to;
  }

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
            oddTrades == trades ? oddHigh : Math.max(oddHigh, highTicks / ticksPerUnit),
            oddTrades == trades ? oddLow : Math.min(oddLow, lowTicks / ticksPerUnit),
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
    BigInteger sum = BigInteger.ZERO;
    for (int at = 0; at < cells.length; at += CELL) {
      long lots = cells[at + side];
      if (lots != 0) {
        sum =
            sum.add(BigInteger.valueOf(cells[at + START]).multiply(BigInteger.valueOf(lots)))
                .add(BigInteger.valueOf(cells[at + TICK_LOTS + side]));
      }
    }
    return new BigDecimal(sum, priceScale + amountScale);
  }

  private void seek(long tick) {
    int bucket = ticks.of(tick);
    cellStart = ticks.start(bucket);
    cellEnd = ticks.end(bucket);
    cellLots = MAX_TICK_LOTS / (cellEnd - cellStart);
    cell = find(bucket) * CELL;
    if (cells[cell + TRADES] == 0) {
      if (2 * (used + 1) > keys.length) {
        grow();
        cell = find(bucket) * CELL;
      }
      keys[cell / CELL] = bucket;
      cells[cell + START] = cellStart;
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
      odd = new NonDecimalAmounts();
    }
    oddTrades++;
    odd.add(buckets.of(price), side, price, amount);
    oddHigh = Math.max(oddHigh, price);
    oddLow = Math.min(oddLow, price);
  }
}
