package io.treadmill.jobs.ingest.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One line of a CSV file, as bytes: fields are read where they stand. */
public final class CsvLine {
  private static final int MAX_FIELDS = 1024;
  private static final long MAX_EXACT_MANTISSA = 1L << 53;

  private static final double[] POWERS_OF_TEN = new double[23];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
    }
  }

  private byte[] bytes = new byte[0];
  private int lineStart;
  private int lineEnd;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int count;

  /** Points at a line: splits at commas, takes the quotes off quoted fields. */
  void set(byte[] buffer, int from, int to) {
    bytes = buffer;
    lineStart = from;
    lineEnd = to;
    count = 0;
    int at = from;
    while (true) {
      int end = at;
      if (at < to && buffer[at] == '"') {
        end = at + 1;
        while (end < to && buffer[end] != '"') {
          end++;
        }
        add(at + 1, end);
        end = Math.min(end + 1, to);
        if (end < to && buffer[end] != ',') {
          throw new BadRow("quotes", "text after a closing quote");
        }
      } else {
        while (end < to && buffer[end] != ',') {
          end++;
        }
        add(at, end);
      }
      if (end >= to) {
        return;
      }
      at = end + 1;
    }
  }

  private void add(int start, int end) {
    if (count == starts.length) {
      if (count >= MAX_FIELDS) {
        throw new BadRow("column_count", "more than " + MAX_FIELDS + " columns");
      }
      starts = java.util.Arrays.copyOf(starts, count * 2);
      ends = java.util.Arrays.copyOf(ends, count * 2);
    }
    starts[count] = start;
    ends[count] = end;
    count++;
  }

  /** Returns the number of fields. */
  public int count() {
    return count;
  }

  /** Returns the number of bytes of the last field. */
  int lengthOfLast() {
    return ends[count - 1] - starts[count - 1];
  }

  /** Returns true if the field is absent or has no text. */
  public boolean isEmpty(int field) {
    return field < 0 || starts[field] == ends[field];
  }

  /** Returns the text of a field. */
  public String text(int field) {
    return new String(bytes, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8);
  }

  /**
   * Returns the text of a field: {@code last} itself if it is the same, so that no text is made.
   */
  public String text(int field, String last) {
    if (last != null && last.length() == ends[field] - starts[field]) {
      int i = 0;
      while (i < last.length() && last.charAt(i) == bytes[starts[field] + i]) {
        i++;
      }
      if (i == last.length()) {
        return last;
      }
    }
    return text(field);
  }

  /** Returns true if the field is this ASCII text, in any case. */
  public boolean is(int field, String text) {
    if (ends[field] - starts[field] != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      int c = bytes[starts[field] + i];
      if (c >= 'A' && c <= 'Z') {
        c += 'a' - 'A';
      }
      if (c != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns all texts. */
  public List<String> texts() {
    List<String> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      result.add(text(i).strip());
    }
    return result;
  }

  /** Returns the whole line. */
  public String raw() {
    return new String(bytes, lineStart, lineEnd - lineStart, StandardCharsets.UTF_8);
  }

  /**
   * Returns a whole number.
   *
   * @throws BadRow if the field is not one, or is too large for 64 bits
   */
  public long whole(int field, String name) {
    int at = starts[field];
    int end = ends[field];
    boolean negative = at < end && bytes[at] == '-';
    if (negative) {
      at++;
    }
    if (at == end || end - at > 18) {
      throw notA("whole number", field, name);
    }
    long value = 0;
    for (; at < end; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        throw notA("whole number", field, name);
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /**
   * Returns a number that must be positive.
   *
   * @throws BadRow if it is not
   */
  public double positive(int field, String name) {
    return positive(field, name, name);
  }

  /**
   * Returns a number as above; {@code rule} names the rule it may break, {@code name} the field.
   */
  public double positive(int field, String rule, String name) {
    double value = number(field, name);
    // The words are made only for a row that is set aside.
    return Magnitude.isPrice(value)
        ? value
        : Magnitude.positive(value, rule, name + " " + text(field));
  }

  /**
   * Returns a boolean, whatever its spelling: true, True, 1.
   *
   * @throws BadRow if it is neither true nor false
   */
  public boolean flag(int field, String name) {
    if (is(field, "true") || is(field, "1")) {
      return true;
    }
    if (is(field, "false") || is(field, "0")) {
      return false;
    }
    throw notA("boolean", field, name);
  }

  /**
   * Returns the double nearest to a decimal number, as {@link Double#parseDouble} does: digits with
   * at most 15 significant places and a small power of ten are exact in one division, anything else
   * goes the long way.
   *
   * @throws BadRow if the field is not a finite decimal number with a dot
   */
  public double number(int field, String name) {
    int at = starts[field];
    int end = ends[field];
    boolean negative = at < end && bytes[at] == '-';
    if (negative) {
      at++;
    }
    long mantissa = 0;
    int decimals = 0;
    int digits = 0;
    boolean dot = false;
    for (; at < end; at++) {
      int c = bytes[at];
      if (c >= '0' && c <= '9') {
        mantissa = mantissa * 10 + (c - '0');
        digits++;
        decimals += dot ? 1 : 0;
      } else if (c == '.' && !dot) {
        dot = true;
      } else {
        return slowNumber(field, name);
      }
      if (digits > 18) {
        return slowNumber(field, name);
      }
    }
    if (digits == 0) {
      throw notA("number", field, name);
    }
    if (mantissa > MAX_EXACT_MANTISSA || decimals > 22) {
      return slowNumber(field, name);
    }
    double value = mantissa / POWERS_OF_TEN[decimals];
    return negative ? -value : value;
  }

  private double slowNumber(int field, String name) {
    for (int i = starts[field]; i < ends[field]; i++) {
      int c = bytes[i];
      if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
        throw notA("number", field, name);
      }
    }
    try {
      double value = Double.parseDouble(text(field));
      if (Double.isInfinite(value)) {
        throw notA("finite number", field, name);
      }
      return Magnitude.checked(value, name + " " + text(field));
    } catch (NumberFormatException e) {
      throw notA("number", field, name);
    }
  }

  /** Returns the row error that a field is not what it must be. */
  public BadRow notA(String what, int field, String name) {
    return new BadRow("not_a_" + what.replace(' ', '_'), name + " '" + cut(text(field)) + "'");
  }

  private static String cut(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "..";
  }
}
