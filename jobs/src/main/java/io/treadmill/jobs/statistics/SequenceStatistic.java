package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.ReflexivityTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.Significance;
import io.treadmill.stats.reflexive.HourlyFlows;
import io.treadmill.stats.reflexive.LocalProjection;
import java.time.LocalDate;
import java.util.List;

/** Which of funding, open interest and liquidations comes first: {@code sequence_test}. */
final class SequenceStatistic implements Statistic {
  private static final int WINDOW_DAYS = 90;
  private static final int[] LAGS = {1, 2, 4, 8, 24};

  /** A cause, an outcome, and the hours after which the outcome is known. */
  private record Pair(String name, double[] cause, double[] outcome, int late) {}

  @Override
  public List<LakeTable> tables() {
    return List.of(ReflexivityTables.SEQUENCE_TEST);
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.perpetuals()) {
      HourlyFlows flows = HourlyFlows.of(series);
      List<Pair> pairs =
          List.of(
              new Pair("funding_open_interest", flows.funding(), flows.openInterest(), 1),
              new Pair("open_interest_liquidations", flows.openInterest(), flows.liquidations(), 0),
              new Pair("liquidations_open_interest", flows.liquidations(), flows.openInterest(), 1),
              new Pair("liquidations_funding", flows.liquidations(), flows.funding(), 0));
      LocalProjection[][] projections = new LocalProjection[pairs.size()][LAGS.length];
      for (int p = 0; p < pairs.size(); p++) {
        for (int l = 0; l < LAGS.length; l++) {
          projections[p][l] =
              new LocalProjection(
                  pairs.get(p).cause, pairs.get(p).outcome, LAGS[l], pairs.get(p).late);
        }
      }
      for (LocalDate day : days.days()) {
        int to = flows.steps().end(day) / 24;
        int from = Math.max(0, to - WINDOW_DAYS);
        double[][] weights =
            LocalProjection.weights(
                to - from, Resampling.seed("sequence_test", series.instrument(), day));
        for (int p = 0; p < pairs.size(); p++) {
          Estimate[] responses = new Estimate[LAGS.length];
          double[] tests = new double[LAGS.length];
          for (int l = 0; l < LAGS.length; l++) {
            responses[l] = projections[p][l].response(from, to, weights);
            tests[l] = responses[l].p();
          }
          add(rows, series, day, pairs.get(p).name, responses, Significance.holm(tests));
        }
      }
    }
  }

  private static void add(
      StatisticRows rows,
      MarketSeries series,
      LocalDate day,
      String pair,
      Estimate[] responses,
      double[] corrected) {
    for (int l = 0; l < LAGS.length; l++) {
      rows.addOf(
          ReflexivityTables.SEQUENCE_TEST,
          series.instrument(),
          day,
          pair,
          LAGS[l],
          responses[l].value(),
          responses[l].low(),
          responses[l].high(),
          responses[l].p(),
          corrected[l],
          responses[l].n(),
          responses[l].reason());
    }
  }
}
