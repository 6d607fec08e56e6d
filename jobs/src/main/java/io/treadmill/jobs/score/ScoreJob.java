package io.treadmill.jobs.score;

import io.treadmill.book.score.ScoredWindow;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.jobs.instrument.InstrumentGroups;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.UtcDays;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;

/**
 * Scores of the map and of the baselines, {@code heatmap_score}, {@code heatmap_reliability},
 * {@code heatmap_coverage}, and of its zones, {@code zone_score}: pure functions of what 30 days
 * predicted and touched, each under a law of earlier days.
 */
public final class ScoreJob implements Job {
  @Override
  public Plan plan() {
    return new Plan(
        "score",
        "score of the map against baselines over 30 days",
        Set.of(),
        Set.of(LakeTables.HEATMAP_PREDICTION, LakeTables.ZONE_TOUCH),
        Set.copyOf(ScoreFunction.TABLES),
        true);
  }

  @Override
  public RunReport run(RunContext run) {
    UtcDays days = run.days();
    UtcDays read = new UtcDays(days.from().minusDays(ScoredWindow.DAYS - 1), days.to());
    JavaRDD<Row> scored =
        ofEach(
                run,
                read,
                LakeTables.HEATMAP_PREDICTION,
                ScoreFunction.READ,
                new ScoreFunction(days.days()))
            .union(
                ofEach(
                    run,
                    read,
                    LakeTables.ZONE_TOUCH,
                    List.of(LakeTables.ZONE_TOUCH.schema().fieldNames()),
                    new ZoneScoreFunction(days.days())));
    return new RunReport(
        run.lake()
            .overwrite(ScoreFunction.TABLES, days, run.selection(), ScoreFunction.OUTPUT, scored),
        List.of());
  }

  private static JavaRDD<Row> ofEach(
      RunContext run,
      UtcDays days,
      LakeTable table,
      List<String> columns,
      FlatMapGroupsFunction<String, Row, Row> function) {
    return InstrumentGroups.of(
        run.lake().rows(table, days, run.selection(), columns),
        table.schema(columns),
        NamedRow::instrumentKey,
        function);
  }
}
