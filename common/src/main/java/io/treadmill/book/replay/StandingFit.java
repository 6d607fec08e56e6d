package io.treadmill.book.replay;

import io.treadmill.book.law.Dispersion;
import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.law.HorizonStack;
import io.treadmill.book.law.ModelFit;
import io.treadmill.book.law.Observations;
import io.treadmill.book.map.Exposure;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.standing.HorizonParts;
import io.treadmill.book.standing.InflowTable;
import io.treadmill.book.standing.MapHorizon;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Makes the laws of the standing map of the book: the law of the hours, what it says of the inflow,
 * and the rule of freshness, stacked by few weights a horizon. A draw of the law of the hours is a
 * draw of the map.
 *
 * @param table what is forced of the inflow, by component
 * @param window the training window
 * @param book the law of the hours of the book
 * @param rule that of freshness with its far side
 */
record StandingFit(
    LeverageComponents components, InflowTable table, UtcDays window, Level book, Level rule) {
  /**
   * A law of the hours and its trailing factor of each training day by side.
   *
   * @param factors 1 where the model is not rescaled
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Level(FittedLaw path, double[][] factors) {}

  /**
   * Returns the law of a horizon.
   *
   * @param rows what the map held and what came, in the columns of {@link StandingState}; none
   *     where no total of the horizon is known: then the weights of the parts are those of the
   *     prior
   * @param far law of freshness of the horizon; null where there is none
   */
  FittedLaw law(Horizon horizon, List<Observations.Row> rows, FittedLaw far) {
    List<Double> prior = MapHorizon.ALL.get(Horizon.MAPS.indexOf(horizon)).prior();
    boolean known = far != null && !rows.isEmpty();
    List<double[]> said = known ? said(horizon, rows, far) : List.of();
    double[] stack =
        known
            ? stack(rows, said, HorizonStack.priorWithRule(prior))
            : Arrays.copyOf(
                prior.stream().mapToDouble(Double::doubleValue).toArray(), HorizonParts.COUNT);
    double[][] weights = new double[2][];
    double[][][] draws = new double[2][][];
    for (Side side : Side.values()) {
      FittedLaw.OfSide law = book.path.of(side);
      weights[side.index()] = parts(horizon, side, law.weight(), far).stacked(stack);
      draws[side.index()] =
          Arrays.stream(law.draws())
              .map(draw -> parts(horizon, side, draw, far).stacked(stack))
              .toArray(double[][]::new);
    }
    double[] expected = said.stream().mapToDouble(parts -> Exposure.times(parts, stack)).toArray();
    return ModelFit.ofDraws(StandingState.columns(components), weights, draws, rows)
        .withDispersions(Dispersion.bySide(known ? rows : List.of(), expected));
  }

  private HorizonParts parts(Horizon horizon, Side side, double[] weights, FittedLaw far) {
    double[] ofRule = far == null ? new double[Models.farColumns().size()] : far.of(side).weight();
    return new HorizonParts(
        Arrays.copyOf(weights, components.count()),
        table.forced(side, Horizon.MAPS.indexOf(horizon), weights),
        ofRule);
  }

  /** What each part says of each row, with the trailing factor of its day. */
  private List<double[]> said(Horizon horizon, List<Observations.Row> rows, FittedLaw far) {
    HorizonParts[] laws = new HorizonParts[2];
    for (Side side : Side.values()) {
      laws[side.index()] = parts(horizon, side, book.path.of(side).weight(), far);
    }
    List<double[]> said = new ArrayList<>();
    for (Observations.Row row : rows) {
      int side = row.side().index();
      int day = (int) (UtcDays.dayOf(row.ts()).toEpochDay() - window.from().toEpochDay());
      said.add(laws[side].of(row.columns(), book.factors[side][day], rule.factors[side][day]));
    }
    return said;
  }

  private static double[] stack(List<Observations.Row> rows, List<double[]> said, double[] prior) {
    double[] realised = rows.stream().mapToDouble(Observations.Row::realised).toArray();
    return HorizonStack.withRuleAlone(HorizonStack.weights(said, realised, prior));
  }

  /** Adds the laws of all horizons to those of the other models. */
  void addTo(Map<String, FittedLaw> models, TrainingRows rows) {
    for (Horizon horizon : Horizon.MAPS) {
      FittedLaw far = models.get(InstrumentLaw.key(Models.FINE_FRESHNESS_FAR, horizon));
      models.put(InstrumentLaw.key(Models.BOOK, horizon), law(horizon, rows.map(horizon), far));
    }
  }
}
