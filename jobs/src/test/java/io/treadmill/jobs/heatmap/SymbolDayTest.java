package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.treadmill.book.position.DaySteps;
import io.treadmill.book.replay.Calibrator;
import io.treadmill.book.replay.SymbolDay;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mean day of a training window, by which the level of a symbol without totals is found. */
class SymbolDayTest {
  private static final int DAYS = 4;
  private static final LocalDate USE = MadeUpDays.FIRST.plusDays(DAYS);

  private final List<TrainingHistory.Day> days = MadeUpDays.days(1, DAYS);
  private final Calibrator calibrator = MadeUpBook.with(3, 1, 240).calibrator(days);

  @Test
  void amountsAreUsdOfADay() {
    double volume = 0;
    double openInterest = 0;
    double variance = 0;
    double realised = 0;
    int bars = 0;
    for (TrainingHistory.Day day : days) {
      DaySteps steps = day.steps();
      for (int t = 0; t < steps.count(); t++) {
        volume += steps.volume()[t] * steps.close()[t];
        openInterest += steps.openInterest()[t + 1] * steps.close()[t];
        variance += Math.pow(Math.log(steps.high()[t] / steps.low()[t]), 2) / (4 * Math.log(2));
        bars++;
      }
      for (Side side : Side.values()) {
        realised += Arrays.stream(day.totals().totals(MadeUpDays.RULE, side).hours()).sum();
      }
    }
    SymbolDay day = calibrator.fit(USE).orElseThrow().day();
    assertThat(day.activity().volumeUsd()).isCloseTo(volume / DAYS, withinPercentage(1e-9));
    assertThat(day.activity().openInterestUsd())
        .isCloseTo(openInterest / bars, withinPercentage(1e-9));
    assertThat(day.activity().turnover())
        .isCloseTo(volume / DAYS / (openInterest / bars), withinPercentage(1e-9));
    assertThat(day.activity().volatility())
        .isCloseTo(Math.sqrt(variance / DAYS), withinPercentage(1e-9));
    assertThat(day.realisedUsd()).isCloseTo(realised / DAYS, withinPercentage(1e-9));
  }

  /** An hour that was not observed is not an hour in which nothing was forced. */
  @Test
  void forcedNotionalOfADayIsThatOfTheHoursThatAreKnown() {
    double realised = 0;
    BitSet hourThree = new BitSet();
    hourThree.set(36, 48);
    for (TrainingHistory.Day day : days) {
      day.totals().leaveOut(hourThree);
      for (Side side : Side.values()) {
        double[] hours = day.totals().totals(MadeUpDays.RULE, side).hours();
        realised += Arrays.stream(hours).filter(hour -> !Double.isNaN(hour)).sum();
      }
    }
    SymbolDay day = calibrator.fit(USE).orElseThrow().day();
    assertThat(day.realisedUsd()).isCloseTo(realised / DAYS * 24 / 23, withinPercentage(1e-9));
  }

  @Test
  void aSymbolWithoutTotalsHasTheActivityAndTheColumnsOfOneWithThem() {
    Calibrator.Fitted without = calibrator.withoutTotals(USE);
    SymbolDay with = calibrator.fit(USE).orElseThrow().day();
    assertThat(without.law()).isNull();
    assertThat(without.enough()).isFalse();
    assertThat(without.day().realisedUsd()).isNaN();
    assertThat(without.day().activity()).isEqualTo(with.activity());
    for (Side side : Side.values()) {
      double[] columns = with.columnsUsd()[side.index()];
      assertThat(Arrays.stream(columns).sum()).isPositive();
      for (int k = 0; k < columns.length; k++) {
        assertThat(without.day().columnsUsd()[side.index()][k])
            .isCloseTo(columns[k], withinPercentage(1e-9));
      }
    }
  }
}
