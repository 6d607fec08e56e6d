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
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Bars of one and of five minutes and the volume profile, from trades in one scan; from klines on
 * days of an instrument that have no trades.
 */
public final class BarsJob implements Job {
  @Override
  public String name() {
    return "bars";
  }

  @Override
  public String summary() {
    return "bars of 1 and 5 minutes and the volume profile, from trades or klines";
  }

  @Override
  public Set<ArchiveDataset> readsArchive() {
    return Set.of(ArchiveDataset.TRADES, ArchiveDataset.KLINES);
  }

  @Override
  public Set<LakeTable> reads() {
    return Set.of();
  }

  @Override
  public Set<LakeTable> writes() {
    return Set.of(LakeTables.BARS_1M, LakeTables.BARS_5M, LakeTables.VOLUME_PROFILE_5M);
  }

  @Override
  public RunReport run(RunContext run) {
    TradeBars trades =
        TradeBars.of(
            run.archive().read(ArchiveDataset.TRADES, run.days(), run.selection()),
            run.days(),
            run.selection());
    Dataset<Row> klines =
        KlineBars.usable(run.archive().read(ArchiveDataset.KLINES, run.days(), run.selection()));
    Coverage coverage = Coverage.of(trades.parts(), klines);
    if (coverage.isEmpty()) {
      throw UserError.input(
          "Cannot compute bars of "
              + run.selection()
              + ", "
              + run.days()
              + ": the archive "
              + run.archive().uri()
              + " has no trades and no klines of them. Import them with treadmill ingest, or check"
              + " --from, --to, --venue, --symbols and archive.uri");
    }
    run.progress()
        .tell(
            "bars: "
                + coverage.tradeDays().size()
                + " instrument-days from trades, "
                + coverage.klineDays().size()
                + " from klines");
    Dataset<Row> intervals = KlineBars.intervals(coverage.withoutTrades(klines));
    List<Callable<Written>> tables =
        List.of(
            () ->
                write(
                    run,
                    LakeTables.BARS_1M,
                    trades.oneMinute(),
                    intervals.javaRDD().flatMap(row -> KlineBars.oneMinute(row).iterator())),
            () ->
                write(
                    run,
                    LakeTables.BARS_5M,
                    trades.fiveMinutes(),
                    intervals.javaRDD().flatMap(row -> KlineBars.fiveMinutes(row).iterator())),
            () ->
                write(
                    run,
                    LakeTables.VOLUME_PROFILE_5M,
                    trades.profile(),
                    intervals.javaRDD().flatMap(row -> KlineBars.profile(row).iterator())));
    return new RunReport(ConcurrentSteps.run(tables), coverage.notes(run.days(), run.selection()));
  }

  private static Written write(
      RunContext run, LakeTable table, Dataset<Row> fromTrades, JavaRDD<Row> fromKlines) {
    Dataset<Row> rows =
        fromTrades.unionAll(run.spark().createDataFrame(fromKlines, table.schema()));
    return run.lake().overwrite(table, run.days(), run.selection(), rows);
  }
}
