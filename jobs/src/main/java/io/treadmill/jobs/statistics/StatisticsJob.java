package io.treadmill.jobs.statistics;

import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.contract.FeedRecordings;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.MarketInputs;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.jobs.instrument.WholeAssets;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.lake.TableUnion;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Asset;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * All statistics of the assets of a run. An asset is computed as a whole, spot and futures of all
 * venues together, so that no result depends on which of its symbols were asked for.
 */
public final class StatisticsJob implements Job {
  @Override
  public Plan plan() {
    return new Plan(
        "statistics",
        "regimes, flushes, episodes and tests, each with its null",
        Set.of(ArchiveDataset.OPEN_INTEREST, ArchiveDataset.MARK_INDEX, ArchiveDataset.FUNDING),
        Set.of(
            LakeTables.BARS_1M,
            LakeTables.BARS_5M,
            LakeTables.VOLUME_PROFILE_5M,
            LakeTables.REALISED_LIQUIDATIONS,
            LakeTables.HEATMAP_PREDICTION,
            LakeTables.ZONES,
            LakeTables.FRAGILITY),
        Set.copyOf(LakeTables.statistics()),
        true);
  }

  @Override
  public SortedMap<String, String> furtherInputs(RunContext run) {
    return MarketInputs.of(run, run.with(WholeAssets.of(run, run.days())));
  }

  @Override
  public RunReport run(RunContext run) {
    UtcDays days = run.days();
    Selection assets = WholeAssets.of(run, asked(run));
    Known known = known(run, assets);
    TableUnion union = StatisticRows.union(LakeTables.statistics());
    int threads = run.spark().sparkContext().defaultParallelism();
    AssetPart.Tasks tasks = new AssetPart.Tasks(known.assets(), threads);
    int parts = tasks.parts();
    JavaRDD<Row> rows =
        new SeriesInput(run, known.history(), assets)
            .read()
            .coalesce(2 * threads)
            .flatMapToPair(block -> AssetPart.each(block, parts))
            .groupByKey(tasks)
            .flatMap(
                new SeriesFunction(
                    known.history(),
                    days,
                    run.register(),
                    FeedRecordings.read(run, known.history()),
                    parts))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      List<PooledEvent> events = events(rows, union);
      List<StatisticRows> pooled = assets.isAll() ? pooled(events, days) : List.of();
      List<Row> ofAll = pooled.stream().flatMap(of -> of.rows().stream()).toList();
      JavaRDD<Row> all =
          ofAll.isEmpty()
              ? rows
              : rows.union(JavaSparkContext.fromSparkContext(rows.context()).parallelize(ofAll, 1));
      List<Written> written =
          run.lake().overwrite(LakeTables.statistics(), days, assets, union, all);
      return new RunReport(written, List.of());
    } finally {
      rows.unpersist();
    }
  }

  /** Returns the rows over all assets. */
  private static List<StatisticRows> pooled(List<PooledEvent> events, UtcDays days) {
    List<Callable<StatisticRows>> steps = new ArrayList<>();
    for (Statistic statistic : Statistics.all()) {
      List<PooledEvent> own =
          events.stream().filter(event -> event.kind().equals(statistic.poolKind())).toList();
      steps.add(
          () -> {
            StatisticRows rows = new StatisticRows(LakeTables.statistics());
            statistic.computePooled(own, days, rows);
            return rows;
          });
    }
    return ConcurrentSteps.run(steps);
  }

  /** What assets give to the pool, by time; every asset is computed when this returns. */
  private static List<PooledEvent> events(JavaRDD<Row> rows, TableUnion union) {
    return StatisticRows.sorted(
            union.only(rows, StatisticRows.POOL).map(StatisticRows::event).collect().stream())
        .toList();
  }

  /**
   * What the bars tell before they are read.
   *
   * @param history from the first bar of the lake, at most the days of the setting before the run
   * @param assets assets that have bars on the last day, in order
   */
  private record Known(UtcDays history, List<String> assets) {}

  private static UtcDays asked(RunContext run) {
    return run.days().before(run.settings().statistics().historyDays());
  }

  private static Known known(RunContext run, Selection selection) {
    UtcDays days = run.days();
    // Rows come day after day.
    List<Row> first =
        run.lake().rows(LakeTables.BARS_5M, asked(run), selection, List.of("ts")).take(1);
    LocalDate from =
        first.isEmpty() ? days.from() : UtcDays.dayOf(new NamedRow(first.get(0)).micros("ts"));
    TreeSet<String> assets = new TreeSet<>();
    for (String symbol : WholeAssets.symbols(run, LakeTables.BARS_5M, UtcDays.of(days.to()))) {
      if (selection.isAll() || selection.symbols().contains(symbol)) {
        assets.add(Asset.ofSymbol(symbol).name());
      }
    }
    return new Known(
        new UtcDays(from.isAfter(days.from()) ? days.from() : from, days.to()),
        List.copyOf(assets));
  }
}
