package io.treadmill.jobs.statistics;

import io.treadmill.lake.EpisodeTables;
import io.treadmill.lake.LakeTable;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Steps;
import io.treadmill.stats.episode.EventMarket;
import io.treadmill.stats.episode.FlushOutcome;
import io.treadmill.stats.episode.FlushTrigger;
import io.treadmill.stats.episode.FlushTrigger.Flush;
import io.treadmill.stats.episode.Reload;
import io.treadmill.stats.episode.Verdict;
import java.util.List;
import java.util.Optional;

/** Flushes, and what was rebuilt after them: {@code flush}, {@code reload}. */
final class FlushStatistic implements Statistic {
  private static final double WIDE_DROP = 0.01;

  @Override
  public List<LakeTable> tables() {
    return List.of(EpisodeTables.FLUSH, EpisodeTables.RELOAD);
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.perpetuals()) {
      EventMarket market = new EventMarket(series);
      Optional<EventMarket> spot = markets.spotFor(series).map(EventMarket::new);
      FlushTrigger trigger = FlushTrigger.of(series, FlushTrigger.Rule.FLUSH);
      for (Flush flush : trigger.flushes()) {
        int first = flush.start() - FlushTrigger.WINDOW_STEPS + 1;
        if (isOwned(series.steps(), flush.end() + 1 + FlushOutcome.COMPLETE_STEPS, days)) {
          addFlush(FlushOutcome.of(market, spot, flush), flush, market, rows);
        }
        if (isOwned(series.steps(), Reload.completeStep(flush.end()), days)) {
          addReload("flush", market, first, flush.end(), flush.sign(), rows);
        }
      }
    }
  }

  /** Returns true if the outcome that is complete at the start of a step belongs to the days. */
  static boolean isOwned(Steps steps, int completeStep, UtcDays days) {
    return steps.contains(completeStep) && days.contains(steps.day(completeStep));
  }

  /** Adds what followed an event. */
  static void addReload(
      String event, EventMarket market, int first, int last, int sign, StatisticRows rows) {
    Steps steps = market.series().steps();
    Reload reload = Reload.of(market, first, last, sign);
    rows.addOf(
        EpisodeTables.RELOAD,
        market.series().instrument(),
        steps.day(Reload.completeStep(last)),
        event,
        steps.micros(first),
        sign < 0 ? Side.LONG : Side.SHORT,
        reload.lost(),
        reload.bounceMinutes(),
        reload.bounceShare(),
        reload.rebuiltShare(),
        reload.halfLifeMinutes(),
        reload.fundingReboundBp(),
        reload.reason());
  }

  private static void addFlush(
      FlushOutcome outcome, Flush flush, EventMarket market, StatisticRows rows) {
    Steps steps = market.series().steps();
    FlushOutcome.Forced forced = outcome.forced();
    FlushOutcome.Interest interest = outcome.interest();
    FlushOutcome.Flow flow = outcome.flow();
    double drop = interest.dropShare();
    rows.addOf(
        EpisodeTables.FLUSH,
        market.series().instrument(),
        steps.day(outcome.completeStep()),
        steps.micros(outcome.first()),
        outcome.side(),
        steps.micros(outcome.last() + 1),
        flush.fromForced() ? "forced" : "volume",
        outcome.legs(),
        1e4 * outcome.moveLog(),
        forced.usd(),
        forced.lowUsd(),
        forced.highUsd(),
        source(forced),
        interest.before(),
        interest.drop(),
        100 * drop,
        interest.rebuilt6h(),
        Verdict.text(outcome.verdict()),
        Verdict.text(Verdict.of(drop, interest.rebuilt4h(), Verdict.LEAST_DROP)),
        Verdict.text(Verdict.of(drop, interest.rebuilt12h(), Verdict.LEAST_DROP)),
        Verdict.text(Verdict.of(drop, interest.rebuilt6h(), WIDE_DROP)),
        outcome.fundingBefore(),
        outcome.fundingAfter(),
        flow.takerImbalance(),
        forced.halfLifeMinutes(),
        forced.overPredicted(),
        forced.overPredictedAfter(),
        forced.shareOfDrop(),
        forced.shareLow(),
        forced.shareHigh(),
        flow.spotTakerImbalance(),
        flow.spotShare(),
        flow.basisMoveBp(),
        flow.origin(outcome.sign()),
        outcome.reasons().isEmpty() ? null : String.join("; ", outcome.reasons()));
  }

  private static String source(FlushOutcome.Forced forced) {
    return forced
        .feed()
        .map(flow -> flow.feedRule() + (forced.isBySteps() ? ", five minutes" : ", hours"))
        .orElse(null);
  }
}
