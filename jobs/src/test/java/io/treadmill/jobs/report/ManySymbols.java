package io.treadmill.jobs.report;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * A lake of many symbols and nights, made by Spark in a minute: coarse maps (one an hour, cells of
 * 1 % within 20 %, two horizons), bars of five minutes, forced orders, scores, regimes, coverage.
 */
final class ManySymbols {
  private static final String INSTRUMENT =
      "'binance' AS venue, 'linear_perp' AS product, concat('COIN', lpad(s, 3, '0'), 'USDT') AS"
          + " symbol";

  /** A price that moves as prices do not, but is there: 5 % around 100 over a day, in cents. */
  private static final String PRICE = "round(100 * (1 + s) * (1 + 0.05 * sin(0.02 * %s + s)), 2)";

  private final SparkSession spark;
  private final IcebergLake lake;
  private final Path folder;
  private final int symbols;
  private final UtcDays days;

  ManySymbols(Path folder, int symbols, UtcDays days) {
    this.spark = SparkForTests.withLake(folder.resolve("lake"));
    this.lake = IcebergLake.open(spark, "20260302-0005-7f3a");
    this.folder = folder;
    this.symbols = symbols;
    this.days = days;
  }

  IcebergLake lake() {
    return lake;
  }

  RunContext context(UtcDays of) {
    return SparkForTests.context(
        spark,
        lake,
        folder,
        of,
        Selection.ALL,
        "20260302-0030-aaaa",
        Clock.fixed(Instant.parse("2026-03-02T00:31:00Z"), ZoneOffset.UTC));
  }

  /** Writes the tables and publishes them. */
  void write() {
    // Else one task sorts all rows of a table.
    spark.conf().set("spark.sql.adaptive.enabled", "false");
    spark.conf().set("spark.sql.shuffle.partitions", "8");
    bars();
    maps();
    forced();
    scores();
    regimes();
    coverage();
    put(
        LakeTables.RUNS,
        sql(
            """
            SELECT '20260302-0005-7f3a' AS run_id, 'heatmap' AS job, 'done' AS state, DATE'%s' AS from_day, DATE'%s' AS to_day, 'all' AS
            selection, '5d41402a' AS configuration_hash, '0.1.0' AS code_version,
            '[{"table":"liquidation_heatmap","rows":1}]' AS tables,
            TIMESTAMP'2026-03-02 00:05:00' AS started_ts, TIMESTAMP'2026-03-02 00:09:00' AS finished_ts
            """
                .formatted(days.from(), days.to())));
    lake.publish();
  }

  private void bars() {
    put(
        LakeTables.BARS_5M,
        sql(
            """
            SELECT %1$s, ts, CAST(ts AS DATE) AS day, p AS open, round(p * 1.002, 2) AS high,
              round(p * .998, 2) AS low, round(p * 1.001, 2) AS close, 10D AS base_volume,
              'trades' AS source
            FROM (SELECT *, %2$s AS p FROM (%3$s))
            """
                .formatted(INSTRUMENT, PRICE.formatted("n"), grid(288))));
  }

  private void maps() {
    put(
        LakeTables.LIQUIDATION_HEATMAP,
        sql(
            """
            SELECT %s, ts, ts AS ts_raw, side, bucket, exp(bucket * .001) AS price_low, exp((bucket + 10) * .001) AS price_high,
              1e5 * (1 + pmod(hash(s, bucket, n div 4), 100)) AS expected_notional_usd, 'book' AS model, h AS horizon_h,
              h * 5e3 AS inflow_usd, 0D AS freshness_usd, 'full' AS print_scope
            FROM (
              SELECT s, n, ts, h, side, 10 * (CAST(ln(%s) / .01 AS INT) + o * IF(side = 'long', -1, 1)) AS bucket
              FROM (%s) LATERAL VIEW explode(array(0, 4)) AS h LATERAL VIEW explode(array('long', 'short')) AS side
              LATERAL VIEW explode(sequence(1, 20)) AS o)
            """
                .formatted(INSTRUMENT, PRICE.formatted("12 * n"), grid(24))));
  }

