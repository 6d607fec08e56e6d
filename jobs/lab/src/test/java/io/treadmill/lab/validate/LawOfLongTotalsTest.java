package io.treadmill.lab.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.map.MapGrid;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.BookState;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Step;
import io.treadmill.book.replay.Calibrator;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.InstrumentReplay.Prediction;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.book.score.WindowScore;
import io.treadmill.lab.simulate.SimulatedBars;
import io.treadmill.lab.simulate.World;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A simulated market whose forced orders are told by the hour, in 4 h, or by the day. */
class LawOfLongTotalsTest {
  private static final String RULE = "aggregate of simulated";
  private static final int WARM_UP_DAYS = 5;
  private static final int TRAINING_DAYS = 21;
  private static final int TEST_DAYS = 12;
  private static final List<DaySteps> STEPS = new ArrayList<>();
  private static final List<double[][]> HOURS = new ArrayList<>();
  private static final LocalDate USED_FROM =
      SimulatedBars.firstDay().plusDays(WARM_UP_DAYS + TRAINING_DAYS);

  /** Predictions of the days after the fit, and the law. */
  private record Run(InstrumentLaw law, List<List<Prediction>> days) {}

  @BeforeAll
  static void simulate() {
    SimulatedBars bars = new SimulatedBars(World.base(), 3, 7);
    for (int d = 0; d < WARM_UP_DAYS + TRAINING_DAYS + TEST_DAYS; d++) {
      int n = BarClock.BARS_OF_A_DAY;
      double[][] columns = new double[5][n];
      double[] openInterest = new double[n + 1];
      long[] ts = new long[n];
      double[][] hours = new double[2][24];
      for (int t = 0; t < n; t++) {
        Step step = bars.next();
        ts[t] = step.ts();
        double[] values = {step.open(), step.high(), step.low(), step.close(), step.volume()};
        for (int k = 0; k < values.length; k++) {
          columns[k][t] = values[k];
        }
        openInterest[t] = step.openInterestStart();
        openInterest[t + 1] = step.openInterestEnd();
        for (SimulatedBars.Forced order : bars.forced()) {
          hours[order.side().index()][t / 12] += order.usd();
        }
      }
      LocalDate day = SimulatedBars.firstDay().plusDays(d);
      STEPS.add(
          new DaySteps(
              day,
              ts,
              columns[0],
              columns[1],
              columns[2],
              columns[3],
              columns[4],
              openInterest,
              null,
              null,
              null));
      HOURS.add(hours);
    }
  }

  private static TrainingHistory.Day day(int d, int minutes) {
    DaySteps steps = STEPS.get(d);
    ReportedLiquidations totals = new ReportedLiquidations(steps.day());
    for (Side side : Side.values()) {
      for (int from = 0; from < 24; from += minutes / 60) {
        double usd = 0;
        for (int h = from; h < from + minutes / 60; h++) {
          usd += HOURS.get(d)[side.index()][h];
        }
        totals.add(steps.ts()[0] + from * BarClock.HOUR_MICROS, minutes, RULE, side, usd);
      }
    }
    return new TrainingHistory.Day(steps, totals);
  }

  private static Run run(int minutes) {
    TierHistory tiers = new TierHistory(125);
    TrainingHistory history =
        new TrainingHistory(ParameterSet.WORLD, ContractValue.linear(), tiers, WARM_UP_DAYS);
    for (int d = 0; d < WARM_UP_DAYS + TRAINING_DAYS; d++) {
      history.add(day(d, minutes));
    }
    Calibrator.Rule rule = new Calibrator.Rule("monthly", TRAINING_DAYS, 14, 20, 0);
    InstrumentLaw law = new Calibrator(rule, history).fit(USED_FROM).orElseThrow().law();
    InstrumentReplay book =
        new InstrumentReplay(
            new InstrumentReplay.Rules(
                ParameterSet.WORLD, MapGrid.of(1440, 100, 0.1), List.of(), 0, WARM_UP_DAYS),
            new Instrument("simulated", Product.LINEAR_PERP, "BTCUSDT"),
            ContractValue.linear(),
            tiers,
            new TreeMap<>(Map.of(USED_FROM, law)));
    LocalDate first = SimulatedBars.firstDay();
    book.start(
        BookState.start(
            ParameterSet.WORLD, book.components(first).count(), first.minusDays(1), Double.NaN));
    List<List<Prediction>> days = new ArrayList<>();
    for (int d = 0; d < STEPS.size(); d++) {
      InstrumentReplay.Day result = book.run(day(d, minutes));
      if (d >= WARM_UP_DAYS + TRAINING_DAYS) {
        days.add(result.predictions());
      }
    }
    return new Run(law, days);
  }

