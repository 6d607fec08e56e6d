package io.treadmill.book.replay;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.map.BookFold;
import io.treadmill.book.map.MapGrid;
import io.treadmill.book.map.RestingExposure;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.BookState;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.DayResult;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.PriorLaw;
import io.treadmill.book.position.Rescale;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The book of one instrument and the baselines beside it, day after day, each day under the law in
 * force: the one with the latest first day of use up to then, or the prior law.
 */
public final class InstrumentReplay {
  private static final String PRIOR = "prior";

  private final Rules rules;
  private final Instrument instrument;
  private final TierHistory tiers;
  private final NavigableMap<LocalDate, StoredLaw> laws;
  private final ContractValue contract;
  private final TrainingHistory history;
  private BookState state;
  private boolean fresh;
  private StoredLaw runningLaw;
  private List<RunningModel> running = List.of();

  /**
   * Everything that one day gives.
   *
   * @param result states and accounts; without maps
   * @param details maps, zones, sums by move
   * @param predictions predictions of all models
   * @param fitId id of the law, {@code prior} before any
   * @param printScope prints that the law was fitted to
   * @param warmUp true in the first days of a book
   */
  public record Day(
      DayResult result,
      BookState end,
      MapDetails details,
      List<Prediction> predictions,
      String fitId,
      String printScope,
      boolean warmUp) {}

  /**
   * One predicted window.
   *
   * @param slot slot of the day at which it starts
   * @param realisedUsd NaN if not known
   * @param location where the prints of an hour fell; null for other windows and without prints
   */
  public record Prediction(
      Horizon horizon,
      String model,
      Side side,
      int slot,
      RestingExposure.Band usd,
      double realisedUsd,
      CrossedExposure.Location location,
      String printScope) {}

  /**
   * What does not change from day to day.
   *
   * @param parameters parameter set
   * @param grid grid of the maps
   * @param warmUpDays days of a new book that are marked as warm-up
   * @param trainingWarmUpDays days before a training window that fill the baselines
   */
  public record Rules(
      ParameterSet parameters, MapGrid grid, int warmUpDays, int trainingWarmUpDays) {}

