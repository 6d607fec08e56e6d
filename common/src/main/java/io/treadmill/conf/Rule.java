package io.treadmill.conf;

/** The check of one setting. */
final class Rule {
  private Rule() {}

  /** Throws a usage error that names key, value and rule, unless the rule holds. */
  static void check(boolean holds, String key, Object value, String rule) {
    if (!holds) {
      throw UserError.usage("Invalid %s: %s (%s)".formatted(key, value, rule));
    }
  }

  /** Checks that a value lies between two ends, both allowed. */
  static void range(String key, Number value, long low, long high) {
    check(
        value.doubleValue() >= low && value.doubleValue() <= high,
        key,
        value,
        "must be in %d..%d".formatted(low, high));
  }
}
