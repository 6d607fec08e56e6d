package io.treadmill.market;

import java.util.Locale;

/** What tables and files name by a word: constants of an enum, in lower case. */
public interface StoredName {
  String name();

  /** Returns the word, for example {@code linear_perp}. */
  default String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the constant of a word.
   *
   * @throws IllegalArgumentException if there is none: says what it was to be and the rule
   */
  static <T extends StoredName> T of(T[] all, String text, String what, String rule) {
    for (T each : all) {
      if (each.text().equals(text)) {
        return each;
      }
    }
    throw new IllegalArgumentException("Invalid %s: %s (%s)".formatted(what, text, rule));
  }
}
