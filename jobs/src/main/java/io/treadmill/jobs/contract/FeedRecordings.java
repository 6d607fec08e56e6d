package io.treadmill.jobs.contract;

import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.expr;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.market.BarClock;
import io.treadmill.market.Fingerprint;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The five-minute bars of each day in which the feeds of the venues told of a forced order, of
 * whichever symbol: what {@link io.treadmill.market.FeedCoverage} judges a recording by.
 */
public final class FeedRecordings implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String BAR_OF_THE_DAY =
      "int(unix_micros(ts) div %d %% %d)".formatted(BarClock.BAR_MICROS, BarClock.BARS_OF_A_DAY);

  /** By feed, day and feed rule. */
  private final Map<Day, SortedMap<String, BitSet>> bars = new HashMap<>();

  /** A day of what a venue tells of a product. */
  private record Day(String venue, String product, LocalDate day) implements Serializable {}

  /** Makes no recordings: each instrument is judged by its own prints. */
  public FeedRecordings() {}

  /** Reads the recordings of days, of all symbols. */
  public static FeedRecordings read(RunContext run, UtcDays days) {
    FeedRecordings recordings = new FeedRecordings();
    Dataset<Row> prints =
        run.lake()
            .read(LakeTables.REALISED_LIQUIDATIONS, days, Selection.ALL)
            .where("interval_minutes = 5 and bucket is not null");
    prints
        .coalesce(2 * run.spark().sparkContext().defaultParallelism())
        .groupBy(
            prints.col("venue"),
            prints.col("product"),
            prints.col("feed_rule"),
            expr("to_date(ts)").as("day"))
        .agg(collect_set(expr(BAR_OF_THE_DAY)).as("bars"))
        .collectAsList()
        .forEach(recordings::add);
    return recordings;
  }

  /**
   * Returns what the recordings tell of the days of a run of some symbols, as inputs by feed and
   * day: prints of other symbols say which of its hours are known. A run of all symbols has them
   * among its inputs.
   */
  public static SortedMap<String, String> inputs(RunContext run) {
    SortedMap<String, String> inputs = new TreeMap<>();
    if (!run.selection().symbols().isEmpty()) {
      String venue = run.selection().venue();
      read(run, run.days())
          .bars
          .forEach(
              (of, byRule) -> {
                if (venue == null || venue.equals(of.venue)) {
                  inputs.put(
                      "recording/%s/%s/%s".formatted(of.venue, of.product, of.day),
                      Fingerprint.of(byRule.toString()));
                }
              });
    }
    return inputs;
  }

  private void add(Row row) {
    NamedRow named = new NamedRow(row);
    BitSet ofDay = new BitSet();
    row.<Integer>getList(row.fieldIndex("bars")).forEach(ofDay::set);
    bars.computeIfAbsent(
            new Day(named.text("venue"), named.text("product"), named.day("day")),
            key -> new TreeMap<>())
        .put(named.text("feed_rule"), ofDay);
  }

  /** Returns the bars of a day with a print of any symbol of an instrument's feed, by feed rule. */
  public Map<String, BitSet> ofDay(Instrument instrument, LocalDate day) {
    return bars.getOrDefault(
        new Day(instrument.venue(), instrument.product().text(), day),
        Collections.emptySortedMap());
  }
}
