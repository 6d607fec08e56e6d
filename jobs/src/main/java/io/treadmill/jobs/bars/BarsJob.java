package io.treadmill.jobs.bars;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.TableUnion;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Bars of one and of five minutes and the volume profile, from trades in one scan; from klines on
 * days of an instrument that have no trades.
 */
public final class BarsJob implements Job {
  private static final List<LakeTable> WRITTEN =
      List.of(LakeTables.BARS_1M, LakeTables.BARS_5M, LakeTables.VOLUME_PROFILE_5M);
  private static final TableUnion OUTPUT = TableUnion.of(WRITTEN);

  @Override
  public Plan plan() {
    return new Plan(
        "bars",
        "bars and volume profile, from trades or klines",
        Set.of(ArchiveDataset.TRADES, ArchiveDataset.KLINES),
        Set.of(),
        Set.copyOf(WRITTEN));
  }

  @Override
  public RunReport run(RunContext run) {
    TradeBars trades =
        TradeBars.of(
            run.archive().read(ArchiveDataset.TRADES, run.days(), run.selection()),
            run.days(),
            run.selection());
    JavaPairRDD<Interval, Bar> klines =
        KlineBars.usable(
            run.archive()
                .rows(ArchiveDataset.KLINES, run.days(), run.selection(), KlineBars.COLUMNS));
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
    JavaRDD<Row> rows =
        trades
            .rows(OUTPUT)
            .union(coverage.withoutTrades(klines).groupByKey().flatMap(BarsJob::ofKlines));
    List<Written> written =
        run.lake().overwrite(WRITTEN, run.days(), run.selection(), OUTPUT, rows);
    List<String> notes = new ArrayList<>(coverage.notes(run.days(), run.selection()));
    notes.addAll(run.archive().copies(ArchiveDataset.TRADES, run.days()));
    notes.addAll(run.archive().copies(ArchiveDataset.KLINES, run.days()));
    return new RunReport(written, notes);
  }

  private static Iterator<Row> ofKlines(Tuple2<Interval, Iterable<Bar>> found) {
    KlineBars.Five klines = KlineBars.Five.of(found._1(), found._2());
    List<Row> all = new ArrayList<>();
    TradeBars.add(LakeTables.BARS_1M, KlineBars.oneMinute(klines), OUTPUT, all);
    TradeBars.add(LakeTables.BARS_5M, KlineBars.fiveMinutes(klines), OUTPUT, all);
    TradeBars.add(LakeTables.VOLUME_PROFILE_5M, KlineBars.profile(klines), OUTPUT, all);
    return all.iterator();
  }
}
