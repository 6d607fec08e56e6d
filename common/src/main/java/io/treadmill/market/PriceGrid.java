package io.treadmill.market;

/**
 * The absolute log-price grid: bucket {@code j = floor(ln(price) / 0.001)}, ten basis points wide,
 * price in quote units. The only place that holds the formula; nothing else takes logarithms of
 * prices to find a bucket.
 */
public final class PriceGrid {
  /** Width of a bucket in log price: 10 basis points. */
  public static final double STEP = 0.001;

  private PriceGrid() {}

  /** Returns {@code ln(price) / 0.001}, in buckets, not rounded. The price is &gt; 0. */
  public static double position(double price) {
    return Math.log(price) / STEP;
  }

  /**
   * Returns the bucket that holds the price.
   *
   * @throws IllegalArgumentException if the price is not a positive finite number
   */
  public static int bucket(double price) {
    if (!(price > 0 && price < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid price: " + price + " (must be positive and finite)");
    }
    return (int) Math.floor(position(price));
  }

  /** Returns the price in the middle (in log price) of a bucket. */
  public static double bucketPrice(int bucket) {
    return Math.exp((bucket + 0.5) * STEP);
  }

  public static double lowerEdge(int bucket) {
    return Math.exp(bucket * STEP);
  }

  /** Returns the upper edge of a bucket, in quote units: the lower edge of the next. */
  public static double upperEdge(int bucket) {
    return lowerEdge(bucket + 1);
  }
}
