package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.SourceFile;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bars of the dated futures of CME, each row with its contract, {@code BTCH24} or {@code BTCH4}, as
 * Databento writes them ({@code ohlcv-1m}) and others alike.
 */
final class Cme extends Vendor {
  private static final Pattern INTERVAL = Pattern.compile("[-_.](\\d{1,2}[smhd])(?:[-_.]|$)");

  Cme() {
    super(
        "cme",
        Authority.RECORDER,
        new Kind("bars of dated futures", "..ohlcv-INTERVAL.csv, BTCH24 in the rows"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    Matcher interval = INTERVAL.matcher(clues.stem());
    return clues.ends("csv")
        ? clues
            .days(clues.stem())
            .symbol(clues.symbolOr(null))
            .of("ohlcv:" + (interval.find() ? interval.group(1) : ""))
        : Optional.empty();
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    return new CmeBars(contracts);
  }
}
