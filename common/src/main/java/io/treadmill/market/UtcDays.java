package io.treadmill.market;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A range of UTC days, both ends included. A day is half-open: from 00:00:00 to the next 00:00:00.
 */
public record UtcDays(LocalDate from, LocalDate to) implements Serializable {
  public UtcDays {
    Argument.check(
        !to.isBefore(from),
        "Invalid day range: %s to %s (the last day is before the first)",
        from,
        to);
  }

  public static UtcDays of(LocalDate day) {
    return new UtcDays(day, day);
  }

  /** Returns the UTC day of an instant in microseconds since 1970. */
  public static LocalDate dayOf(long micros) {
    return LocalDate.ofEpochDay(Math.floorDiv(micros, BarClock.DAY_MICROS));
  }

  /** Returns 00:00 UTC of the day, in microseconds since 1970. */
  public static long startMicros(LocalDate day) {
    return Math.multiplyExact(day.toEpochDay(), BarClock.DAY_MICROS);
  }

  /** Returns the start of the first day, in microseconds since 1970. */
  public long startMicros() {
    return startMicros(from);
  }

  /** Returns the end of the last day, exclusive, in microseconds since 1970. */
  public long endMicros() {
    return startMicros(to.plusDays(1));
  }

  public Instant start() {
    return from.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  public Instant end() {
    return to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  public boolean contains(LocalDate day) {
    return !day.isBefore(from) && !day.isAfter(to);
  }

  /** Returns all days of the months that hold one of the days. */
  public UtcDays wholeMonths() {
    return new UtcDays(from.withDayOfMonth(1), YearMonth.from(to).atEndOfMonth());
  }

  /** Returns these days with some days before them. */
  public UtcDays before(int count) {
    return new UtcDays(from.minusDays(count), to);
  }

  public int count() {
    return (int) ChronoUnit.DAYS.between(from, to) + 1;
  }

  public List<LocalDate> days() {
    return from.datesUntil(to.plusDays(1)).toList();
  }

  @Override
  public String toString() {
    return from.equals(to) ? from.toString() : from + ".." + to;
  }
}
