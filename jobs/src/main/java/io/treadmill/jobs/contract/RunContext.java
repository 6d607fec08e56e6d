package io.treadmill.jobs.contract;

import io.treadmill.conf.Settings;
import io.treadmill.lake.Archive;
import io.treadmill.lake.InstrumentLists;
import io.treadmill.lake.Lake;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Register;
import java.time.Clock;
import org.apache.spark.sql.SparkSession;

/**
 * What a job is given.
 *
 * @param spark the session; time zone UTC, ANSI on
 * @param settings all settings, checked
 * @param archive the archive
 * @param lake the result tables
 * @param days days to compute
 * @param selection instruments to compute
 * @param runId id of the run
 * @param clock for the ledger and the log only; no result depends on it
 * @param progress one line for each stage, to the user
 */
public record RunContext(
    SparkSession spark,
    Settings settings,
    Archive archive,
    Lake lake,
    UtcDays days,
    Selection selection,
    String runId,
    Clock clock,
    Progress progress) {
  /** Returns what is known of contracts. */
  public Register register() {
    return InstrumentLists.register(archive, settings);
  }

  /** Returns the same for other instruments. */
  public RunContext with(Selection other) {
    return new RunContext(spark, settings, archive, lake, days, other, runId, clock, progress);
  }
}
