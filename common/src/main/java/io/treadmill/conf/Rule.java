package io.treadmill.conf;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Checks of one setting: a usage error names key, value and rule where the rule does not hold. */
public final class Rule {
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

  /** Returns the name that is most like another. */
  public static String nearest(String name, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparingInt(
                one -> LevenshteinDistance.getDefaultInstance().apply(name, one)))
        .orElseThrow();
  }
}
