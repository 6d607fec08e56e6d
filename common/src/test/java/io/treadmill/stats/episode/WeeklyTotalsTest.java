package io.treadmill.stats.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.market.BarClock;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.market.WindowTotals;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WeeklyTotalsTest {
  private static final LocalDate MONDAY = LocalDate.of(2025, 12, 1);
  private static final UtcDays DAYS = new UtcDays(MONDAY, MONDAY.plusDays(34));
  private static final Steps HOURS = Steps.of(DAYS, BarClock.HOUR_MICROS);

  /** Five weeks of 1, 4, 2, 8, 5 USD an hour. */
  private static double[] weeks() {
    double[] hourly = new double[HOURS.count()];
    double[] rates = {1, 4, 2, 8, 5};
    for (int h = 0; h < hourly.length; h++) {
      hourly[h] = rates[h / WeeklyTotals.HOURS];
    }
    return hourly;
  }

  private static WeeklyTotals of(double[] hourly, int week, LocalDate since) {
    return WeeklyTotals.of(
        WindowTotals.ofHours(hourly), HOURS, MONDAY.plusDays(7L * week + 6), since);
  }

  @Test
  void aWeekIsSummedAndRankedAmongEarlierOnes() {
    WeeklyTotals fifth = of(weeks(), 4, MONDAY);
    assertThat(fifth.total()).isEqualTo(5 * 168);
    assertThat(fifth.rank()).isEqualTo(2);
    assertThat(fifth.percentile()).isEqualTo(0.75);
    assertThat(fifth.earlier()).isEqualTo(4);
    assertThat(fifth.largest168h()).isEqualTo(8 * 167 + 5);
    assertThat(of(weeks(), 3, MONDAY).rank()).isEqualTo(1);
  }

  @Test
  void weeksBeforeARuleBreakAreLeftOut() {
    WeeklyTotals fifth = of(weeks(), 4, MONDAY.plusDays(22));
    assertThat(fifth.earlier()).isZero();
    assertThat(fifth.rank()).isZero();
    assertThat(fifth.percentile()).isNaN();
    assertThat(WeeklyTotals.ruleBreaks("bybit", Product.LINEAR_PERP, MONDAY.minusYears(1), MONDAY))
        .containsExactly(LocalDate.of(2025, 2, 25));
  }

  @Test
  void aWeekWithAHoleHasNoTotalButAFloor() {
    double[] hourly = weeks();
    hourly[170] = Double.NaN;
    WeeklyTotals second = of(hourly, 1, MONDAY);
    assertThat(second.total()).isNaN();
    assertThat(second.hours()).isEqualTo(167);
    assertThat(second.hoursSum()).isEqualTo(4 * 167);
    assertThat(second.percentile()).isNaN();
    assertThat(of(hourly, 2, MONDAY).earlier()).isEqualTo(1);
  }

  @Test
  void laterWeeksAreNotRead() {
    double[] hourly = weeks();
    WeeklyTotals third = of(hourly, 2, MONDAY);
    Arrays.fill(hourly, 3 * WeeklyTotals.HOURS, hourly.length, 1e9);
    assertThat(of(hourly, 2, MONDAY)).isEqualTo(third);
  }

  @Test
  void totalsOf4HoursMakeTheWeekAndThoseOf168HoursThatEndWithOne() {
    double[] long4 = new double[HOURS.count() / 4];
    Arrays.setAll(long4, i -> 4 * weeks()[4 * i]);
    WeeklyTotals fifth =
        WeeklyTotals.of(
            WindowTotals.of(HOURS.count(), new TreeMap<>(Map.of(240, long4))),
            HOURS,
            MONDAY.plusDays(34),
            MONDAY);
    WeeklyTotals hourly = of(weeks(), 4, MONDAY);
    assertThat(fifth.total()).isEqualTo(hourly.total());
    assertThat(fifth.rank()).isEqualTo(hourly.rank());
    assertThat(fifth.percentile()).isEqualTo(hourly.percentile());
    assertThat(fifth.hours()).isEqualTo(168);
    assertThat(fifth.longest()).isEqualTo(4);
    assertThat(fifth.largest168h()).isEqualTo(8 * 164 + 4 * 5);
  }

  @Test
  void aWeekEndsOnASunday() {
    assertThatThrownBy(() -> WeeklyTotals.of(WindowTotals.ofHours(weeks()), HOURS, MONDAY, MONDAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a Sunday");
  }
}
