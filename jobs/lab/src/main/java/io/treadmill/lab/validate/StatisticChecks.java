package io.treadmill.lab.validate;

import io.treadmill.lab.validate.StatisticCheck.Line;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** All checks of statistics; one line adds one. */
public final class StatisticChecks {
  private static final List<StatisticCheck> ALL =
      List.of(new RegimeCheck(), new EpisodesCheck(), new ReflexivityCheck(), new DiscoveryCheck());

  private StatisticChecks() {}

  /** Returns the names of the checks. */
  public static List<String> names() {
    return ALL.stream().map(StatisticCheck::name).toList();
  }

  /**
   * Runs checks and tells a table, line by line.
   *
   * @param names checks to run; empty = all
   * @param effort share of the seeds, 1 = all
   * @param progress a line for each check
   * @return true if no line with a gate failed
   */
  public static boolean run(
      List<String> names, double effort, Consumer<String> out, Consumer<String> progress) {
    boolean passed = true;
    for (StatisticCheck check : ALL) {
      if (names.isEmpty() || names.contains(check.name())) {
        progress.accept("checking " + check.name());
        for (Line line : check.run(effort)) {
          out.accept(
              String.format(
                  Locale.ROOT,
                  "%-20s  %-60s  %-46s  %-28s  %s",
                  line.statistic(),
                  line.question(),
                  line.answer(),
                  line.gate(),
                  line.passed() == null ? "" : line.passed() ? "passed" : "FAILED"));
          passed &= !Boolean.FALSE.equals(line.passed());
        }
      }
    }
    return passed;
  }
}
