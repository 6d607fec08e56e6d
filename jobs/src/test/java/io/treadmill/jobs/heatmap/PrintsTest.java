package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.law.ModelFit;
import io.treadmill.book.law.Observations;
import io.treadmill.book.law.Realised;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.replay.Calibrator;
import io.treadmill.book.replay.CrossedExposure;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.book.replay.TrainingRows;
import io.treadmill.book.score.LocationScore;
import io.treadmill.conf.SettingsFile;
import io.treadmill.jobs.instrument.ModelSettings;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Prints with prices: fits by bar and bucket, predictions of bars, where in the path they fall. */
class PrintsTest {
  private static final int DAYS = 5;
  private static final LocalDate TO = MadeUpDays.FIRST.plusDays(DAYS - 1);
  private static final List<TrainingHistory.Day> ALL = MadeUpDays.daysWithPrints(1, DAYS);

  private static TrainingHistory history() {
    TrainingHistory history =
        new TrainingHistory(ParameterSet.REAL, ContractValue.linear(), new TierHistory(100), 1);
    ALL.forEach(history::add);
    return history;
  }

  private static HeatmapModel model(String name) {
    return Models.of(name).factory().make(history().market(MadeUpDays.FIRST, TO));
  }

  private static CrossedExposure columns(String name) {
    return CrossedExposure.of(
            model(name), ALL.get(0).steps(), ALL.get(0).totals().prints(MadeUpDays.PRINTS))
        .run();
  }

  private static FittedLaw ones(int columns) {
    double[] weights = new double[columns];
    java.util.Arrays.fill(weights, 0.01);
    return FittedLaw.ofWeights(
        java.util.Collections.nCopies(columns, "any"), new double[][] {weights, weights});
  }

  @Test
  void theBarsOfAnHourAddUpToTheHour() {
    CrossedExposure day = columns(Models.BOOK);
    double[] hour = day.of(Horizon.PATH_1H, Side.LONG, 7);
    for (int k = 0; k < hour.length; k++) {
      double sum = 0;
      for (int bar = 7 * 12; bar < 8 * 12; bar++) {
        sum += day.of(Horizon.PATH_5M, Side.LONG, bar)[k];
      }
      assertThat(sum).isCloseTo(hour[k], within(1e-9 * (1 + hour[k])));
    }
  }

  @Test
  void everyPrintHasAPlaceAndAMapOfOneValueGivesEachBucketTheSameChance() {
    CrossedExposure day = columns("constant");
    FittedLaw weights = ones(1);
    long prints = 0;
    double logLikelihood = 0;
    for (int hour = 0; hour < ReportedLiquidations.HOURS; hour++) {
      CrossedExposure.Location location = day.location(Side.LONG, hour, weights);
      prints += location.prints();
      logLikelihood += location.logLikelihood();
    }
    long told = 0;
    double expected = 0;
    HeatmapModel path = model("constant");
    for (int t = 0; t < ALL.get(0).steps().count(); t++) {
      path.step(ALL.get(0).steps().step(t));
      for (ReportedLiquidations.Print print : ALL.get(0).totals().prints(MadeUpDays.PRINTS)) {
        if (print.bar() == t && print.side() == Side.LONG) {
          told += print.count();
          expected -= print.count() * Math.log(path.rows());
        }
      }
    }
    assertThat(prints).isEqualTo(told).isGreaterThan(100);
    // The first and last bucket of a bar count in part, which a constant map knows.
    assertThat(logLikelihood).isCloseTo(expected, within(0.4 * prints));
  }

  @Test
  void aMapThatKnowsWherePrintsFallGainsAndAMapThatDoesNotGainsNothing() {
    LocationScore gains = new LocationScore();
    LocationScore nothing = new LocationScore();
    for (int d = 0; d < 20; d++) {
      gains.add(MadeUpDays.FIRST.plusDays(d), 20, 20 * (0.5 + 0.01 * d));
      nothing.add(MadeUpDays.FIRST.plusDays(d), 20, d % 2 == 0 ? 3 : -3);
    }
    assertThat(gains.knownPrints()).isEqualTo(400);
    assertThat(gains.gain().value()).isCloseTo(0.595, within(1e-12));
    assertThat(gains.gain().low()).isBetween(0.5, 0.595);
    assertThat(nothing.gain().low()).isNegative();
    assertThat(nothing.gain().high()).isPositive();
  }

  @Test
  void printsOfFewDaysHaveAGainAndNoInterval() {
    LocationScore gains = new LocationScore();
    for (int d = 0; d < 9; d++) {
      gains.add(MadeUpDays.FIRST.plusDays(d), 100, 20 + d);
    }
    assertThat(gains.gain().value()).isCloseTo(0.24, within(1e-12));
    assertThat(gains.gain().low()).isNaN();
    assertThat(gains.gain().high()).isNaN();
    assertThat(gains.reason()).isEqualTo("no interval: prints on fewer than 10 days");
    gains.add(MadeUpDays.FIRST.plusDays(9), 100, 29);
    assertThat(gains.gain().low()).isBetween(0.2, 0.24);
    assertThat(gains.reason()).isNull();
  }

