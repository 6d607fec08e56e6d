package io.treadmill.lab.validate;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.law.ModelFit;
import io.treadmill.book.law.Observations;
import io.treadmill.book.law.Realised;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Step;
import io.treadmill.book.position.Turnover;
import io.treadmill.lab.simulate.SimulatedBars;
import io.treadmill.lab.simulate.World;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A simulated market as statistics read it: a perpetual with every forced order, the predictions
 * and masses of the calibrated book, and the index as its spot market. The law is fitted to the
 * same days: what statistics find must come from the world, not from a bad map.
 */
final class WorldMarkets {
  private static final int MARKET_WARM_UP_DAYS = 7;
  private static final int STEPS_OF_A_MAP = 3;
  private static final double[] MOVES_PERCENT = {0.5, 1, 2, 3, 4, 5};
  private static final String RULE = "full";

  private final SimulatedBars bars;
  private final UtcDays days;
  private final Steps grid;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Column, double[]> perpetual = new EnumMap<>(Column.class);
  private final Map<Column, double[]> spot = new EnumMap<>(Column.class);
  private final List<MarketSeries.Settlement> settled = new ArrayList<>();
  private final double[][] usd;
  private final double[][] prints;
  private final double[][] predicted;
  private final List<MarketSeries.MassWithin> masses = new ArrayList<>();
  private final Realised realised = Realised.hourlyTotals();

  private WorldMarkets(World world, long seed, int count) {
    LocalDate first = SimulatedBars.firstDay();
    this.bars = new SimulatedBars(world, seed, MARKET_WARM_UP_DAYS);
    this.days = new UtcDays(first, first.plusDays(count - 1L));
    this.grid = Steps.of(days, BarClock.BAR_MICROS);
    this.usd = new double[2][grid.count()];
    this.prints = new double[2][grid.count()];
    this.predicted = new double[2][grid.count()];
    for (Column column : Column.values()) {
      perpetual.put(column, missing());
      spot.put(column, missing());
    }
  }

  private double[] missing() {
    double[] values = new double[grid.count()];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  /**
   * Simulates a world.
   *
   * @param count days, at least 10
   */
  static AssetMarkets of(World world, long seed, int count) {
    WorldMarkets result = new WorldMarkets(world, seed, count);
    result.simulate(bars -> {});
    result.predict();
    return result.markets();
  }

  /**
   * Simulates a world without fitting a map: predictions are missing, masses are none.
   *
   * @param count days, at least 1
   * @param everyBar sees the market after each bar, for what is true and not reported
   */
  static AssetMarkets withoutMap(
      World world, long seed, int count, Consumer<SimulatedBars> everyBar) {
    WorldMarkets result = new WorldMarkets(world, seed, count);
    result.simulate(everyBar);
    for (double[] side : result.predicted) {
      Arrays.fill(side, Double.NaN);
    }
    return result.markets();
  }

  private void simulate(Consumer<SimulatedBars> everyBar) {
    for (int i = 0; i < grid.count(); i++) {
      Step step = bars.next();
      steps.add(step);
      realised.know(step.ts());
      for (SimulatedBars.Forced order : bars.forced()) {
        realised.add(step.ts(), order.side(), order.bucket(), order.usd(), 1);
        usd[order.side().index()][i] += order.usd();
        prints[order.side().index()][i]++;
      }
      set(perpetual, i, step.open(), step.high(), step.low(), step.close());
      perpetual.get(Column.BASE_VOLUME)[i] = step.volume();
      perpetual.get(Column.TAKER_BUY_BASE)[i] = bars.takerBuyBase();
      perpetual.get(Column.OPEN_INTEREST)[i] = step.openInterestStart();
      perpetual.get(Column.MARK)[i] = step.close();
      perpetual.get(Column.INDEX)[i] = bars.indexPrice();
      double last = i == 0 ? bars.indexPrice() : spot.get(Column.CLOSE)[i - 1];
      double now = bars.indexPrice();
      set(spot, i, last, Math.max(last, now), Math.min(last, now), now);
      if (!Double.isNaN(bars.settledRate())) {
        settled.add(new MarketSeries.Settlement(step.ts(), bars.settledRate(), 480));
      }
      everyBar.accept(bars);
    }
  }

  private static void set(
      Map<Column, double[]> columns, int i, double open, double high, double low, double close) {
    columns.get(Column.OPEN)[i] = open;
    columns.get(Column.HIGH)[i] = high;
    columns.get(Column.LOW)[i] = low;
    columns.get(Column.CLOSE)[i] = close;
  }

  private void predict() {
    Models.Definition book = Models.of(Models.BOOK);
    Models.Market market = market();
    Observations rows = new Observations(book.factory().make(market), realised);
    steps.forEach(rows::step);
    FittedLaw law = ModelFit.of(book.rule(), rows.model(), rows.finish(), days);
    HeatmapModel model = book.factory().make(market);
    double[] columns = new double[model.columns().size()];
    for (int i = 0; i < grid.count(); i++) {
      if (i % STEPS_OF_A_MAP == 0 && i > 0) {
        addMasses(model, law, i);
      }
      model.step(steps.get(i));
      for (Side side : Side.values()) {
        Arrays.fill(columns, 0);
        for (int row = 0; row < model.rows(); row++) {
          model.addCrossed(side, row, columns, 0);
        }
        predicted[side.index()][i] = law.expected(side, columns);
      }
    }
  }

  private void addMasses(HeatmapModel model, FittedLaw law, int i) {
    double price = steps.get(i - 1).close();
    double[] columns = new double[model.columns().size()];
    for (Side side : Side.values()) {
      for (double percent : MOVES_PERCENT) {
        double moved = price * (1 - side.sign() * percent / 100);
        Arrays.fill(columns, 0);
        model.addReach(
            side, PriceRange.of(price, Math.min(price, moved), Math.max(price, moved)), columns, 0);
        masses.add(
            new MarketSeries.MassWithin(
                grid.micros(i), side, percent, law.expected(side, columns)));
      }
    }
  }

  private Models.Market market() {
    double openInterest = steps.get(0).openInterestStart();
    ParameterSet parameters = ParameterSet.WORLD;
    Turnover mean =
        Turnover.mean(steps, openInterest, parameters, days.startMicros(), days.endMicros());
    return new Models.Market(
        parameters,
        bars.tiers(),
        ContractValue.linear(),
        days.from().minusDays(1),
        openInterest,
        mean,
        parameters);
  }

  private AssetMarkets markets() {
    ForcedFlow flow = new ForcedFlow(RULE, grid, usd, usd, usd, prints, predicted);
    Instrument perp = new Instrument("simulated", Product.LINEAR_PERP, "BTCUSDT");
    Instrument index = new Instrument("simulated", Product.SPOT, "BTCUSDT");
    return new AssetMarkets(
        "BTC",
        List.of(
            new MarketSeries(
                perp,
                grid,
                MarketSeries.Parts.ofColumns(perpetual)
                    .withSettled(settled)
                    .withForced(Map.of(RULE, flow))
                    .withMap(List.of(), masses)),
            new MarketSeries(index, grid, MarketSeries.Parts.ofColumns(spot))),
        List.of());
  }
}
