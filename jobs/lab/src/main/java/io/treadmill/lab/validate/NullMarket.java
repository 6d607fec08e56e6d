package io.treadmill.lab.validate;

import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
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
import java.util.Random;

/**
 * A market in which nothing follows from anything: independent returns with volatility that wanders
 * and has a season, crashes at random times that leave it higher for hours, volume and forced
 * orders that go with volatility, open interest that wanders, settlements every eight hours. Cheap,
 * so that tests can be asked for their size.
 */
public final class NullMarket {
  /** First day of the market. */
  public static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);

  private static final String RULE = "full";
  private static final int SETTLEMENT = 96;
  private static final double DAILY_VOLATILITY = 0.02;
  private static final double CRASHES_PER_DAY = 0.5;
  private static final double CRASH_VOLUME = 4;
  private static final double EXCITEMENT = 0.1;
  private static final double FORCED_SHARE = 5e-6;
  private static final double CRASH_FORCED = 300;

  private final Random random;
  private final Steps steps;
  private final Map<Column, double[]> columns = new EnumMap<>(Column.class);
  private final double[][] forced;
  private double logVolatility;
  private double logVolume;
  private double crash;
  private int crashLeft;

  private NullMarket(long seed, int days) {
    this.random = new Random(seed);
    this.steps =
        new Steps(
            FIRST_DAY.toEpochDay() * BarClock.DAY_MICROS,
            BarClock.BAR_MICROS,
            days * BarClock.BARS_OF_A_DAY);
    this.forced = new double[2][steps.count()];
    for (Column column : Column.values()) {
      double[] values = new double[steps.count()];
      Arrays.fill(values, Double.NaN);
      columns.put(column, values);
    }
  }

  /**
   * Draws a market.
   *
   * @param beforeSettlement factor on volume in the 20 minutes before each settlement; 1 plants
   *     nothing
   */
  static MarketSeries of(long seed, int days, double beforeSettlement) {
    NullMarket market = new NullMarket(seed, days);
    market.draw(beforeSettlement);
    return market.perpetual(List.of(), List.of());
  }

  private MarketSeries perpetual(
      List<MarketSeries.Zone> zones, List<MarketSeries.MassWithin> masses) {
    List<MarketSeries.Settlement> settled = new ArrayList<>();
    for (int i = 0; i < steps.count(); i += SETTLEMENT) {
      settled.add(new MarketSeries.Settlement(steps.micros(i), 1e-4, 480));
    }
    return new MarketSeries(
        new Instrument("drawn", Product.LINEAR_PERP, "BTCUSDT"),
        steps,
        MarketSeries.Parts.ofColumns(columns)
            .withSettled(settled)
            .withForced(Map.of(RULE, flow()))
            .withMap(zones, masses));
  }

  /**
   * Draws a market with a map at random and a spot market at the same prices.
   *
   * @param days days, at least 2
   */
  public static AssetMarkets withMap(long seed, int days) {
    NullMarket market = new NullMarket(seed, days);
    market.draw(1);
    Map<Column, double[]> spot = new EnumMap<>(market.columns);
    spot.put(Column.OPEN_INTEREST, market.columns.get(Column.MARK));
    List<MarketSeries.Zone> zones = new ArrayList<>();
    List<MarketSeries.MassWithin> masses = new ArrayList<>();
    PlantedOrders.addMap(
        market.steps, market.columns.get(Column.CLOSE), new Random(seed), zones, masses);
    return new AssetMarkets(
        "BTC",
        List.of(
            market.perpetual(zones, masses),
            new MarketSeries(
                new Instrument("drawn", Product.SPOT, "BTCUSDT"),
                market.steps,
                MarketSeries.Parts.ofColumns(spot))),
        List.of());
  }

  private ForcedFlow flow() {
    double[] none = new double[steps.count()];
    Arrays.fill(none, Double.NaN);
    double[][] missing = {none, none};
    return new ForcedFlow(RULE, steps, forced, forced, forced, missing, missing);
  }

  private void draw(double beforeSettlement) {
    double log = Math.log(100_000);
    double logInterest = Math.log(80_000);
    for (int i = 0; i < steps.count(); i++) {
      double volatility = volatility(i);
      double fall = crashMove();
      boolean crashes = fall != 0;
      double move = volatility * random.nextGaussian() + fall;
      double open = Math.exp(log);
      log += move;
      double wick = volatility * Math.abs(random.nextGaussian());
      set(Column.OPEN, i, open);
      set(Column.CLOSE, i, Math.exp(log));
      set(Column.HIGH, i, Math.max(open, Math.exp(log)) * Math.exp(wick));
      set(Column.LOW, i, Math.min(open, Math.exp(log)) * Math.exp(-wick));
      logVolume = 0.9 * logVolume + 0.15 * random.nextGaussian();
      double factor = i % SETTLEMENT >= SETTLEMENT - 4 ? beforeSettlement : 1;
      double activity = (crashes ? CRASH_VOLUME : 1) * (volatility + 2 * Math.abs(move));
      set(Column.BASE_VOLUME, i, 2e5 * factor * activity * Math.exp(logVolume));
      set(Column.OPEN_INTEREST, i, Math.exp(logInterest));
      for (double[] side : forced) {
        double share =
            FORCED_SHARE * (crashes ? CRASH_FORCED : 1) * Math.exp(random.nextGaussian());
        side[i] = share * Math.exp(logInterest) * open;
      }
      logInterest += 0.4 * activity * random.nextGaussian();
    }
  }

  private double volatility(int i) {
    logVolatility = 0.995 * logVolatility + 0.05 * random.nextGaussian();
    double season =
        1
            + 0.3
                * Math.cos(
                    2 * Math.PI * (i % BarClock.BARS_OF_A_DAY - 180) / BarClock.BARS_OF_A_DAY);
    return DAILY_VOLATILITY / Math.sqrt(BarClock.BARS_OF_A_DAY) * season * Math.exp(logVolatility);
  }

  private double crashMove() {
    if (crashLeft == 0 && random.nextDouble() < CRASHES_PER_DAY / BarClock.BARS_OF_A_DAY) {
      crashLeft = 2 + random.nextInt(4);
      crash = (random.nextBoolean() ? 1 : -1) * (0.015 + 0.02 * random.nextDouble()) / crashLeft;
    }
    if (crashLeft == 0) {
      return 0;
    }
    crashLeft--;
    logVolatility += EXCITEMENT;
    return crash;
  }

  private void set(Column column, int i, double value) {
    columns.get(column)[i] = value;
  }
}
