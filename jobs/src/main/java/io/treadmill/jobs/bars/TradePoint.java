package io.treadmill.jobs.bars;

import java.util.Comparator;

/**
 * Price and rank of a trade: what decides the open and the close of a bar.
 *
 * @param tradeId id of the venue; {@link #ABSENT} if it has none
 * @param sequence row in the source file; {@link #ABSENT} if unknown
 * @param place where the archive holds the row
 * @param row number of the row after the place's start
 */
record TradePoint(long ts, long tradeId, long sequence, Place place, long row, double price)
    implements Comparable<TradePoint> {
  /** Stands for an id or sequence that is null; before every other. */
  static final long ABSENT = Long.MIN_VALUE;

  // The price comes last: rows that are equal in all else have no order, and a split may not
  // decide.
  private static final Comparator<TradePoint> ORDER =
      Comparator.comparingLong(TradePoint::ts)
          .thenComparingLong(TradePoint::tradeId)
          .thenComparingLong(TradePoint::sequence)
          .thenComparing(TradePoint::place)
          .thenComparingLong(TradePoint::row)
          .thenComparingDouble(TradePoint::price);

  /** A piece of a file that one task reads in order. */
  record Place(String file, long offset) implements Comparable<Place> {
    private static final Comparator<Place> BY_FILE =
        Comparator.comparing(Place::file).thenComparingLong(Place::offset);

    @Override
    public int compareTo(Place other) {
      return BY_FILE.compare(this, other);
    }
  }

  @Override
  public int compareTo(TradePoint other) {
    return ORDER.compare(this, other);
  }
}
