package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.ReflexivityTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.reflexive.ZoneOutcome;
import java.time.LocalDate;
import java.util.List;

/** What came of each hot zone: {@code zone_outcome}. */
final class ZoneOutcomeStatistic implements Statistic {

  @Override
  public List<LakeTable> tables() {
    return List.of(ReflexivityTables.ZONE_OUTCOME);
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.perpetuals()) {
      for (ZoneOutcome outcome : ZoneOutcome.of(series)) {
        LocalDate day = UtcDays.dayOf(outcome.completeMicros() - 1);
        if (days.contains(day)) {
          add(series, day, outcome, rows);
        }
      }
    }
  }

  private static void add(
      MarketSeries series, LocalDate day, ZoneOutcome outcome, StatisticRows rows) {
    rows.addOf(
        ReflexivityTables.ZONE_OUTCOME,
        series.instrument(),
        day,
        outcome.hitMicros(),
        outcome.zone().side(),
        outcome.zone().zone(),
        outcome.zone().micros(),
        outcome.zone().priceLow(),
        outcome.zone().priceHigh(),
        outcome.zone().massUsd(),
        outcome.zone().nullUsd(),
        outcome.openInterestStart(),
        outcome.dropPercent(),
        outcome.rebuiltShare(),
        outcome.changePercent(),
        outcome.forcedUsd(),
        outcome.feedRule(),
        outcome.predictedUsd(),
        outcome.predictedUsd() > 0 ? outcome.forcedUsd() / outcome.predictedUsd() : Double.NaN,
        outcome.fundingBefore(),
        outcome.fundingAfter(),
        outcome.fundingAfter() - outcome.fundingBefore(),
        outcome.verdict(),
        outcome.openInterestSteps(),
        outcome.reason());
  }
}
