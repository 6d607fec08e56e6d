package io.treadmill.jobs.bars;

import static org.apache.spark.sql.functions.col;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.Job;
import io.treadmill.jobs.RunContext;
import io.treadmill.jobs.RunReport;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
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
    JavaPairRDD<Interval, Iterable<byte[]>> trades = trades(run);
    Dataset<Row> klines =
        KlineBars.usable(run.archive().read(ArchiveDataset.KLINES, run.days(), run.selection()));
    Coverage coverage = Coverage.of(trades, klines);
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
    return new RunReport(
        List.of(
            write(
                run,
                LakeTables.BARS_1M,
                rows(trades, BarRows::oneMinute),
                intervals.javaRDD().flatMap(row -> KlineBars.oneMinute(row).iterator())),
            write(
                run,
                LakeTables.BARS_5M,
                rows(trades, BarRows::fiveMinutes),
                intervals.javaRDD().flatMap(row -> KlineBars.fiveMinutes(row).iterator())),
            write(
                run,
                LakeTables.VOLUME_PROFILE_5M,
                rows(trades, BarRows::profile),
                intervals.javaRDD().flatMap(row -> KlineBars.profile(row).iterator()))),
        coverage.notes(run.days(), run.selection()));
  }

  /**
   * Returns the parts of each interval. Its shuffle files are kept by Spark, so the three tables
   * share one scan.
   */
  private static JavaPairRDD<Interval, Iterable<byte[]>> trades(RunContext run) {
    Dataset<Row> rows = run.archive().read(ArchiveDataset.TRADES, run.days(), run.selection());
    int partitions = Integer.parseInt(run.spark().conf().get("spark.sql.shuffle.partitions"));
    return TradeScan.parts(rows, run.days(), run.selection()).groupByKey(partitions);
  }

  private static JavaRDD<Row> rows(
      JavaPairRDD<Interval, Iterable<byte[]>> trades,
      Function2<Interval, SortedMap<Long, MinutePart>, List<Row>> table) {
    FlatMapFunction<scala.Tuple2<Interval, Iterable<byte[]>>, Row> rows =
        interval -> table.call(interval._1(), BarRows.minutes(interval._2())).iterator();
    return trades.filter(interval -> !interval._1().isSkipped()).flatMap(rows);
  }

  private static Written write(
      RunContext run, LakeTable table, JavaRDD<Row> fromTrades, JavaRDD<Row> fromKlines) {
    Dataset<Row> rows =
        run.spark()
            .createDataFrame(fromTrades.union(fromKlines), table.schema())
            .select(
                table.columns().stream()
                    .map(column -> col(column.name()))
                    .toArray(org.apache.spark.sql.Column[]::new));
    return run.lake().overwrite(table, run.days(), run.selection(), rows);
  }
}
