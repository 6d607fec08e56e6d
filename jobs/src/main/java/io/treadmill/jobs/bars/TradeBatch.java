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
  double[] price = new double[0];
  double[] amount = new double[0];
  double[] contracts = new double[0];

  /** Ids and sequences are looked up for the few rows that need a rank. */
  IntToLongFunction tradeId;

  IntToLongFunction sequence;
  Place place;
  long firstRow;

  /** Makes room for so many rows. */
  void ensure(int rows) {
    if (ts.length < rows) {
      ts = new long[rows];
      side = new int[rows];
      price = new double[rows];
      amount = new double[rows];
      contracts = new double[rows];
    }
  }

  /** Returns true if the row is a trade: a price and an amount that are positive and finite. */
  boolean isTrade(int row) {
    return price[row] > 0
        && price[row] < Double.POSITIVE_INFINITY
        && amount[row] > 0
        && amount[row] < Double.POSITIVE_INFINITY;
  }

  /** Returns the first in rank of the rows from..to - 1, of which there is one at least. */
  int first(int from, int to) {
    int best = from;
    int end = from;
    for (int row = from + 1; row < to; row++) {
      if (ts[row] <= ts[best]) {
        best = ts[row] < ts[best] ? row : best;
        end = row;
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

  /** Returns the last in rank of these rows. */
  int last(int from, int to) {
    int best = to - 1;
    int end = best;
    for (int row = to - 2; row >= from; row--) {
      if (ts[row] >= ts[best]) {
        best = ts[row] > ts[best] ? row : best;
        end = row;
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

  /** Returns price and rank of a row. */
  TradePoint point(int row) {
    return new TradePoint(
        ts[row],
        tradeId.applyAsLong(row),
        sequence.applyAsLong(row),
        place,
        firstRow + row,
        price[row]);
  }
}
