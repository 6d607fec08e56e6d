package io.treadmill.jobs.bars;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * The trades of one instrument-minute as one task sees them: a hash table from price to quantity by
 * aggressor and number of trades. Amounts that are decimals of the table's scale are counted in
 * whole lots; the others go to {@link OddAmounts}. Both are exact. High, low, notional and profile
 * fall out of the table at the end.
 */
final class MinuteHistogram {
  /** Trades after which a table is closed: keeps sums of lots within a long. */
  private static final int MAX_TRADES = 1 << 20;

  /** Lots of one trade, exclusive: 2^20 trades of 2^43 lots stay below 2^63. */
  static final double MAX_LOTS = 0x1p43;

  /** Adding and taking away 1.5 x 2^52 rounds a double below 2^51 to a whole number. */
  private static final double ROUNDER = 0x1.8p52;

  /** 2^64 / golden ratio: spreads prices over the table by multiplication. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** A slot is price bits (0 = empty), lots bought, sold, unknown, trades. */
  private static final int SLOT = 5;

  private static final int TRADES = 4;
  private static final int FIRST_BITS = 5;

  private final PriceBuckets buckets;
  private int amountScale;
  private double lotsPerUnit;
  private int bits = FIRST_BITS;
  private long[] slots = new long[SLOT << FIRST_BITS];
  private int used;
  private int trades;
  private OddAmounts odd;
  private int oddTrades;
  private double oddHigh;
  private double oddLow;
  private TradePoint first;
  private TradePoint last;
  private long wholeContracts;
  private BigDecimal oddContracts = BigDecimal.ZERO;
  private long contractTrades;

  MinuteHistogram(PriceBuckets buckets) {
    this.buckets = buckets;
  }

  /** Empties the table for another minute, whose lots have this many decimal places. */
  void open(int scaleOfAmounts) {
    amountScale = scaleOfAmounts;
    lotsPerUnit = Decimals.power(scaleOfAmounts);
    Arrays.fill(slots, 0);
    used = 0;
    trades = 0;
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

  /** Returns the trades since the table was opened. */
  int trades() {
    return trades;
  }

  /** Returns the trades since then whose amount was no whole number of lots. */
  int oddTrades() {
    return oddTrades;
  }

  /** Returns the bytes that the table holds, about. */
  long bytes() {
    return 8L * slots.length;
  }

  /** Returns how many more trades the table takes. */
  int room() {
    return MAX_TRADES - trades;
  }

  /** Adds the quantity of a trade; price and amount are positive and finite. */
  void add(int side, double price, double amount) {
    trades++;
    double lots = amount * lotsPerUnit + ROUNDER - ROUNDER;
    if (lots / lotsPerUnit == amount && lots < MAX_LOTS) {
      int slot = slot(Double.doubleToRawLongBits(price));
      slots[slot + 1 + side] += (long) lots;
      slots[slot + TRADES]++;
    } else {
      addOdd(side, price, amount);
    }
  }

  /** Adds the contracts of a trade, positive and finite. */
  void addContracts(double contracts) {
    if (contracts < MAX_LOTS && contracts == Math.rint(contracts)) {
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
    double high = oddHigh;
    double low = oddLow;
    for (int slot = 0; slot < slots.length; slot += SLOT) {
      if (slots[slot] != 0) {
        double price = Double.longBitsToDouble(slots[slot]);
        high = Math.max(high, price);
        low = Math.min(low, price);
      }
    }
    LotSums sums = new LotSums(buckets, buckets.of(low), buckets.of(high), amountScale);
    for (int slot = 0; slot < slots.length; slot += SLOT) {
      if (slots[slot] != 0) {
        sums.add(Double.longBitsToDouble(slots[slot]), slots, slot + 1);
      }
    }
    MinutePart part =
        new MinutePart(
            first,
            last,
            high,
            low,
            trades,
            sums.quote(),
            oddContracts.add(BigDecimal.valueOf(wholeContracts)),
            contractTrades,
            sums.cells());
    return odd == null ? part : odd.addTo(part);
  }

  private int slot(long key) {
    int mask = (1 << bits) - 1;
    int index = (int) ((key * SPREAD) >>> (64 - bits));
    while (true) {
      long found = slots[index * SLOT];
      if (found == key) {
        return index * SLOT;
      }
      if (found == 0) {
        return insert(key, index);
      }
      index = (index + 1) & mask;
    }
  }

  private int insert(long key, int index) {
    if (2 * (used + 1) > 1 << bits) {
      grow();
      return slot(key);
    }
    used++;
    slots[index * SLOT] = key;
    return index * SLOT;
  }

  private void grow() {
    long[] old = slots;
    bits++;
    slots = new long[SLOT << bits];
    used = 0;
    for (int slot = 0; slot < old.length; slot += SLOT) {
      if (old[slot] != 0) {
        System.arraycopy(old, slot, slots, slot(old[slot]), SLOT);
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
