package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import java.util.List;
import org.apache.spark.sql.Row;

/** All statistics; one line adds one. */
public final class Statistics {
  private Statistics() {}

  /**
   * Computes all statistics of one asset.
   *
   * @return rows with one column a table of {@link LakeTables#statistics}, one of them set, and the
   *     events that are pooled over assets
   */
  public static List<Row> compute(AssetMarkets markets, UtcDays days) {
    return compute(markets, days, 0, 1);
  }

  /**
   * Computes one part of them. Two by two, as the costly ones stand in the list, the parts take
   * about the same time.
   *
   * @param part from 0
   * @param parts number of parts, at least 1
   */
  static List<Row> compute(AssetMarkets markets, UtcDays days, int part, int parts) {
    StatisticRows out = new StatisticRows(LakeTables.statistics());
    List<Statistic> all = markets.markets().isEmpty() ? List.of() : all();
    for (int i = 0; i < all.size(); i++) {
      if (i / 2 % parts == part) {
        all.get(i).compute(markets, days, out);
      }
    }
    return out.rows();
  }

  /** Returns all statistics in the order of the dictionary. */
  static List<Statistic> all() {
    return List.of(
        new FundingStatistic(),
        new RegimeStatistic(),
        new FlushStatistic(),
        new TreadmillStatistic(),
        new LiquidationWeekStatistic(),
        new FundingClockStatistic(),
        new SelfExcitationStatistic(),
        new ThinZoneStatistic(),
        new HuntStatistic(),
        new ZoneOutcomeStatistic(),
        new SequenceStatistic(),
        new ClusteringStatistic(),
        new PriceDiscoveryStatistic(),
        new VolumeShareStatistic(),
        new SegmentCompareStatistic(),
        new PathShapeStatistic());
  }
}
