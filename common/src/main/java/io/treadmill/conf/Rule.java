package io.treadmill.conf;

/** The check of one setting. */
final class Rule {
  private Rule() {}

  /** Throws a usage error that names key, value and rule, unless the rule holds. */
  static void check(boolean holds, String key, Object value, String rule) {
    if (!holds) {
      throw UserError.usage("Invalid " + key + ": " + value + " (" + rule + ")");
    }
  }
}