  /** A day is asked for whose day before was never computed. */
  public static final class MissingDays extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    MissingDays(String message) {
      super(message);
    }
  }

  public InstrumentReplay(
      Rules rules,
      Instrument instrument,
      ContractValue contract,
      TierHistory tiers,
      NavigableMap<LocalDate, StoredLaw> laws) {
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

  /** Runs the next day. */
  public Day run(TrainingHistory.Day held) {
    LocalDate day = held.steps().day();
    if (!state.day().equals(day.minusDays(1))) {
      throw new MissingDays(
          ("Cannot continue the book of %s on %s: its state is of %s and the days between have no"
                  + " bars (import them and run `treadmill backfill --from %s`)")
              .formatted(instrument, day, state.day(), state.day().plusDays(1)));
    }
    boolean warmUp = state.bars() < rules.warmUpDays() * BarClock.BARS_OF_A_DAY;
    StoredLaw law = StoredLaw.on(laws, day);
    if (law != null && (fresh || comesIntoUse(law, day))) {
      state = state.withRescale(law.book().sums().get(0), law.book().sums().get(1));
    }
    fresh = false;
    Day result = law == null ? runPrior(held, warmUp) : runFitted(held, law, warmUp);
    state = result.end();
    if (laws.lastEntry() != null) {
      history.add(held);
      forget(day);
    }
    return result;
  }

  /** The sums of the rescale start anew with a law: as its own fit left them. */
  private boolean comesIntoUse(StoredLaw law, LocalDate day) {
    StoredLaw before = StoredLaw.on(laws, day.minusDays(1));
    return before == null || !before.fitId().equals(law.fitId());
  }

  private void forget(LocalDate day) {
    LocalDate needed = day;
    for (StoredLaw law : laws.values()) {
      boolean over = !law.validFrom().isAfter(day) && law != StoredLaw.on(laws, day);
      LocalDate from = law.trainedFrom().minusDays(rules.trainingWarmUpDays());
      needed = !over && from.isBefore(needed) ? from : needed;
    }
    history.forgetBefore(needed);
  }

  private Day runPrior(TrainingHistory.Day held, boolean warmUp) {
    LocalDate day = held.steps().day();
    LeverageComponents components = components(day);
    DaySteps steps = held.steps();
    BookFold fold = new BookFold(rules.parameters(), components, contract, state);
    RestingExposure.Weights weights = prior(components);
    String scope = anyScope(held.totals());
    CrossedExposure columns = new CrossedExposure(fold, steps, held.totals().prints(scope));
    MapDetails details = new MapDetails(fold, steps.ts(), rules.grid(), components, weights);
    DayResult result = fold.run(steps, new Both(details, columns));
    List<Prediction> predictions = new ArrayList<>();
    addPredictions(predictions, Models.BOOK, columns, always(weights), held.totals(), scope);
    return new Day(
        result,
        result.end(),
        details,
        predictions,
        PRIOR,
        PriorLaw.SCOPE + ", scale of " + PriorLaw.SCALE,
        warmUp);
  }

  private Day runFitted(TrainingHistory.Day held, StoredLaw law, boolean warmUp) {
    LocalDate day = held.steps().day();
    LeverageComponents components = components(day);
    FittedLaw book = law.book().arranged(components.columns());
    DaySteps steps = held.steps();
    BookFold fold = new BookFold(rules.parameters(), components, contract, state);
    List<Rescale> sums = List.of(state.rescale(Side.LONG), state.rescale(Side.SHORT));
    Map<Horizon, FittedLaw> ofHorizon = new TreeMap<>();
    for (Horizon horizon : Horizon.values()) {
      FittedLaw own = law.weights(Models.BOOK, horizon);
      ofHorizon.put(horizon, own.arranged(components.columns()));
    }
    Map<Horizon, RestingExposure.Weights> all =
        RunningModel.withFactors(ofHorizon, book.factors(sums));
    RestingExposure.Weights weights = all.get(Horizon.PATH_1H);
    ReportedLiquidations totals = held.totals();
    String scope = law.printScope();
    CrossedExposure columns = new CrossedExposure(fold, steps, totals.prints(scope));
    MapDetails details = new MapDetails(fold, steps.ts(), rules.grid(), components, weights);
    DayResult result = fold.run(steps, new Both(details, columns));
    List<Prediction> predictions = new ArrayList<>();
    addPredictions(predictions, Models.BOOK, columns, all, totals, scope);
    addPredictions(
        predictions, Models.UNCALIBRATED, columns, always(prior(components)), totals, scope);
    addBaselines(predictions, law, steps, totals);
    BookState end = result.end();
    if (book.isRescaled()) {
      List<Rescale> after = RunningModel.next(sums, book, columns, totals, scope);
      end = end.withRescale(after.get(0), after.get(1));
    }
    String printScope = law.origin().equals(StoredLaw.OWN) ? scope : scope + ", " + law.origin();
    return new Day(result, end, details, predictions, law.fitId(), printScope, warmUp);
  }

  private void addBaselines(
      List<Prediction> predictions, StoredLaw law, DaySteps steps, ReportedLiquidations totals) {
    if (law != runningLaw) {
      running = RunningModel.upTo(steps.day(), law, history);
      runningLaw = law;
    }
    for (RunningModel model : running) {
      CrossedExposure columns = model.columns(steps, totals.prints(law.printScope()));
      addPredictions(predictions, model.name(), columns, model.weights(), totals, law.printScope());
      model.end(columns, totals, law.printScope());
    }
  }

  private static Map<Horizon, RestingExposure.Weights> always(RestingExposure.Weights weights) {
    Map<Horizon, RestingExposure.Weights> result = new TreeMap<>();
    for (Horizon horizon : Horizon.values()) {
      result.put(horizon, weights);
    }
    return result;
  }

  private static void addPredictions(
      List<Prediction> to,
      String model,
      CrossedExposure columns,
      Map<Horizon, RestingExposure.Weights> weights,
      ReportedLiquidations totals,
      String scope) {
    weights.forEach(
        (horizon, own) -> {
          if (horizon == Horizon.PATH_5M && !Models.of(model).isPredictedByBar()) {
            return;
          }
          for (Side side : Side.values()) {
            double[] known = known(horizon, totals, scope, side);
            for (int slot = 0; slot < horizon.slots(); slot++) {
              double[] window = columns.of(horizon, side, slot);
              if (window != null) {
                boolean located = horizon == Horizon.PATH_1H && columns.hasPrints();
                to.add(
                    new Prediction(
                        horizon,
                        model,
                        side,
                        slot,
                        own.band(side, window),
                        horizon == Horizon.PATH_5M
                            ? known[slot]
                            : CrossedExposure.realised(known, slot, horizon.hours()),
                        located ? columns.location(side, slot, weights.get(Horizon.PATH_5M)) : null,
                        scope));
              }
            }
          }
        });
  }

  private static double[] known(
      Horizon horizon, ReportedLiquidations totals, String scope, Side side) {
    return horizon == Horizon.PATH_5M ? totals.bars(scope, side) : totals.hours(scope, side);
  }

  /** Before a law the scope is the feed rule that tells most of the day. */
  private static String anyScope(ReportedLiquidations totals) {
    String best = "none";
    int most = 0;
    for (String rule : totals.rules()) {
      int known = 0;
      for (double hour : totals.hours(rule, Side.LONG)) {
        known += Double.isNaN(hour) ? 0 : 1;
      }
      if (known > most) {
        most = known;
        best = rule;
      }
    }
    return best;
  }

  /** The prior law has neither draws nor a rescale. */
  private static RestingExposure.Weights prior(LeverageComponents components) {
    return new RestingExposure.Weights(
        PriorLaw.of(components), new double[2][0][], new double[] {1, 1});
  }

  /** Both watch one fold. */
  private record Both(BookFold.Observer one, BookFold.Observer other) implements BookFold.Observer {
    @Override
    public void before(int t, double price) {
      one.before(t, price);
      other.before(t, price);
    }

    @Override
    public void after(int t) {
      one.after(t);
      other.after(t);
    }
  }
}
