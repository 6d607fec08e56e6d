package io.treadmill.jobs.bars;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Bars of one and of five minutes and the volume profile, from trades in one scan; from klines on
 * days of an instrument that have no trades.
 */
public final class BarsJob implements Job {
  @Override
  public Plan plan() {
    return new Plan(
        "bars",
        "bars and volume profile, from trades or klines",
        Set.of(ArchiveDataset.TRADES, ArchiveDataset.KLINES),
        Set.of(),
        Set.of(LakeTables.BARS_1M, LakeTables.BARS_5M, LakeTables.VOLUME_PROFILE_5M));
  }

  @Override
  public RunReport run(RunContext run) {
    TradeBars trades = TradeBars.of(read(run, ArchiveDataset.TRADES), run.days(), run.selection());
    Dataset<Row> klines = KlineBars.usable(read(run, ArchiveDataset.KLINES));
    Coverage coverage = Coverage.of(trades.parts(), klines);
    if (coverage.isEmpty()) {
      throw UserError.input(
          ("Cannot compute bars of %s, %s: the archive %s has no trades and no klines of them."
                  + " Import them with treadmill ingest, or check --from, --to, --venue, --symbols"
                  + " and archive.uri")
              .formatted(run.selection(), run.days(), run.archive().uri()));
    }
    run.progress()
        .tell(
            "bars: %d instrument-days from trades, %d from klines"
                .formatted(coverage.tradeDays().size(), coverage.klineDays().size()));
    Dataset<Row> intervals = KlineBars.intervals(coverage.withoutTrades(klines));
    JavaRDD<Row> gaps = intervals.javaRDD();
    List<Callable<Written>> tables =
        List.of(
            () -> write(run, LakeTables.BARS_1M, trades.oneMinute(), gaps, KlineBars::oneMinute),
            () ->
                write(run, LakeTables.BARS_5M, trades.fiveMinutes(), gaps, KlineBars::fiveMinutes),
            () ->
                write(
                    run, LakeTables.VOLUME_PROFILE_5M, trades.profile(), gaps, KlineBars::profile));
    List<String> notes = new ArrayList<>(coverage.notes(run.days(), run.selection()));
    notes.addAll(run.archive().copies(ArchiveDataset.TRADES, run.days()));
    notes.addAll(run.archive().copies(ArchiveDataset.KLINES, run.days()));
    return new RunReport(ConcurrentSteps.run(tables), notes);
  }

  private static Dataset<Row> read(RunContext run, ArchiveDataset dataset) {
    return run.archive().read(dataset, run.days(), run.selection());
  }

  private static Written write(
      RunContext run,
      LakeTable table,
      Dataset<Row> ofTrades,
      JavaRDD<Row> gaps,
      Function<Row, List<Row>> ofKlines) {
    JavaRDD<Row> others = gaps.flatMap(row -> ofKlines.call(row).iterator());
    Dataset<Row> rows = ofTrades.unionAll(run.spark().createDataFrame(others, table.schema()));
    return run.lake().overwrite(table, run.days(), run.selection(), rows);
  }
}
