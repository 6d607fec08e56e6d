package io.treadmill.jobs.heatmap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The book of a {@link SmallBook} in plain loops, from the definitions: theta .6, c .125, beta 1.6,
 * components by leverage and by distance, half the initial margin of 100x as maintenance. Sides are
 * 0 for long, 1 for short.
 */
final class SlowBook {
  private static final int[] LEVERAGES = {5, 10, 20, 25, 50, 75, 100, 125, 150};
  private static final int[] EDGES = {
    2, 3, 4, 6, 8, 11, 15, 21, 30, 42, 60, 85, 120, 170, 240, 340, 480
  };

  final List<String> names = new ArrayList<>();
  final double[] opened = new double[2];
  final double[] decayed = new double[2];
  final double[] swept = new double[2];
  final double[] dropped = new double[2];
  final double[] started = new double[2];
  double closes;

  private final List<Double> decay = new ArrayList<>();
  private final List<List<Map<Integer, Double>>> taps = new ArrayList<>();
  private final List<List<Map<Integer, Double>>> mass = new ArrayList<>();
  private final SmallBook market;
  private double clock;
  private double openInterest = Double.NaN;
  private int bar;

  /** USD by side and column of {@link SmallBook#WEIGHTED} that each bar crossed, by bucket. */
  final List<List<Map<Integer, double[]>>> crossed = new ArrayList<>();

  SlowBook(SmallBook market) {
    this.market = market;
    for (int leverage : LEVERAGES) {
      double x = 1.0 / leverage;
      boolean allowed = leverage <= 100;
      add(
          "spike_" + leverage + "x",
          0.125 * Math.pow(leverage / 10.0, 1.6),
          allowed ? spike(Math.log((1 - x) / (1 - 0.005)) * 1000) : Map.of(),
          allowed ? spike(Math.log((1 + x) / (1 + 0.005)) * 1000) : Map.of());
    }
    for (int i = 0; i + 1 < EDGES.length; i++) {
      Map<Integer, Double> longs = new TreeMap<>();
      Map<Integer, Double> shorts = new TreeMap<>();
      for (int offset = EDGES[i]; offset < EDGES[i + 1]; offset++) {
        longs.put(-offset, 1.0 / (EDGES[i + 1] - EDGES[i]));
        shorts.put(offset, 1.0 / (EDGES[i + 1] - EDGES[i]));
      }
      double distance = Math.sqrt(EDGES[i] * EDGES[i + 1]) * 0.001;
      double rate = 0.125 * Math.pow(0.1 / distance, 1.6);
      add("box_" + EDGES[i] + "_" + EDGES[i + 1], rate, longs, shorts);
    }
  }

  private void add(
      String name, double rate, Map<Integer, Double> longs, Map<Integer, Double> shorts) {
    names.add(name);
    decay.add(Math.max(0.02, Math.min(40, rate)));
    taps.add(List.of(longs, shorts));
    mass.add(List.of(new TreeMap<>(), new TreeMap<>()));
  }

  private static Map<Integer, Double> spike(double buckets) {
    int first = (int) Math.floor(buckets);
    return Map.of(first, 1 - (buckets - first), first + 1, buckets - first);
  }

  /** Puts mass into the book before the day. */
  void start(int side, int component, int bucket, double size, double snapshot) {
    mass.get(component).get(side).put(bucket, size);
    started[side] += size;
    openInterest = snapshot;
  }

  double mass(int side, int component, int bucket) {
    return mass.get(component).get(side).getOrDefault(bucket, 0.0);
  }

  Map<Integer, Double> mass(int side, int component) {
    return mass.get(component).get(side);
  }

  double mass(int side) {
    return mass.stream()
        .flatMap(of -> of.get(side).values().stream())
        .mapToDouble(size -> size)
        .sum();
  }

  /** Reads bars up to one that is left out. */
  SlowBook until(int end) {
    for (; bar < end; bar++) {
      step(bar);
    }
    return this;
  }

