package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
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
import java.util.Optional;

/** Flushes, and what was rebuilt after them: {@code flush}, {@code reload}. */
final class FlushStatistic implements PerpetualStatistic {
  private static final double WIDE_DROP = 0.01;

  /** What a row of {@code flush} is made of. */
  private record Found(MarketSeries series, Flush flush, FlushOutcome outcome) {
    FlushOutcome.Interest interest() {
      return outcome.interest();
    }

    /** Returns the verdict for what was rebuilt at an instant, if drops of a size count. */
    Verdict verdict(double rebuilt, double leastDrop) {
      return Verdict.of(interest().dropShare(), rebuilt, leastDrop);
    }

    String source() {
      FlushOutcome.Forced forced = outcome.forced();
      return forced
          .feed()
          .map(flow -> flow.feedRule() + (forced.isBySteps() ? ", five minutes" : ", hours"))
          .orElse(null);
    }
  }

  /**
   * What a row of {@code reload} is made of.
   *
   * @param event table that has the event
   * @param first first step of the event
   * @param last last step
   */
  private record Rebuilt(
      String event, MarketSeries series, int first, int last, int sign, Reload reload) {}

  private static final RowLayout<Found> FLUSHES =
      RowLayout.<Found>of(LakeTables.FLUSH)
          .instrument(one -> one.series().instrument())
          .date("day", one -> one.series().steps().day(one.outcome().completeStep()))
          .micros("start_ts", one -> one.series().steps().micros(one.outcome().first()))
          .micros("end_ts", one -> one.series().steps().micros(one.outcome().last() + 1))
          .text("trigger", one -> one.flush().fromForced() ? "forced" : "volume")
          .number("move_bp", one -> 1e4 * one.outcome().moveLog())
          .text("forced_source", Found::source)
          .number("drop_percent", one -> 100 * one.interest().dropShare())
          .number("rebuilt_share", one -> one.interest().rebuilt6h())
          .label("verdict", one -> one.outcome().verdict())
          .label("verdict_4h", one -> one.verdict(one.interest().rebuilt4h(), Verdict.LEAST_DROP))
          .label("verdict_12h", one -> one.verdict(one.interest().rebuilt12h(), Verdict.LEAST_DROP))
          .label(
              "verdict_drop_1_percent", one -> one.verdict(one.interest().rebuilt6h(), WIDE_DROP))
          .text("origin", one -> one.outcome().flow().origin(one.outcome().sign()))
          .components(FlushOutcome.class, Found::outcome)
          .components(FlushOutcome.Forced.class, one -> one.outcome().forced())
          .components(FlushOutcome.Interest.class, Found::interest)
          .components(FlushOutcome.Flow.class, one -> one.outcome().flow())
          .build();

  private static final RowLayout<Rebuilt> RELOADS =
      RowLayout.<Rebuilt>of(LakeTables.RELOAD)
          .instrument(one -> one.series().instrument())
          .date("day", one -> one.series().steps().day(Reload.completeStep(one.last())))
          .text("event", Rebuilt::event)
          .micros("start_ts", one -> one.series().steps().micros(one.first()))
          .label("side", one -> one.sign() < 0 ? Side.LONG : Side.SHORT)
          .components(Reload.class, Rebuilt::reload)
          .build();

  @Override
  public void compute(MarketSeries series, AssetMarkets markets, UtcDays days, StatisticRows rows) {
    EventMarket market = new EventMarket(series);
    Optional<EventMarket> spot = markets.spotFor(series).map(EventMarket::new);
    FlushTrigger trigger = FlushTrigger.of(series, FlushTrigger.Rule.FLUSH);
    for (Flush flush : trigger.flushes()) {
      int first = flush.start() - FlushTrigger.WINDOW_STEPS + 1;
      if (isOwned(series.steps(), flush.end() + 1 + FlushOutcome.COMPLETE_STEPS, days)) {
        rows.add(FLUSHES, new Found(series, flush, FlushOutcome.of(market, spot, flush)));
      }
      if (isOwned(series.steps(), Reload.completeStep(flush.end()), days)) {
        addReload("flush", market, first, flush.end(), flush.sign(), rows);
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
    Reload reload = Reload.of(market, first, last, sign);
    rows.add(RELOADS, new Rebuilt(event, market.series(), first, last, sign, reload));
  }
}
