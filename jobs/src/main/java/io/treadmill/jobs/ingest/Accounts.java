package io.treadmill.jobs.ingest;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.DayMerge.Count;
import io.treadmill.jobs.ingest.DayMerge.CountKey;
import io.treadmill.jobs.ingest.IngestResult.FileResult;
import io.treadmill.jobs.ingest.IngestResult.Status;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.vendors.InstrumentListFiles;
import io.treadmill.lake.ArchiveDataset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that no row is lost or made: rows in = accepted + quarantined + duplicates. */
final class Accounts {
  /**
   * Rows that a good file may hold: the venue left them blank or they are not over, or the file
   * ends inside one. They are gaps, told by their count, and never refuse the file.
   */
  private static final Set<String> GAPS =
      Set.of(
          "bar_not_over",
          "open_interest_missing",
          "open_interest_not_positive",
          "not_a_trade",
          "cut_line");

  /** Rows after a halt of the venue; a file of which most are so has bars of another length. */
  private static final String OFF_GRID = "off_grid";

  private Accounts() {}

  /** Returns the file, refused if too little of it is good. */
  static StagedFile gate(StagedFile file, double maxQuarantinePercent) {
    long bad = file.rowsQuarantined();
    if (file.rowsRead() != file.rowsAccepted() + file.rowsDuplicate() + bad) {
      throw new IllegalStateException("Rows do not add up: " + file);
    }
    if (file.refusal() != null) {
      return file;
    }
    if (file.rowsRead() == 0) {
      boolean isQuiet = file.header() != null && !file.header().equals("none");
      return isQuiet ? file : file.refused("no row of data in it (fetch it again, or remove it)");
    }
    long defects =
        bad - GAPS.stream().mapToLong(gap -> file.quarantined().getOrDefault(gap, 0L)).sum();
    if (bad == file.rowsRead() && defects > 0) {
      return file.refused("none of its " + bad + " rows is accepted; " + file.firstBad());
    }
    long offGrid = file.quarantined().getOrDefault(OFF_GRID, 0L);
    defects -= 2 * offGrid < file.rowsRead() ? offGrid : 0;
    // A symbol of many that is not known is no defect of the file.
    defects -=
        file.file().symbol() == null
            ? file.quarantined().getOrDefault(FileContracts.UNKNOWN, 0L)
            : 0;
    double percent = 100.0 * defects / file.rowsRead();
    boolean isList = file.file().vendor().equals(InstrumentListFiles.NAME);
    if (percent > maxQuarantinePercent && !isList) {
      return file.refused(
          String.format(
              Locale.ROOT,
              "%d of %d rows break a rule, %.2f %% (at most ingest.max-quarantine-percent = %s);"
                  + " %s",
              defects,
              file.rowsRead(),
              percent,
              maxQuarantinePercent,
              file.firstBad()));
    }
    return file;
  }

  /**
   * Returns the records that publishing dropped as duplicates, by source: of files of several
   * datasets those of the dataset that has a row of every accepted record, if one has.
   *
   * @throws UserError if rows of a file are neither in the archive nor counted as duplicates
   */
  static Map<Long, Long> check(
      List<StagedFile> files, Map<ArchiveDataset, Map<CountKey, Count>> published) {
    Map<String, long[]> keptAndDropped = new HashMap<>();
    published.forEach(
        (dataset, counts) ->
            counts.forEach(
                (key, count) -> {
                  long[] sums =
                      keptAndDropped.computeIfAbsent(
                          dataset + " " + key.sourceId(), k -> new long[2]);
                  sums[0] += count.kept.rows();
                  sums[1] += count.dropped;
                }));
    Map<Long, Long> result = new HashMap<>();
    for (StagedFile file : files) {
      long source = file.file().sourceId();
      Map<ArchiveDataset, Long> staged =
          file.parts().stream()
              .collect(
                  Collectors.groupingBy(
                      StagedPart::dataset, Collectors.summingLong(StagedPart::rows)));
      staged.forEach(
          (dataset, rows) -> {
            long[] sums = keptAndDropped.getOrDefault(dataset + " " + source, new long[2]);
            if (sums[0] + sums[1] != rows) {
              throw UserError.checkFailed(
                  ("Cannot account for the rows of %s: %s rows of %s were staged, %s are in the "
                          + "archive and %s were dropped as duplicates")
                      .formatted(file.file().path(), rows, dataset.folder(), sums[0], sums[1]));
            }
            if (staged.size() == 1 || rows == file.rowsAccepted()) {
              result.merge(source, sums[1], Math::min);
            }
          });
    }
    return result;
  }

  /** Returns what to tell of a file. */
  static FileResult result(StagedFile file, Long dropped) {
    long later = dropped == null ? 0 : dropped;
    boolean refused = file.refusal() != null;
    Status status =
        refused ? Status.REFUSED : file.rowsQuarantined() > 0 ? Status.PARTIAL : Status.ACCEPTED;
    return new FileResult(
        file.file().path(),
        status,
        file.rowsRead(),
        refused ? 0 : file.rowsAccepted() - later,
        file.rowsRejected(),
        refused ? 0 : file.rowsDuplicate() + later,
        refused ? file.refusal() : file.setAside());
  }
}
