package io.treadmill.lab.validate;

import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.MassWithin;
import io.treadmill.stats.MarketSeries.Zone;
import io.treadmill.stats.Steps;
import io.treadmill.stats.feedback.HuntPairs;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/** Generated orders, paths and maps whose laws are known; to ask the tests on the map. */
final class PlantedOrders {
  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);

  /** Mean time to a follower in steps: 10 minutes. */
  static final double TEN_MINUTES = 2;

  /** The same for a half-life of 10 minutes. */
  static final double HALF_IN_TEN_MINUTES = 2 / Math.log(2);

  private static final double PRICE = 90_000;

  private PlantedOrders() {}

  /** Returns a bursty prediction of orders a step: the exponential of an autoregression. */
  static double[] predicted(int days, long seed) {
    Random random = new Random(seed);
    double[] predicted = new double[days * BarClock.BARS_OF_A_DAY];
    double level = 0;
    for (int i = 0; i < predicted.length; i++) {
      level = 0.9 * level + 0.7 * random.nextGaussian();
      predicted[i] = Math.exp(level);
    }
    return predicted;
  }

  /**
   * Returns orders a step given a prediction: Poisson, each with Poisson(branching) followers after
   * exponential times, which have followers in turn.
   *
   * @param meanLag mean time to a follower, steps
   */
  static double[] orders(double[] predicted, double branching, double meanLag, long seed) {
    RandomGenerator random = new Well19937c(seed);
    double[] counts = new double[predicted.length];
    for (int i = 0; i < predicted.length; i++) {
      double rate = predicted[i] + 0.1;
      int own = new PoissonDistribution(random, rate, 1e-9, 100_000).sample();
      for (int k = 0; k < own; k++) {
        bear(counts, i + random.nextDouble(), branching, meanLag, random);
      }
    }
    return counts;
  }

  private static void bear(
      double[] counts, double at, double branching, double meanLag, RandomGenerator random) {
    if (at < counts.length) {
      counts[(int) at]++;
      double left = -Math.log(random.nextDouble());
      while (left < branching) {
        double lag = -meanLag * Math.log(random.nextDouble());
        bear(counts, at + lag, branching, meanLag, random);
        left -= Math.log(random.nextDouble());
      }
    }
  }

  /**
   * Returns a market whose price is a random walk with wandering volatility and whose map has
   * nothing to do with it: masses and hot zones lie at random and stay for a while.
   */
  static MarketSeries blind(int days, long seed) {
    Random random = new Random(seed);
    Steps steps =
        Steps.of(new UtcDays(FIRST_DAY, FIRST_DAY.plusDays(days - 1L)), BarClock.BAR_MICROS);
    int n = steps.count();
    Map<Column, double[]> columns = GeneratedMarket.columns(n);
    double price = PRICE;
    double volatility = 0;
    for (int i = 0; i < n; i++) {
      volatility = 0.999 * volatility + 0.025 * random.nextGaussian();
      double scale = 0.0017 * Math.exp(volatility) / 3;
      double high = price;
      double low = price;
      double close = price;
      for (int k = 0; k < 9; k++) {
        close *= Math.exp(scale * random.nextGaussian());
        high = Math.max(high, close);
        low = Math.min(low, close);
      }
      columns.get(Column.OPEN)[i] = price;
      columns.get(Column.HIGH)[i] = high;
      columns.get(Column.LOW)[i] = low;
      columns.get(Column.CLOSE)[i] = close;
      double volume = 1000 * Math.exp(volatility / 2 + 0.3 * random.nextGaussian());
      columns.get(Column.BASE_VOLUME)[i] = volume;
      columns.get(Column.TAKER_BUY_BASE)[i] = volume * random.nextDouble();
      price = close;
    }
    List<Zone> zones = new ArrayList<>();
    List<MassWithin> masses = new ArrayList<>();
    addMap(steps, columns.get(Column.CLOSE), random, zones, masses);
    return new MarketSeries(
        new Instrument("generated", Product.LINEAR_PERP, "BTCUSDT"),
        steps,
        MarketSeries.Parts.ofColumns(columns).withMap(zones, masses));
  }

  /** Adds a map at random at each hour. */
  static void addMap(
      Steps steps, double[] close, Random random, List<Zone> zones, List<MassWithin> masses) {
    double[] near = {0, 0};
    double[] hot = {0.01, 0.01};
    for (int i = 12; i < steps.count(); i += 12) {
      for (Side side : Side.values()) {
        int s = side.index();
        near[s] = 0.95 * near[s] + 0.2 * random.nextGaussian();
        masses.add(new MassWithin(steps.micros(i), side, 1, 1e6 * Math.exp(near[s])));
        masses.add(new MassWithin(steps.micros(i), side, 4, 4e6));
        if (random.nextInt(24) == 0) {
          hot[s] = 0.003 + 0.04 * random.nextDouble();
        }
        double edge = close[i - 1] * (1 - side.sign() * hot[s]);
        double far = close[i - 1] * (1 - side.sign() * (hot[s] + 0.002));
        zones.add(
            new Zone(
                steps.micros(i),
                side,
                true,
                1,
                Math.min(edge, far),
                Math.max(edge, far),
                2e6,
                1e6,
                100 * hot[s]));
      }
    }
  }

  /** Returns zones with their levels whose hourly odds of a touch differ by a known factor. */
  static List<HuntPairs.Pair> hunted(int count, double oddsRatio, long seed) {
    Random random = new Random(seed);
    List<HuntPairs.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double distance = 0.004 + 0.03 * random.nextDouble();
      double volatility = 0.02 * Math.exp(0.4 * random.nextGaussian());
      double thin = 0.3 * random.nextGaussian();
      double day = random.nextGaussian() * 0.3;
      long at = UtcDays.startMicros(FIRST_DAY) + i * 8 * BarClock.HOUR_MICROS / 2;
      double far = Math.log(distance / volatility);
      double odds = -2.5 - 1.2 * far + day;
      pairs.add(
          new HuntPairs.Pair(
              at,
              at + BarClock.DAY_MICROS,
              i % 2 == 0 ? Side.LONG : Side.SHORT,
              distance,
              new HuntPairs.Run(volatility, thin, touch(odds + Math.log(oddsRatio), random)),
              new HuntPairs.Run(volatility, thin, touch(odds, random))));
    }
    return pairs;
  }

  private static int touch(double logOdds, Random random) {
    for (int hour = 1; hour <= HuntPairs.HOURS; hour++) {
      if (random.nextDouble() < 1 / (1 + Math.exp(-logOdds))) {
        return hour;
      }
    }
    return 0;
  }

  /**
   * Returns two hourly series, the second of which answers the first after an hour: y = .3 y' +
   * effect x' + noise, x = .6 x' + noise with a wandering scale.
   */
  static double[][] sequence(int days, double effect, long seed) {
    Random random = new Random(seed);
    int n = days * 24;
    double[] x = new double[n];
    double[] y = new double[n];
    double scale = 0;
    for (int t = 1; t < n; t++) {
      scale = 0.98 * scale + 0.1 * random.nextGaussian();
      x[t] = 0.6 * x[t - 1] + Math.exp(scale) * random.nextGaussian();
      y[t] = 0.3 * y[t - 1] + effect * x[t - 1] + Math.exp(scale) * random.nextGaussian();
    }
    return new double[][] {x, y};
  }

  /** Returns the volume of a day by bucket around a price that wandered over 3 %. */
  static NavigableMap<Integer, Double> volume(long seed) {
    Random random = new Random(seed);
    NavigableMap<Integer, Double> volume = new TreeMap<>();
    int middle = io.treadmill.market.PriceGrid.bucket(PRICE);
    for (int k = -15; k <= 15; k++) {
      volume.put(middle + k, 1000 * Math.exp(-k * k / 100.0 + 0.4 * random.nextGaussian()));
    }
    return volume;
  }

  /** Returns the bucket of each of a day's bursts, drawn by the volume. */
  static int[] drawn(NavigableMap<Integer, Double> volume, int count, long seed) {
    Random random = new Random(seed);
    double total = volume.values().stream().mapToDouble(Double::doubleValue).sum();
    int[] buckets = new int[count];
    for (int i = 0; i < count; i++) {
      double at = random.nextDouble() * total;
      for (Map.Entry<Integer, Double> entry : volume.entrySet()) {
        buckets[i] = entry.getKey();
        at -= entry.getValue();
        if (at < 0) {
          break;
        }
      }
    }
    return buckets;
  }

  /** Returns heavy-tailed sizes. */
  static double[] sizes(int count, long seed) {
    Random random = new Random(seed);
    double[] usd = new double[count];
    for (int i = 0; i < count; i++) {
      usd[i] = 5e4 * Math.exp(1.4 * random.nextGaussian());
    }
    return usd;
  }
}
