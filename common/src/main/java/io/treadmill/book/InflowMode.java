package io.treadmill.book;

/** What happens to a bar's own inflow where the bar's range covers the place it is added to. */
public enum InflowMode {
  /** 0, the default: the bar crosses the old book first, its inflow is added after and stays. */
  ADD_AFTER_CROSSING,
  /** 1: the covered part is removed, half of it counts as predicted. */
  MASK_AND_COUNT_HALF,
  /** 2: the covered part is removed and does not count as predicted. */
  MASK
}
