package io.treadmill.jobs.score;

import io.treadmill.jobs.columns.Proof;
import io.treadmill.jobs.columns.ReadRow;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Windows come in any order; of equal ones the earlier counts. */
class ZoneScoreOrderTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 30);
  private static final int WINDOWS = 20;

  /** Windows of each hour, all as hot; what is forced grows from hour to hour. */
  private static final RowLayout<Integer> HOUR =
      RowLayout.<Integer>of(LakeTables.ZONE_TOUCH)
          .instrument(hour -> MadeUpPredictions.BTC)
          .micros("ts", hour -> UtcDays.startMicros(DAY) + hour * 3_600_000_000L)
          .integer("horizon_h", hour -> 0)
          .text("model", hour -> "book")
          .text("side", hour -> "long")
          .text("kind", hour -> "hot")
          .number("mass_usd", hour -> 300)
          .number("usual_usd", hour -> 100)
          .number("beyond_usd", hour -> 0)
          .number("realised_usd", hour -> 10.0 + hour)
          .text("fit_id", hour -> "fit")
          .text("print_scope", hour -> "full")
          .build();

  private static List<Row> scored(List<Integer> hours) {
    List<Row> rows = new ArrayList<>();
    HOUR.rows(hours).forEach(row -> rows.add(ReadRow.of(LakeTables.ZONE_TOUCH, row)));
    List<Row> scores = new ArrayList<>();
    new ZoneScoreFunction(List.of(DAY))
        .call(MadeUpPredictions.BTC.toString(), rows.iterator())
        .forEachRemaining(scores::add);
    return ScoreFunction.OUTPUT.only(scores, LakeTables.ZONE_SCORE.name());
  }

  @Test
  void theHottestTenthOfWindowsAsHotIsThatOfTheFirstHours() {
    List<Integer> hours = new ArrayList<>(IntStream.range(0, WINDOWS).boxed().toList());
    for (int seed = 0; seed < 3; seed++) {
      Collections.shuffle(hours, new Random(seed));
      Row hottest =
          scored(hours).stream()
              .filter(row -> row.mkString(",").contains("hottest_tenth"))
              .findFirst()
              .orElseThrow();
      new Proof(LakeTables.ZONE_SCORE)
          .row(hottest)
          .is("n", 2L)
          .is("realised_usd", 10.0 + 11.0, 1e-12)
          .is("precision", 0.0);
    }
  }
}
