package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.ReflexivityTables;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.Steps;
import io.treadmill.stats.reflexive.SelfExcitation;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What follows from a forced order: {@code self_excitation}. */
final class SelfExcitationStatistic implements Statistic {
  private static final int WINDOW_DAYS = 30;

  @Override
  public List<LakeTable> tables() {
    return List.of(ReflexivityTables.SELF_EXCITATION);
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.perpetuals()) {
      for (LocalDate day : days.days()) {
        Optional<ForcedFlow> flow = flow(series, day);
        for (Side side : Side.values()) {
          if (flow.isPresent()) {
            add(series, flow.get(), day, side, rows);
          } else {
            addMissing(series, day, side, rows);
          }
        }
      }
    }
  }

  /** The best forced orders with a prediction in the window, else the best with orders in it. */
  private static Optional<ForcedFlow> flow(MarketSeries series, LocalDate day) {
    return series.forced().stream()
        .filter(flow -> flow.steps().stepMicros() <= Steps.HOUR_MICROS)
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

  private static void add(
      MarketSeries series, ForcedFlow flow, LocalDate day, Side side, StatisticRows rows) {
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
            Resampling.seed("self_excitation", series.instrument(), day, side));
    double value = found.branching().value();
    rows.addOf(
        ReflexivityTables.SELF_EXCITATION,
        series.instrument(),
        day,
        side,
        flow.feedRule(),
        flow.steps().stepMicros() / Steps.MINUTE_MICROS,
        value,
        found.branching().low(),
        found.branching().high(),
        found.lagged(),
        found.plain().value(),
        found.plain().low(),
        found.plain().high(),
        found.fano(),
        high >= usd && usd > 0 ? 1 - (1 - value) * usd / high : Double.NaN,
        found.perPredicted().value(),
        found.perPredicted().low(),
        found.perPredicted().high(),
        found.dispersion(),
        found.autocorrelation(),
        found.branching().n(),
        found.branching().reason());
  }

  private static void addMissing(
      MarketSeries series, LocalDate day, Side side, StatisticRows rows) {
    Object[] row = new Object[20];
    row[0] = day;
    row[1] = side;
    row[18] = 0L;
    row[19] = "no forced orders in the window";
    rows.addOf(ReflexivityTables.SELF_EXCITATION, series.instrument(), row);
  }
}