  private void forced() {
    put(
        LakeTables.REALISED_LIQUIDATIONS,
        sql(
            """
            SELECT %1$s, ts, 5 AS interval_minutes, side, CAST(ln(p) / .001 AS INT) AS bucket, p AS price_low, p * 1.001 AS price_high,
              1e3 * (1 + pmod(hash(s, n), 500)) AS notional_usd, 3L AS print_count, 'every forced order' AS feed_rule
            FROM (SELECT *, %2$s AS p, IF(n %% 3 = 0, 'long', 'short') AS side FROM (%3$s)) WHERE pmod(hash(n, s, 7), 12) = 0
            """
                .formatted(INSTRUMENT, PRICE.formatted("n"), grid(288))));
  }

  private void scores() {
    put(
        LakeTables.HEATMAP_SCORE,
        sql(
            """
            SELECT %s, CAST(ts AS DATE) AS day, 'book' AS model, c.baseline, c.horizon, skill, skill - .15 AS skill_low, skill + .15 AS skill_high,
              720L AS n, 30 AS days, 'full' AS print_scope
            FROM (SELECT *, .4 * sin(.7 * s + .02 * n) AS skill FROM (%s))
            LATERAL VIEW inline(array(named_struct('horizon', 'path_1h', 'baseline', 'fine_freshness'),
              named_struct('horizon', 'path_1h', 'baseline', 'path_only'), named_struct('horizon', 'map_1h', 'baseline', 'fine_freshness_far'),
              named_struct('horizon', 'map_4h', 'baseline', 'fine_freshness_far'),
              named_struct('horizon', 'map_24h', 'baseline', 'fine_freshness_far'))) c AS horizon, baseline
            """
                .formatted(INSTRUMENT, grid(1))));
  }

  private void regimes() {
    put(
        LakeTables.REGIME,
        sql(
            """
            SELECT %s, ts, element_at(array('quiet', 'building', 'crowded', 'flush'), 1 + CAST(pmod(hash(s, n div 6), 4) AS INT)) AS state,
              'none' AS spot_source
            FROM (%s)
            """
                .formatted(INSTRUMENT, grid(24))));
  }

  private void coverage() {
    put(
        LakeTables.COVERAGE,
        sql(
            """
            SELECT %s, dataset, CAST(ts AS DATE) AS day, IF(pmod(hash(s, n, dataset), 40) = 0, 'partial', 'complete') AS status, 1000L AS
            row_count FROM (%s) LATERAL VIEW explode(array('trades', 'open_interest', 'funding', 'liquidations')) AS dataset
            """
                .formatted(INSTRUMENT, grid(1))));
  }

  /** Symbol s, place n in time and its instant. */
  private String grid(int ofDay) {
    LocalDate from = days.from();
    return """
        SELECT CAST(id %% %1$d AS INT) AS s, CAST(id div %1$d AS INT) AS n,
          TIMESTAMP'%2$s 00:00:00' + make_dt_interval(0, 0, 0, (id div %1$d) * %3$d) AS ts
        FROM range(0, %4$d, 1, 8)
        """
        .formatted(symbols, from, 86_400 / ofDay, (long) symbols * days.count() * ofDay);
  }

  private Dataset<Row> sql(String text) {
    return spark.sql(text);
  }

  /** Columns that are not made are null. */
  private void put(LakeTable table, Dataset<Row> made) {
    List<String> there = List.of(made.columns());
    Column[] columns =
        Arrays.stream(table.schema().fields())
            .map(
                field ->
                    (there.contains(field.name())
                            ? functions.col(field.name())
                            : functions.lit(null))
                        .cast(field.dataType())
                        .as(field.name()))
            .toArray(Column[]::new);
    if (table.partition() == LakeTable.Partition.NONE) {
      lake.append(table, made.select(columns));
    } else {
      lake.overwrite(table, days, Selection.ALL, made.select(columns));
    }
  }
}
