package io.treadmill.jobs.ingest.format;

import io.treadmill.market.UtcDays;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads stamps of one file: the unit is found for each stamp by its size, never assumed. Seconds
 * have 10 digits, milliseconds 13, microseconds 16, nanoseconds 19; text is {@code YYYY-MM-DD
 * HH:MM:SS} in UTC.
 */
public final class SourceTime {
  private static final String[] NAMES = {"s", "ms", "us", "ns", "text"};

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

  private long ofText(String text, String name) {
    int dot = text.indexOf('.');
    try {
      if (text.length() >= 19 && text.charAt(4) == '-') {
        return ofDateText(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
      }
      if (text.length() > 18 && dot < 0) {
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
    LocalDate day = LocalDate.parse(text.substring(0, 10));
    String clock = text.substring(11);
    if (text.charAt(10) != ' ' && text.charAt(10) != 'T') {
      throw new DateTimeException(text);
    }
    java.time.LocalTime time = java.time.LocalTime.parse(clock);
    seen |= 16;
    return UtcDays.startMicros(day) + time.toNanoOfDay() / 1000;
  }

  /** Returns the units seen, joined by +; null before the first stamp. */
  String units() {
    List<String> result = new ArrayList<>();
    for (int i = 0; i < NAMES.length; i++) {
      if ((seen & (1 << i)) != 0) {
        result.add(NAMES[i]);
      }
    }
    return result.isEmpty() ? null : String.join("+", result);
  }
}