  private void step(int t) {
    if (Double.isNaN(openInterest)) {
      openInterest = market.openInterest()[t];
    }
    double end = market.openInterest()[t + 1];
    end = Double.isNaN(end) ? openInterest : end;
    // Without any snapshot: half of what is traded in a day, by the bars so far.
    double traded = Arrays.stream(market.volume(), 0, t + 1).average().orElseThrow() * 288 / 2;
    double change = Double.isNaN(end) ? 0 : end - openInterest;
    double gross = Math.max(0, 0.6 * market.volume()[t] - Math.abs(change) / 2);
    double opens = Math.max(change, 0) + gross;
    double closed = Math.max(-change, 0) + gross;
    closes += closed;
    List<Map<Integer, double[]>> ofBar = List.of(new TreeMap<>(), new TreeMap<>());
    for (int side = 0; side < 2; side++) {
      for (int k = 0; k < names.size(); k++) {
        Map<Integer, Double> held = mass.get(k).get(side);
        for (int bucket : List.copyOf(held.keySet())) {
          double before = held.get(bucket);
          double kept = before * Math.exp(-decay.get(k) * clock);
          decayed[side] += before - kept;
          double left = kept * (1 - crossedPart(side, bucket, t));
          held.put(bucket, left);
          swept[side] += kept - left;
          int row = Math.max(market.low()[t], Math.min(market.high()[t], bucket));
          book(ofBar.get(side), names.get(k), row, (kept - left) * SmallBook.price(row));
        }
      }
      for (int row = market.low()[t]; row <= market.high()[t]; row++) {
        double usd = openInterest * SmallBook.price(market.high()[t]);
        book(ofBar.get(side), freshness(side, row, t), row, usd);
      }
      for (int k = 0; k < names.size(); k++) {
        for (Map.Entry<Integer, Double> tap : taps.get(k).get(side).entrySet()) {
          int bucket = market.high()[t] + tap.getKey();
          mass.get(k).get(side).merge(bucket, opens * tap.getValue(), Double::sum);
          opened[side] += opens * tap.getValue();
        }
      }
    }
    crossed.add(ofBar);
    clock = Math.min(1, closed / (Double.isNaN(end) ? traded : openInterest));
    openInterest = end;
  }

  /** Prices are at the middle of buckets: half of the bucket at the edge is crossed. */
  private double crossedPart(int side, int bucket, int t) {
    int beyond = side == 0 ? bucket - market.low()[t] : market.high()[t] - bucket;
    return beyond > 0 ? 1 : beyond == 0 ? 0.5 : 0;
  }

  private static void book(Map<Integer, double[]> rows, String column, int row, double usd) {
    int k = SmallBook.WEIGHTED.indexOf(column);
    double[] columns = rows.computeIfAbsent(row, bucket -> new double[4]);
    if (k >= 0) {
      columns[k] += usd;
    }
  }

  /** Bars since a bucket was reached, at the start of bar t; -1 if it never was. */
  int age(int side, int bucket, int t) {
    for (int back = 1; back <= t; back++) {
      if (side == 0 ? market.low()[t - back] <= bucket : market.high()[t - back] >= bucket) {
        return back;
      }
    }
    return -1;
  }

  private String freshness(int side, int bucket, int t) {
    return age(side, bucket, t) < 0 ? "freshness_864" : "a younger one";
  }

  /** What the next bar finds in a bucket at the last price, USD by weighted column. */
  double[] standing(int side, int bucket) {
    double[] columns = new double[4];
    for (int i = 0; i < 3; i++) {
      int k = names.indexOf(SmallBook.WEIGHTED.get(i));
      double size = mass(side, k, bucket) * Math.exp(-decay.get(k) * clock);
      columns[i] = size * SmallBook.price(bucket);
    }
    if (freshness(side, bucket, bar).equals("freshness_864")) {
      columns[3] = openInterestUsd();
    }
    return columns;
  }

  double openInterestUsd() {
    return openInterest * SmallBook.price(market.high()[bar - 1]);
  }

  /** Expected forced notional of columns under the law, USD. */
  static double expected(int side, double[] columns) {
    double usd = 0;
    for (int i = 0; i < 4; i++) {
      usd += SmallBook.FACTORS[side] * SmallBook.WEIGHTS[side][i] * columns[i];
    }
    return usd;
  }

  /** Expected forced notional of a bucket that stands on its side of the price. */
  double expectedUsd(int side, int bucket) {
    int price = market.high()[bar - 1];
    boolean stands = side == 0 ? bucket <= price : bucket >= price;
    return stands ? expected(side, standing(side, bucket)) : 0;
  }

  /** The part of it that no position explains. */
  double freshnessUsd(int side, int bucket) {
    double[] columns = standing(side, bucket);
    return expectedUsd(side, bucket) == 0
        ? 0
        : expected(side, new double[] {0, 0, 0, columns[3]});
  }

  /** Ends the day: drops what is over 3,000 buckets away or under 1e-12 of the side. */
  void end() {
    int last = market.high()[bar - 1];
    for (int side = 0; side < 2; side++) {
      double least = 1e-12 * mass(side);
      for (List<Map<Integer, Double>> of : mass) {
        for (Map.Entry<Integer, Double> cell : of.get(side).entrySet()) {
          if (Math.abs(cell.getKey() - last) > 3000 || cell.getValue() <= least) {
            dropped[side] += cell.getValue();
            cell.setValue(0.0);
          }
        }
      }
    }
  }

  double clock() {
    return clock;
  }
}
