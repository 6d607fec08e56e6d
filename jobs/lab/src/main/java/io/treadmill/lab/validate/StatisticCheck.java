package io.treadmill.lab.validate;

import java.util.List;

/**
 * Asks a statistic for what is known to be there: an effect planted in a simulated world, a value
 * of a generated series, the size of a test, the coverage of an interval.
 */
@FunctionalInterface
interface StatisticCheck {
  /**
   * One line of the table.
   *
   * @param statistic the statistic, by its table or estimator
   * @param question what it was asked
   * @param answer what it said, with n
   * @param gate what it has to say
   * @param passed whether it did; null if the line has no gate
   */
  record Line(String statistic, String question, String answer, String gate, Boolean passed) {}

  /**
   * Runs the check.
   *
   * @param effort 1 = as the acceptance asks; smaller runs a share of the seeds
   */
  List<Line> run(double effort);

  /** Returns a share of runs, and never fewer than the least. */
  static int runs(int whole, double effort, int least) {
    return Math.max(least, (int) Math.round(whole * effort));
  }
}
