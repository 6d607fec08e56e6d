package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.feedback.ZoneOutcome;
import java.time.LocalDate;
import java.util.List;

/** What came of each hot zone: {@code zone_outcome}. */
final class ZoneOutcomeStatistic implements Statistic {
  /** What a row is made of. */
  private record Found(Instrument instrument, LocalDate day, ZoneOutcome outcome) {}

  private static final RowLayout<Found> ROWS =
      RowLayout.<Found>of(LakeTables.ZONE_OUTCOME)
          .instrument(Found::instrument)
          .date("day", Found::day)
          .micros("hit_ts", one -> one.outcome().hitMicros())
          .label("side", one -> one.outcome().zone().side())
          .integer("zone", one -> one.outcome().zone().zone())
          .micros("map_ts", one -> one.outcome().zone().micros())
          .number("price_low", one -> one.outcome().zone().priceLow())
          .number("price_high", one -> one.outcome().zone().priceHigh())
          .number("mass_usd", one -> one.outcome().zone().massUsd())
          .number("null_usd", one -> one.outcome().zone().nullUsd())
          .number("open_interest_start", one -> one.outcome().openInterestStart())
          .number("open_interest_drop_percent", one -> one.outcome().dropPercent())
          .number("open_interest_rebuilt_share", one -> one.outcome().rebuiltShare())
          .number("open_interest_change_percent", one -> one.outcome().changePercent())
          .number("realised_usd", one -> one.outcome().forcedUsd())
          .text("feed_rule", one -> one.outcome().feedRule())
          .number("predicted_usd", one -> one.outcome().predictedUsd())
          .number("realised_per_predicted", one -> one.outcome().realisedPerPredicted())
          .number("funding_before", one -> one.outcome().fundingBefore())
          .number("funding_after", one -> one.outcome().fundingAfter())
          .number(
              "funding_change", one -> one.outcome().fundingAfter() - one.outcome().fundingBefore())
          .text("verdict", one -> one.outcome().verdict())
          .whole("n", one -> one.outcome().openInterestSteps())
          .text("reason", one -> one.outcome().reason())
          .build();

  @Override
  public List<LakeTable> tables() {
    return List.of(LakeTables.ZONE_OUTCOME);
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.perpetuals()) {
      for (ZoneOutcome outcome : ZoneOutcome.of(series)) {
        LocalDate day = UtcDays.dayOf(outcome.completeMicros() - 1);
        if (days.contains(day)) {
          rows.add(ROWS, new Found(series.instrument(), day, outcome));
        }
      }
    }
  }
}
