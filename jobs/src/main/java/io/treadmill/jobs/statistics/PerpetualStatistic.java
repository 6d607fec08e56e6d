package io.treadmill.jobs.statistics;

import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;

/** A statistic of each perpetual contract. */
interface PerpetualStatistic extends Statistic {
  /**
   * Adds the rows of one contract.
   *
   * @param markets all markets of its asset
   */
  void compute(MarketSeries series, AssetMarkets markets, UtcDays days, StatisticRows rows);

  @Override
  default void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.perpetuals()) {
      compute(series, markets, days, rows);
    }
  }
}
