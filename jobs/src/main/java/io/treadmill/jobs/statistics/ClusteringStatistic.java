package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.AtPrice;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.feedback.LiquidationClustering;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Do forced orders lie closer together than trades: {@code liquidation_clustering}. */
final class ClusteringStatistic implements PerpetualStatistic {
  /** What a row is made of. */
  private record Found(Instrument instrument, LocalDate day, LiquidationClustering clustering) {}

  private static final RowLayout<Found> ROWS =
      RowLayout.<Found>of(LakeTables.LIQUIDATION_CLUSTERING)
          .components(Found.class, one -> one)
          .components(LiquidationClustering.class, Found::clustering)
          .number("p", one -> one.clustering().giniExcess().p())
          .number("entropy_p", one -> one.clustering().entropyExcess().p())
          .number("round_p", one -> one.clustering().roundExcess().p())
          .sample(one -> one.clustering().bursts(), one -> one.clustering().giniExcess().reason())
          .build();

  @Override
  public void compute(MarketSeries series, AssetMarkets markets, UtcDays days, StatisticRows rows) {
    Map<Long, NavigableMap<Integer, Double>> traded = new TreeMap<>();
    Map<Long, List<AtPrice>> forced = new TreeMap<>();
    for (AtPrice at : series.atPrice()) {
      if (at.side() == 0) {
        traded
            .computeIfAbsent(at.epochDay(), key -> new TreeMap<>())
            .merge(at.bucket(), at.amount(), Double::sum);
      } else if (at.amount() > 0) {
        forced.computeIfAbsent(at.epochDay(), key -> new ArrayList<>()).add(at);
      }
    }
    for (LocalDate day : days.days()) {
      List<AtPrice> bursts = forced.getOrDefault(day.toEpochDay(), List.of());
      LiquidationClustering found =
          LiquidationClustering.of(
              traded.getOrDefault(day.toEpochDay(), new TreeMap<>()),
              bursts.stream().mapToInt(AtPrice::bucket).toArray(),
              bursts.stream().mapToDouble(AtPrice::amount).toArray(),
              Resampling.seed("liquidation_clustering", series.instrument(), day));
      rows.add(ROWS, new Found(series.instrument(), day, found));
    }
  }
}
