package io.treadmill.jobs.statistics;

import io.treadmill.lake.EpisodeTables;
import io.treadmill.lake.LakeTable;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Steps;
import io.treadmill.stats.episode.ClockMeasure;
import io.treadmill.stats.episode.FundingClock;
import io.treadmill.stats.episode.SettlementSteps;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;

/** Activity around funding settlements: {@code funding_clock}. */
final class FundingClockStatistic implements Statistic {

  /** Days of settlements in a row. */
  static final int DAYS = 90;

  private static final String KIND = "funding_clock";
  private static final String POOLED = "all";
  private static final int EIGHT_HOURS = 480;
  private static final double Z_90 = 1.6448536269514722;
  private static final int STEP_MINUTES = 5;

  @Override
  public List<LakeTable> tables() {
    return List.of(EpisodeTables.FUNDING_CLOCK);
  }

  @Override
  public String poolKind() {
    return KIND;
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.perpetuals()) {
      if (series.settled().isEmpty()) {
        continue;
      }
      Map<ClockMeasure, double[]> measures = new EnumMap<>(ClockMeasure.class);
      for (ClockMeasure measure : ClockMeasure.values()) {
        measures.put(measure, measure.of(series));
      }
      for (LocalDate day : days.days()) {
        addDay(series, measures, day, rows);
      }
    }
  }

  private static void addDay(
      MarketSeries series,
      Map<ClockMeasure, double[]> measures,
      LocalDate day,
      StatisticRows rows) {
    Steps steps = series.steps();
    int end = steps.end(day);
    int from = Math.max(0, end - DAYS * steps.perDay());
    SettlementSteps settlements = SettlementSteps.of(series.settled(), steps, from, end);
    if (settlements.intervalMinutes() == 0) {
      return;
    }
    measures.forEach(
        (measure, values) -> {
          int to = measure.readsNextStart() ? end - 1 : end;
          FundingClock clock =
              FundingClock.of(
                  values,
                  from,
                  to,
                  settlements.steps(),
                  settlements.intervalMinutes() / STEP_MINUTES,
                  steps.perDay());
          add(series, day, measure, settlements.intervalMinutes(), clock, rows);
        });
  }

  private static void add(
      MarketSeries series,
      LocalDate day,
      ClockMeasure measure,
      int interval,
      FundingClock clock,
      StatisticRows rows) {
    String reason = clock.effect().reason();
    if (reason != null && measure == ClockMeasure.LIQUIDATIONS) {
      reason += "; forced orders of five minutes and open interest are needed";
    } else if (reason == null && clock.shifts() < FundingClock.LEAST_SHIFTS) {
      reason = clock.shifts() + " shifts fit between settlements: no test";
    }
    rows.addOf(
        EpisodeTables.FUNDING_CLOCK,
        series.instrument(),
        day,
        measure,
        "test",
        0,
        interval,
        clock.effect().value(),
        clock.effect().low(),
        clock.effect().high(),
        clock.z(),
        clock.effect().p(),
        clock.shifts(),
        clock.effect().n(),
        reason);
    if (!clock.effect().isPresent()) {
      return;
    }
    for (int i = 0; i < clock.profile().length; i++) {
      rows.addOf(
          EpisodeTables.FUNDING_CLOCK,
          series.instrument(),
          day,
          measure,
          "profile",
          STEP_MINUTES * (i - FundingClock.PROFILE_STEPS),
          interval,
          clock.profile()[i],
          clock.shiftedLow(),
          clock.shiftedHigh(),
          Double.NaN,
          Double.NaN,
          clock.shifts(),
          clock.effect().n(),
          null);
    }
    rows.pool(
        new PooledEvent(
            KIND,
            series.instrument() + " " + measure,
            UtcDays.startMicros(day),
            new double[] {
              measure.ordinal(),
              interval,
              clock.effect().value(),
              (clock.effect().high() - clock.effect().low()) / (2 * Z_90)
            }));
  }

  @Override
  public void computePooled(List<PooledEvent> events, UtcDays days, StatisticRows rows) {
    ClockMeasure[] measures = ClockMeasure.values();
    int at = 0;
    while (at < events.size()) {
      long micros = events.get(at).micros();
      double[][][] sums = new double[measures.length][2][3];
      for (; at < events.size() && events.get(at).micros() == micros; at++) {
        double[] v = events.get(at).values();
        double[] sum = sums[(int) v[0]][v[1] >= EIGHT_HOURS ? 0 : 1];
        sum[0]++;
        sum[1] += v[2];
        sum[2] += v[3] * v[3];
      }
      for (ClockMeasure measure : measures) {
        addComparison(UtcDays.dayOf(micros), measure, sums[measure.ordinal()], rows);
      }
    }
  }

  /** Symbols of eight hours less those of shorter intervals, where there are both. */
  private static void addComparison(
      LocalDate day, ClockMeasure measure, double[][] sums, StatisticRows rows) {
    double[] eight = sums[0];
    double[] shorter = sums[1];
    if (eight[0] == 0 || shorter[0] == 0) {
      return;
    }
    double value = eight[1] / eight[0] - shorter[1] / shorter[0];
    double error =
        Math.sqrt(eight[2] / (eight[0] * eight[0]) + shorter[2] / (shorter[0] * shorter[0]));
    double z = value / error;
    double p = 2 * new NormalDistribution().cumulativeProbability(-Math.abs(z));
    rows.add(
        EpisodeTables.FUNDING_CLOCK,
        POOLED,
        POOLED,
        POOLED,
        day,
        measure,
        "comparison",
        0,
        0,
        value,
        value - Z_90 * error,
        value + Z_90 * error,
        z,
        p,
        null,
        (long) (eight[0] + shorter[0]),
        "instruments taken as independent: "
            + (int) eight[0]
            + " of 8 h, "
            + (int) shorter[0]
            + " shorter");
  }
}
