package io.treadmill.jobs.validate;

import io.treadmill.book.Calibration;
import io.treadmill.book.ContractValue;
import io.treadmill.book.HeatmapModel;
import io.treadmill.book.ModelFit;
import io.treadmill.book.ParameterSet;
import io.treadmill.book.Realised;
import io.treadmill.book.Score;
import io.treadmill.book.Step;
import io.treadmill.book.Turnover;
import io.treadmill.book.models.Models;
import io.treadmill.book.validation.FrozenMap;
import io.treadmill.book.validation.Ladder;
import io.treadmill.jobs.simulate.SimulatedBars;
import io.treadmill.jobs.simulate.World;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ladder on one seed of a simulated world: sixty days, fitted on days 7 to 32, scored on days
 * 33 to 59 in cells of 1 h x 50 bp, and each standing map held against the true book at the end of
 * every test day.
 */
final class WorldLadder {
  private static final int MARKET_WARM_UP_DAYS = 7;
  private static final int DAYS = 60;
  private static final int FIRST_TRAIN = 7;
  private static final int LAST_TRAIN = 32;
  private static final long HOUR_MICROS = 3_600_000_000L;
  private static final int CELL_BUCKETS = 5;
  private static final int DRAWS = 50;

  private final long seed;
  private final ParameterSet parameters;
  private final SimulatedBars bars;
  private final List<Step> steps = new ArrayList<>();
  private final List<double[]> truths = new ArrayList<>();
  private final Realised cells = new Realised(HOUR_MICROS, CELL_BUCKETS);
  private final Realised totals = Realised.hourlyTotals();

  /**
   * What one seed gave.
   *
   * @param seed seed of the world
   * @param cells the ladder in cells
   * @param rankCorrelation mean daily rank correlation of each standing map with the true book
   * @param horizons the ladder of frozen maps by hours ahead
   */
  record Result(
      long seed,
      Ladder.Result cells,
      Map<String, Double> rankCorrelation,
      Map<Integer, Ladder.Result> horizons) {}

  private WorldLadder(World world, long seed) {
    this.seed = seed;
    this.parameters = world.name().equals("hard") ? ParameterSet.HARD_WORLD : ParameterSet.WORLD;
    this.bars = new SimulatedBars(world, seed, MARKET_WARM_UP_DAYS);
    boolean capped = world.maxPrintsPerSecond() > 0;
    for (int day = 0; day < DAYS; day++) {
      for (int bar = 0; bar < SimulatedBars.BARS_OF_A_DAY; bar++) {
        Step step = bars.next();
        steps.add(step);
        cells.know(step.ts());
        totals.know(step.ts());
        for (SimulatedBars.Forced order : capped ? bars.throttled() : bars.forced()) {
          cells.add(step.ts(), order.side(), order.bucket(), order.usd(), 1);
          totals.add(step.ts(), order.side(), order.bucket(), order.usd(), 1);
        }
      }
      truths.add(bars.truth());
    }
  }

  /** Returns the first day of the world plus some days. */
  private static LocalDate day(int number) {
    return SimulatedBars.firstDay().plusDays(number);
  }

  /**
   * Simulates a seed and runs the ladder.
   *
   * @param hours horizons of frozen maps, hours
   */
  static Result run(World world, long seed, List<Integer> hours) {
    return new WorldLadder(world, seed).run(hours);
  }

  private Result run(List<Integer> hours) {
    Models.Market market = market();
    Ladder.Plan plan = plan(Calibration.FRESHNESS_SHARE, DRAWS);
    Ladder.Result result = Ladder.updating(plan, market, steps, cells, Models.ALL).run();
    Map<String, Double> correlation = new LinkedHashMap<>();
    for (Models.Definition model : Models.ALL) {
      correlation.put(
          model.name(),
          rankCorrelation(model.factory().make(market), result.fits().get(model.name())));
    }
    Map<Integer, Ladder.Result> horizons = new LinkedHashMap<>();
    for (int horizon : hours) {
      Ladder.Plan frozen =
          plan(horizon > 1 ? Calibration.FROZEN_FRESHNESS_SHARE : Calibration.FRESHNESS_SHARE, 0);
      horizons.put(
          horizon,
          Ladder.frozen(new FrozenMap(horizon, 1), frozen, market, steps, totals, Models.ALL)
              .run());
    }
    return new Result(seed, result, correlation, horizons);
  }

  private Ladder.Plan plan(double freshnessShare, int draws) {
    return new Ladder.Plan(
        day(FIRST_TRAIN),
        day(LAST_TRAIN),
        day(LAST_TRAIN + 1),
        day(DAYS - 1),
        false,
        freshnessShare,
        draws,
        seed);
  }

  private Models.Market market() {
    double openInterest = steps.get(0).openInterestStart();
    Turnover mean =
        Turnover.mean(
            steps,
            openInterest,
            parameters,
            UtcDays.startMicros(day(FIRST_TRAIN)),
            UtcDays.startMicros(day(LAST_TRAIN + 1)));
    return new Models.Market(
        parameters, bars.tiers(), ContractValue.linear(), day(-1), openInterest, mean, parameters);
  }

  private double rankCorrelation(HeatmapModel model, ModelFit fit) {
    double sum = 0;
    int days = 0;
    for (int day = 0; day < DAYS; day++) {
      for (int bar = 0; bar < SimulatedBars.BARS_OF_A_DAY; bar++) {
        model.step(steps.get(day * SimulatedBars.BARS_OF_A_DAY + bar));
      }
      if (day > LAST_TRAIN) {
        double price = steps.get((day + 1) * SimulatedBars.BARS_OF_A_DAY - 1).close();
        sum += Score.spearman(truths.get(day), standing(model, fit, price));
        days++;
      }
    }
    return sum / days;
  }

  private static double[] standing(HeatmapModel model, ModelFit fit, double price) {
    double[] cells = new double[2 * SimulatedBars.CELLS_A_SIDE];
    int reach = SimulatedBars.CELLS_A_SIDE * SimulatedBars.CELL_BUCKETS;
    int centre = PriceGrid.bucket(price);
    double[] columns = new double[model.columns().size()];
    for (Side side : Side.values()) {
      double[] weights = fit.weights(side);
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
