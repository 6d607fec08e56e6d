package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.regime.FundingHistory;

/** What each settlement of funding says: {@code funding_state}. */
final class FundingStatistic implements PerpetualStatistic {

  /** What a row is made of. */
  private record Found(Instrument instrument, FundingHistory.State state) {}

  private static final RowLayout<Found> ROWS =
      RowLayout.<Found>of(LakeTables.FUNDING_STATE)
          .components(Found.class, one -> one)
          .micros("ts", one -> one.state().micros())
          .components(FundingHistory.State.class, Found::state)
          .build();

  @Override
  public void compute(MarketSeries series, AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (FundingHistory.State state : FundingHistory.of(series, days.startMicros())) {
      if (state.micros() < days.endMicros()) {
        rows.add(ROWS, new Found(series.instrument(), state));
      }
    }
  }
}
