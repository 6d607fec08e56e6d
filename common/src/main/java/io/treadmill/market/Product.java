package io.treadmill.market;

import java.util.Locale;

/** Kind of traded contract. The archive and the lake store the lower-case name. */
public enum Product {
  SPOT,
  LINEAR_PERP,
  INVERSE_PERP,
  LINEAR_FUTURE,
  INVERSE_FUTURE,
  REGULATED_FUTURE;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** Returns the name that is stored in tables and paths, for example {@code linear_perp}. */
  public String text() {
    return text;
  }

  /**
   * Returns the product of a stored name.
   *
   * @throws IllegalArgumentException if no product has that name
   */
  public static Product of(String text) {
    for (Product product : values()) {
      if (product.text().equals(text)) {
        return product;
      }
    }
    throw new IllegalArgumentException(
        ("Invalid product: %s (must be one of spot, linear_perp, inverse_perp, "
                + "linear_future, inverse_future, regulated_future)")
            .formatted(text));
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
