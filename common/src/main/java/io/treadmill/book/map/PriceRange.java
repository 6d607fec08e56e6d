package io.treadmill.book.map;

import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;

/**
 * What price went through from an instant on, or a bucket of it, as positions of the price grid.
 *
 * @param price price at the instant, quote units
 * @param low position of the lowest price, {@code PriceGrid.position}
 * @param high position of the highest
 */
public record PriceRange(double price, double low, double high) {
  /** A part of the range, as positions; empty if from is not below to. */
  public record Part(double from, double to) {}

  /**
   * Returns the range from a price through a lowest and a highest one, quote units: the price itself
   * is in it.
   */
  public static PriceRange of(double price, double lowPrice, double highPrice) {
    return ofPositions(price, PriceGrid.position(lowPrice), PriceGrid.position(highPrice));
  }

  /** Returns the range from a price through a lowest and a highest position. */
  public static PriceRange ofPositions(double price, double low, double high) {
    double middle = PriceGrid.position(price);
    return new PriceRange(price, Math.min(low, middle), Math.max(high, middle));
  }

  /** Returns a bucket alone. */
  public static PriceRange ofBucket(double price, int bucket) {
    return new PriceRange(price, bucket, bucket + 1);
  }

  /** Returns the part on the way of a side: below the price for longs, above it for shorts. */
  public Part onTheWay(Side side) {
    double middle = PriceGrid.position(price);
    return side == Side.LONG
        ? new Part(low, Math.min(high, middle))
        : new Part(Math.max(low, middle), high);
  }

  /** Returns whether the range is on the way of a side, or the price is in it. */
  public boolean isOnTheWay(Side side) {
    int middle = PriceGrid.bucket(price);
    return side == Side.LONG ? low <= middle : high > middle;
  }

  /** Returns the part beyond the price: above it for longs, below it for shorts. */
  public Part beyond(Side side) {
    return onTheWay(side.opposite());
  }
}
