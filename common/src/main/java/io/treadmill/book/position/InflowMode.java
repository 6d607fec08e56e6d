package io.treadmill.book.position;

/** What happens to a bar's own inflow where the bar's range covers the place it is added to. */
public enum InflowMode {
  /** The default: the bar crosses the old book first, its inflow is added after and stays. */
  ADD_AFTER_CROSSING(0),
  /** The covered part is removed, half of it counts as predicted. */
  MASK_AND_COUNT_HALF(1),
  /** The covered part is removed and does not count as predicted. */
  MASK(2);

  private final int number;

  InflowMode(int number) {
    this.number = number;
  }

  /** Returns the number of the mode, 0 to 2, as settings write it. */
  public int number() {
    return number;
  }
}
