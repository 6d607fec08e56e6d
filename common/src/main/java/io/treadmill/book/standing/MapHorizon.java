package io.treadmill.book.standing;

import io.treadmill.market.BarClock;
import java.util.List;

/**
 * A horizon of the standing map and what was chosen for it, on bars of BTC, ETH and SOL of January
 * to July 2025.
 *
 * @param bars its length
 * @param forecast weights of the exponential averages with half-lives of 1, 4, 24, 120 h, then of
 *     the mean of training; sum 1
 * @param referenceBuckets deviation at which distances of the inflow table are true, 10 bp buckets
 * @param prior weights of what stands, of the inflow on the way and of that beyond the price where
 *     no totals tell
 */
public record MapHorizon(
    int bars, List<Double> forecast, double referenceBuckets, List<Double> prior) {
  /** 1 h, 4 h, 24 h. */
  public static final List<MapHorizon> ALL =
      List.of(
          new MapHorizon(
              BarClock.BARS_OF_AN_HOUR,
              List.of(.70, .05, .10, .05, .10),
              12,
              List.of(1.0, 1.1, 1.75)),
          new MapHorizon(
              4 * BarClock.BARS_OF_AN_HOUR,
              List.of(.40, .30, .12, .05, .13),
              24,
              List.of(1.0, .95, 1.5)),
          new MapHorizon(
              BarClock.BARS_OF_A_DAY,
              List.of(.15, .25, .20, .10, .30),
              60,
              List.of(1.1, .95, 1.25)));

  /** Copies the lists. */
  public MapHorizon {
    forecast = List.copyOf(forecast);
    prior = List.copyOf(prior);
  }
}
