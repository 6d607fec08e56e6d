package io.treadmill.jobs.statistics;

import io.treadmill.jobs.Job;
import io.treadmill.jobs.RunContext;
import io.treadmill.jobs.RunReport;
import io.treadmill.jobs.SideBySide;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * All statistics of the assets of a run. An asset is computed as a whole, spot and futures of all
 * venues together, so that no result depends on which of its symbols were asked for.
 */
public final class StatisticsJob implements Job {
  @Override
  public String name() {
    return "statistics";
  }

  @Override
  public String summary() {
    return "regimes, flushes, episodes and tests, each with its null";
  }

  @Override
  public Set<ArchiveDataset> readsArchive() {
    return Set.of(ArchiveDataset.OPEN_INTEREST, ArchiveDataset.MARK_INDEX, ArchiveDataset.FUNDING);
  }

  @Override
  public Set<LakeTable> reads() {
    return Set.of(
        LakeTables.BARS_1M,
        LakeTables.BARS_5M,
        LakeTables.VOLUME_PROFILE_5M,
        LakeTables.REALISED_LIQUIDATIONS,
        LakeTables.HEATMAP_PREDICTION,
        LakeTables.ZONES,
        LakeTables.FRAGILITY);
  }

  @Override
  public Set<LakeTable> writes() {
    return Set.copyOf(Statistics.tables());
  }

  @Override
  public RunReport run(RunContext run) {
    UtcDays days = run.days();
    Selection assets = wholeAssets(run);
    UtcDays history = history(run, assets);
    List<LakeTable> tables = Statistics.tables();
    // As an RDD: the writes of all tables would each plan, and describe, the whole input again.
    JavaRDD<Row> rows =
        new SeriesInput(run, history, assets)
            .read()
            .coalesce(2 * run.spark().sparkContext().defaultParallelism())
            .groupByKey((MapFunction<Row, String>) row -> row.getString(0), Encoders.STRING())
            .flatMapSortedGroups(
                SeriesInput.ORDER,
                new SeriesFunction(history, days, run.settings().bars()),
                Encoders.row(StatisticRows.schema(tables)))
            .toJavaRDD()
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      StatisticRows pooled = assets.isAll() ? pooled(run, rows, tables) : new StatisticRows(tables);
      List<Callable<Written>> writes = new ArrayList<>();
      for (int i = 0; i < tables.size(); i++) {
        int place = i;
        LakeTable table = tables.get(i);
        writes.add(
            () ->
                run.lake()
                    .overwrite(table, days, assets, ofTable(run, rows, pooled, place, table)));
      }
      return new RunReport(SideBySide.run(writes), List.of());
    } finally {
      rows.unpersist();
    }
  }

  /** The rows of one table: those of each asset, and those over all assets. */
  private static Dataset<Row> ofTable(
      RunContext run, JavaRDD<Row> rows, StatisticRows pooled, int place, LakeTable table) {
    JavaRDD<Row> own = rows.filter(row -> !row.isNullAt(place)).map(row -> row.getStruct(place));
    Dataset<Row> ofAssets = run.spark().createDataFrame(own, table.schema());
    List<Row> ofAll = StatisticRows.column(pooled.rows(), place);
    return ofAll.isEmpty()
        ? ofAssets
        : ofAssets.union(run.spark().createDataFrame(ofAll, table.schema()));
  }

  /** Rows over all assets, from the events of each. */
  private static StatisticRows pooled(RunContext run, JavaRDD<Row> rows, List<LakeTable> tables) {
    int pool = tables.size();
    List<PooledEvent> events =
        rows.filter(row -> !row.isNullAt(pool)).map(row -> row.getStruct(pool)).collect().stream()
            .map(StatisticRows::event)
            .sorted(Comparator.comparingLong(PooledEvent::micros).thenComparing(PooledEvent::key))
            .toList();
    StatisticRows out = new StatisticRows(tables);
    for (Statistic statistic : Statistics.all()) {
      if (statistic.poolKind() != null) {
        statistic.computePooled(
            events.stream().filter(e -> e.kind().equals(statistic.poolKind())).toList(),
            run.days(),
            out);
      }
    }
    return out;
  }

  /** All instruments of the assets that were asked for. */
  private static Selection wholeAssets(RunContext run) {
    Selection asked = run.selection();
    if (asked.isAll() || asked.symbols().isEmpty()) {
      return Selection.ALL;
    }
    Set<String> assets = new TreeSet<>();
    asked.symbols().forEach(symbol -> assets.add(Instrument.asset(symbol)));
    TreeSet<String> symbols = new TreeSet<>(asked.symbols());
    symbols.addAll(assets);
    for (LakeTable table : List.of(LakeTables.BARS_5M, LakeTables.REALISED_LIQUIDATIONS)) {
      run
          .lake()
          .read(table, run.days(), Selection.ALL)
          .select("symbol")
          .distinct()
          .as(Encoders.STRING())
          .collectAsList()
          .stream()
          .filter(symbol -> assets.contains(Instrument.asset(symbol)))
          .forEach(symbols::add);
    }
    return new Selection(null, symbols);
  }

  /** From the first bar of the lake, at most the days of the setting before the run. */
  private static UtcDays history(RunContext run, Selection assets) {
    UtcDays days = run.days();
    LocalDate earliest = days.from().minusDays(run.settings().statistics().historyDays());
    Row first =
        run.lake()
            .read(LakeTables.BARS_5M, new UtcDays(earliest, days.to()), assets)
            .selectExpr("cast(min(ts) as date)")
            .first();
    LocalDate from = first.isNullAt(0) ? days.from() : first.getDate(0).toLocalDate();
    return new UtcDays(from.isAfter(days.from()) ? days.from() : from, days.to());
  }
}
