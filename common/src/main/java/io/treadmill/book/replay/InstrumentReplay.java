package io.treadmill.book.replay;

import io.treadmill.book.law.Dispersion;
import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.map.BookFold;
import io.treadmill.book.map.CellColumns;
import io.treadmill.book.map.MapGrid;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.BookState;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.DayResult;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.PriorLaw;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.position.UsualProfile;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.market.WindowTotals;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The book of one instrument and the baselines beside it, day after day, each day under the law in
 * force: the one with the latest first day of use up to then, or the prior law.
 */
public final class InstrumentReplay {
  private final Rules rules;
  private final Instrument instrument;
  private final TierHistory tiers;
  private final NavigableMap<LocalDate, InstrumentLaw> laws;
  private final ContractValue contract;
  private final TrainingHistory history;
  private BookState state;
  private boolean fresh;
  private InstrumentLaw runningLaw;
  private StandingState standing;
  private List<RunningModel> running = List.of();

  /**
   * Everything that one day gives.
   *
   * @param result states and accounts; without maps
   * @param details maps, zones, sums by move of each horizon, now first
   * @param touches what price went through of these maps
   * @param predictions predictions of all models
   * @param fitId id of the law, {@link PriorLaw#FIT_ID} before any
   * @param printScope prints that the law was fitted to
   * @param warmUp true in the first days of a book
   */
  public record Day(
      DayResult result,
      BookState end,
      List<MapDetails> details,
      List<ZoneTouch> touches,
      List<Prediction> predictions,
      String fitId,
      String printScope,
      boolean warmUp) {}

  /**
   * One predicted window.
   *
   * @param slot slot of the day at which it starts
   * @param coming where the realised total is expected to be
   * @param realisedUsd NaN if not known
   * @param location where the prints of an hour fell; null for other windows and without prints
   */
  public record Prediction(
      Horizon horizon,
      String model,
      Side side,
      int slot,
      FittedLaw.Band usd,
      Dispersion.Interval coming,
      double realisedUsd,
      CrossedExposure.Location location,
      String printScope) {}

  /**
   * What does not change from day to day.
   *
   * @param parameters parameter set
   * @param grid grid of the maps
   * @param maps horizons of the maps beside that of now
   * @param warmUpDays days of a new book that are marked as warm-up
   * @param trainingWarmUpDays days before a training window that fill the baselines
   */
  public record Rules(
      ParameterSet parameters,
      MapGrid grid,
      List<Horizon> maps,
      int warmUpDays,
      int trainingWarmUpDays) {}

  public InstrumentReplay(
      Rules rules,
      Instrument instrument,
      ContractValue contract,
      TierHistory tiers,
      NavigableMap<LocalDate, InstrumentLaw> laws) {
    this.rules = rules;
    this.instrument = instrument;
    this.tiers = tiers;
    this.laws = laws;
    this.contract = contract;
    this.history =
        new TrainingHistory(rules.parameters(), contract, tiers, rules.trainingWarmUpDays());
  }

  /** Keeps a day before the run: the baselines need it. */
  public void remember(TrainingHistory.Day held) {
    history.add(held);
  }

  /** Takes the state before the first day of the run. */
  public void start(BookState before) {
    state = before;
    fresh = before.bars() == 0;
  }

  /** Returns the components under the tiers of a day. */
  public LeverageComponents components(LocalDate day) {
    return LeverageComponents.of(
        rules.parameters(), tiers.on(day), instrument.product().isInverse());
  }

  /** Returns the state of a book that begins after a day. */
  public BookState empty(LocalDate dayBefore) {
    return BookState.start(
        rules.parameters(), components(dayBefore.plusDays(1)).count(), dayBefore, Double.NaN);
  }

