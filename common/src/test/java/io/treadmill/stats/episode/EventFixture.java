package io.treadmill.stats.episode;

import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A quiet market of ten days into which a test puts what it needs. */
final class EventFixture {
  static final int DAYS = 12;
  static final int COUNT = DAYS * 288;

  /** Step of the crash, in the tenth day. */
  static final int AT = 9 * 288 + 100;

  final Steps steps = new Steps(0, BarClock.BAR_MICROS, COUNT);
  final double[] close = new double[COUNT];
  final double[] openInterest = new double[COUNT];
  final double[] volume = new double[COUNT];
  final double[] bought = new double[COUNT];
  final double[][] forced = new double[2][COUNT];
  final double[][] hourlyTotals = new double[2][COUNT / 12];
  final List<MarketSeries.Settlement> settled = new ArrayList<>();

  EventFixture() {
    for (int i = 0; i < COUNT; i++) {
      close[i] = i % 2 == 0 ? 100 : 100.01;
      openInterest[i] = 1e6;
      volume[i] = 1000;
      bought[i] = 500;
      forced[0][i] = 1;
      forced[1][i] = 1;
    }
    for (int i = 96; i < COUNT; i += 96) {
      settled.add(new MarketSeries.Settlement(steps.micros(i), i < AT ? 2e-4 : -1e-4, 480));
    }
  }

  /** Prices from a step on are multiplied. */
  EventFixture move(int from, double factor) {
    for (int i = from; i < COUNT; i++) {
      close[i] *= factor;
    }
    return this;
  }

  /** A crash of 3 % in one step with longs worth 5 % of open interest forced in it. */
  EventFixture crash() {
    move(AT, 0.97);
    forced[0][AT] = 5e6;
    return this;
  }

  MarketSeries perpetual() {
    return series(Product.LINEAR_PERP);
  }

  MarketSeries series(Product product) {
    Map<Column, double[]> columns = new EnumMap<>(Column.class);
    columns.put(Column.OPEN, close);
    columns.put(Column.CLOSE, close);
    columns.put(Column.HIGH, close);
    columns.put(Column.LOW, close);
    columns.put(Column.BASE_VOLUME, volume);
    columns.put(Column.TAKER_BUY_BASE, bought);
    columns.put(Column.OPEN_INTEREST, openInterest);
    double[][] none = {new double[COUNT], new double[COUNT]};
    for (double[] side : none) {
      Arrays.fill(side, Double.NaN);
    }
    ForcedFlow prints = new ForcedFlow("full", steps, forced, forced, none, none, none);
    double[][] noHours = {new double[COUNT / 12], new double[COUNT / 12]};
    for (double[] side : noHours) {
      Arrays.fill(side, Double.NaN);
    }
    ForcedFlow totals =
        new ForcedFlow(
            "aggregate of here+there",
            new Steps(0, BarClock.HOUR_MICROS, COUNT / 12),
            hourlyTotals,
            hourlyTotals,
            noHours,
            noHours,
            noHours);
    return new MarketSeries(
        new Instrument("binance", product, "BTCUSDT"),
        steps,
        MarketSeries.Parts.ofColumns(columns)
            .withSettled(settled)
            .withForced(
                product == Product.SPOT ? Map.of() : Map.of("full", prints, "hours", totals)));
  }

  FlushTrigger.Flush flush() {
    List<FlushTrigger.Flush> flushes =
        FlushTrigger.of(perpetual(), FlushTrigger.Rule.FLUSH).flushes();
    return flushes.get(0);
  }
}
