package io.treadmill.book.replay;

import io.treadmill.book.models.Models;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Step;
import io.treadmill.book.position.Turnover;
import io.treadmill.book.standing.MarketOutlook;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bars and reported totals of one instrument by day: what models are filled with before the days
 * that are fitted or predicted. A fit and the predictions after it start the same models on the
 * same bars: those of {@code warmUpDays} before the training window.
 */
public final class TrainingHistory {
  private final ParameterSet parameters;
  private final ContractValue contract;
  private final TierHistory tiers;
  private final int warmUpDays;
  private final NavigableMap<LocalDate, Day> days = new TreeMap<>();

  /** Bars and totals of a day. */
  public record Day(DaySteps steps, ReportedLiquidations totals) {}

  public TrainingHistory(
      ParameterSet parameters, ContractValue contract, TierHistory tiers, int warmUpDays) {
    this.parameters = parameters;
    this.contract = contract;
    this.tiers = tiers;
    this.warmUpDays = warmUpDays;
  }

  /** Adds a day. */
  public void add(Day day) {
    days.put(day.steps().day(), day);
  }

  /** Forgets days that no window reaches any more. */
  void forgetBefore(LocalDate day) {
    days.headMap(day, false).clear();
  }

  /** Returns the days from a first to a last one, both included, in order. */
  public NavigableMap<LocalDate, Day> days(LocalDate from, LocalDate to) {
    return days.subMap(from, true, to, true);
  }

  /** Returns the first day of bars that models of a training window read. */
  LocalDate warmUpFrom(LocalDate trainedFrom) {
    LocalDate from = trainedFrom.minusDays(warmUpDays);
    LocalDate first = days.ceilingKey(from);
    return first == null ? from : first;
  }

  /** Returns the bars of days, for a book: it reads where volume was traded. */
  public List<Step> steps(LocalDate from, LocalDate to) {
    return days(from, to).values().stream().flatMap(day -> steps(day.steps())).toList();
  }

  /** Returns the bars of days, for the other models: they read the path. */
  public List<Step> paths(LocalDate from, LocalDate to) {
    return days(from, to).values().stream()
        .flatMap(day -> steps(withoutProfiles(day.steps())))
        .toList();
  }

  private static Stream<Step> steps(DaySteps day) {
    return IntStream.range(0, day.count()).mapToObj(day::step);
  }

  /** Returns what empty models of a training window are told. */
  public Models.Market market(LocalDate trainedFrom, LocalDate trainedTo) {
    LocalDate from = warmUpFrom(trainedFrom);
    List<Step> steps = paths(from, trainedTo);
    double first = Double.NaN;
    for (Day day : days(from, trainedTo).values()) {
      for (double snapshot : day.steps().openInterest()) {
        first = Double.isNaN(first) ? snapshot : first;
      }
    }
    return new Models.Market(
        parameters,
        tiers.on(trainedFrom),
        contract,
        from.minusDays(1),
        first,
        Turnover.mean(
            steps,
            first,
            parameters,
            UtcDays.startMicros(trainedFrom),
            UtcDays.startMicros(trainedTo.plusDays(1))),
        ParameterSet.REAL_PATH_ONLY);
  }

  /**
   * Returns what a standing map needs beside its book under the law of a training window, read up
   * to the day before a day.
   *
   * @param market what the models of the window are told
   */
  StandingState standing(Models.Market market, UtcDays trained, LocalDate day) {
    double variance = 0;
    int bars = 0;
    for (Day held : days(trained.from(), trained.to()).values()) {
      for (int t = 0; t < held.steps().count(); t++) {
        variance += MarketOutlook.variance(held.steps().step(t));
        bars++;
      }
    }
    StandingState state =
        new StandingState(
            market, new MarketOutlook.Means(market.meanTurnover().opens(), variance / bars));
    days(warmUpFrom(trained.from()), day.minusDays(1))
        .values()
        .forEach(held -> state.read(withoutProfiles(held.steps())));
    return state;
  }

  /** Returns bars whose volume is spread evenly over their range: the path and no more. */
  static DaySteps withoutProfiles(DaySteps steps) {
    return new DaySteps(
        steps.day(),
        steps.ts(),
        steps.open(),
        steps.high(),
        steps.low(),
        steps.close(),
        steps.volume(),
        steps.openInterest(),
        steps.markLow(),
        steps.markHigh(),
        null);
  }
}
