package io.treadmill.jobs.statistics;

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
import java.util.Optional;
import java.util.Random;

/**
 * A market made of random numbers, each step from its own seed: a step is the same whatever the
 * range of days that is asked for, and other from a day on if that is asked for.
 */
final class RandomMarkets {
  private static final LocalDate EPOCH = LocalDate.of(2026, 1, 1);
  private static final String RULE = "full";
  private static final String AGGREGATE = "aggregate of binance+bybit";

  private final long seed;
  private final LocalDate changedFrom;

  /**
   * Makes a market.
   *
   * @param changedFrom first day whose values are others; null if none
   */
  RandomMarkets(long seed, LocalDate changedFrom) {
    this.seed = seed;
    this.changedFrom = changedFrom;
  }

  /** Returns the markets of days from 2026-01-01 on, one-minute closes of the days of a run. */
  AssetMarkets over(UtcDays history, UtcDays days) {
    MarketSeries perp =
        series(new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT"), history, days, 0);
    MarketSeries spot =
        series(new Instrument("binance", Product.SPOT, "BTCUSDT"), history, days, 5);
    MarketSeries future =
        series(new Instrument("cme", Product.REGULATED_FUTURE, "BTC"), history, days, 9);
    return new AssetMarkets(
        "BTC",
        List.of(perp, spot, future),
        List.of(flow(AGGREGATE, history, BarClock.HOUR_MICROS)));
  }

  private MarketSeries series(Instrument instrument, UtcDays history, UtcDays days, double basis) {
    Steps steps = Steps.of(history, BarClock.BAR_MICROS);
    Map<Column, double[]> columns = new EnumMap<>(Column.class);
    boolean perpetual = instrument.product() == Product.LINEAR_PERP;
    for (Column column : Column.values()) {
      double[] values = new double[steps.count()];
      Arrays.fill(values, Double.NaN);
      columns.put(column, values);
    }
    for (int i = 0; i < steps.count(); i++) {
      double open = price(steps.micros(i), basis);
      double close = price(steps.micros(i + 1), basis);
      Random random = at(steps.micros(i), basis);
      columns.get(Column.OPEN)[i] = open;
      columns.get(Column.CLOSE)[i] = close;
      columns.get(Column.HIGH)[i] = Math.max(open, close) * (1 + random.nextDouble() * 1e-3);
      columns.get(Column.LOW)[i] = Math.min(open, close) * (1 - random.nextDouble() * 1e-3);
      double volume = 100 * Math.exp(random.nextGaussian() + 200 * Math.abs(close / open - 1));
      columns.get(Column.BASE_VOLUME)[i] = volume;
      columns.get(Column.QUOTE_VOLUME)[i] = volume * close;
      columns.get(Column.TAKER_BUY_BASE)[i] = volume * random.nextDouble();
      columns.get(Column.TRADE_COUNT)[i] = Math.ceil(volume);
      if (perpetual) {
        columns.get(Column.OPEN_INTEREST)[i] =
            90_000 * Math.exp(0.3 * wave(steps.micros(i), 77) + 0.01 * random.nextGaussian());
        columns.get(Column.MARK)[i] = close * (1 + 1e-4 * random.nextGaussian());
        columns.get(Column.INDEX)[i] = close;
      }
    }
    MarketSeries.Parts parts =
        withMinutes(MarketSeries.Parts.ofColumns(columns), minutes(days, basis));
    if (perpetual) {
      parts =
          parts
              .withSettled(settled(history))
              .withForced(
                  Map.of(
                      RULE + " @5", flow(RULE, history, BarClock.BAR_MICROS),
                      AGGREGATE + " @60", flow(AGGREGATE, history, BarClock.HOUR_MICROS)))
              .withMap(zones(steps), masses(steps));
      parts =
          new MarketSeries.Parts(
              parts.columns(),
              Double.NaN,
              parts.settled(),
              parts.forced(),
              parts.zones(),
              parts.masses(),
              atPrice(days),
              parts.minutes());
    }
    return new MarketSeries(instrument, steps, parts);
  }

  /** Returns parts with one-minute closes. */
  static MarketSeries.Parts withMinutes(MarketSeries.Parts parts, MarketSeries.Minutes minutes) {
    return new MarketSeries.Parts(
        parts.columns(),
        parts.faceUsd(),
        parts.settled(),
        parts.forced(),
        parts.zones(),
        parts.masses(),
        parts.atPrice(),
        Optional.of(minutes));
  }

  private MarketSeries.Minutes minutes(UtcDays days, double basis) {
    Steps steps =
        Steps.of(new UtcDays(days.from().minusDays(1), days.to()), BarClock.MINUTE_MICROS);
    double[] close = new double[steps.count()];
    for (int i = 0; i < close.length; i++) {
      close[i] = price(steps.micros(i + 1), basis);
    }
    return new MarketSeries.Minutes(steps, close);
  }

  private List<MarketSeries.Settlement> settled(UtcDays history) {
    List<MarketSeries.Settlement> result = new ArrayList<>();
    for (long at = history.startMicros();
        at < history.endMicros();
        at += 8 * BarClock.HOUR_MICROS) {
      result.add(new MarketSeries.Settlement(at, 1e-4 * (1 + at(at, 3).nextGaussian()), 480));
    }
    return result;
  }

  private ForcedFlow flow(String rule, UtcDays history, long stepMicros) {
    Steps steps = Steps.of(history, stepMicros);
    double[][][] parts = new double[5][2][steps.count()];
    boolean aggregate = !rule.equals(RULE);
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < steps.count(); i++) {
        double sign = side == 0 ? -1 : 1;
        double move = sign * Math.log(price(steps.micros(i + 1), 0) / price(steps.micros(i), 0));
        Random random = at(steps.micros(i), 11 + side);
        double usd = 3e7 * Math.max(0, move + 5e-4 * random.nextGaussian());
        parts[0][side][i] = usd;
        parts[1][side][i] = usd;
        parts[2][side][i] = aggregate ? Double.NaN : usd;
        parts[3][side][i] = aggregate ? Double.NaN : Math.ceil(usd / 10_000);
        parts[4][side][i] = 3e7 * Math.max(1e-5, move);
      }
    }
    return new ForcedFlow(rule, steps, parts[0], parts[1], parts[2], parts[3], parts[4]);
  }

  private List<MarketSeries.Zone> zones(Steps steps) {
    List<MarketSeries.Zone> zones = new ArrayList<>();
    for (int i = 0; i < steps.count(); i += 12) {
      double price = price(steps.micros(i), 0);
      for (Side side : Side.values()) {
        for (int zone = 1; zone <= 3; zone++) {
          Random random = at(steps.micros(i), 31 + 3 * side.index() + zone);
          double away = zone * (0.004 + 0.004 * random.nextDouble());
          double near = price * (1 - side.sign() * away);
          double far = price * (1 - side.sign() * (away + 0.002));
          double mass = 1e6 * (1 + random.nextDouble());
          zones.add(
              new MarketSeries.Zone(
                  steps.micros(i),
                  side,
                  zone != 2,
                  zone,
                  Math.min(near, far),
                  Math.max(near, far),
                  mass,
                  zone != 2 ? mass / 2 : mass * 2,
                  100 * away));
        }
      }
    }
    return zones;
  }

  private List<MarketSeries.MassWithin> masses(Steps steps) {
    List<MarketSeries.MassWithin> masses = new ArrayList<>();
    for (int i = 0; i < steps.count(); i += 3) {
      for (Side side : Side.values()) {
        double sum = 0;
        for (double move : new double[] {0.5, 1, 2, 3, 4, 5}) {
          sum += 1e6 * (0.2 + at(steps.micros(i), move + 50 * (1 + side.index())).nextDouble());
          masses.add(new MarketSeries.MassWithin(steps.micros(i), side, move, sum));
        }
      }
    }
    return masses;
  }

  private List<MarketSeries.AtPrice> atPrice(UtcDays days) {
    List<MarketSeries.AtPrice> result = new ArrayList<>();
    for (LocalDate day : days.days()) {
      for (int bucket = 11_300; bucket < 11_340; bucket++) {
        for (int side = 0; side < 3; side++) {
          result.add(
              new MarketSeries.AtPrice(
                  day.toEpochDay(),
                  bucket,
                  side,
                  1e4 * at(UtcDays.startMicros(day) + bucket, side).nextDouble()));
        }
      }
    }
    return result;
  }

  /** A path that wanders and jumps, as a sum of waves and of noise that lasts a quarter hour. */
  private double price(long micros, double basis) {
    double jump = at(Math.floorDiv(micros, 3 * BarClock.BAR_MICROS), 1).nextGaussian();
    return 90_000
        * Math.exp(
            0.05 * wave(micros, 1)
                + 0.004 * jump * Math.abs(jump)
                + 2e-4 * at(micros, 2 + basis).nextGaussian());
  }

  private double wave(long micros, long salt) {
    double days = (micros - UtcDays.startMicros(EPOCH)) / (double) BarClock.DAY_MICROS;
    double sum = 0;
    double amplitude = 1;
    for (int k = 1; k <= 6; k++) {
      amplitude /= 1.6;
      sum +=
          amplitude * Math.sin(days * Math.pow(2.3, k) / 3 + (seed * 31 + salt * 7 + k * 13) % 100);
    }
    boolean changed = changedFrom != null && micros > UtcDays.startMicros(changedFrom);
    return changed ? -sum : sum;
  }

  private Random at(long micros, double salt) {
    boolean changed = changedFrom != null && micros > UtcDays.startMicros(changedFrom);
    long mixed = seed * 1_000_003 + micros * 31 + Double.hashCode(salt) + (changed ? 99 : 0);
    Random random = new Random(mixed * 0x9E3779B97F4A7C15L);
    random.nextDouble();
    return random;
  }
}
