package io.treadmill.market;

/** Side of a position. A forced long is sold, a forced short is bought. */
public enum Side implements StoredName {
  LONG(1),
  SHORT(-1);

  private final int sign;

  Side(int sign) {
    this.sign = sign;
  }

  /** Returns +1 for long, -1 for short. */
  public int sign() {
    return sign;
  }

  /** Returns the place of this side in arrays that hold both: 0 for long, 1 for short. */
  public int index() {
    return (1 - sign) / 2;
  }

  public Side opposite() {
    return this == LONG ? SHORT : LONG;
  }

  /**
   * Returns the side of a stored name.
   *
   * @throws IllegalArgumentException if the text is neither {@code long} nor {@code short}
   */
  public static Side of(String text) {
    return StoredName.of(values(), text, "side", "must be long or short");
  }
}