  @Test
  void fewPrintsHaveANumberAndNoGain() {
    LocationScore few = new LocationScore();
    few.add(MadeUpDays.FIRST, 199, 100);
    assertThat(few.knownPrints()).isEqualTo(199);
    assertThat(few.gain().value()).isNaN();
    assertThat(few.reason()).isEqualTo("fewer than 200 prints");
    assertThat(new LocationScore().reason()).isEqualTo("no prints with prices in these windows");
    assertThat(new LocationScore().knownPrints()).isNull();
  }

  @Test
  void quietRowsOfADayAreOneRowOfAFitAndChangeNoWeight() {
    Realised cells = new Realised(BarClock.BAR_MICROS, 1);
    for (TrainingHistory.Day day : ALL) {
      for (int bar = 0; bar < BarClock.BARS_OF_A_DAY; bar++) {
        cells.know(UtcDays.startMicros(day.steps().day()) + bar * BarClock.BAR_MICROS);
      }
      for (ReportedLiquidations.Print print : day.totals().prints(MadeUpDays.PRINTS)) {
        long at = UtcDays.startMicros(day.steps().day()) + print.bar() * BarClock.BAR_MICROS;
        cells.add(at, print.side(), print.bucket(), print.usd(), print.count());
      }
    }
    HeatmapModel book = model(Models.BOOK);
    TrainingRows rows =
        TrainingRows.of(
            book,
            history().steps(MadeUpDays.FIRST, TO),
            cells,
            UtcDays.startMicros(MadeUpDays.FIRST));
    assertThat(rows.pathForFit()).hasSizeLessThan(rows.path().size() / 3);
    ModelFit.Rule rule = Models.of(Models.BOOK).rule().withDraws(2, 1);
    UtcDays window = new UtcDays(MadeUpDays.FIRST, TO);
    FittedLaw whole = ModelFit.of(rule, book, rows.path(), window);
    FittedLaw merged = ModelFit.of(rule, book, rows.pathForFit(), window);
    for (Side side : Side.values()) {
      double[] expected = whole.of(side).weight();
      for (int k = 0; k < expected.length; k++) {
        assertThat(merged.of(side).weight()[k]).isCloseTo(expected[k], within(1e-9 * expected[k]));
        double draw = whole.of(side).draws()[1][k];
        assertThat(merged.of(side).draws()[1][k]).isCloseTo(draw, within(1e-9 * draw));
      }
      assertThat(merged.of(side).kappaUsd()).isCloseTo(whole.of(side).kappaUsd(), within(1.0));
    }
  }

  @Test
  void rowsOfBarsAddUpToRowsOfHours() {
    Realised cells = new Realised(BarClock.BAR_MICROS, 1);
    Realised hours = Realised.hourlyTotals();
    for (ReportedLiquidations.Print print : ALL.get(0).totals().prints(MadeUpDays.PRINTS)) {
      long at = UtcDays.startMicros(MadeUpDays.FIRST) + print.bar() * BarClock.BAR_MICROS;
      cells.add(at, print.side(), print.bucket(), print.usd(), print.count());
      hours.add(at, print.side(), 0, print.usd(), print.count());
    }
    for (int bar = 0; bar < BarClock.BARS_OF_A_DAY; bar++) {
      cells.know(UtcDays.startMicros(MadeUpDays.FIRST) + bar * BarClock.BAR_MICROS);
    }
    List<Observations.Row> summed = rows(cells).hours();
    List<Observations.Row> direct = rows(hours).path();
    assertThat(summed).hasSameSizeAs(direct).hasSizeGreaterThan(40);
    for (Observations.Row hour : direct) {
      Observations.Row sum =
          summed.stream()
              .filter(row -> row.ts() == hour.ts() && row.side() == hour.side())
              .findFirst()
              .orElseThrow();
      assertThat(sum.realised()).isCloseTo(hour.realised(), within(1e-9));
      for (int k = 0; k < hour.columns().length; k++) {
        assertThat(sum.columns()[k]).isCloseTo(hour.columns()[k], within(1e-9));
      }
    }
  }

  private static TrainingRows rows(Realised realised) {
    return TrainingRows.of(
        model(Models.FINE_FRESHNESS),
        history().paths(MadeUpDays.FIRST, MadeUpDays.FIRST),
        realised,
        UtcDays.startMicros(MadeUpDays.FIRST));
  }

  @Test
  void aLawHasWeightsOfItsOwnForEachStandingMap() {
    InstrumentLaw law =
        new Calibrator(
                ModelSettings.rule(
                    SettingsFile.load(
                            null,
                            Map.of(
                                "calibration.training-days", "7",
                                "calibration.least-training-days", "3",
                                "calibration.draws", "10"))
                        .settings()
                        .calibration()),
                history())
            .fit(TO.plusDays(1))
            .orElseThrow()
            .law();
    for (String model : Models.fitted()) {
      double[] path = law.law(model, Horizon.PATH_1H).longs().weight();
      boolean hasBook = model.equals(Models.BOOK) || model.equals(Models.PATH_ONLY);
      assertThat(law.models().containsKey(model + "@path_5m"))
          .as("a rule without a book is fitted to hours and to bars: " + model)
          .isEqualTo(!hasBook);
      for (Horizon horizon : Horizon.MAPS) {
        assertThat(law.law(model, horizon).longs().weight()).isNotEqualTo(path);
      }
    }
    assertThat(law.models().keySet()).contains("book", "book@map_4h", "path_only@map_24h");
  }
}
