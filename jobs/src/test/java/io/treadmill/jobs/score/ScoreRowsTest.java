package io.treadmill.jobs.score;

import static io.treadmill.jobs.score.ScoreProof.BOOK;
import static io.treadmill.jobs.score.ScoreProof.FINE;
import static io.treadmill.jobs.score.ScoreProof.LAST;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.law.Dispersion;
import io.treadmill.book.models.Models;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Which rows there are, and what stands at the ends of the rules: ten days, ten rows. */
class ScoreRowsTest {
  private static String pair(Row row) {
    List<String> names = List.of(LakeTables.HEATMAP_SCORE.schema().fieldNames());
    return row.getString(names.indexOf("model")) + " : " + row.getString(names.indexOf("baseline"));
  }

  /** One window on each of ten days, millions of USD. */
  private static MadeUpPredictions tenDays(double[] realised, double[] baseline) {
    MadeUpPredictions made = new MadeUpPredictions();
    for (int d = 0; d < 10; d++) {
      double usd = 1e6 * realised[d];
      made.add(
          new MadeUpPredictions.Prediction(
              LAST.minusDays(d),
              0,
              Side.LONG,
              "path_1h",
              BOOK,
              usd,
              0.9 * usd,
              1.2 * usd,
              Dispersion.Interval.NONE,
              usd,
              null,
              Double.NaN,
              "full"));
      made.add(LAST.minusDays(d), 0, Side.LONG, "path_1h", FINE, 1e6 * baseline[d], usd);
    }
    return made;
  }

  @Test
  void theBookMeetsEveryBaselineAndEachOtherModelOfTheDayTheStrongestRule() {
    MadeUpPredictions made = new MadeUpPredictions();
    made.add(LAST, 0, Side.LONG, "map_1h", BOOK, 2e6, 1e6);
    made.add(LAST, 0, Side.LONG, "map_1h", "hobby", 3e6, 1e6);
    made.add(LAST.minusDays(1), 0, Side.LONG, "map_1h", "constant", 3e6, 1e6);
    List<String> expected = new ArrayList<>(List.of("hobby : " + FINE));
    Models.baselines().forEach(baseline -> expected.add(BOOK + " : " + baseline));
    assertThat(made.scored(LAST, LakeTables.HEATMAP_SCORE))
        .extracting(ScoreRowsTest::pair)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /** A total of zero whose band is zero lies in it: at its low end and at its high end. */
  @Test
  void tenRowsAreEnoughForBandsAndBandsHoldTheirEnds() {
    double[] realised = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    double[] baseline = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    MadeUpPredictions made = tenDays(realised, baseline);
    new Proof(LakeTables.HEATMAP_SCORE)
        .row(made.score(LAST, "path_1h", BOOK, FINE))
        .is("band_coverage", 1.0)
        .isNull("band_reason")
        .isNull("interval_reason")
        .is("hot_precision", 1.0)
        .is("n", 10L);
    assertThat(made.scored(LAST, LakeTables.HEATMAP_RELIABILITY)).hasSize(20);
  }

  @Test
  void onTheTenthDayTheReasonIsNoLongerThatDaysAreFew() {
    double[] realised = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    double[] baseline = {2, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    new Proof(LakeTables.HEATMAP_SCORE)
        .row(tenDays(realised, baseline).score(LAST, "path_1h", BOOK, FINE))
        .is("days", 10)
        .isNull("skill_low")
        .is("interval_reason", "the baseline predicts some days exactly");
  }

  /** Totals of 4 h: hours are not scored and say why, their sums are, as is the standing map. */
  @Test
  void totalsOf4HoursScoreTheWindowsTheyAreOf() {
    MadeUpPredictions made = new MadeUpPredictions();
    for (int d = 0; d < 10; d++) {
      for (String model : List.of(BOOK, FINE)) {
        double hour = model.equals(BOOK) ? 1e6 : 3e6;
        for (int h = 0; h < 8; h++) {
          made.add(LAST.minusDays(d), h, Side.LONG, "path_1h", model, hour, Double.NaN);
        }
        made.add(LAST.minusDays(d), 0, Side.LONG, "map_4h", model, hour, 5e6);
        made.add(LAST.minusDays(d), 4, Side.LONG, "map_4h", model, hour, Double.NaN);
      }
    }
    Proof proof = new Proof(LakeTables.HEATMAP_SCORE);
    proof
        .row(made.score(LAST, "path_4h", BOOK, FINE))
        .is("n", 10L)
        .is("ratio", 4.0 / 5, 1e-12)
        .isNull("reason");
    proof
        .row(made.score(LAST, "path_1h", BOOK, FINE))
        .isNull("skill")
        .is("n", 0L)
        .is("reason", "totals of 'full' are of longer windows: known of 4 h");
    proof.row(made.score(LAST, "map_4h", BOOK, FINE)).is("n", 10L).is("ratio", 1.0 / 5, 1e-12);
  }
}
