package io.treadmill.lab.ladder;

import io.treadmill.book.law.Observations;
import io.treadmill.lab.ladder.HourFeatures.Feature;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Regressions that a sceptic would use for hourly totals, a side apart: {@code ln mu} linear in
 * features of the hour. They draw no map.
 */
public enum Regression {
  /** The hour's range. */
  RANGE(EnumSet.of(Feature.RANGE), false),
  /** Range, adverse move, |return| and signed return by side. */
  RETURN_BY_SIDE(EnumSet.range(Feature.RANGE, Feature.RETURN_AGAINST_SIDE), false),
  /** Range, realised volatility of 24 h and open interest. */
  VOLATILITY_OPEN_INTEREST(
      EnumSet.of(Feature.RANGE, Feature.VOLATILITY_24H, Feature.OPEN_INTEREST), false),
  /** All features, and the logarithm of what fine freshness predicts (G0). */
  EVERYTHING(EnumSet.allOf(Feature.class), true);

  private static final double LEAST = 1e-4;

  private final Set<Feature> features;
  private final boolean withFreshness;

  Regression(Set<Feature> features, boolean withFreshness) {
    this.features = features;
    this.withFreshness = withFreshness;
  }

  /** Returns the name in {@code model} columns. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * Returns the predicted total of each row, millions of USD.
   *
   * @param rows rows of hourly totals
   * @param hours features of all hours
   * @param freshness prediction of fine freshness without rescale, of a fit on the same rows
   * @param train which rows may be fitted
   */
  double[] predict(
      List<Observations.Row> rows,
      HourFeatures hours,
      double[] freshness,
      Predicate<Observations.Row> train) {
    double[][] x = new double[rows.size()][];
    for (int i = 0; i < x.length; i++) {
      x[i] = features(hours.of(rows.get(i).ts(), rows.get(i).side()), freshness[i]);
    }
    double[] predicted = new double[x.length];
    for (Side side : Side.values()) {
      int[] used =
          IntStream.range(0, x.length)
              .filter(i -> rows.get(i).side() == side && rows.get(i).known())
              .filter(i -> train.test(rows.get(i)))
              .toArray();
      LogLinkFit fit =
          new LogLinkFit(
              Arrays.stream(used).mapToObj(i -> x[i]).toArray(double[][]::new),
              Arrays.stream(used).mapToDouble(i -> rows.get(i).realised()).toArray());
      for (int i = 0; i < x.length; i++) {
        if (rows.get(i).side() == side) {
          predicted[i] = fit.predict(x[i]);
        }
      }
    }
    return predicted;
  }

  private double[] features(double[] all, double freshness) {
    List<Double> chosen = new ArrayList<>();
    for (Feature feature : features) {
      chosen.add(all[feature.ordinal()]);
    }
    if (withFreshness) {
      chosen.add(Math.log(Math.max(freshness, LEAST)));
    }
    return chosen.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
