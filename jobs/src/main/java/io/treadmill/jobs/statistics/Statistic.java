package io.treadmill.jobs.statistics;

import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import java.util.List;

/**
 * Fills the rows of some tables from the series of an asset. Rows of a day use values before the
 * end of that day only, so that a later run over the same day gives the same rows.
 */
interface Statistic {
  /**
   * Adds the rows of the days.
   *
   * @param markets all markets of one asset over the history and the days
   * @param days days to fill
   * @param rows where rows go, and events to be pooled over assets
   */
  void compute(AssetMarkets markets, UtcDays days, StatisticRows rows);

  /**
   * Adds rows over all assets of the run; called once, after {@link #compute}, if the run is about
   * all instruments.
   *
   * @param events what {@link StatisticRows#pool} was given under {@link #poolKind}, by time, then
   *     key
   */
  default void computePooled(List<PooledEvent> events, UtcDays days, StatisticRows rows) {}

  /** Returns the kind of events it pools; null if none. */
  default String poolKind() {
    return null;
  }
}
