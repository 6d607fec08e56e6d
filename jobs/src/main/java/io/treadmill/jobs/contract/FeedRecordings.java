package io.treadmill.jobs.contract;

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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * The five-minute bars of each day in which the feeds of the venues told of a forced order, of
 * whichever symbol: what {@link io.treadmill.market.FeedCoverage} judges a recording by.
 */
public final class FeedRecordings implements Serializable {
  private static final long serialVersionUID = 1L;

  /** By feed, day and feed rule. */
  private final Map<Day, SortedMap<String, BitSet>> bars = new HashMap<>();

  /** A day of what a venue tells of a product. */
  private record Day(String venue, String product, LocalDate day) implements Serializable {}

  /** Makes no recordings: each instrument is judged by its own prints. */
  public FeedRecordings() {}

  /** Reads the recordings of days, of all symbols. */
  public static FeedRecordings read(RunContext run, UtcDays days) {
    FeedRecordings recordings = new FeedRecordings();
    run.lake()
        .rows(
            LakeTables.REALISED_LIQUIDATIONS,
            days,
            Selection.ALL,
            List.of("product", "feed_rule", "ts", "interval_minutes", "bucket"))
        .mapPartitions(rows -> List.of(of(rows)).iterator())
        .collect()
        .forEach(recordings::add);
    return recordings;
  }

  private static FeedRecordings of(Iterator<Row> prints) {
    FeedRecordings recordings = new FeedRecordings();
    while (prints.hasNext()) {
      NamedRow print = new NamedRow(prints.next());
      if (print.integer("interval_minutes") == 5 && !print.isNull("bucket")) {
        long micros = print.micros("ts");
        Day day = new Day(print.text("venue"), print.text("product"), UtcDays.dayOf(micros));
        recordings
            .ofRule(day, print.text("feed_rule"))
            .set((int) (micros / BarClock.BAR_MICROS % BarClock.BARS_OF_A_DAY));
      }
    }
    return recordings;
  }

  private BitSet ofRule(Day day, String rule) {
    return bars.computeIfAbsent(day, key -> new TreeMap<>())
        .computeIfAbsent(rule, key -> new BitSet());
  }

  private void add(FeedRecordings others) {
    others.bars.forEach(
        (day, byRule) -> byRule.forEach((rule, heard) -> ofRule(day, rule).or(heard)));
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

  /** Returns the bars of a day with a print of any symbol of an instrument's feed, by feed rule. */
  public Map<String, BitSet> ofDay(Instrument instrument, LocalDate day) {
    return bars.getOrDefault(
        new Day(instrument.venue(), instrument.product().text(), day),
        Collections.emptySortedMap());
  }
}
