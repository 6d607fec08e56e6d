package io.treadmill.lab.validate;

import io.treadmill.book.law.FitRule;
import io.treadmill.book.position.Activity;
import io.treadmill.book.position.InflowMode;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.lab.ladder.Tuning;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Compares settings of the book on one instrument, inside training days. */
public final class RealTuning {
  private static final List<Double> THETAS = List.of(0.35, 0.6, 1.0);
  // theta and c are nearly one parameter: their product is what the grid moves.
  private static final List<Double> PRODUCTS = List.of(0.05, 0.075, 0.11);
  private static final List<Double> BETAS = List.of(1.2, 1.6, 2.0);

  private RealTuning() {}

  /** Prints the sets of the grid, the best first, and the set in use among them. */
  public static void print(
      InstrumentHistory history, UtcDays train, int folds, Consumer<String> out) {
    RealLadder ladder = new RealLadder(history, train, train);
    List<ParameterSet> sets = new ArrayList<>(List.of(ParameterSet.REAL, smallPositions()));
    for (Activity activity : Activity.values()) {
      for (double theta : THETAS) {
        for (double product : PRODUCTS) {
          for (double beta : BETAS) {
            sets.add(
                new ParameterSet(
                    "grid", theta, product / theta, beta, InflowMode.ADD_AFTER_CROSSING, activity));
          }
        }
      }
    }
    Tuning tuning = new Tuning(train, folds, history.steps(), history.realised(), ladder::market);
    out.accept("deviance of the set in use by the way its weights are found:");
    tuning
        .rules(ParameterSet.REAL, List.of(FitRule.SHARED, FitRule.POOLED, FitRule.PER_SIDE))
        .forEach(
            (rule, deviance) ->
                out.accept(String.format(Locale.ROOT, "%9.1f  %s", deviance, rule)));
    List<Tuning.Trial> trials = tuning.run(sets);
    out.accept(
        history.instrument()
            + ": deviance of "
            + folds
            + " blocks of "
            + train
            + ", each predicted by a fit of the others");
    out.accept(
        String.format(
            "%9s  %-6s %6s %7s %5s  %-8s  %s",
            "deviance", "set", "theta", "decay", "beta", "spikes", "activity"));
    for (Tuning.Trial trial : trials) {
      ParameterSet set = trial.parameters();
      out.accept(
          String.format(
              Locale.ROOT,
              "%9.1f  %-6s %6.2f %7.4f %5.2f  %-8s  %s",
              trial.deviance(),
              set.name(),
              set.theta(),
              set.decay(),
              set.beta(),
              set.spikes().text(),
              set.activity().text()));
    }
  }

  /** The set in use, with the spikes where small positions are liquidated. */
  private static ParameterSet smallPositions() {
    ParameterSet real = ParameterSet.REAL;
    return new ParameterSet(
        "small",
        real.theta(),
        real.decay(),
        real.beta(),
        real.inflowMode(),
        real.activity(),
        MarginTiers.PositionSize.SMALLEST);
  }
}
