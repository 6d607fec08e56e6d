package io.treadmill.conf;

/** Checks of one setting: a usage error names key, value and rule where the rule does not hold. */
final class Rule {
  private Rule() {}

  static void check(boolean holds, String key, Object value, String rule) {
    if (!holds) {
      throw UserError.usage("Invalid %s: %s (%s)".formatted(key, value, rule));
    }
  }

  static void range(String key, Number value, int least, int most) {
    double number = value.doubleValue();
    check(number >= least && number <= most, key, value, "must be in " + least + ".." + most);
  }

  static void atLeast(String key, long value, int least) {
    check(value >= least, key, value, "must be at least " + least);
  }
}
