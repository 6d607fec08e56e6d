package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTable;
import java.util.List;

/** All statistics; one line adds one. */
final class Statistics {
  private Statistics() {}

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

  /** Returns the tables that they fill. */
  static List<LakeTable> tables() {
    return all().stream().flatMap(statistic -> statistic.tables().stream()).toList();
  }
}