  /** Predictions given the path, summed to windows of some hours, by day, side and window. */
  private static double[] path(Run run, String model, int hours) {
    double[] sums = new double[TEST_DAYS * 2 * 24 / hours];
    for (int d = 0; d < TEST_DAYS; d++) {
      for (Prediction one : run.days.get(d)) {
        if (one.horizon() == Horizon.PATH_1H && one.model().equals(model)) {
          sums[(d * 2 + one.side().index()) * 24 / hours + one.slot() / hours] +=
              one.usd().expected() / 1e6;
        }
      }
    }
    return sums;
  }

  private static double[] realised(int hours) {
    double[] sums = new double[TEST_DAYS * 2 * 24 / hours];
    for (int i = 0; i < TEST_DAYS * 2 * 24; i++) {
      double[][] day = HOURS.get(WARM_UP_DAYS + TRAINING_DAYS + i / 48);
      sums[i / hours] += day[i / 24 % 2][i % 24] / 1e6;
    }
    return sums;
  }

  /** Skill over fine freshness fitted to hours, both given the path. */
  private static double skill(Run run, Run hourly, int hours) {
    return new WindowScore(
            realised(hours),
            path(run, Models.BOOK, hours),
            path(hourly, Models.FINE_FRESHNESS, hours),
            new int[TEST_DAYS * 2 * 24 / hours])
        .skill()
        .value();
  }

  @Test
  void aLawOf4HourTotalsIsAsGoodAt4HoursAsThatOfTheHours() {
    Run hourly = run(60);
    Run long4 = run(240);
    double ofHours = skill(hourly, hourly, 4);
    assertThat(ofHours).as("skill of the hourly law").isGreaterThan(0.1);
    assertThat(skill(long4, hourly, 4)).isCloseTo(ofHours, within(0.05));
    assertThat(long4.law().book().n()).isEqualTo(TRAINING_DAYS * 6 * 2);
    assertThat(hourly.law().book().n()).isEqualTo(TRAINING_DAYS * 24 * 2);
    assertThat(long4.law().models())
        .containsKey("fine_freshness@map_4h")
        .doesNotContainKey("fine_freshness@map_1h");
    // An hour without totals has the weights of the prior: no rule of freshness beside the book.
    assertThat(ofRule(long4.law().law("book", Horizon.MAP_4H))).isPositive();
    assertThat(ofRule(long4.law().law("book", Horizon.MAP_1H))).isZero();
    for (List<Prediction> day : long4.days()) {
      for (Prediction one : day) {
        boolean told =
            (one.horizon() == Horizon.MAP_4H && one.slot() % 4 == 0)
                || one.horizon() == Horizon.MAP_24H;
        assertThat(Double.isNaN(one.realisedUsd())).as("%s", one.horizon()).isEqualTo(!told);
      }
    }
  }

  private static double ofRule(FittedLaw law) {
    return law.longs().weight()[law.columns().indexOf("covered_48")];
  }

  @Test
  void aLawOfDailyTotalsHasTheLevelOfTheDays() {
    Run daily = run(1440);
    assertThat(daily.law().book().n()).isEqualTo(TRAINING_DAYS * 2);
    double predicted = 0;
    double realised = 0;
    for (double usd : path(daily, Models.BOOK, 24)) {
      predicted += usd;
    }
    for (double usd : realised(24)) {
      realised += usd;
    }
    assertThat(predicted / realised).isBetween(0.7, 1.4);
  }
}
