package io.treadmill.jobs.batch;

import io.treadmill.lake.Archive;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.stream.Stream;

/**
 * How many days a long run publishes at a time if nobody says it. Each part is planned, reads the
 * days before it and is published by itself, which of one symbol takes longer than its days: the
 * fewer instruments, the longer the part.
 */
public final class PartLength {
  /** Days of a part, however many instruments there are. */
  static final int LEAST_DAYS = 31;

  /** Instruments times days of a part: what is lost by a kill is an hour or two of work. */
  static final long INSTRUMENT_DAYS = 4_000;

  private PartLength() {}

  /** Returns days for the instruments of the archive on the first, the middle and the last day. */
  public static int days(Archive archive, UtcDays days, Selection selection) {
    LocalDate middle = days.from().plusDays(days.count() / 2);
    return days(
        Stream.of(days.from(), middle, days.to())
            .distinct()
            .mapToLong(day -> archive.instruments(day, selection))
            .max()
            .orElse(0));
  }

  /** Returns days for so many instruments; the least for none that is known. */
  static int days(long instruments) {
    return instruments == 0
        ? LEAST_DAYS
        : (int) Math.max(LEAST_DAYS, INSTRUMENT_DAYS / instruments);
  }
}
