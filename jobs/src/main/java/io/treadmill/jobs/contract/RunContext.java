package io.treadmill.jobs.contract;

import io.treadmill.conf.Settings;
import io.treadmill.lake.Archive;
import io.treadmill.lake.InstrumentLists;
import io.treadmill.lake.Lake;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.market.Fingerprint;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Register;
import io.treadmill.market.contract.UnknownContract;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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

  /**
   * Returns what the inverse contracts of the bars are worth, for results hang on it: name with the
   * day, and hash.
   */
  public SortedMap<String, String> contracts() {
    Register register = register();
    SortedMap<String, String> found = new TreeMap<>();
    NamedRow.distinct(
            lake.rows(LakeTables.BARS_5M, days, selection, List.of("product", "ts"))
                .filter(row -> new NamedRow(row).text("product").startsWith("inverse")),
            row -> "%s/%s".formatted(row.instrumentKey(), UtcDays.dayOf(row.micros("ts"))))
        .forEach(
            named -> {
              Instrument instrument = Instrument.parse(named.substring(0, named.lastIndexOf('/')));
              found.put("contract/" + named, Fingerprint.of(terms(register, instrument)));
            });
    return found;
  }

  private static String terms(Register register, Instrument instrument) {
    try {
      return register.contract(instrument).terms().toString();
    } catch (UnknownContract e) {
      return "unknown";
    }
  }

  /** Returns the same for other instruments. */
  public RunContext with(Selection other) {
    return new RunContext(spark, settings, archive, lake, days, other, runId, clock, progress);
  }
}
