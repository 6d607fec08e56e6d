package io.treadmill.lab.validate;

import io.treadmill.book.law.Calibration;
import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.models.Models;
import io.treadmill.book.score.Score;
import io.treadmill.lab.ladder.Ladder;
import io.treadmill.lab.simulate.SimulatedBars;
import io.treadmill.market.BarClock;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ladder on one seed of a simulated world, scored in cells of 1 h x 50 bp, and each standing
 * map held against the true book at the end of every test day.
 */
final class WorldLadder {
  private static final int DRAWS = 50;

  private final WorldHistory history;

  /**
   * What one seed gave.
   *
   * @param seed seed of the world
   * @param cells the ladder in cells
   * @param rankCorrelation mean daily rank correlation of each standing map with the true book
   */
  record Result(long seed, Ladder.Result cells, Map<String, Double> rankCorrelation) {}

  private WorldLadder(WorldHistory history) {
    this.history = history;
  }

  /** Runs the ladder on a seed. */
  static Result run(WorldHistory history) {
    return new WorldLadder(history).run();
  }

  private Result run() {
    Models.Market market = history.market();
    Ladder.Plan plan = history.plan(Calibration.FRESHNESS_SHARE, DRAWS);
    Ladder.Result result =
        Ladder.updating(plan, market, history.steps(), history.cells(history.forced()), Models.ALL)
            .run();
    Map<String, Double> correlation = new LinkedHashMap<>();
    for (Models.Definition model : Models.ALL) {
      correlation.put(
          model.name(),
          rankCorrelation(model.factory().make(market), result.laws().get(model.name())));
    }
    return new Result(history.seed(), result, correlation);
  }

  private double rankCorrelation(HeatmapModel model, FittedLaw law) {
    double sum = 0;
    int days = 0;
    for (int day = 0; day < WorldHistory.DAYS; day++) {
      int end = (day + 1) * BarClock.BARS_OF_A_DAY;
      history.steps().subList(end - BarClock.BARS_OF_A_DAY, end).forEach(model::step);
      if (day > WorldHistory.LAST_TRAIN) {
        double price = history.steps().get(end - 1).close();
        sum += Score.spearman(history.truth(day), standing(model, law, price));
        days++;
      }
    }
    return sum / days;
  }

  private static double[] standing(HeatmapModel model, FittedLaw law, double price) {
    double[] cells = new double[2 * SimulatedBars.CELLS_A_SIDE];
    int reach = SimulatedBars.CELLS_A_SIDE * SimulatedBars.CELL_BUCKETS;
    int centre = PriceGrid.bucket(price);
    double[] columns = new double[model.columns().size()];
    for (Side side : Side.values()) {
      double[] weights = law.of(side).weight();
      for (int bucket = centre - reach; bucket < centre + reach; bucket++) {
        int cell = SimulatedBars.cell(side, bucket, price);
        if (cell >= 0) {
          Arrays.fill(columns, 0);
          model.addStanding(side, bucket, price, 1, columns, 0);
          for (int k = 0; k < columns.length; k++) {
            cells[cell] += columns[k] * weights[k];
          }
        }
      }
    }
    return cells;
  }
}
