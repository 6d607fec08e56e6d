package io.treadmill.book.map;

import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;

/**
 * What price went through from an instant on, as positions of the price grid.
 *
 * @param price price at the instant, quote units
 * @param low position of the lowest price, {@code PriceGrid.position}
 * @param high position of the highest
 */
public record PriceRange(double price, double low, double high) {
  /** A part of the range, as positions; empty if from is not below to. */
  public record Part(double from, double to) {}

  /** Returns the range from a price through a lowest and a highest one, quote units. */
  public static PriceRange of(double price, double lowPrice, double highPrice) {
    return new PriceRange(price, PriceGrid.position(lowPrice), PriceGrid.position(highPrice));
  }

  /** Returns the part on the way of a side: below the price for longs, above it for shorts. */
  public Part onTheWay(Side side) {
    double middle = PriceGrid.position(price);
    return side == Side.LONG
        ? new Part(Math.min(low, middle), middle)
        : new Part(middle, Math.max(high, middle));
  }

  /** Returns the part beyond the price: above it for longs, below it for shorts. */
  public Part beyond(Side side) {
    return onTheWay(side.opposite());
  }
}
