package io.treadmill.jobs.heatmap;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.replay.InstrumentLaw;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The standing map of {@link SmallBook#falling} at 01:00 under a law of its own parts, in loops
 * written from the definitions. Price stands in the middle of {@link SmallBook#BUCKET}. Sides are 0
 * for long, 1 for short.
 */
final class SlowStandingMap {
  static final int NOW = 12;

  /** Level of the rule of freshness by side, at its own rescale. */
  static final double RULE_FACTOR = 3;

  private static final int[] EDGES = {
    -700, -400, -240, -120, -85, -60, -42, -30, -21, -15, -11, -8, -6, -4, -3, -2, -1, 0, 1, 2, 3,
    4, 6, 8, 11, 15, 21, 30, 42, 60, 85, 120, 170, 240, 340, 480, 900
  };
  private static final int[] AGES = {0, 1, 2, 3, 6, 12, 24, 48, 96, 288, 864, 2880};
  private static final int[] FAR = {0, 2, 4, 8, 15, 30, 60, 120};
  private static final double COVERED = 1e-3;

  private final SmallBook market;
  private final SlowBook book;
  private final double scale;
  private final double opens;

  /**
   * Reads the first hour.
   *
   * @param hours horizon, 1 or 4
   */
  SlowStandingMap(SmallBook market, int hours) {
    this.market = market;
    this.book = new SlowBook(market).until(NOW);
    int bars = 12 * hours;
    this.scale = (hours == 1 ? 12 : 24) / Math.sqrt(bars * average(variances(), hours));
    this.opens = bars * average(opens(), hours);
  }

  /** Returns the law of all models: bins and distances beyond the price count 1, 2, 3 .. times. */
  static InstrumentLaw law() {
    LocalDate before = SmallBook.DAY.minusDays(1);
    FittedLaw map = new FittedLaw(names(true), map(0), map(1), 10);
    FittedLaw rule = new FittedLaw(names(false), rule(), rule(), 10);
    return new InstrumentLaw(
        SmallBook.FIT,
        SmallBook.DAY,
        before,
        before,
        SmallBook.SCOPE,
        InstrumentLaw.OWN,
        Map.of(
            "book",
            SmallBook.path(),
            "book@map_1h",
            map,
            "book@map_4h",
            map,
            "fine_freshness_far",
            rule));
  }

  private static FittedLaw.OfSide map(int side) {
    return SmallBook.law(weights(side, true), Double.NaN, 0);
  }

  private static FittedLaw.OfSide rule() {
    double[] weights = weights(0, false);
    boolean[] poor = new boolean[weights.length];
    Rescale sums = new Rescale(5e6, 1e6);
    return new FittedLaw.OfSide(
        weights, weights, weights, poor, new double[0][], 1e6, sums, 1);
  }

  private static List<String> names(boolean withBook) {
    List<String> names = new ArrayList<>();
    if (withBook) {
      names.addAll(SmallBook.WEIGHTED.subList(0, 3));
      for (int bin = 0; bin + 1 < EDGES.length; bin++) {
        names.add(EDGES[bin] < 0 ? "inflow_beyond_" + -EDGES[bin + 1] : "inflow_" + EDGES[bin]);
      }
    }
    Arrays.stream(AGES).forEach(age -> names.add("covered_" + age));
    Arrays.stream(FAR).forEach(far -> names.add("beyond_" + far));
    return names;
  }

  private static double[] weights(int side, boolean withBook) {
    List<Double> weights = new ArrayList<>();
    if (withBook) {
      for (int k = 0; k < 3; k++) {
        weights.add(SmallBook.WEIGHTS[side][k]);
      }
      for (int bin = 0; bin + 1 < EDGES.length; bin++) {
        weights.add(ofBin(bin));
      }
    }
    Arrays.stream(AGES).forEach(age -> weights.add(COVERED));
    for (int far = 0; far < FAR.length; far++) {
      weights.add((far + 1) * 1e-3);
    }
    return weights.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double ofBin(int bin) {
    return (bin + 1) * 1e-4;
  }

  private static boolean isOnTheWay(int side, int bucket) {
    return side == 0 ? bucket <= SmallBook.BUCKET : bucket >= SmallBook.BUCKET;
  }

  /** What stands in a bucket, USD. */
  double standing(int side, int bucket) {
    double usd = 0;
    for (int k = 0; k < 3 && isOnTheWay(side, bucket); k++) {
      usd += SmallBook.WEIGHTS[side][k] * book.standing(side, bucket)[k];
    }
    return SmallBook.FACTORS[side] * usd;
  }

  /** What is expected to be opened and forced in a bucket: the price cuts its own in halves. */
  double inflow(int side, int bucket) {
    return bucket == SmallBook.BUCKET
        ? inflow(side, bucket, true, 0.5) + inflow(side, bucket, false, 0.5)
        : inflow(side, bucket, isOnTheWay(side, bucket), 1);
  }

  double inflow(int side, int bucket, boolean onTheWay, double part) {
    double distance = (onTheWay ? 1 : -1) * Math.abs(bucket - SmallBook.BUCKET) * scale;
    int bin = 0;
    while (bin + 2 < EDGES.length && distance >= EDGES[bin + 1]) {
      bin++;
    }
    return SmallBook.FACTORS[side] * ofBin(bin) * opens * part * SmallBook.price(bucket);
  }

  /** The rule of freshness in a bucket. */
  double freshness(int side, int bucket) {
    return bucket == SmallBook.BUCKET
        ? freshness(bucket, true, 0.5) + freshness(bucket, false, 0.5)
        : freshness(bucket, isOnTheWay(side, bucket), 1);
  }

  double freshness(int bucket, boolean onTheWay, double part) {
    int far = 0;
    while (far + 1 < FAR.length && Math.abs(bucket - SmallBook.BUCKET) >= FAR[far + 1]) {
      far++;
    }
    double weight = onTheWay ? COVERED : (far + 1) * 1e-3;
    return RULE_FACTOR * weight * part * book.openInterestUsd();
  }

  double expected(int side, int bucket) {
    return standing(side, bucket) + inflow(side, bucket) + freshness(side, bucket);
  }

  /** The same by what it is: box_2_3, box_21_30, box_60_85, freshness, inflow. */
  double[] parts(int side, int bucket) {
    double[] parts = new double[5];
    for (int k = 0; k < 3 && isOnTheWay(side, bucket); k++) {
      parts[k] =
          SmallBook.FACTORS[side] * SmallBook.WEIGHTS[side][k] * book.standing(side, bucket)[k];
    }
    parts[3] = freshness(side, bucket);
    parts[4] = inflow(side, bucket);
    return parts;
  }

  /** The day before, whose bars are the training window, and the first hour of the day. */
  private static double[] bars(double[] ofDay) {
    double[] both = Arrays.copyOf(ofDay, ofDay.length + NOW);
    System.arraycopy(ofDay, 0, both, ofDay.length, NOW);
    return both;
  }

  private double[] variances() {
    double[] ofDay = new double[market.low().length];
    for (int t = 0; t < ofDay.length; t++) {
      double width = market.high()[t] - market.low()[t];
      ofDay[t] = width * width / (4 * Math.log(2));
    }
    return bars(ofDay);
  }

  private double[] opens() {
    double[] volume = bars(market.volume());
    double[] opened = new double[volume.length];
    double held = market.openInterest()[0];
    for (int t = 0; t < opened.length; t++) {
      double end = market.openInterest()[t % market.volume().length + 1];
      double change = Double.isNaN(end) ? 0 : end - held;
      held = Double.isNaN(end) ? held : end;
      opened[t] = Math.max(change, 0) + Math.max(0, 0.6 * volume[t] - Math.abs(change) / 2);
    }
    return opened;
  }

  /** The weights over half-lives of 1, 4, 24, 120 h and the mean of the training day. */
  private double average(double[] bars, int hours) {
    double[] weights =
        hours == 1 ? new double[] {.70, .05, .10, .05, .10} : new double[] {.4, .3, .12, .05, .13};
    double[] halfLives = {12, 48, 288, 1440};
    double result =
        weights[4] * Arrays.stream(bars, 0, market.volume().length).average().orElseThrow();
    for (int i = 0; i < 4; i++) {
      double sum = 0;
      double all = 0;
      for (int back = 0; back < bars.length; back++) {
        double weight = Math.pow(0.5, back / halfLives[i]);
        sum += weight * bars[bars.length - 1 - back];
        all += weight;
      }
      result += weights[i] * sum / all;
    }
    return result;
  }
}
