package io.treadmill.jobs.instrument;

import io.treadmill.book.law.Realised;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.Step;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * All that models read of one instrument over a range of days, held in memory: what the nightly
 * fold reads, by the same code.
 *
 * @param instrument the instrument
 * @param steps bars by rising time
 * @param openInterest first snapshot, size unit, which is held before it; NaN if there is none
 * @param tiers margin tiers as of the asked day
 * @param contract value of the contracts
 * @param printScope feed rule of the totals
 * @param realised totals by hour
 */
public record InstrumentReader(
    Instrument instrument,
    List<Step> steps,
    double openInterest,
    MarginTiers tiers,
    ContractValue contract,
    String printScope,
    Realised realised) {
  /** Copies the bars. */
  public InstrumentReader {
    steps = List.copyOf(steps);
  }

  /**
   * Reads the one leveraged instrument of the run's selection.
   *
   * @param tiersOf day as of which margin tiers are taken
   * @param totalsFrom first day whose totals decide which feed rule is read: that with most hours
   * @param totalsTo last such day
   * @throws UserError if there is none or more than one, or no totals (exit 3)
   */
  public static InstrumentReader read(
      RunContext run, LocalDate tiersOf, LocalDate totalsFrom, LocalDate totalsTo) {
    AggregateTotals aggregates = AggregateTotals.read(run, run.days());
    TierHistory tiers = null;
    Instrument instrument = null;
    List<DaySteps> days = new ArrayList<>();
    TreeMap<LocalDate, ReportedLiquidations> totals = new TreeMap<>();
    DayCollector collected = null;
    Iterator<Row> rows =
        FoldInput.leveraged(FoldInput.readWithoutState(run, run.days()))
            .orderBy(FoldInput.ORDER)
            .toLocalIterator();
    while (rows.hasNext()) {
      FoldRow row = new FoldRow(rows.next());
      Instrument of = row.instrument();
      if (instrument == null) {
        instrument = of;
        tiers = new TierHistory(run.settings().book().maxLeverage(of.venue()));
      } else if (!instrument.equals(of)) {
        throw UserError.usage(
            ("Cannot validate two instruments at once: %s and %s (name one with --venue and "
                    + "--symbol)")
                .formatted(instrument, of));
      }
      if (row.kind() == FoldInput.Kind.TIER) {
        row.addTo(tiers);
        continue;
      }
      LocalDate day = row.day();
      if (collected == null || !collected.day().equals(day)) {
        keep(collected, days, totals);
        collected = new DayCollector(day);
        aggregates.addTo(collected.totals(), instrument, day);
      }
      collected.add(row);
    }
    keep(collected, days, totals);
    if (days.isEmpty()) {
      throw UserError.input(
          "Cannot validate: no bars of %s in %s (run `treadmill backfill` first)"
              .formatted(run.selection(), run.days()));
    }
    String scope = scope(totals.subMap(totalsFrom, true, totalsTo, true), instrument);
    return new InstrumentReader(
        instrument,
        steps(days),
        firstSnapshot(days),
        tiers.on(tiersOf),
        ModelSettings.contract(instrument, run.register()),
        scope,
        realised(totals, scope));
  }

  private static void keep(
      DayCollector collected, List<DaySteps> days, Map<LocalDate, ReportedLiquidations> totals) {
    if (collected != null && collected.hasBars()) {
      days.add(collected.steps());
      totals.put(collected.day(), collected.totals());
    }
  }

  private static List<Step> steps(List<DaySteps> days) {
    List<Step> steps = new ArrayList<>();
    for (DaySteps day : days) {
      for (int t = 0; t < day.count(); t++) {
        steps.add(day.step(t));
      }
    }
    return steps;
  }

  private static double firstSnapshot(List<DaySteps> days) {
    for (DaySteps day : days) {
      for (double snapshot : day.openInterest()) {
        if (!Double.isNaN(snapshot)) {
          return snapshot;
        }
      }
    }
    return Double.NaN;
  }

  private static String scope(Map<LocalDate, ReportedLiquidations> totals, Instrument instrument) {
    TreeSet<String> rules = new TreeSet<>();
    totals.values().forEach(day -> rules.addAll(day.rules()));
    return rules.stream()
        .max(
            Comparator.comparingLong((String rule) -> hours(totals, rule))
                .thenComparing(Comparator.reverseOrder()))
        .orElseThrow(
            () ->
                UserError.input(
                    ("Cannot validate %s: no realised liquidations in the training days (import "
                            + "liquidations of the venue or hourly totals of an aggregator)")
                        .formatted(instrument)));
  }

  private static long hours(Map<LocalDate, ReportedLiquidations> totals, String rule) {
    long known = 0;
    for (ReportedLiquidations day : totals.values()) {
      for (double hour : day.hours(rule, Side.LONG)) {
        known += Double.isNaN(hour) ? 0 : 1;
      }
    }
    return known;
  }

  private static Realised realised(Map<LocalDate, ReportedLiquidations> totals, String scope) {
    Realised realised = Realised.hourlyTotals();
    totals.forEach(
        (day, held) -> {
          double[] longs = held.hours(scope, Side.LONG);
          double[] shorts = held.hours(scope, Side.SHORT);
          for (int hour = 0; hour < ReportedLiquidations.HOURS; hour++) {
            long at = UtcDays.startMicros(day) + hour * BarClock.HOUR_MICROS;
            if (!Double.isNaN(longs[hour]) && !Double.isNaN(shorts[hour])) {
              realised.add(at, Side.LONG, 0, longs[hour], 0);
              realised.add(at, Side.SHORT, 0, shorts[hour], 0);
            }
          }
        });
    return realised;
  }
}
