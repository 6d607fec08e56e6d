package io.treadmill.lab.validate;

import io.treadmill.lab.simulate.SimulatedBars;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A perpetual without traders, cheap enough for hundreds of runs: volatility and open interest come
 * and go, funding follows a premium, forced orders follow range. Nothing of it depends on a state.
 */
public final class GeneratedMarket {
  private static final double DAILY_VOLATILITY = 0.025;
  private static final double REACTION = 1.0 / (24 * 12); // Volatility forgets within a day.
  private static final int SETTLEMENT_STEPS = 96;
  private static final String RULE = "full";

  private final Steps steps;
  private final Random random;
  private final Map<Column, double[]> columns;
  private final double[][] forced;
  private final List<MarketSeries.Settlement> settled = new ArrayList<>();

  private GeneratedMarket(int days, long seed) {
    LocalDate first = SimulatedBars.firstDay();
    this.steps = Steps.of(new UtcDays(first, first.plusDays(days - 1L)), BarClock.BAR_MICROS);
    this.random = new Random(seed);
    this.forced = new double[2][steps.count()];
    this.columns = columns(steps.count(), Column.OPEN_INTEREST, Column.MARK, Column.INDEX);
  }

  /** Returns columns of prices and of what was traded, and further ones. */
  static Map<Column, double[]> columns(int steps, Column... further) {
    EnumSet<Column> all = EnumSet.range(Column.OPEN, Column.BASE_VOLUME);
    all.add(Column.TAKER_BUY_BASE);
    all.addAll(List.of(further));
    Map<Column, double[]> columns = new EnumMap<>(Column.class);
    all.forEach(column -> columns.put(column, new double[steps]));
    return columns;
  }

  /** Returns a market of whole days. */
  public static MarketSeries of(int days, long seed) {
    GeneratedMarket market = new GeneratedMarket(days, seed);
    market.generate();
    return market.series();
  }

  private void generate() {
    double volatility = 0;
    double interest = 0;
    double premium = 0;
    double price = Math.log(90_000);
    double premiumSum = 0;
    for (int i = 0; i < steps.count(); i++) {
      volatility += -REACTION * volatility + 0.6 * Math.sqrt(2 * REACTION) * random.nextGaussian();
      interest += -REACTION / 5 * interest + 0.0015 * random.nextGaussian();
      premium += -REACTION * premium + 2e-5 * random.nextGaussian();
      double sigma = DAILY_VOLATILITY / Math.sqrt(BarClock.BARS_OF_A_DAY) * Math.exp(volatility);
      double open = price;
      price += sigma * random.nextGaussian();
      double high = Math.max(open, price) + 0.5 * sigma * Math.abs(random.nextGaussian());
      double low = Math.min(open, price) - 0.5 * sigma * Math.abs(random.nextGaussian());
      double volume = 100 * Math.exp(volatility + 0.3 * random.nextGaussian());
      set(Column.OPEN, i, Math.exp(open));
      set(Column.HIGH, i, Math.exp(high));
      set(Column.LOW, i, Math.exp(low));
      set(Column.CLOSE, i, Math.exp(price));
      set(Column.BASE_VOLUME, i, volume);
      set(Column.TAKER_BUY_BASE, i, volume * (0.5 + 0.2 * random.nextGaussian()));
      set(Column.OPEN_INTEREST, i, 90_000 * Math.exp(interest));
      set(Column.INDEX, i, Math.exp(price));
      set(Column.MARK, i, Math.exp(price) * (1 + 1e-4 + premium));
      double usd = 1e8 * (high - low) * Math.exp(random.nextGaussian());
      forced[price < open ? 0 : 1][i] = usd;
      if (i % SETTLEMENT_STEPS == 0 && i > 0) {
        settled.add(
            new MarketSeries.Settlement(
                steps.micros(i), 1e-4 + premiumSum / SETTLEMENT_STEPS, 480));
        premiumSum = 0;
      }
      premiumSum += premium;
    }
  }

  private void set(Column column, int i, double value) {
    columns.get(column)[i] = value;
  }

  private MarketSeries series() {
    double[][] unknown = new double[2][steps.count()];
    Arrays.fill(unknown[0], Double.NaN);
    Arrays.fill(unknown[1], Double.NaN);
    return new MarketSeries(
        new Instrument("simulated", Product.LINEAR_PERP, "BTCUSDT"),
        steps,
        MarketSeries.Parts.ofColumns(columns)
            .withSettled(settled)
            .withForced(
                Map.of(
                    RULE, new ForcedFlow(RULE, steps, forced, forced, forced, unknown, unknown))));
  }
}
