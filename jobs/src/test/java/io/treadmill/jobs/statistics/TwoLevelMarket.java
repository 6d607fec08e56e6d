package io.treadmill.jobs.statistics;

import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.Settlement;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A perpetual and its spot market whose log returns of five minutes are all of one size, up or
 * down, and of two sizes by day: three stormy days, three calm ones, and so on. So a hidden state
 * of volatility is known for sure. Everything else is random; on one day nobody is forced. On the
 * last day two hours lack closes: what ends at 15:00 and at 23:00 has no variance of the hour
 * before.
 */
final class TwoLevelMarket {
  static final int DAYS = 45;
  static final int STEPS = 288;
  static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  static final LocalDate DAY = FIRST.plusDays(DAYS - 1L);

  /** Day of the grid that is the last Monday: the volatility state is fitted up to it. */
  static final int MONDAY = 39;

  /** Hour of the grid whose row is proved: 15:00 of the last day. */
  static final int HOUR = (DAYS - 1) * 24 + 15;

  static final Instrument PERPETUAL = new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT");
  private static final Instrument SPOT = new Instrument("binance", Product.SPOT, "BTCUSDT");
  private static final double STORMY = 1e-3;
  private static final double CALM = 2e-4;

  final Steps steps = Steps.of(new UtcDays(FIRST, DAY), BarClock.BAR_MICROS);
  final Map<Column, double[]> perpetual = columns();
  final Map<Column, double[]> spot = columns();
  final double[][] forced = new double[2][steps.count()];
  final List<Settlement> settled = new ArrayList<>();
  final double[] close = perpetual.get(Column.CLOSE);
  final double[] openInterest = perpetual.get(Column.OPEN_INTEREST);

  TwoLevelMarket() {
    Random random = new Random(7);
    double log = Math.log(50_000);
    double level = 0;
    for (int i = 0; i < steps.count(); i++) {
      double open = log;
      // The last four hours before the row fall all the time.
      boolean falls = i >= 12 * (HOUR - 4) && i < 12 * HOUR;
      log += (falls || random.nextBoolean() ? -1 : 1) * (isStormy(i / STEPS) ? STORMY : CALM);
      set(perpetual, i, open, log, random);
      set(spot, i, open, log, random);
      level = 0.98 * level + 0.004 * random.nextGaussian();
      openInterest[i] = Math.round(1000 * Math.exp(level));
      perpetual.get(Column.MARK)[i] = Math.exp(log) * (1 + 1e-4 * random.nextGaussian());
      perpetual.get(Column.INDEX)[i] = Math.exp(log);
      for (double[] side : forced) {
        side[i] = 1000 * random.nextDouble() * (1 + i / STEPS % 7) * (i / STEPS == 20 ? 0 : 1);
      }
      if (i % 48 == 0) {
        settled.add(new Settlement(steps.micros(i), 1e-5 * (5 + random.nextGaussian()), 240));
      }
    }
    openInterest[12 * HOUR] = openInterest[12 * (HOUR - 4)] + 1;
    // Of equal levels in the days before, each counts half.
    openInterest[12 * (HOUR - 100)] = openInterest[12 * HOUR];
    openInterest[12 * (HOUR - 200)] = openInterest[12 * HOUR];
    for (int hour : new int[] {HOUR, HOUR + 8}) {
      Arrays.fill(close, 12 * (hour - 1) + 3, 12 * (hour - 1) + 7, Double.NaN);
    }
  }

  static boolean isStormy(int day) {
    return day / 3 % 2 == 0;
  }

  private Map<Column, double[]> columns() {
    Map<Column, double[]> columns = new EnumMap<>(Column.class);
    for (Column column :
        List.of(
            Column.OPEN,
            Column.HIGH,
            Column.LOW,
            Column.CLOSE,
            Column.BASE_VOLUME,
            Column.TAKER_BUY_BASE,
            Column.OPEN_INTEREST,
            Column.MARK,
            Column.INDEX)) {
      columns.put(column, new double[steps.count()]);
    }
    return columns;
  }

  private static void set(
      Map<Column, double[]> columns, int i, double open, double close, Random random) {
    double volume = 50 + 50 * random.nextDouble();
    columns.get(Column.OPEN)[i] = Math.exp(open);
    columns.get(Column.CLOSE)[i] = Math.exp(close);
    columns.get(Column.HIGH)[i] = Math.exp(Math.max(open, close) + 1e-4 * random.nextDouble());
    columns.get(Column.LOW)[i] = Math.exp(Math.min(open, close) - 1e-4 * random.nextDouble());
    columns.get(Column.BASE_VOLUME)[i] = volume;
    columns.get(Column.TAKER_BUY_BASE)[i] = volume * (0.3 + 0.4 * random.nextDouble());
  }

  /** Returns both markets; a column that was removed is unknown. */
  AssetMarkets markets() {
    double[][] none = new double[2][steps.count()];
    MarketSeries series =
        new MarketSeries(
            PERPETUAL,
            steps,
            MarketSeries.Parts.ofColumns(perpetual)
                .withSettled(settled)
                .withForced(
                    forced[0].length == 0
                        ? Map.of()
                        : Map.of(
                            "full",
                            new ForcedFlow("full", steps, forced, forced, forced, none, none))));
    MarketSeries other = new MarketSeries(SPOT, steps, MarketSeries.Parts.ofColumns(spot));
    return new AssetMarkets("BTC", List.of(series, other), List.of());
  }

  /** Returns the last close of the hour before an hour. */
  double price(int hour) {
    return close[12 * hour - 1];
  }

  /** Returns realised variance of the hour before an hour; NaN with under nine returns. */
  double variance(int hour) {
    double sum = 0;
    int n = 0;
    for (int i = Math.max(1, 12 * (hour - 1)); i < 12 * hour; i++) {
      double move = Math.log(close[i] / close[i - 1]);
      if (!Double.isNaN(move)) {
        sum += move * move;
        n++;
      }
    }
    return n < 9 ? Double.NaN : 12 * sum / n;
  }

  /**
   * Returns how likely a stormy hour follows a stormy one, counted over the hours up to Monday
   * 00:00: after a stormy hour, the probability where the hour before is unknown.
   */
  double stayStormy() {
    int stormy = 0;
    int stayed = 0;
    for (int h = 1; h < 24 * MONDAY; h++) {
      // The variance at an hour is that of the hour before.
      if (isStormy((h - 1) / 24)) {
        stormy++;
        stayed += isStormy(h / 24) ? 1 : 0;
      }
    }
    return stayed / (double) stormy;
  }

  /** Returns the type 7 quantile of values; NaN is left out. */
  static double quantile(double[] values, double share) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int below = (int) place;
    double above = sorted[Math.min(below + 1, sorted.length - 1)];
    return sorted[below] + (place - below) * (above - sorted[below]);
  }

  /** Returns (value - median) / (1.4826 median absolute deviation) of a past. */
  static double robustZ(double[] past, double value) {
    double median = quantile(past, 0.5);
    double[] away = Arrays.stream(past).map(one -> Math.abs(one - median)).toArray();
    return (value - median) / (1.4826 * quantile(away, 0.5));
  }
}
