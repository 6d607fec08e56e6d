package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.vendors.Vendor;
import io.treadmill.jobs.ingest.vendors.Vendors;
import io.treadmill.lake.DayFiles.Source;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Set;

/**
 * A source file as a witness of a stretch of time: what decides which of two that differ stands.
 *
 * @param sourceId id of the source
 * @param identities names that it shares with other editions of the same file
 * @param name what to call it
 * @param authority who speaks
 * @param days days that its name says it covers; the most possible if it does not say
 * @param publishedMicros when it was published, microseconds since 1970; the least possible if
 *     unknown
 * @param fromMicros first instant that it speaks of
 * @param toMicros first instant after it
 */
record Edition(
    long sourceId,
    Set<String> identities,
    String name,
    Vendor.Authority authority,
    long days,
    long publishedMicros,
    long fromMicros,
    long toMicros)
    implements Serializable {
  private static final long UNKNOWN = Long.MIN_VALUE;

  private static final Comparator<Edition> BY_KIND =
      Comparator.comparing(Edition::authority)
          .thenComparing(Comparator.comparingLong((Edition edition) -> -edition.days()));

  /** From the one that gives way to the one that stands. */
  static final Comparator<Edition> ORDER = BY_KIND.thenComparing(Edition::publishedMicros);

  /** Returns a file that is imported now. */
  static Edition of(StagedFile staged) {
    SourceFile file = staged.file();
    long first = staged.days().mapToLong(DayStats::firstTs).min().orElse(Long.MAX_VALUE);
    long last = staged.days().mapToLong(DayStats::lastTs).max().orElse(UNKNOWN);
    return of(file.sourceId(), file, staged.publishedMicros(), first, last);
  }

  /**
   * Returns a file of the ledger.
   *
   * @param sourceId its id there
   * @param published when it was published; null if unknown
   * @param first time of its first row; null without rows
   * @param last time of its last row; null without rows
   */
  static Edition of(long sourceId, SourceFile file, Long published, Long first, Long last) {
    long from = first == null ? Long.MAX_VALUE : first;
    long to = last == null || last == UNKNOWN ? UNKNOWN : last + 1;
    if (file.from() != null) {
      from = Math.min(from, UtcDays.startMicros(file.from()));
      to = Math.max(to, UtcDays.startMicros(file.to().plusDays(1)));
    }
    return new Edition(
        sourceId,
        file.identities(),
        file.fileName(),
        Vendors.of(file.vendor()).authority(),
        days(file.from(), file.to()),
        published == null ? UNKNOWN : published,
        from,
        to);
  }

  /** Returns a source whose rows lie in the archive. */
  static Edition of(Source source) {
    LocalDate from = source.from() == null ? null : LocalDate.parse(source.from());
    LocalDate to = source.to() == null ? null : LocalDate.parse(source.to());
    return new Edition(
        source.sourceId(),
        Set.of(),
        source.name().substring(source.name().lastIndexOf('/') + 1),
        Vendors.of(source.name().substring(0, source.name().indexOf('/'))).authority(),
        days(from, to),
        source.published() == null ? UNKNOWN : source.published(),
        Long.MAX_VALUE,
        UNKNOWN);
  }

  private static long days(LocalDate from, LocalDate to) {
    return from == null ? Long.MAX_VALUE : ChronoUnit.DAYS.between(from, to) + 1;
  }

  /**
   * Returns true if the rows of a day that have no id give way to those of the other: it speaks
   * with more authority or of fewer days, or it is a later edition of the same file.
   */
  boolean givesWayTo(Edition other) {
    int byKind = BY_KIND.compare(this, other);
    return byKind < 0
        || byKind == 0 && isSameFile(other) && publishedMicros < other.publishedMicros;
  }

  /** Returns true if the other is an edition of the same file. */
  boolean isSameFile(Edition other) {
    return sourceId != other.sourceId && identities.stream().anyMatch(other.identities::contains);
  }
}
