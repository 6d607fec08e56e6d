package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.RegimeTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.regime.FundingHistory;
import java.util.List;

/** What each settlement of funding says: {@code funding_state}. */
final class FundingStatistic implements Statistic {

  @Override
  public List<LakeTable> tables() {
    return List.of(RegimeTables.FUNDING_STATE);
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.perpetuals()) {
      for (FundingHistory.State state : FundingHistory.of(series, days.startMicros())) {
        if (state.micros() < days.endMicros()) {
          rows.addOf(
              RegimeTables.FUNDING_STATE,
              series.instrument(),
              state.micros(),
              state.rate(),
              state.intervalMinutes(),
              state.per8Hours(),
              state.premium(),
              state.formula(),
              state.atFloor(),
              state.streak(),
              state.sum24Hours(),
              state.sum7Days(),
              state.percentile(),
              state.robustZ(),
              state.n(),
              state.reason());
        }
      }
    }
  }
}
