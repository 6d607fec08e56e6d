package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.regime.FundingHistory;
import java.util.List;

/** What each settlement of funding says: {@code funding_state}. */
final class FundingStatistic implements Statistic {

  /** What a row is made of. */
  private record Found(Instrument instrument, FundingHistory.State state) {}

  private static final RowLayout<Found> ROWS =
      RowLayout.<Found>of(LakeTables.FUNDING_STATE)
          .instrument(Found::instrument)
          .micros("ts", one -> one.state().micros())
          .number("rate", one -> one.state().rate())
          .number("interval_minutes", one -> one.state().intervalMinutes())
          .number("rate_8h", one -> one.state().per8Hours())
          .number("premium", one -> one.state().premium())
          .text("formula", one -> one.state().formula())
          .flagOrNull("at_floor", one -> one.state().atFloor())
          .integer("streak", one -> one.state().streak())
          .number("sum_24h", one -> one.state().sum24Hours())
          .number("sum_7d", one -> one.state().sum7Days())
          .number("percentile_90d", one -> one.state().percentile())
          .number("robust_z_90d", one -> one.state().robustZ())
          .whole("n", one -> one.state().n())
          .text("reason", one -> one.state().reason())
          .build();

  @Override
  public List<LakeTable> tables() {
    return List.of(LakeTables.FUNDING_STATE);
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.perpetuals()) {
      for (FundingHistory.State state : FundingHistory.of(series, days.startMicros())) {
        if (state.micros() < days.endMicros()) {
          rows.add(ROWS, new Found(series.instrument(), state));
        }
      }
    }
  }
}
