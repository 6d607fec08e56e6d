package io.treadmill.lake;

/**
 * What is known to be less than clean about a row: the bits of the column {@code quality}. The
 * numbers are stored; never reuse one.
 */
public enum QualityFlag {
  /** The file mixes time units; each row was read by its own magnitude. */
  TIME_UNIT_MIXED(0),
  /** Rows of the file were not in time order; they were sorted. */
  ORDER_REPAIRED(1),
  /** Exact copies of the row were dropped. */
  COPIES_DROPPED(2),
  /** Ids before this row are missing. */
  ID_GAP_BEFORE(3),
  /** The price is more than 50 % away from the row before. */
  PRICE_OUTLIER(4),
  /** Base coins were derived from a contract size that the file does not state. */
  CONTRACT_SIZE_ASSUMED(5),
  /** The label of the source was moved to the instant of the snapshot. */
  LABEL_SHIFTED(6),
  /** The interval was measured from neighbouring rows, or is the rule of the venue. */
  INTERVAL_MEASURED(7),
  /** The vendor's checksum did not match the file. */
  CHECKSUM_MISMATCH(8),
  /** Rows of the same file were set aside. */
  PARTIAL_FILE(9),
  /** No bars were at hand to prove what the label of the source means. */
  LABEL_UNVERIFIED(10),
  /** A sum the source states disagrees with its own parts; it was computed anew. */
  RECOMPUTED(11),
  /** Another row had this key with other values; this row won, or is a trade: both are kept. */
  CONFLICT_RESOLVED(12),
  /** The stamp is further than 2 s from the grid it belongs to. */
  OFF_GRID(13),
  /** The feed reports at most one print a second: a floor, not the total. */
  THROTTLED_FEED(14),
  /** One row stands for several fills of one order. */
  AGGREGATED_TRADE(15);

  private final int bit;

  QualityFlag(int bit) {
    this.bit = bit;
  }

  /** Returns the mask of this flag alone. */
  public int mask() {
    return 1 << bit;
  }
}
