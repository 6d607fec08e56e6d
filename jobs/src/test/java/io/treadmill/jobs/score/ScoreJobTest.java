package io.treadmill.jobs.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.Archive;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the job reads of a lake for the score of a day. */
class ScoreJobTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 31);

  @TempDir Path folder;

  @Test
  void theScoreOfADayIsOfTheThirtyDaysThatEndWithIt() {
    MadeUpPredictions predictions = new MadeUpPredictions();
    for (int before = 0; before <= 31; before++) {
      for (String model : new String[] {"book", "fine_freshness"}) {
        predictions.add(DAY.minusDays(before), 7, Side.LONG, "path_1h", model, 2e6, 1e6);
      }
    }
    SparkSession spark = SparkForTests.withLake(folder);
    Settings settings =
        SparkForTests.settings(folder, Map.of("archive.uri", folder.resolve("a").toString()));
    IcebergLake lake = IcebergLake.open(spark, "r");
    lake.overwrite(
        LakeTables.HEATMAP_PREDICTION,
        new UtcDays(DAY.minusDays(31), DAY),
        Selection.ALL,
        spark.createDataFrame(predictions.rows(), LakeTables.HEATMAP_PREDICTION.schema()));

    new ScoreJob()
        .run(
            new RunContext(
                spark,
                settings,
                Archive.open(spark, settings.archive()),
                lake,
                new UtcDays(DAY.minusDays(1), DAY),
                Selection.ALL,
                "r",
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                line -> {}));

    assertThat(
            lake.read(LakeTables.HEATMAP_SCORE)
                .where("horizon = 'path_1h' and model = 'book' and baseline = 'fine_freshness'")
                .orderBy("day")
                .selectExpr("concat_ws(' ', day, n, days)")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("2026-03-30 30 30", "2026-03-31 30 30");
  }
}
