package io.treadmill.book.replay;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.Rescale;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A baseline under one law, read up to a day. It starts empty before the training window of its
 * law, as it did when it was fitted, so its predictions of a day are the same whichever run makes
 * them.
 */
final class RunningModel {
  private final String name;
  private final HeatmapModel model;
  private final Map<Horizon, FittedLaw> laws;
  private List<Rescale> sums;

  private RunningModel(String name, HeatmapModel model, InstrumentLaw law) {
    this.name = name;
    this.model = model;
    this.laws = law.byHorizon(name, horizon -> model.columns());
    this.sums = path().sums();
  }

  private FittedLaw path() {
    return laws.get(Horizon.PATH_1H);
  }

  /** Returns the baselines of a law, read up to the day before a day. */
  static List<RunningModel> upTo(
      LocalDate day, InstrumentLaw law, Models.Market market, TrainingHistory history) {
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
        if (used && one.path().isRescaled()) {
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
    return CrossedExposure.of(model, TrainingHistory.withoutProfiles(steps), prints).run();
  }

  /** Returns the name of the model. */
  String name() {
    return name;
  }

  /** Returns the law of each horizon in force on the day that is read next. */
  Map<Horizon, FittedLaw> inForce() {
    return InstrumentLaw.inForce(laws, sums);
  }

  /** Ends a day: its totals enter the rescale of later days. */
  void end(CrossedExposure day, ReportedLiquidations totals, String scope) {
    sums = day.rescaleAfter(sums, path(), totals, scope);
  }
}
