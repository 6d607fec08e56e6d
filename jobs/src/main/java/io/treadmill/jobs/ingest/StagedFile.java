package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.vendors.Vendor;
import io.treadmill.jobs.ingest.vendors.Vendors;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of one source file when it was read.
 *
 * @param file the file with its hash
 * @param checksum matched, mismatched or none
 * @param header header line or none; null if it was not reached
 * @param timeUnits units of its stamps; may be null
 * @param rowsRead records
 * @param rowsAccepted records that gave rows
 * @param rowsDuplicate records that repeat what is known
 * @param quarantined records set aside, by reason
 * @param firstBad the first record set aside, in words; null if none
 * @param quarantinePath Parquet of the rows set aside; null if none
 * @param refusal why nothing of it is loaded; null if it is
 * @param parts its rows in staging
 * @param notes what the user should know of it though nothing was set aside
 */
record StagedFile(
    SourceFile file,
    String checksum,
    String header,
    String timeUnits,
    long rowsRead,
    long rowsAccepted,
    long rowsDuplicate,
    Map<String, Long> quarantined,
    String firstBad,
    String quarantinePath,
    String refusal,
    List<StagedPart> parts,
    List<String> notes)
    implements Serializable {

  /** Returns the records set aside. */
  long rowsQuarantined() {
    return quarantined.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the records that are not loaded and repeat none: of a refused file all. */
  long rowsRejected() {
    return refusal == null ? rowsQuarantined() : rowsRead;
  }

  /** Returns what is known of each of its symbols and days. */
  Stream<DayStats> days() {
    return parts.stream().flatMap(part -> part.days().values().stream());
  }

  /**
   * Returns when it was published, microseconds since 1970: as the user says; of an aggregator,
   * which corrects its totals for months, its last interval, for a later edition reaches further;
   * else when the file was written.
   */
  Long publishedMicros() {
    SourceFile.Published published = file.published();
    if (published == null) {
      return null;
    }
    if (!published.isSaid()
        && Vendors.of(file.vendor()).authority() == Vendor.Authority.AGGREGATOR) {
      return days().map(DayStats::lastTs).max(Comparator.naturalOrder()).orElse(null);
    }
    return published.micros();
  }

  /** Returns what was set aside, by rule, in words; null if nothing. */
  String setAside() {
    return quarantined.isEmpty()
        ? null
        : "%d %s set aside (%s); the first: %s"
            .formatted(
                rowsQuarantined(),
                rowsQuarantined() == 1 ? "row" : "rows",
                quarantined.entrySet().stream()
                    .map(one -> one.getKey() + " " + one.getValue())
                    .collect(Collectors.joining(", ")),
                firstBad);
  }

  /** Returns ascending, descending or mixed; null without rows. */
  String rowOrder() {
    long steps = 0;
    long back = 0;
    boolean any = false;
    for (StagedPart part : parts) {
      for (DayStats stats : part.days().values()) {
        any = true;
        steps += stats.steps();
        back += stats.backSteps();
      }
    }
    if (!any) {
      return null;
    }
    return back == 0 ? "ascending" : back == steps ? "descending" : "mixed";
  }

  /** Returns the same file with nothing of it loaded. */
  StagedFile refused(String why) {
    return new StagedFile(
        file,
        checksum,
        header,
        timeUnits,
        rowsRead,
        rowsAccepted,
        rowsDuplicate,
        quarantined,
        firstBad,
        quarantinePath,
        why,
        List.of(),
        List.of());
  }

  /** Returns a file that was not opened. */
  static StagedFile unread(SourceFile file, String why) {
    return new StagedFile(
        file, "none", null, null, 0, 0, 0, Map.of(), null, null, why, List.of(), List.of());
  }
}
