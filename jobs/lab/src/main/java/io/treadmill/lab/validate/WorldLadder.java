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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
   * @param ranks mean daily rank correlation of each standing map with the true book: within 10 %
   *     of the price, then by {@link #FARTHEST} of its percents
   */
  record Result(long seed, Ladder.Result cells, Map<String, double[]> ranks) {
    double rankCorrelation(String model) {
      return ranks.get(model)[0];
    }
  }

  /** Last percent from the price of each band of distance. */
  static final List<Integer> FARTHEST = List.of(3, 6, 10);

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
    Map<String, double[]> ranks = new LinkedHashMap<>();
    for (Models.Definition model : Models.ALL) {
      ranks.put(model.name(), ranks(model.factory().make(market), result.laws().get(model.name())));
    }
    return new Result(history.seed(), result, ranks);
  }

  private double[] ranks(HeatmapModel model, FittedLaw law) {
    double[] sums = new double[1 + FARTHEST.size()];
    int days = 0;
    for (int day = 0; day < WorldHistory.DAYS; day++) {
      int end = (day + 1) * BarClock.BARS_OF_A_DAY;
      history.steps().subList(end - BarClock.BARS_OF_A_DAY, end).forEach(model::step);
      if (day > WorldHistory.LAST_TRAIN) {
        double price = history.steps().get(end - 1).close();
        double[] truth = history.truth(day);
        double[] map = standing(model, law, price);
        sums[0] += Score.spearman(truth, map);
        for (int band = 0; band < FARTHEST.size(); band++) {
          sums[1 + band] += Score.spearman(band(truth, band), band(map, band));
        }
        days++;
      }
    }
    int count = days;
    return Arrays.stream(sums).map(sum -> sum / count).toArray();
  }

  /** Returns the cells of a band of distance, of both sides. */
  private static double[] band(double[] cells, int band) {
    int from = band == 0 ? 0 : FARTHEST.get(band - 1);
    return IntStream.range(0, cells.length)
        .filter(
            cell -> {
              int away =
                  cell < SimulatedBars.CELLS_A_SIDE
                      ? SimulatedBars.CELLS_A_SIDE - 1 - cell
                      : cell - SimulatedBars.CELLS_A_SIDE;
              return away >= from && away < FARTHEST.get(band);
            })
        .mapToDouble(cell -> cells[cell])
        .toArray();
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
