package io.treadmill.jobs.fetch.vendors;

import io.treadmill.market.UtcDays;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The files of one kind and symbol by month, by day, or by both.
 *
 * @param month file of a month; null if there are none
 * @param day file of a day; null if there are none
 */
record Series(Function<YearMonth, RemoteFile> month, Function<LocalDate, RemoteFile> day) {

  /** Returns a day or month without dashes. */
  static String compact(Object date) {
    return date.toString().replace("-", "");
  }

  /** Returns the end of a day. */
  static Instant end(LocalDate day) {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Returns the end of a month. */
  static Instant end(YearMonth month) {
    return end(month.atEndOfMonth());
  }

  /** Returns the end of a day with a delay. */
  static Instant after(LocalDate day, Duration delay) {
    return end(day).plus(delay);
  }

  /** Adds the files of a request, month by month. */
  void addTo(List<FileChoice> choices, FetchRequest request, UtcDays days) {
    LocalDate first =
        day == null && request.monthsFrom().isBefore(days.from())
            ? request.monthsFrom()
            : days.from();
    YearMonth last = YearMonth.from(days.to());
    for (YearMonth at = YearMonth.from(first); !at.isAfter(last); at = at.plusMonths(1)) {
      boolean whole =
          day == null
              || (month != null
                  && request.takesMonths()
                  && days.contains(at.atDay(1))
                  && days.contains(at.atEndOfMonth()));
      choices.add(
          new FileChoice(
              month == null ? null : month.apply(at),
              day == null ? List.of() : daysOf(at, days),
              whole));
    }
  }

  private List<RemoteFile> daysOf(YearMonth at, UtcDays days) {
    List<RemoteFile> result = new ArrayList<>();
    at.atDay(1)
        .datesUntil(at.atEndOfMonth().plusDays(1))
        .filter(days::contains)
        .forEach(date -> result.add(day.apply(date)));
    return result;
  }
}
