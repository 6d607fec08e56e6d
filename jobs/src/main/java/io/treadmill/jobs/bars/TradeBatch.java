package io.treadmill.jobs.bars;

import io.treadmill.jobs.bars.TradePoint.Place;
import java.util.function.IntToLongFunction;

/**
 * A batch of trades as columns: what the kernel reads, whatever the file format. The arrays are
 * filled again for the next batch.
 */
final class TradeBatch {
  /** A time that is null: outside of every day. */
  static final long NO_TIME = Long.MIN_VALUE;

  long[] ts = new long[0];
  int[] side = new int[0];
  final Numbers price = new Numbers();
  final Numbers amount = new Numbers();
  final Numbers contracts = new Numbers();

  private long[] ticks = new long[0];
  private long[] lots = new long[0];

  /** True if no row is earlier than the row before it. */
  private boolean ascending;

  /** Ids and sequences are looked up for the few rows that need a rank. */
  IntToLongFunction tradeId;

  IntToLongFunction sequence;
  Place place;
  long firstRow;

  void ensure(int rows) {
    if (ts.length < rows) {
      ts = new long[rows];
      side = new int[rows];
    }
    price.ensure(rows);
    amount.ensure(rows);
    contracts.ensure(rows);
  }

  /** Looks at the order of so many times, which are there now. */
  void timesAreIn(int rows) {
    ascending = true;
    for (int row = 1; row < rows; row++) {
      ascending &= ts[row - 1] <= ts[row];
    }
  }

  /** Returns true if the row is a trade: a price and an amount that are positive and finite. */
  boolean isTrade(int row) {
    double paid = price.at(row);
    double coins = amount.at(row);
    return paid > 0
        && paid < Double.POSITIVE_INFINITY
        && coins > 0
        && coins < Double.POSITIVE_INFINITY;
  }

  /** Returns the first row of from..to - 1 whose time is not in start..end - 1; else to. */
  int timeEnd(int from, int to, long start, long end) {
    if (ascending && ts[from] >= start && ts[to - 1] < end) {
      return to;
    }
    int row = from;
    while (row < to && ts[row] >= start && ts[row] < end) {
      row++;
    }
    return row;
  }

  /** Returns an array with the prices of rows from..to - 1 in ticks; see {@link Numbers#units}. */
  long[] ticks(int from, int to, int scale) {
    ticks = units(price, from, to, scale, ticks);
    return ticks;
  }

  /** Returns an array with the amounts of rows from..to - 1 in lots; see {@link Numbers#units}. */
  long[] lots(int from, int to, int scale) {
    lots = units(amount, from, to, scale, lots);
    return lots;
  }

  private static long[] units(Numbers numbers, int from, int to, int scale, long[] known) {
    long[] units = known.length < to ? new long[Math.max(to, 2 * known.length)] : known;
    numbers.units(from, to, scale, units);
    return units;
  }

  /** Returns the first in rank of the rows from..to - 1, of which there is one at least. */
  int first(int from, int to) {
    int best = from;
    int end = from;
    for (int row = from + 1; row < to; row++) {
      if (ts[row] <= ts[best]) {
        best = ts[row] < ts[best] ? row : best;
        end = row;
      } else if (ascending) {
        break;
      }
    }
    // Ids are looked at only among the rows of the earliest instant.
    for (int row = best + 1; row <= end; row++) {
      if (ts[row] == ts[best] && isBefore(row, best)) {
        best = row;
      }
    }
    return best;
  }

  int last(int from, int to) {
    int best = to - 1;
    int end = best;
    for (int row = to - 2; row >= from; row--) {
      if (ts[row] >= ts[best]) {
        best = ts[row] > ts[best] ? row : best;
        end = row;
      } else if (ascending) {
        break;
      }
    }
    for (int row = best - 1; row >= end; row--) {
      if (ts[row] == ts[best] && isBefore(best, row)) {
        best = row;
      }
    }
    return best;
  }

  /** Returns true if, of two rows of one instant, the first stands before the second. */
  private boolean isBefore(int row, int other) {
    int order = Long.compare(tradeId.applyAsLong(row), tradeId.applyAsLong(other));
    if (order == 0) {
      order = Long.compare(sequence.applyAsLong(row), sequence.applyAsLong(other));
    }
    return order == 0 ? row < other : order < 0;
  }

  TradePoint point(int row) {
    return new TradePoint(
        ts[row],
        tradeId.applyAsLong(row),
        sequence.applyAsLong(row),
        place,
        firstRow + row,
        price.at(row));
  }
}
