package io.treadmill.lake;

import io.treadmill.market.UtcDays;
import java.util.List;

/**
 * What a rule says of what a run has staged of a table.
 *
 * @param rule the rule as the dictionary says it
 * @param days days of the rows that break it; of a rule that holds those of the run, null if the
 *     run only added rows
 * @param rows rows, or instruments of days, that were looked at
 * @param failing how many of them break it
 * @param expected of the first of them what the days before or the other table let expect; NaN of
 *     rules of single rows
 * @param actual what was found instead, or NaN
 * @param examples the first of them in words: key and values
 */
public record Audited(
    String table,
    String rule,
    Kind kind,
    UtcDays days,
    long rows,
    long failing,
    double expected,
    double actual,
    List<String> examples) {
  /** What a rule is about. */
  public enum Kind {
    /** Rows, each by itself or against the rows of another table. */
    ROWS,
    /** Instruments and rows of the last day of the run, whose delivery may not be whole. */
    COVERAGE,
    /** Those of the days before it. */
    COVERAGE_BEFORE,
    /** Sums of days against the days before. */
    DRIFT,
    /** Means of days against the days before or one another. */
    LEVEL
  }

  static Audited passed(LakeTable table, String rule, Kind kind, UtcDays days, long rows) {
    return new Audited(table.name(), rule, kind, days, rows, 0, Double.NaN, Double.NaN, List.of());
  }
}