  /** Runs the next day; after days without bars the book begins anew. */
  public Day run(TrainingHistory.Day held) {
    LocalDate day = held.steps().day();
    if (state.day().isBefore(day.minusDays(1))) {
      start(empty(day.minusDays(1)));
    }
    boolean warmUp = state.bars() < rules.warmUpDays() * BarClock.BARS_OF_A_DAY;
    InstrumentLaw law = InstrumentLaw.on(laws, day);
    InstrumentLaw before = InstrumentLaw.on(laws, day.minusDays(1));
    if (law != null && (fresh || before == null || !before.fitId().equals(law.fitId()))) {
      // The sums of the rescale start anew with a law: as its own fit left them.
      List<Rescale> sums = law.book().sums();
      state = state.withRescale(sums.get(0), sums.get(1));
    }
    if (law != null && before != null && !before.printScope().equals(law.printScope())) {
      // What cells held in the prints of other venues is not usual in these.
      state = state.withUsual(UsualProfile.NONE);
    }
    fresh = false;
    Day result = run(held, law, warmUp);
    state = result.end();
    if (laws.lastEntry() != null) {
      history.add(held);
      forget(day);
    }
    return result;
  }

  private void forget(LocalDate day) {
    LocalDate needed = day;
    for (InstrumentLaw law : laws.values()) {
      boolean over = !law.validFrom().isAfter(day) && law != InstrumentLaw.on(laws, day);
      LocalDate from = law.trainedFrom().minusDays(rules.trainingWarmUpDays());
      needed = !over && from.isBefore(needed) ? from : needed;
    }
    history.forgetBefore(needed);
  }

  /** Runs a day under a law, or if it is null under the prior one. */
  private Day run(TrainingHistory.Day held, InstrumentLaw law, boolean warmUp) {
    DaySteps steps = held.steps();
    LeverageComponents components = components(steps.day());
    BookFold fold = new BookFold(rules.parameters(), components, contract, state);
    comesIntoForce(law, steps.day());
    boolean inParts = law != null && law.hasStandingParts();
    Function<Horizon, List<String>> names =
        horizon ->
            inParts && Horizon.MAPS.contains(horizon)
                ? StandingState.columns(components)
                : components.columns();
    // The prior law has neither draws nor a rescale.
    FittedLaw ofAny = FittedLaw.ofWeights(components.columns(), PriorLaw.of(components));
    Map<Horizon, FittedLaw> prior = new TreeMap<>();
    for (Horizon horizon : Horizon.values()) {
      prior.put(horizon, ofAny.arranged(names.apply(horizon)));
    }
    Map<Horizon, FittedLaw> fitted = law == null ? prior : law.byHorizon(Models.BOOK, names);
    List<Rescale> sums = List.of(state.rescale(Side.LONG), state.rescale(Side.SHORT));
    Map<Horizon, FittedLaw> inForce = InstrumentLaw.inForce(fitted, sums);
    if (inParts) {
      Horizon.MAPS.forEach(horizon -> inForce.computeIfPresent(horizon, this::withRuleInForce));
    }
    ReportedLiquidations totals = held.totals();
    String scope = law == null ? anyScope(totals) : law.printScope();
    MapColumns map = inParts ? standing.with(fold) : MapColumns.of(fold);
    CrossedExposure columns = new CrossedExposure(fold, map, steps, totals.prints(scope));
    MapDetails.Day of =
        new MapDetails.Day(fold, steps, rules.grid(), components, state.usual(), totals, scope);
    List<MapDetails> details = details(of, inParts, inForce);
    List<BookFold.Observer> observers = new ArrayList<>(details);
    observers.add(columns);
    DayResult result = fold.run(steps, observers.toArray(BookFold.Observer[]::new));
    UsualProfile usual = state.usual();
    List<ZoneTouch> touches = new ArrayList<>();
    for (MapDetails one : details) {
      usual = one.addedTo(usual);
      touches.addAll(one.touches());
    }
    BookState end = result.end().withUsual(usual);
    List<Prediction> predictions = new ArrayList<>();
    addPredictions(predictions, Models.BOOK, columns, inForce, totals, scope);
    if (law == null) {
      String priorScope = PriorLaw.SCOPE + ", scale of " + PriorLaw.SCALE;
      return new Day(
          result, end, details, touches, predictions, PriorLaw.FIT_ID, priorScope, warmUp);
    }
    addPredictions(predictions, Models.UNCALIBRATED, columns, prior, totals, scope);
    addBaselines(predictions, law, steps, totals);
    FittedLaw path = fitted.get(Horizon.PATH_1H);
    if (path.isRescaled()) {
      List<Rescale> after = columns.rescaleAfter(sums, path, totals, scope);
      end = end.withRescale(after.get(0), after.get(1));
    }
    String printScope =
        law.origin().equals(InstrumentLaw.OWN) ? scope : scope + ", " + law.origin();
    return new Day(result, end, details, touches, predictions, law.fitId(), printScope, warmUp);
  }

