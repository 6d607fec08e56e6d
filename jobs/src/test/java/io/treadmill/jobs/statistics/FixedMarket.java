package io.treadmill.jobs.statistics;

import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A market in which nothing happens until a proof writes into its arrays. */
final class FixedMarket {
  static final Instrument PERPETUAL = new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT");
  static final Instrument SPOT = new Instrument("binance", Product.SPOT, "BTCUSDT");

  final LocalDate first;
  final Steps steps;
  final double[] close;
  final double[] openInterest;
  final double[] base;
  final double[] bought;
  final double[] quote;
  final double[][] usd;
  final double[][] low;
  final double[][] high;
  final double[][] predicted;
  final List<MarketSeries.Settlement> settled = new ArrayList<>();

  /** How forced orders were reported; null if they were not. */
  String feedRule = "throttled_1s";

  /** Makes a market of days: price 100, open interest 10 million coins, no forced orders. */
  FixedMarket(LocalDate first, int days) {
    this.first = first;
    steps = Steps.of(new UtcDays(first, first.plusDays(days - 1L)), BarClock.BAR_MICROS);
    close = filled(100);
    openInterest = filled(1e7);
    base = filled(1000);
    bought = filled(500);
    quote = filled(2e6);
    usd = new double[][] {filled(0), filled(0)};
    low = new double[][] {filled(0), filled(0)};
    high = new double[][] {filled(0), filled(0)};
    predicted = new double[][] {filled(0), filled(0)};
  }

  private double[] filled(double value) {
    double[] values = new double[steps.count()];
    Arrays.fill(values, value);
    return values;
  }

  /** From a step on the price is a level. */
  FixedMarket price(int from, double level) {
    Arrays.fill(close, from, close.length, level);
    return this;
  }

  /** Open interest at the start of a step and of all later ones. */
  FixedMarket openInterest(int from, double level) {
    Arrays.fill(openInterest, from, openInterest.length, level);
    return this;
  }

  /** Forced longs of a step as reported; the low bound is half of them, the high bound twice. */
  FixedMarket forced(int step, double longUsd) {
    usd[0][step] = longUsd;
    low[0][step] = longUsd / 2;
    high[0][step] = longUsd * 2;
    return this;
  }

  FixedMarket settle(int step, double rate) {
    settled.add(new MarketSeries.Settlement(steps.micros(step), rate, 480));
    return this;
  }

  /** The start of a step. */
  Instant at(int step) {
    return Instant.ofEpochSecond(steps.micros(step) / 1_000_000);
  }

  MarketSeries series(Instrument instrument) {
    Map<Column, double[]> columns = new EnumMap<>(Column.class);
    double[] open = close.clone();
    System.arraycopy(close, 0, open, 1, close.length - 1);
    columns.put(Column.OPEN, open);
    columns.put(Column.CLOSE, close);
    columns.put(Column.BASE_VOLUME, base);
    columns.put(Column.QUOTE_VOLUME, quote);
    columns.put(Column.TAKER_BUY_BASE, bought);
    columns.put(Column.OPEN_INTEREST, openInterest);
    double[][] unknown = {filled(Double.NaN), filled(Double.NaN)};
    Map<String, ForcedFlow> forced =
        feedRule == null || instrument.product() == Product.SPOT
            ? Map.of()
            : Map.of("5", new ForcedFlow(feedRule, steps, usd, low, high, unknown, predicted));
    return new MarketSeries(
        instrument,
        steps,
        MarketSeries.Parts.ofColumns(columns).withSettled(settled).withForced(forced));
  }
}
