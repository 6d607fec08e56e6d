package io.treadmill.market;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;

/** Kind of traded contract. The archive and the lake store the lower-case name. */
public enum Product implements StoredName {
  SPOT,
  LINEAR_PERP,
  INVERSE_PERP,
  LINEAR_FUTURE,
  INVERSE_FUTURE,
  REGULATED_FUTURE;

  private final String text = StoredName.super.text();

  /** Returns the stored name; it is asked for with every row. */
  @Override
  public String text() {
    return text;
  }

  /**
   * Returns the product of a stored name.
   *
   * @throws IllegalArgumentException if no product has that name
   */
  public static Product of(String text) {
    String all = Arrays.stream(values()).map(Product::text).collect(joining(", "));
    return StoredName.of(values(), text, "product", "must be one of " + all);
  }

  /** Returns true if size is fixed in contracts of a quote amount and the coin amount varies. */
  public boolean isInverse() {
    return this == INVERSE_PERP || this == INVERSE_FUTURE;
  }

  /** Returns true if positions of this product can be force-closed by the venue. */
  public boolean isLeveraged() {
    return this != SPOT;
  }
}
