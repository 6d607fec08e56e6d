package io.treadmill.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;

/** Rows that statistics give, by table. */
final class Rows {
  private Rows() {}

  /** Returns the rows of a table that one statistic gives, in the order of the table's columns. */
  static List<Row> of(Statistic statistic, AssetMarkets markets, UtcDays days, LakeTable table) {
    // A statistic may give rows of a table that another one owns.
    StatisticRows rows = new StatisticRows(LakeTables.statistics());
    statistic.compute(markets, days, rows);
    return rows.of(table);
  }

  /** Returns the rows over all markets that one statistic gives, each market one of an asset. */
  static List<Row> pooled(
      Statistic statistic, List<MarketSeries> markets, UtcDays days, LakeTable table) {
    StatisticRows rows = new StatisticRows(LakeTables.statistics());
    for (MarketSeries market : markets) {
      statistic.compute(new AssetMarkets("any", List.of(market), List.of()), days, rows);
    }
    StatisticRows pooled = new StatisticRows(LakeTables.statistics());
    statistic.computePooled(events(rows, statistic.poolKind()), days, pooled);
    return pooled.of(table);
  }

  /** Returns the events of a kind that statistics gave to the pool, by time, then key. */
  static List<PooledEvent> events(StatisticRows rows, String kind) {
    return StatisticRows.sorted(
            rows.rows().stream()
                .map(row -> (Row) row.get(row.size() - 1)) // The pool is the last column.
                .filter(Objects::nonNull)
                .map(StatisticRows::event))
        .filter(event -> event.kind().equals(kind))
        .toList();
  }

  /** Returns the only row. */
  static Row only(Statistic statistic, AssetMarkets markets, UtcDays days, LakeTable table) {
    List<Row> rows = of(statistic, markets, days, table);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }
}
