package io.treadmill.jobs.score;

import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.jobs.instrument.InstrumentRows;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.UtcDays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * Scores of the map and of the baselines, {@code heatmap_score}, {@code heatmap_reliability} and
 * {@code heatmap_coverage}: a pure function of the predictions of 30 days, each made by a law of earlier days.
 */
public final class ScoreJob implements Job {
  @Override
  public Plan plan() {
    return new Plan(
        "score",
        "score of the map against baselines over 30 days",
        Set.of(),
        Set.of(LakeTables.HEATMAP_PREDICTION),
        Set.copyOf(ScoreFunction.TABLES));
  }

  @Override
  public RunReport run(RunContext run) {
    // Scores of later days hold the days of the run.
    UtcDays days =
        InstrumentRows.throughLastDay(run, LakeTables.HEATMAP_PREDICTION, functions.lit(true));
    UtcDays read = new UtcDays(days.from().minusDays(ScoreFunction.WINDOW_DAYS - 1), days.to());
    Dataset<Row> scored =
        InstrumentRows.inFewTasks(
                run, run.lake().read(LakeTables.HEATMAP_PREDICTION, read, run.selection()))
            .groupByKey(
                (MapFunction<Row, String>) row -> new NamedRow(row).instrumentKey(),
                Encoders.STRING())
            .flatMapGroups(
                new ScoreFunction(days.days()), Encoders.row(ScoreFunction.OUTPUT.schema()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return new RunReport(
          ConcurrentSteps.run(
              ScoreFunction.TABLES.stream()
                  .map(table -> (Callable<Written>) () -> overwrite(run, days, scored, table))
                  .toList()),
          List.of());
    } finally {
      scored.unpersist();
    }
  }

  private static Written overwrite(
      RunContext run, UtcDays days, Dataset<Row> scored, LakeTable table) {
    Dataset<Row> rows = ScoreFunction.OUTPUT.only(scored, table.name());
    return run.lake().overwrite(table, days, run.selection(), rows);
  }
}
