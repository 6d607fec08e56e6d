package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Reasons;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.feedback.SelfExcitation;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** What follows from a forced order: {@code self_excitation}. */
final class SelfExcitationStatistic implements PerpetualStatistic {
  private static final int WINDOW_DAYS = 30;

  /**
   * What a row is made of.
   *
   * @param flow the forced orders; empty if none are known in the window
   * @param reportedPerHigh reported notional of the window over its high value, at most 1; NaN
   *     where that is unknown
   */
  private record Found(
      Instrument instrument,
      LocalDate day,
      Side side,
      Optional<ForcedFlow> flow,
      double reportedPerHigh,
      SelfExcitation excitation) {

    Integer stepMinutes() {
      return flow.map(of -> (int) (of.steps().stepMicros() / BarClock.MINUTE_MICROS)).orElse(null);
    }

    double ifHiddenFollow() {
      return 1 - (1 - excitation.branching().value()) * reportedPerHigh;
    }

    String reason() {
      Estimate given = excitation.branching();
      Estimate plain = excitation.branchingWithoutMap();
      return Reasons.join(
          given.reason(),
          plain.isPresent() || plain.reason().equals(given.reason())
              ? null
              : "without the map: " + plain.reason(),
          plain.isPresent() && Double.isNaN(excitation.branchingFano())
              ? "totals are no counts"
              : null,
          given.isPresent() && Double.isNaN(ifHiddenFollow())
              ? "no estimate of what the feed hid"
              : null);
    }
  }

  private static final RowLayout<Found> ROWS =
      RowLayout.<Found>of(LakeTables.SELF_EXCITATION)
          .components(Found.class, one -> one)
          .text("feed_rule", one -> one.flow().map(ForcedFlow::feedRule).orElse(null))
          .integerOrNull("step_minutes", Found::stepMinutes)
          .components(SelfExcitation.class, Found::excitation)
          .number("branching_if_hidden_follow", Found::ifHiddenFollow)
          .sample(one -> one.excitation().branching().n(), Found::reason)
          .build();

  @Override
  public void compute(MarketSeries series, AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (LocalDate day : days.days()) {
      Optional<ForcedFlow> flow = flow(series, day);
      for (Side side : Side.values()) {
        rows.add(
            ROWS,
            flow.map(of -> found(series.instrument(), of, day, side))
                .orElseGet(() -> missing(series, day, side)));
      }
    }
  }

  /** The best forced orders with a prediction in the window, else the best with orders in it. */
  private static Optional<ForcedFlow> flow(MarketSeries series, LocalDate day) {
    return series.forced().stream()
        .filter(flow -> flow.steps().stepMicros() <= BarClock.HOUR_MICROS)
        .filter(flow -> isKnown(flow, flow.usd(), day))
        .min(
            Comparator.comparing((ForcedFlow flow) -> !isKnown(flow, flow.predictedUsd(), day))
                .thenComparing(ForcedFlow.PREFERENCE));
  }

  private static boolean isKnown(ForcedFlow flow, double[][] values, LocalDate day) {
    int from = Math.max(0, flow.steps().first(day.minusDays(WINDOW_DAYS - 1L)));
    int to = flow.steps().end(day);
    return Arrays.stream(values[0], from, to).anyMatch(v -> !Double.isNaN(v));
  }

  private static Found missing(MarketSeries series, LocalDate day, Side side) {
    String unused =
        series.longTotals(
            UtcDays.startMicros(day.minusDays(WINDOW_DAYS - 1L)),
            UtcDays.startMicros(day.plusDays(1)));
    return new Found(
        series.instrument(),
        day,
        side,
        Optional.empty(),
        Double.NaN,
        SelfExcitation.missing(Reasons.join("no forced orders in the window", unused)));
  }

  private static Found found(Instrument instrument, ForcedFlow flow, LocalDate day, Side side) {
    int first = flow.steps().first(day.minusDays(WINDOW_DAYS - 1L));
    int from = first - SelfExcitation.WARM_UP_STEPS;
    int to = flow.steps().end(day);
    boolean counted = !flow.isAggregate();
    double usd = 0;
    double high = 0;
    double units = 0;
    for (int i = Math.max(0, first); i < to; i++) {
      double orders = counted ? flow.prints(side)[i] : 1;
      if (!Double.isNaN(flow.usd(side)[i]) && !Double.isNaN(orders)) {
        usd += flow.usd(side)[i];
        high += flow.highUsd()[side.index()][i];
        units += orders;
      }
    }
    double unit = usd > 0 && units > 0 ? usd / units : 1;
    double[] orders = new double[to - from];
    double[] predicted = new double[to - from];
    for (int i = from; i < to; i++) {
      boolean there = i >= 0;
      orders[i - from] =
          !there ? Double.NaN : counted ? flow.prints(side)[i] : flow.usd(side)[i] / unit;
      predicted[i - from] = there ? flow.predictedUsd(side)[i] / unit : Double.NaN;
    }
    int perDay = flow.steps().perDay();
    SelfExcitation found =
        SelfExcitation.of(
            orders,
            predicted,
            SelfExcitation.WARM_UP_STEPS,
            Math.floorMod(from, perDay),
            perDay,
            counted,
            Resampling.seed("self_excitation", instrument, day, side));
    double reportedPerHigh = high >= usd && usd > 0 ? usd / high : Double.NaN;
    return new Found(instrument, day, side, Optional.of(flow), reportedPerHigh, found);
  }
}
