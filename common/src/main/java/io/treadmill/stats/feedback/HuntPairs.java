package io.treadmill.stats.feedback;

import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.Zone;
import io.treadmill.stats.RunningSums;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Hot zones, each with a level to compare: same side, same distance from the price, at an earlier
 * instant of like volatility when no hot zone was near that distance. Opposite sides are no
 * comparison: drift alone makes one side win.
 */
public final class HuntPairs {
  /** Days before a zone in which its level is looked for. */
  public static final int CONTROL_DAYS = 150;

  /** Days over which range per volume is normal. */
  public static final int NORMAL_DAYS = 30;

  /** Hours in which a touch counts. */
  public static final int HOURS = 24;

  private static final long EVERY_MICROS = 8 * BarClock.HOUR_MICROS;
  private static final double LEAST_DISTANCE = 0.003;
  private static final double MOST_DISTANCE = 0.05;
  private static final double FREE_SHARE = 0.2;
  private static final double FREE_LEAST = 0.002;
  private static final double VOLATILITY_CALIPER = 0.2;

  private final MarketSeries series;
  private final RunningSums squares;
  private final RunningSums ranges;
  private final RunningSums volumes;
  private final List<Instant> instants = new ArrayList<>();

  /** An instant of the map with the distances of its hot zones by side. */
  private record Instant(
      int step, double price, double logVolatility, double thin, double[][] hot) {}

  /**
   * A hot zone and its level.
   *
   * @param micros instant of the zone
   * @param completeMicros 24 h later
   * @param side long: below the price
   * @param distance from the price to the near edge, fraction
   * @param zone how the zone fared
   * @param level how the level fared
   */
  public record Pair(
      long micros, long completeMicros, Side side, double distance, Run zone, Run level)
      implements StudyEvent {}

  /**
   * How long a level stood.
   *
   * @param volatility square root of the sum of squared returns of the 24 h before
   * @param thin log of range per volume of the 24 h before over that of the 30 days before
   * @param hours hour of the touch from 1; 0 = not touched in 24 h
   */
  public record Run(double volatility, double thin, int hours) implements Serializable {}

  private HuntPairs(MarketSeries series) {
    this.series = series;
    double[] high = series.column(Column.HIGH);
    double[] low = series.column(Column.LOW);
    squares = RunningSums.ofSquaredReturns(series.close());
    ranges = new RunningSums(high.length, i -> Math.log(high[i] / low[i]));
    volumes = new RunningSums(high.length, series::volumeUsd);
  }

  /** Returns the pairs that were complete before the end of the series, by time. */
  public static List<Pair> of(MarketSeries series) {
    HuntPairs work = new HuntPairs(series);
    work.findInstants();
    List<Pair> pairs = new ArrayList<>();
    for (int k = 0; k < work.instants.size(); k++) {
      for (Side side : Side.values()) {
        work.addPair(k, side, pairs);
      }
    }
    return pairs;
  }

  private void findInstants() {
    series
        .zones()
        .forEach(
            (micros, zones) -> {
              int step = series.steps().index(micros);
              if (Math.floorMod(micros, EVERY_MICROS) == 0
                  && step >= BarClock.BARS_OF_A_DAY * (NORMAL_DAYS + 1)
                  && step + BarClock.BARS_OF_A_DAY <= series.steps().count()) {
                Instant instant = instant(step, zones);
                if (instant.price > 0
                    && !Double.isInfinite(instant.logVolatility)
                    && !Double.isNaN(instant.thin)) {
                  instants.add(instant);
                }
              }
            });
  }

  private Instant instant(int step, List<Zone> zones) {
    double[][] hot = new double[2][];
    for (Side side : Side.values()) {
      hot[side.index()] =
          zones.stream()
              .filter(zone -> zone.hot() && zone.side() == side)
              .mapToDouble(zone -> zone.distancePercent() / 100)
              .sorted()
              .toArray();
    }
    double volatility = Math.sqrt(squares.sum(step - BarClock.BARS_OF_A_DAY, step));
    double thin =
        Math.log(
            perVolume(step, BarClock.BARS_OF_A_DAY)
                / perVolume(step, BarClock.BARS_OF_A_DAY * NORMAL_DAYS));
    return new Instant(
        step,
        series.close()[step - 1],
        Math.log(volatility),
        Double.isInfinite(thin) ? Double.NaN : thin,
        hot);
  }

  private double perVolume(int step, int back) {
    double volume = volumes.sum(step - back, step);
    return volume > 0 ? ranges.sum(step - back, step) / volume : Double.NaN;
  }

  private void addPair(int k, Side side, List<Pair> pairs) {
    Instant zone = instants.get(k);
    double distance =
        Arrays.stream(zone.hot[side.index()])
            .filter(d -> d >= LEAST_DISTANCE && d <= MOST_DISTANCE)
            .findFirst()
            .orElse(Double.NaN);
    if (Double.isNaN(distance)) {
      return;
    }
    Instant best = null;
    double nearest = VOLATILITY_CALIPER;
    for (int j = k - 1; j >= 0; j--) {
      Instant other = instants.get(j);
      if (zone.step - other.step > CONTROL_DAYS * BarClock.BARS_OF_A_DAY) {
        break;
      }
      double away = Math.abs(other.logVolatility - zone.logVolatility);
      if (zone.step - other.step >= BarClock.BARS_OF_A_DAY
          && away < nearest
          && isFree(other.hot[side.index()], distance)) {
        best = other;
        nearest = away;
      }
    }
    if (best != null) {
      pairs.add(
          new Pair(
              series.steps().micros(zone.step),
              series.steps().micros(zone.step) + BarClock.DAY_MICROS,
              side,
              distance,
              run(zone, side, distance),
              run(best, side, distance)));
    }
  }

  private static boolean isFree(double[] hot, double distance) {
    double room = Math.max(FREE_LEAST, FREE_SHARE * distance);
    return Arrays.stream(hot).noneMatch(other -> Math.abs(other - distance) < room);
  }

  private Run run(Instant instant, Side side, double distance) {
    double level = instant.price * (1 - side.sign() * distance);
    double[] reach = series.column(side == Side.LONG ? Column.LOW : Column.HIGH);
    int hours = 0;
    for (int k = 0; k < HOURS * BarClock.BARS_OF_AN_HOUR && hours == 0; k++) {
      if (side.sign() * (reach[instant.step + k] - level) <= 0) {
        hours = k / BarClock.BARS_OF_AN_HOUR + 1;
      }
    }
    return new Run(Math.exp(instant.logVolatility), instant.thin, hours);
  }
}
