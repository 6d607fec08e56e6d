package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.book.BookState;
import io.treadmill.book.ContractValue;
import io.treadmill.book.MapGrid;
import io.treadmill.book.ParameterSet;
import io.treadmill.conf.Settings;
import io.treadmill.conf.SettingsFile;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;

/** Nothing of a day depends on a later one: not its law, its map, its predictions or its score. */
class AsOfTest {
  private static final Instrument INSTRUMENT =
      new Instrument("here", Product.LINEAR_PERP, "BTCUSDT");
  private static final Settings SETTINGS =
      SettingsFile.load(
              null,
              Map.of(
                  "calibration.training-days", "7",
                  "calibration.least-training-days", "4",
                  "calibration.warm-up-days", "2",
                  "calibration.draws", "10",
                  "heatmap.step-minutes", "240",
                  "heatmap.step-bp", "100"))
          .settings();
  private static final int DAYS = 9;
  private static final LocalDate USE = MadeUpDays.FIRST.plusDays(6);

  private static StoredLaw fit(List<History.Day> days, LocalDate validFrom) {
    History history =
        new History(
            ParameterSet.REAL,
            ContractValue.linear(),
            new TierHistory(100),
            SETTINGS.calibration().warmUpDays());
    days.forEach(history::add);
    return new Calibrator(SETTINGS.calibration(), history).fit(validFrom).orElseThrow().law();
  }

  /** All rows of all days under some laws. */
  private static Map<LocalDate, List<Row>> run(List<History.Day> days, StoredLaw... laws) {
    NavigableMap<LocalDate, StoredLaw> byDay = new TreeMap<>();
    for (StoredLaw law : laws) {
      byDay.put(law.validFrom(), law);
    }
    BookDays book = bookDays(byDay);
    int components = book.components(MadeUpDays.FIRST).count();
    book.start(
        BookState.start(ParameterSet.REAL, components, MadeUpDays.FIRST.minusDays(1), Double.NaN));
    FoldOutput output = output();
    Map<LocalDate, List<Row>> rows = new TreeMap<>();
    for (History.Day day : days) {
      List<Row> ofDay = new ArrayList<>();
      output.emit(book.run(day), ofDay::add);
      rows.put(day.steps().day(), ofDay);
    }
    return rows;
  }

  private static BookDays bookDays(NavigableMap<LocalDate, StoredLaw> byDay) {
    BookFunction.Plan plan =
        new BookFunction.Plan(
            ParameterSet.REAL,
            MapGrid.of(240, 100, 0.3),
            SETTINGS,
            new UtcDays(MadeUpDays.FIRST, MadeUpDays.FIRST.plusDays(DAYS)),
            Map.of(),
            AggregateTotals.none());
    return new BookDays(plan, INSTRUMENT, new TierHistory(100), byDay);
  }

  private static FoldOutput output() {
    return new FoldOutput(INSTRUMENT, ParameterSet.REAL.id(), 10);
  }

  @Test
  void aLawReadsNoDayFromItsFirstDayOfUseOn() {
    StoredLaw law = fit(MadeUpDays.days(1, DAYS), USE);
    assertThat(law.trainedTo()).isEqualTo(USE.minusDays(1));
    StoredLaw otherFuture = fit(MadeUpDays.days(1, DAYS, 2, 6), USE);
    assertThat(otherFuture.fitId()).isEqualTo(law.fitId());
  }

  @Test
  void aLawReadsTheDayBeforeItsFirstDayOfUse() {
    StoredLaw law = fit(MadeUpDays.days(1, DAYS), USE);
    StoredLaw otherPast = fit(MadeUpDays.days(1, DAYS, 2, 5), USE);
    assertThat(otherPast.fitId())
        .as("else the test above proves nothing")
        .isNotEqualTo(law.fitId());
  }

  @Test
  void aPlantedLeakIsRefused() {
    StoredLaw law = fit(MadeUpDays.days(1, DAYS), USE);
    assertThatThrownBy(
            () ->
                new StoredLaw(
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
    List<History.Day> days = MadeUpDays.days(1, DAYS);
    StoredLaw first = fit(days, USE);
    StoredLaw later = fit(days, USE.plusDays(2));
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
    List<History.Day> days = MadeUpDays.days(1, DAYS);
    StoredLaw first = fit(days, USE);
    StoredLaw second = fit(days, USE.plusDays(2));
    Map<LocalDate, List<Row>> whole = run(days, first, second);
    NavigableMap<LocalDate, StoredLaw> laws = new TreeMap<>();
    laws.put(first.validFrom(), first);
    laws.put(second.validFrom(), second);
    BookState state = null;
    for (int d = 0; d < DAYS; d++) {
      LocalDate day = days.get(d).steps().day();
      BookDays night = bookDays(laws);
      int components = night.components(day).count();
      BookState before =
          state == null
              ? BookState.start(ParameterSet.REAL, components, day.minusDays(1), Double.NaN)
              : BookState.fromRows(ParameterSet.REAL.id(), state.day(), components, state.toRows());
      days.subList(0, d).forEach(night::remember);
      night.start(before);
      List<String> rows = new ArrayList<>();
      BookDays.Day made = night.run(days.get(d));
      output().emit(made, row -> rows.add(row.toString()));
      assertThat(rows)
          .as(day.toString())
          .isEqualTo(whole.get(day).stream().map(Row::toString).toList());
      state = made.end();
    }
  }

  private static StoredLaw law() {
    return fit(MadeUpDays.days(1, DAYS), USE);
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
        Row prediction = row.getAs(FoldOutput.SCHEMA.fieldIndex("prediction"));
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
        .call(INSTRUMENT.toString(), predictions.iterator())
        .forEachRemaining(row -> scores.add(row.toString()));
    return scores;
  }
}
