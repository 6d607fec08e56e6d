package io.treadmill.lab.validate;

import io.treadmill.book.law.Realised;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.Step;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.instrument.AggregateTotals;
import io.treadmill.jobs.instrument.InstrumentDays;
import io.treadmill.jobs.instrument.InstrumentRow;
import io.treadmill.jobs.instrument.InstrumentRows;
import io.treadmill.jobs.instrument.ModelSettings;
import io.treadmill.market.Instrument;
import io.treadmill.market.MarginTiers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * All that models read of one instrument over a range of days, held in memory: what the nightly
 * fold reads, by the same code.
 *
 * @param instrument the instrument
 * @param days bars and totals by day
 * @param steps bars by rising time
 * @param openInterest first snapshot, size unit, which is held before it; NaN if there is none
 * @param tierHistory margin tiers by day
 * @param tiers margin tiers as of the asked day
 * @param contract value of the contracts
 * @param printScope feed rule of the totals
 * @param realised totals by hour
 */
public record InstrumentHistory(
    Instrument instrument,
    List<TrainingHistory.Day> days,
    List<Step> steps,
    double openInterest,
    TierHistory tierHistory,
    MarginTiers tiers,
    ContractValue contract,
    String printScope,
    Realised realised) {
  /** Copies the days. */
  public InstrumentHistory {
    days = List.copyOf(days);
    steps = List.copyOf(steps);
  }

  /**
   * Reads the one leveraged instrument of the run's selection.
   *
   * @param tiersOf day as of which margin tiers are taken
   * @param totalsFrom first day whose totals decide which feed rule is read: that with most totals
   * @param totalsTo last such day
   * @throws UserError if there is none or more than one, or no totals (exit 3)
   */
  public static InstrumentHistory read(
      RunContext run, LocalDate tiersOf, LocalDate totalsFrom, LocalDate totalsTo) {
    Iterator<InstrumentRow> rows = new InstrumentRows(run).withDays(run.days()).collected();
    if (!rows.hasNext()) {
      throw noBars(run);
    }
    InstrumentRow first = rows.next();
    Instrument instrument = first.instrument();
    Iterable<InstrumentRow> others = () -> rows;
    InstrumentDays read =
        new InstrumentDays(
            instrument,
            Stream.concat(Stream.of(first), StreamSupport.stream(others.spliterator(), false))
                .peek(row -> requireOne(instrument, row.instrument()))
                .iterator(),
            run.settings().book(),
            AggregateTotals.read(run, run.days()));
    List<TrainingHistory.Day> days = new ArrayList<>();
    read.forEachRemaining(days::add);
    if (days.isEmpty()) {
      throw noBars(run);
    }
    TreeMap<LocalDate, ReportedLiquidations> totals = new TreeMap<>();
    days.forEach(day -> totals.put(day.steps().day(), day.totals()));
    String scope = scope(totals.subMap(totalsFrom, true, totalsTo, true), instrument);
    Realised realised = Realised.hourlyTotals();
    totals.values().forEach(day -> day.addTotalsTo(realised, scope));
    return new InstrumentHistory(
        instrument,
        days,
        steps(days),
        firstSnapshot(days),
        read.tiers(),
        read.tiers().on(tiersOf),
        ModelSettings.contract(instrument, run.register()),
        scope,
        realised);
  }

  private static void requireOne(Instrument instrument, Instrument other) {
    if (!instrument.equals(other)) {
      throw UserError.usage(
          ("Cannot validate two instruments at once: %s and %s (name one with --venue and "
                  + "--symbol)")
              .formatted(instrument, other));
    }
  }

  private static UserError noBars(RunContext run) {
    return UserError.input(
        "Cannot validate: no bars of %s in %s (run `treadmill backfill` first)"
            .formatted(run.selection(), run.days()));
  }

  private static List<Step> steps(List<TrainingHistory.Day> days) {
    List<Step> steps = new ArrayList<>();
    for (TrainingHistory.Day day : days) {
      for (int t = 0; t < day.steps().count(); t++) {
        steps.add(day.steps().step(t));
      }
    }
    return steps;
  }

  private static double firstSnapshot(List<TrainingHistory.Day> days) {
    for (TrainingHistory.Day day : days) {
      for (double snapshot : day.steps().openInterest()) {
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
        .min(ReportedLiquidations.choice(rule -> known(totals.values(), rule)))
        .orElseThrow(
            () ->
                UserError.input(
                    ("Cannot validate %s: no realised liquidations in the training days (import "
                            + "liquidations of the venue or totals of an aggregator)")
                        .formatted(instrument)));
  }

  private static long known(Collection<ReportedLiquidations> totals, String rule) {
    return totals.stream().mapToLong(day -> day.known(rule)).sum();
  }
}
