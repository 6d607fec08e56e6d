package io.treadmill.market;

/** Checks of what a record is made of, or a method is given. */
final class Argument {
  private Argument() {}

  /**
   * Checks a rule.
   *
   * @throws IllegalArgumentException with the message and its values, if it does not hold
   */
  static void check(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }
}
