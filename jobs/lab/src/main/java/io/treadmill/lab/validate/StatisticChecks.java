package io.treadmill.lab.validate;

import io.treadmill.lab.validate.StatisticCheck.Line;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** All checks of statistics; one line adds one. */
public final class StatisticChecks {
  private static final List<Chosen> ALL =
      List.of(
          new Chosen("regime", new RegimeCheck()),
          new Chosen("episodes", new EpisodesCheck()),
          new Chosen("reflexivity", new ReflexivityCheck()),
          new Chosen("discovery", new DiscoveryCheck()));

  /** A check and the name by which it is chosen on the command line. */
  private record Chosen(String name, StatisticCheck check) {}

  private StatisticChecks() {}

  /** Returns the names of the checks. */
  public static List<String> names() {
    return ALL.stream().map(Chosen::name).toList();
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
    for (Chosen chosen : ALL) {
      if (names.isEmpty() || names.contains(chosen.name())) {
        progress.accept("checking " + chosen.name());
        for (Line line : chosen.check().run(effort)) {
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
