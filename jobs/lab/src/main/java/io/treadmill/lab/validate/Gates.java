package io.treadmill.lab.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Stated bounds, and which of them did not hold. */
final class Gates {
  private final List<String> failed = new ArrayList<>();

  /** Notes a failure unless the value is at least the bound; NaN fails. */
  void check(String rule, double value, double least) {
    if (!(value >= least)) {
      failed.add(String.format(Locale.ROOT, "%s: %.3f", rule, Math.abs(value)));
    }
  }

  /** Returns the rules that failed, with their values. */
  List<String> failed() {
    return List.copyOf(failed);
  }
}
