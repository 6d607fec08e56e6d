package io.treadmill.book.replay;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.RestingExposure;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.Rescale;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A baseline with the weights of one law, read up to a day. It starts empty before the training
 * window of its law, as it did when it was fitted, so its predictions of a day are the same
 * whichever run makes them.
 */
final class RunningModel {
  private final String name;
  private final HeatmapModel model;
  private final FittedLaw weights;
  private final Map<Horizon, FittedLaw> ofHorizon = new TreeMap<>();
  private List<Rescale> sums;

  private RunningModel(String name, HeatmapModel model, StoredLaw law) {
    this.name = name;
    this.model = model;
    this.weights = law.models().get(name).arranged(model.columns());
    for (Horizon horizon : Horizon.values()) {
      ofHorizon.put(horizon, law.weights(name, horizon).arranged(model.columns()));
    }
    this.sums = weights.sums();
  }

  /** Returns the baselines of a law, read up to the day before a day. */
  static List<RunningModel> upTo(LocalDate day, StoredLaw law, TrainingHistory history) {
    Models.Market market = history.market(law.trainedFrom(), law.trainedTo());
    List<RunningModel> running = new ArrayList<>();
    for (String name : Models.fitted()) {
      if (law.models().containsKey(name) && !name.equals(Models.BOOK)) {
        running.add(new RunningModel(name, Models.of(name).factory().make(market), law));
      }
    }
    for (Map.Entry<LocalDate, TrainingHistory.Day> before :
        history.days(history.warmUpFrom(law.trainedFrom()), day.minusDays(1)).entrySet()) {
      boolean used = !before.getKey().isBefore(law.validFrom());
      for (RunningModel one : running) {
        DaySteps steps = TrainingHistory.withoutProfiles(before.getValue().steps());
        if (used && one.weights.isRescaled()) {
          one.end(one.columns(steps, List.of()), before.getValue().totals(), law.printScope());
        } else {
          one.read(steps);
        }
      }
    }
    return running;
  }

  private void read(DaySteps steps) {
    for (int t = 0; t < steps.count(); t++) {
      model.step(steps.step(t));
    }
  }

  /** Reads a day and returns its columns, those of bars too if it has prints. */
  CrossedExposure columns(DaySteps steps, List<ReportedLiquidations.Print> prints) {
    return new CrossedExposure(model, TrainingHistory.withoutProfiles(steps), prints).run();
  }

  /** Returns the name of the model. */
  String name() {
    return name;
  }

  /** Returns the weights of each horizon with the factors of the day that is read next. */
  Map<Horizon, RestingExposure.Weights> weights() {
    return withFactors(ofHorizon, weights.factors(sums));
  }

  /** Returns weights with factors of a day. */
  static Map<Horizon, RestingExposure.Weights> withFactors(
      Map<Horizon, FittedLaw> weights, double[] factors) {
    Map<Horizon, RestingExposure.Weights> result = new TreeMap<>();
    weights.forEach((horizon, own) -> result.put(horizon, own.withFactors(factors)));
    return result;
  }

  /** Ends a day: its totals enter the rescale of later days. */
  void end(CrossedExposure day, ReportedLiquidations totals, String scope) {
    sums = next(sums, weights, day, totals, scope);
  }

  /** Returns rescale sums after a day. */
  static List<Rescale> next(
      List<Rescale> before,
      FittedLaw weights,
      CrossedExposure day,
      ReportedLiquidations totals,
      String scope) {
    List<Rescale> after = new ArrayList<>();
    for (Side side : Side.values()) {
      double[] hours = totals.hours(scope, side);
      double realised = 0;
      for (int h = 0; h < hours.length; h++) {
        boolean read = day.of(Horizon.PATH_1H, side, h) != null;
        realised += Double.isNaN(hours[h]) || !read ? 0 : hours[h];
      }
      double predicted = day.unscaledUsd(side, weights.weight()[side.index()], hours);
      after.add(before.get(side.index()).next(realised, predicted));
    }
    return after;
  }
}