  /** Takes the map of now, and those of the horizons that have laws. */
  private List<MapDetails> details(
      MapDetails.Day day, boolean inParts, Map<Horizon, FittedLaw> inForce) {
    List<MapDetails> details = new ArrayList<>();
    BookFold fold = day.fold();
    FittedLaw path = inForce.get(Horizon.PATH_1H);
    details.add(
        new MapDetails(
            day,
            0,
            path,
            () -> CellColumns.now(fold),
            () -> inParts ? standing.scale(Horizon.MAP_1H) : Double.NaN));
    for (Horizon horizon : rules.maps()) {
      FittedLaw law = inParts ? inForce.get(horizon) : null;
      details.add(
          new MapDetails(
              day,
              horizon.hours(),
              law,
              () -> standing.map(fold, horizon),
              () -> standing.scale(horizon)));
    }
    return details;
  }

  /** Reads what a law needs beside the book, up to the day before the first on which it is used. */
  private void comesIntoForce(InstrumentLaw law, LocalDate day) {
    if (law != null && law != runningLaw) {
      Models.Market market = history.market(law.trainedFrom(), law.trainedTo());
      running = RunningModel.upTo(day, law, market, history);
      standing = history.standing(market, new UtcDays(law.trainedFrom(), law.trainedTo()), day);
      runningLaw = law;
    }
  }

  /** The rule of freshness in a standing map has the level that it has on its own. */
  private FittedLaw withRuleInForce(Horizon horizon, FittedLaw map) {
    return running.stream()
        .filter(model -> model.name().equals(Models.FINE_FRESHNESS_FAR))
        .findFirst()
        .map(rule -> map.withLevelOf(Models.farColumns(), rule.inForce().get(Horizon.PATH_1H)))
        .orElse(map);
  }

  private void addBaselines(
      List<Prediction> predictions,
      InstrumentLaw law,
      DaySteps steps,
      ReportedLiquidations totals) {
    for (RunningModel model : running) {
      CrossedExposure columns = model.columns(steps, totals.prints(law.printScope()));
      addPredictions(predictions, model.name(), columns, model.inForce(), totals, law.printScope());
      model.end(columns, totals, law.printScope());
    }
  }

  private static void addPredictions(
      List<Prediction> to,
      String model,
      CrossedExposure columns,
      Map<Horizon, FittedLaw> laws,
      ReportedLiquidations totals,
      String scope) {
    laws.forEach(
        (horizon, own) -> {
          if (horizon == Horizon.PATH_5M && !Models.of(model).isPredictedByBar()) {
            return;
          }
          for (Side side : Side.values()) {
            WindowTotals known = totals.totals(scope, side);
            FittedLaw.Bands bands = own.bands(side);
            double[] bars = horizon == Horizon.PATH_5M ? totals.bars(scope, side) : null;
            for (int slot = 0; slot < horizon.slots(); slot++) {
              double[] window = columns.of(horizon, side, slot);
              if (window != null && totals.isRead(horizon.firstBar(slot), horizon.bars())) {
                FittedLaw.Band usd = bands.of(window);
                boolean located = horizon == Horizon.PATH_1H && columns.hasPrints();
                to.add(
                    new Prediction(
                        horizon,
                        model,
                        side,
                        slot,
                        usd,
                        own.realised(side, usd.expected()),
                        bars != null
                            ? bars[slot]
                            : CrossedExposure.realised(known, slot, horizon.hours()),
                        located ? columns.location(side, slot, laws.get(Horizon.PATH_5M)) : null,
                        scope));
              }
            }
          }
        });
  }

  /** Before a law the scope is the feed rule that tells most of the day, of known venues first. */
  private static String anyScope(ReportedLiquidations totals) {
    return totals.rules().stream().min(ReportedLiquidations.choice(totals::known)).orElse("none");
  }
}
