package io.treadmill.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.LakeTable;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/** Rows that statistics give, by table. */
final class Rows {
  private Rows() {}

  /** Returns the rows of a table that one statistic gives, in the order of the table's columns. */
  static List<Row> of(Statistic statistic, AssetMarkets markets, UtcDays days, LakeTable table) {
    StatisticRows rows = new StatisticRows(statistic.tables());
    statistic.compute(markets, days, rows);
    return StatisticRows.column(rows.rows(), statistic.tables().indexOf(table));
  }

  /** Returns the rows over all markets that one statistic gives, each market one of an asset. */
  static List<Row> pooled(
      Statistic statistic, List<MarketSeries> markets, UtcDays days, LakeTable table) {
    List<LakeTable> tables = statistic.tables();
    StatisticRows rows = new StatisticRows(tables);
    for (MarketSeries market : markets) {
      statistic.compute(new AssetMarkets("any", List.of(market), List.of()), days, rows);
    }
    List<PooledEvent> events =
        StatisticRows.column(rows.rows(), tables.size()).stream()
            .map(StatisticRows::event)
            .sorted(Comparator.comparingLong(PooledEvent::micros).thenComparing(PooledEvent::key))
            .toList();
    StatisticRows pooled = new StatisticRows(tables);
    statistic.computePooled(events, days, pooled);
    return StatisticRows.column(pooled.rows(), tables.indexOf(table));
  }

  /** Returns the only row. */
  static Row only(Statistic statistic, AssetMarkets markets, UtcDays days, LakeTable table) {
    List<Row> rows = of(statistic, markets, days, table);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }
}
