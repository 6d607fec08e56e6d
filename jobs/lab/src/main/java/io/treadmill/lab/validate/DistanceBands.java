package io.treadmill.lab.validate;

import io.treadmill.book.map.Heatmap;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.Profile;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.MapDetails;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.book.score.Score;
import io.treadmill.lab.simulate.SimulatedBars;
import io.treadmill.market.BarClock;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What the standing map of 4 h held on the way that price took, by distance from its price, against
 * the orders that were forced there: for worlds, where every order has a price.
 */
record DistanceBands(
    InstrumentHistory history, List<InstrumentReplay.Day> days, List<SimulatedBars.Forced> forced) {
  private static final int HOURS = 4;

  /** Ends of the bands, percent of the price. */
  private static final double[] ENDS = {0.5, 1, 2, 4, 8, Double.POSITIVE_INFINITY};

  private static final double MILLION = 1e6;

  /** Amounts of the windows and sides that went through a band, millions of USD. */
  private record Amounts(List<Double> predicted, List<Double> realised) {
    void add(double ofMap, double ofOrders) {
      predicted.add(ofMap / MILLION);
      realised.add(ofOrders / MILLION);
    }
  }

  /** Prints predicted over realised and the rank correlation of windows by band. */
  void print(Consumer<String> out) {
    List<Amounts> bands = bands();
    out.accept("");
    out.accept("standing map of 4 h by distance from its price, windows and sides gone through");
    out.accept(
        "%-12s %10s %10s %6s %6s %6s".formatted("", "predicted", "realised", "", "rank", "n"));
    for (int band = 0; band < ENDS.length; band++) {
      double from = band == 0 ? 0 : ENDS[band - 1];
      double[] predicted = array(bands.get(band).predicted);
      double[] realised = array(bands.get(band).realised);
      String name =
          Double.isInfinite(ENDS[band])
              ? "over %s %%".formatted(from)
              : "%s to %s %%".formatted(from, ENDS[band]);
      double sum = Arrays.stream(realised).sum();
      out.accept(
          String.format(
              Locale.ROOT,
              "%-12s %9.0fM %9.0fM %6.2f %6.2f %6d",
              name,
              Arrays.stream(predicted).sum(),
              sum,
              Arrays.stream(predicted).sum() / sum,
              predicted.length == 0 ? Double.NaN : Score.spearman(realised, predicted),
              predicted.length));
    }
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private List<Amounts> bands() {
    List<Amounts> bands = new ArrayList<>();
    for (int band = 0; band < ENDS.length; band++) {
      bands.add(new Amounts(new ArrayList<>(), new ArrayList<>()));
    }
    NavigableMap<Long, List<SimulatedBars.Forced>> byTime =
        forced.stream()
            .collect(
                Collectors.groupingBy(
                    SimulatedBars.Forced::micros, TreeMap::new, Collectors.toList()));
    for (InstrumentReplay.Day day : days) {
      DaySteps steps = steps(day);
      for (MapDetails details : day.details()) {
        for (Heatmap map : details.maps()) {
          if (map.horizonHours() == HOURS && map.ts() % (HOURS * BarClock.HOUR_MICROS) == 0) {
            for (Side side : Side.values()) {
              add(bands, map, side, steps, byTime);
            }
          }
        }
      }
    }
    return bands;
  }

  private DaySteps steps(InstrumentReplay.Day day) {
    return history.days().stream()
        .map(TrainingHistory.Day::steps)
        .filter(steps -> steps.day().equals(day.end().day()))
        .findFirst()
        .orElseThrow();
  }

  private static void add(
      List<Amounts> bands,
      Heatmap map,
      Side side,
      DaySteps steps,
      NavigableMap<Long, List<SimulatedBars.Forced>> forced) {
    int first = (int) ((map.ts() - UtcDays.startMicros(steps.day())) / BarClock.BAR_MICROS);
    int end = first + HOURS * BarClock.BARS_OF_AN_HOUR;
    PriceRange range =
        PriceRange.of(
            map.price(),
            Arrays.stream(steps.low(), first, end).min().orElseThrow(),
            Arrays.stream(steps.high(), first, end).max().orElseThrow());
    double[][] sums = new double[2][ENDS.length];
    boolean[] reached = new boolean[ENDS.length];
    double buckets = map.buckets();
    PriceRange.Part way = range.onTheWay(side);
    for (int row = 0; row < map.rows(); row++) {
      double part = Profile.covered(way.from() / buckets, way.to() / buckets, map.bucket(row));
      if (part > 0) {
        int band = Math.max(0, band(map, side, (map.bucket(row) + 0.5) * buckets));
        sums[0][band] += part * map.expectedUsd(side, row);
        reached[band] = true;
      }
    }
    long until = map.ts() + HOURS * BarClock.HOUR_MICROS;
    for (List<SimulatedBars.Forced> orders : forced.subMap(map.ts(), until).values()) {
      for (SimulatedBars.Forced order : orders) {
        int band = band(map, side, order.bucket() + 0.5);
        if (order.side() == side && band >= 0) {
          sums[1][band] += order.usd();
        }
      }
    }
    for (int band = 0; band < ENDS.length; band++) {
      if (reached[band]) {
        bands.get(band).add(sums[0][band], sums[1][band]);
      }
    }
  }

  /** Band of a position of the grid on the way of a side, the price's own cell with it; else -1. */
  private static int band(Heatmap map, Side side, double position) {
    double away = side.sign() * (PriceGrid.position(map.price()) - position) / 10;
    int band = away < -0.1 ? -1 : 0;
    while (band >= 0 && away >= ENDS[band]) {
      band++;
    }
    return band;
  }
}
