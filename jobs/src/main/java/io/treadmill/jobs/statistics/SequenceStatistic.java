package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Reasons;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.Significance;
import io.treadmill.stats.feedback.HourlyFlows;
import io.treadmill.stats.feedback.LocalProjection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which of funding, open interest and liquidations comes first: {@code sequence_test}. */
final class SequenceStatistic implements PerpetualStatistic {
  private static final int WINDOW_DAYS = 90;
  private static final int[] LAGS = {1, 2, 4, 8, 24};

  /**
   * What a row is made of.
   *
   * @param pHolm p of the response, corrected for the lags of the pair
   * @param unused which totals there are that tell no hours; null if there are none or none are
   *     asked for
   */
  private record Found(
      Instrument instrument,
      LocalDate day,
      String pair,
      int lagHours,
      Estimate response,
      double pHolm,
      String feedRule,
      String unused) {
    String reason() {
      return Reasons.join(response.reason(), response.isPresent() ? null : unused);
    }
  }

  private static final RowLayout<Found> ROWS =
      RowLayout.<Found>of(LakeTables.SEQUENCE_TEST)
          .components(Found.class, one -> one)
          .number("p", one -> one.response().p())
          .sample(one -> one.response().n(), Found::reason)
          .build();

  /** A cause, an outcome, and the hours after which the outcome is known. */
  private record Pair(String name, double[] cause, double[] outcome, int late) {}

  /** The pairs of an instrument with the forced orders of one feed. */
  private static final class OfFeed {
    final HourlyFlows flows;
    final String feedRule;
    final List<Pair> pairs;
    private LocalProjection[][] projections;

    OfFeed(MarketSeries series, Optional<ForcedFlow> feed) {
      flows = HourlyFlows.of(series, feed);
      feedRule = feed.map(ForcedFlow::feedRule).orElse(null);
      pairs =
          List.of(
              new Pair("funding_open_interest", flows.funding(), flows.openInterest(), 1),
              new Pair("open_interest_liquidations", flows.openInterest(), flows.liquidations(), 0),
              new Pair("liquidations_open_interest", flows.liquidations(), flows.openInterest(), 1),
              new Pair("liquidations_funding", flows.liquidations(), flows.funding(), 0));
    }

    boolean knows(int fromDay, int toDay) {
      return Arrays.stream(flows.liquidations(), 24 * fromDay, 24 * toDay)
              .filter(v -> !Double.isNaN(v))
              .count()
          >= LocalProjection.LEAST_HOURS;
    }

    /** Made when a day first needs them. */
    LocalProjection projection(int pair, int lag) {
      if (projections == null) {
        projections = new LocalProjection[pairs.size()][LAGS.length];
        for (int p = 0; p < pairs.size(); p++) {
          Pair of = pairs.get(p);
          for (int l = 0; l < LAGS.length; l++) {
            projections[p][l] = new LocalProjection(of.cause, of.outcome, LAGS[l], of.late);
          }
        }
      }
      return projections[pair][lag];
    }

    /** Returns the feed, if the pair reads liquidations. */
    String feedRule(Pair pair) {
      return reads(pair) ? feedRule : null;
    }

    boolean reads(Pair pair) {
      return pair.cause == flows.liquidations() || pair.outcome == flows.liquidations();
    }
  }

  @Override
  public void compute(MarketSeries series, AssetMarkets markets, UtcDays days, StatisticRows rows) {
    List<OfFeed> feeds = new ArrayList<>();
    series.forced().stream()
        .filter(flow -> flow.steps().stepMicros() <= BarClock.HOUR_MICROS)
        .forEach(flow -> feeds.add(new OfFeed(series, Optional.of(flow))));
    if (feeds.isEmpty()) {
      feeds.add(new OfFeed(series, Optional.empty()));
    }
    for (LocalDate day : days.days()) {
      int to = series.steps().end(day) / series.steps().perDay();
      int from = Math.max(0, to - WINDOW_DAYS);
      double[][] weights =
          LocalProjection.weights(
              to - from, Resampling.seed("sequence_test", series.instrument(), day));
      OfFeed feed =
          feeds.stream().filter(of -> of.knows(from, to)).findFirst().orElse(feeds.get(0));
      String unused =
          series.longTotals(
              UtcDays.startMicros(day.minusDays(WINDOW_DAYS - 1L)),
              UtcDays.startMicros(day.plusDays(1)));
      for (int p = 0; p < feed.pairs.size(); p++) {
        Pair pair = feed.pairs.get(p);
        Estimate[] responses = new Estimate[LAGS.length];
        double[] tests = new double[LAGS.length];
        for (int l = 0; l < LAGS.length; l++) {
          responses[l] = feed.projection(p, l).response(from, to, weights);
          tests[l] = responses[l].p();
        }
        double[] holm = Significance.holm(tests);
        for (int l = 0; l < LAGS.length; l++) {
          rows.add(
              ROWS,
              new Found(
                  series.instrument(),
                  day,
                  pair.name,
                  LAGS[l],
                  responses[l],
                  holm[l],
                  feed.feedRule(pair),
                  feed.reads(pair) ? unused : null));
        }
      }
    }
  }
}
