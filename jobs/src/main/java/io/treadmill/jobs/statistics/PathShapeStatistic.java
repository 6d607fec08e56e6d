package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Reasons;
import io.treadmill.stats.Steps;
import io.treadmill.stats.discovery.PathShape;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/** How jagged the path of each day was: {@code path_shape}. */
final class PathShapeStatistic implements Statistic {
  private static final double FORCED_TENTH = 0.9;

  /** What a row is made of. */
  private record Found(Instrument instrument, LocalDate day, PathShape shape, Estimate near) {
    String reason() {
      String path = shape.jumpShare().reason();
      return near.isPresent() || near.reason().equals(path)
          ? path
          : Reasons.join(path, "near liquidations: " + near.reason());
    }
  }

  private static final RowLayout<Found> ROWS =
      RowLayout.<Found>of(LakeTables.PATH_SHAPE)
          .components(Found.class, one -> one)
          .number("realised_volatility", one -> Math.sqrt(one.shape().realisedVariance()))
          .tested("jump_share", "jump_p", one -> one.shape().jumpShare())
          .tested("down_share", "down_p", one -> one.shape().downShare())
          .tested("share_near_liquidations", "near_liquidations_p", Found::near)
          .sample(one -> one.shape().jumpShare().n(), Found::reason)
          .build();

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.markets()) {
      for (LocalDate day : days.days()) {
        Steps steps = series.steps();
        double[] returns = returns(series.close(), steps.first(day), steps.end(day));
        PathShape shape = PathShape.of(returns);
        rows.add(
            ROWS, new Found(series.instrument(), day, shape, nearForced(series, day, returns)));
      }
    }
  }

  /** Log returns of the steps of a day; the first reaches back into the day before. */
  private static double[] returns(double[] close, int from, int to) {
    double[] returns = new double[to - from];
    for (int i = from; i < to; i++) {
      returns[i - from] = i == 0 ? Double.NaN : Math.log(close[i] / close[i - 1]);
    }
    return returns;
  }

  /** Share of the day's variance in the tenth of its steps with the largest forced orders. */
  private static Estimate nearForced(MarketSeries series, LocalDate day, double[] returns) {
    long start = UtcDays.startMicros(day);
    long end = UtcDays.startMicros(day.plusDays(1));
    Optional<ForcedFlow> flow = series.forcedIn(start, end);
    if (flow.isEmpty()) {
      return Estimate.missing(
          Reasons.join("no totals of forced orders", series.longTotals(start, end)), 0);
    }
    Steps steps = flow.get().steps();
    int from = steps.first(day);
    double[] forced = new double[steps.perDay()];
    Arrays.setAll(forced, i -> flow.get().bothUsd(from + i));
    return PathShape.nearForced(returns, forced, FORCED_TENTH);
  }
}
