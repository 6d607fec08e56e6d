package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.feedback.ZoneOutcome;
import java.time.LocalDate;

/** What came of each hot zone: {@code zone_outcome}. */
final class ZoneOutcomeStatistic implements PerpetualStatistic {
  /** What a row is made of. */
  private record Found(Instrument instrument, LocalDate day, ZoneOutcome outcome) {}

  private static final RowLayout<Found> ROWS =
      RowLayout.<Found>of(LakeTables.ZONE_OUTCOME)
          .components(Found.class, one -> one)
          .micros("hit_ts", one -> one.outcome().hitMicros())
          .micros("map_ts", one -> one.outcome().zone().micros())
          .components(MarketSeries.Zone.class, one -> one.outcome().zone())
          .components(ZoneOutcome.class, Found::outcome)
          .number("realised_per_predicted", one -> one.outcome().realisedPerPredicted())
          .number(
              "funding_change", one -> one.outcome().fundingAfter() - one.outcome().fundingBefore())
          .text("verdict", one -> one.outcome().verdict())
          .sample(one -> one.outcome().openInterestSteps(), one -> one.outcome().reason())
          .build();

  @Override
  public void compute(MarketSeries series, AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (ZoneOutcome outcome : ZoneOutcome.of(series)) {
      LocalDate day = UtcDays.dayOf(outcome.completeMicros() - 1);
      if (days.contains(day)) {
        rows.add(ROWS, new Found(series.instrument(), day, outcome));
      }
    }
  }
}
