package io.treadmill.jobs.report;

import io.treadmill.market.UtcDays;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Days that a site keeps together in one file of data for each instrument.
 *
 * @param name its name in addresses
 */
record SitePeriod(String name, UtcDays days) {
  /** Name of the period that ends with the last night. */
  static final String LATEST = "latest";

  private static final int LATEST_DAYS = 7;

  /** Returns the ISO week of a day, as 2026-W05. */
  static String weekOf(LocalDate day) {
    return String.format(
        Locale.ROOT,
        "%d-W%02d",
        day.get(IsoFields.WEEK_BASED_YEAR),
        day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  /** Returns the seven days that end with a night. */
  static SitePeriod latest(LocalDate night) {
    return new SitePeriod(LATEST, new UtcDays(night.minusDays(LATEST_DAYS - 1L), night));
  }

  /** Returns the weeks from Monday to Sunday that end in some days, the oldest first. */
  static List<SitePeriod> weeks(UtcDays days) {
    List<SitePeriod> weeks = new ArrayList<>();
    LocalDate sunday = days.from().with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
    for (; !sunday.isAfter(days.to()); sunday = sunday.plusWeeks(1)) {
      weeks.add(
          new SitePeriod(weekOf(sunday), new UtcDays(sunday.minusDays(LATEST_DAYS - 1L), sunday)));
    }
    return weeks;
  }
}
