package io.treadmill.jobs.score;

import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.jobs.instrument.InstrumentGroups;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.UtcDays;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/**
 * Scores of the map and of the baselines, {@code heatmap_score}, {@code heatmap_reliability} and
 * {@code heatmap_coverage}: a pure function of the predictions of 30 days, each made by a law of
 * earlier days.
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
  public boolean standsOnDaysBefore() {
    return true;
  }

  @Override
  public RunReport run(RunContext run) {
    UtcDays days = run.days();
    UtcDays read = new UtcDays(days.from().minusDays(ScoreFunction.WINDOW_DAYS - 1), days.to());
    JavaRDD<Row> scored =
        InstrumentGroups.of(
            run.lake()
                .rows(
                    LakeTables.HEATMAP_PREDICTION,
                    read,
                    run.selection(),
                    List.of(LakeTables.HEATMAP_PREDICTION.schema().fieldNames())),
            LakeTables.HEATMAP_PREDICTION.schema(),
            NamedRow::instrumentKey,
            new ScoreFunction(days.days()));
    return new RunReport(
        run.lake()
            .overwrite(ScoreFunction.TABLES, days, run.selection(), ScoreFunction.OUTPUT, scored),
        List.of());
  }
}
