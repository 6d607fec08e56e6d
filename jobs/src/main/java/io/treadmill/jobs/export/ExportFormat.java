package io.treadmill.jobs.export;

/** Whose files are written. */
public enum ExportFormat {
  /** Custom data in a Parquet catalog. */
  NAUTILUS,
  /** One hourly frame an instrument, as feather, for {@code merge_informative_pair}. */
  FREQTRADE,
  /** Arrays of numpy beside the feed. */
  HFTBACKTEST
}
