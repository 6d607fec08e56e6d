package io.treadmill.jobs.ingest;

import io.treadmill.lake.ArchiveDataset;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Map;

/**
 * One Parquet file of accepted rows of one source file, in staging.
 *
 * @param dataset dataset of the rows
 * @param path where it is
 * @param rows its rows
 * @param bytes of its rows in the file, without the footer
 * @param isSorted its rows are known to be in the order of a merge, files left aside
 * @param days what it holds by symbol and day
 */
record StagedPart(
    ArchiveDataset dataset,
    String path,
    long rows,
    long bytes,
    boolean isSorted,
    Map<StagedPart.SymbolDay, DayStats> days)
    implements Serializable {

  /**
   * A symbol on a day.
   *
   * @param product product of the symbol
   * @param symbol symbol
   * @param day UTC day
   */
  record SymbolDay(String product, String symbol, LocalDate day) implements Serializable {}
}
