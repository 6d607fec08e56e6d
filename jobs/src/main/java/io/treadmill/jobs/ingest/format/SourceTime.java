package io.treadmill.jobs.ingest.format;

import io.treadmill.market.UtcDays;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads stamps of one file: the unit is found for each stamp by its size, never assumed. Seconds
 * have 10 digits, milliseconds 13, microseconds 16, nanoseconds 19; text is {@code YYYY-MM-DD
 * HH:MM:SS}, with a zone as {@code +00:00} or in UTC, or a day alone; a {@code T} or {@code D} may
 * stand between.
 */
public final class SourceTime {
  private static final String[] NAMES = {"s", "ms", "us", "ns", "text"};
  private static final Pattern DATE = Pattern.compile("^\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern CLOCK =
      Pattern.compile("[ TD]([0-9:.]{5,})( ?(?:Z|UTC|[+-]\\d{2}(?::?\\d{2})?))?");
  private static final int DAY_LENGTH = 10;

  private int seen;

  /**
   * Returns microseconds since 1970.
   *
   * @throws BadRow if the field is no stamp
   */
  public long micros(CsvLine line, int field, String name) {
    if (line.isEmpty(field)) {
      throw new BadRow("no_time", name + " is empty");
    }
    String text = null;
    long value;
    try {
      value = line.whole(field, name);
    } catch (BadRow e) {
      text = line.text(field);
      value = -1;
    }
    return text == null ? ofNumber(value, name) : ofText(text, name);
  }

  /** Returns microseconds since 1970 of a number of unknown unit. */
  public long ofNumber(long value, String name) {
    if (value >= 1_000_000_000L && value < 100_000_000_000L) {
      seen |= 1;
      return value * 1_000_000L;
    }
    if (value >= 100_000_000_000L && value < 100_000_000_000_000L) {
      seen |= 2;
      return value * 1_000L;
    }
    if (value >= 100_000_000_000_000L && value < 100_000_000_000_000_000L) {
      seen |= 4;
      return value;
    }
    if (value >= 100_000_000_000_000_000L) {
      seen |= 8;
      return value / 1_000L;
    }
    throw new BadRow("not_a_time", name + " " + value + " (no unit gives a time after 2001)");
  }

  /**
   * Returns microseconds since 1970 of a text.
   *
   * @throws BadRow if it is no stamp
   */
  public long ofText(String text, String name) {
    int dot = text.indexOf('.');
    try {
      if (DATE.matcher(text).find()) {
        return ofDateText(text);
      }
      if (dot < 0) {
        return ofNumber(Long.parseLong(text), name);
      }
      if (dot > 0) {
        java.math.BigDecimal number = new java.math.BigDecimal(text);
        long whole = number.longValue();
        long scale = ofNumber(whole, name) / whole;
        return scale == 0
            ? ofNumber(whole, name)
            : number.multiply(java.math.BigDecimal.valueOf(scale)).longValue();
      }
    } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
      throw new BadRow("not_a_time", name + " '" + text + "'");
    }
    throw new BadRow("not_a_time", name + " '" + text + "'");
  }

  private long ofDateText(String text) {
    seen |= 16;
    LocalDate day = LocalDate.parse(text.substring(0, DAY_LENGTH));
    String clock = text.substring(DAY_LENGTH);
    if (clock.isEmpty()) {
      return UtcDays.startMicros(day);
    }
    Matcher match = CLOCK.matcher(clock);
    if (!match.matches()) {
      throw new DateTimeException(text);
    }
    LocalTime time = LocalTime.parse(match.group(1));
    String zone = match.group(2) == null ? "Z" : match.group(2).strip();
    ZoneOffset offset =
        zone.equals("Z") || zone.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(zone);
    return UtcDays.startMicros(day)
        + time.toNanoOfDay() / 1000
        - offset.getTotalSeconds() * 1_000_000L;
  }

  /** Returns the units seen, joined by +; null before the first stamp. */
  public String seenUnits() {
    List<String> result = new ArrayList<>();
    for (int i = 0; i < NAMES.length; i++) {
      if ((seen & (1 << i)) != 0) {
        result.add(NAMES[i]);
      }
    }
    return result.isEmpty() ? null : String.join("+", result);
  }
}
