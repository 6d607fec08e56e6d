package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.book.position.BookState;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.jobs.score.ScoreFunction;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;

/** Nothing of a day depends on a later one: not its law, its map, its predictions or its score. */
class AsOfTest {
  private static final MadeUpBook MADE_UP = MadeUpBook.with(4, 2, 240);
  private static final int DAYS = 9;
  private static final LocalDate USE = MadeUpDays.FIRST.plusDays(6);

  /** All rows of all days under some laws. */
  private static Map<LocalDate, List<Row>> run(
      List<TrainingHistory.Day> days, InstrumentLaw... laws) {
    InstrumentReplay book = book(laws);
    book.start(MadeUpBook.empty(book, MadeUpDays.FIRST).withUsual(MadeUpBook.usual()));
    FoldOutput output = MadeUpBook.output();
    Map<LocalDate, List<Row>> rows = new TreeMap<>();
    for (TrainingHistory.Day day : days) {
      List<Row> ofDay = new ArrayList<>();
      output.emit(book.run(day), row -> ofDay.add(MadeUpBook.withLists(row)));
      rows.put(day.steps().day(), ofDay);
    }
    return rows;
  }

  private static InstrumentReplay book(InstrumentLaw... laws) {
    UtcDays days = new UtcDays(MadeUpDays.FIRST, MadeUpDays.FIRST.plusDays(DAYS));
    return MADE_UP.book(days, new TierHistory(100), laws);
  }

  @Test
  void aLawReadsNoDayFromItsFirstDayOfUseOn() {
    InstrumentLaw law = MADE_UP.fit(MadeUpDays.days(1, DAYS), USE);
    assertThat(law.trainedTo()).isEqualTo(USE.minusDays(1));
    InstrumentLaw otherFuture = MADE_UP.fit(MadeUpDays.days(1, DAYS, 2, 6), USE);
    assertThat(otherFuture.fitId()).isEqualTo(law.fitId());
  }

  @Test
  void aLawReadsTheDayBeforeItsFirstDayOfUse() {
    InstrumentLaw law = MADE_UP.fit(MadeUpDays.days(1, DAYS), USE);
    InstrumentLaw otherPast = MADE_UP.fit(MadeUpDays.days(1, DAYS, 2, 5), USE);
    assertThat(otherPast.fitId())
        .as("else the test above proves nothing")
        .isNotEqualTo(law.fitId());
  }

  @Test
  void aPlantedLeakIsRefused() {
    InstrumentLaw law = MADE_UP.fit(MadeUpDays.days(1, DAYS), USE);
    assertThatThrownBy(
            () ->
                new InstrumentLaw(
                    law.fitId(),
                    law.validFrom(),
                    law.trainedFrom(),
                    law.validFrom(),
                    law.printScope(),
                    law.origin(),
                    law.models()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be trained on earlier days");
  }

  @Test
  void aLaterCalibrationLeavesEarlierDaysAsTheyWere() {
    List<TrainingHistory.Day> days = MadeUpDays.days(1, DAYS);
    InstrumentLaw first = MADE_UP.fit(days, USE);
    InstrumentLaw later = MADE_UP.fit(days, USE.plusDays(2));
    Map<LocalDate, List<Row>> then = run(days, first);
    Map<LocalDate, List<Row>> now = run(days, first, later);
    for (LocalDate day : then.keySet()) {
      if (day.isBefore(later.validFrom())) {
        assertThat(now.get(day)).as(day.toString()).isEqualTo(then.get(day));
      }
    }
    assertThat(now.get(later.validFrom())).isNotEqualTo(then.get(later.validFrom()));
    LocalDate scored = USE.plusDays(1);
    assertThat(scores(now, scored)).hasSizeGreaterThan(50).isEqualTo(scores(then, scored));
    assertThat(scores(now, later.validFrom())).isNotEqualTo(scores(then, later.validFrom()));
  }

  @Test
  void daysToComeChangeNothingOfADay() {
    Map<LocalDate, List<Row>> one = run(MadeUpDays.days(1, DAYS), law());
    Map<LocalDate, List<Row>> other = run(MadeUpDays.days(1, DAYS, 2, 8), law());
    LocalDate changed = MadeUpDays.FIRST.plusDays(8);
    one.forEach(
        (day, rows) -> {
          if (day.isBefore(changed)) {
            assertThat(other.get(day)).as(day.toString()).isEqualTo(rows);
          }
        });
    assertThat(other.get(changed)).isNotEqualTo(one.get(changed));
  }

  @Test
  void nightAfterNightGivesTheRowsOfOneRunAlsoWhenTheLawChanges() {
    List<TrainingHistory.Day> days = MadeUpDays.days(1, DAYS);
    InstrumentLaw first = MADE_UP.fit(days, USE);
    InstrumentLaw second = MADE_UP.fit(days, USE.plusDays(2));
    Map<LocalDate, List<Row>> whole = run(days, first, second);
    BookState state = null;
    for (int d = 0; d < DAYS; d++) {
      LocalDate day = days.get(d).steps().day();
      InstrumentReplay night = book(first, second);
      BookState before =
          state == null
              ? MadeUpBook.empty(night, day).withUsual(MadeUpBook.usual())
              : BookState.fromRows(
                  ParameterSet.REAL.id(),
                  state.day(),
                  night.components(day).count(),
                  state.toRows());
      days.subList(0, d).forEach(night::remember);
      night.start(before);
      List<String> rows = new ArrayList<>();
      InstrumentReplay.Day made = night.run(days.get(d));
      MadeUpBook.output().emit(made, row -> rows.add(MadeUpBook.withLists(row).toString()));
      assertThat(rows)
          .as(day.toString())
          .isEqualTo(whole.get(day).stream().map(Row::toString).toList());
      state = made.end();
    }
  }

  private static InstrumentLaw law() {
    return MADE_UP.fit(MadeUpDays.days(1, DAYS), USE);
  }

  @Test
  void aDayWithALawHasBandsZonesSumsAndPredictionsOfEveryModel() {
    List<String> rows =
        run(MadeUpDays.days(1, DAYS), law()).get(USE).stream().map(Row::toString).toList();
    String all = String.join("\n", rows);
    for (String model : List.of("book", "book_uncalibrated", "fine_freshness", "path_only")) {
      for (Horizon horizon : Horizon.MAPS) {
        assertThat(all).contains("," + horizon.text() + "," + model + ",long,");
      }
      assertThat(all).contains(",path_1h," + model + ",long,");
    }
    assertThat(all).as("hourly totals do not tell bars apart").doesNotContain("path_5m");
    assertThat(rows).anyMatch(row -> row.contains(",hot,") || row.contains(",thin,"));
    assertThat(all).contains(law().fitId());
  }

  /** Scores of a day from the predictions of the days up to it. */
  private static List<String> scores(Map<LocalDate, List<Row>> rows, LocalDate day) {
    List<Row> predictions = new ArrayList<>();
    for (List<Row> ofDay : rows.values()) {
      for (Row row : ofDay) {
        Row prediction = row.getAs(FoldOutput.UNION.schema().fieldIndex("heatmap_prediction"));
        if (prediction != null) {
          Object[] values = new Object[prediction.size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = prediction.get(i);
          }
          predictions.add(new GenericRowWithSchema(values, LakeTables.HEATMAP_PREDICTION.schema()));
        }
      }
    }
    List<String> scores = new ArrayList<>();
    new ScoreFunction(List.of(day))
        .call(MadeUpBook.INSTRUMENT.toString(), predictions.iterator())
        .forEachRemaining(row -> scores.add(row.toString()));
    return scores;
  }
}
