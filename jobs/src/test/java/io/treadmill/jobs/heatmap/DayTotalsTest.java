package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** Which hours of a day are known, and their totals. */
class DayTotalsTest {
  private static final LocalDate DAY = LocalDate.of(2025, 12, 27);
  private static final long START = UtcDays.startMicros(DAY);
  private static final String RULE = "throttled_1s";

  private static long known(ReportedLiquidations totals, Side side) {
    return Arrays.stream(totals.totals(RULE, side).hours())
        .filter(hour -> !Double.isNaN(hour))
        .count();
  }

  private static void print(ReportedLiquidations totals, int bar, Side side, double usd) {
    totals.addPrints(START + bar * BarClock.BAR_MICROS, RULE, side, 11_379, usd, 1);
  }

  @Test
  void aRecordingOfSomeMinutesKnowsNoHour() {
    // The prints of BTCUSDT on 2025-12-27.
    ReportedLiquidations totals = new ReportedLiquidations(DAY);
    print(totals, 178, Side.LONG, 350);
    print(totals, 182, Side.LONG, 262);
    print(totals, 185, Side.SHORT, 20_040);
    print(totals, 186, Side.SHORT, 2_539);
    assertThat(known(totals, Side.LONG)).isZero();
    assertThat(known(totals, Side.SHORT)).isZero();
    assertThat(totals.rules()).as("no total is known").isEmpty();
    assertThat(totals.bars(RULE, Side.LONG)[180]).as("between prints").isZero();
    assertThat(totals.bars(RULE, Side.LONG)[182]).isEqualTo(262);
    assertThat(totals.bars(RULE, Side.LONG)[178]).as("heard in part").isNaN();
    assertThat(totals.bars(RULE, Side.LONG)[20]).as("before the recording").isNaN();
  }

  @Test
  void hoursThatOtherSymbolsOfTheFeedShowToBeRecordedAreKnown() {
    ReportedLiquidations totals = new ReportedLiquidations(DAY);
    BitSet others = new BitSet();
    others.set(24, 61); // 02:00 to 05:05
    totals.hear(RULE, others);
    print(totals, 40, Side.LONG, 100);
    print(totals, 41, Side.LONG, 20);
    double[] longs = new double[24];
    Arrays.fill(longs, Double.NaN);
    // The bar of 02:00 is heard in part.
    longs[3] = 120;
    longs[4] = 0;
    assertThat(totals.totals(RULE, Side.LONG).hours()).containsExactly(longs);
    assertThat(totals.rules()).containsExactly(RULE);
    assertThat(totals.totals(RULE, Side.SHORT).hours()[3]).isZero();
  }

  @Test
  void aFeedThatPrintsAllDayIsKnownAllDay() {
    ReportedLiquidations totals = new ReportedLiquidations(DAY);
    for (int bar = 3; bar < 288; bar += 9) {
      print(totals, bar, bar % 2 == 0 ? Side.LONG : Side.SHORT, bar);
    }
    assertThat(known(totals, Side.LONG)).isEqualTo(24);
    assertThat(known(totals, Side.SHORT)).isEqualTo(24);
    // Bars 3 and 12 of the first two hours.
    assertThat(totals.totals(RULE, Side.LONG).hours()).startsWith(0, 12);
    assertThat(totals.totals(RULE, Side.SHORT).hours()).startsWith(3, 21);
  }

  @Test
  void anHourOfAnAggregatorIsKnownIfItWasPublished() {
    ReportedLiquidations totals = new ReportedLiquidations(DAY);
    totals.add(START + 7 * BarClock.HOUR_MICROS, 60, "aggregate of here", Side.LONG, 5);
    assertThat(totals.totals("aggregate of here", Side.LONG).hours()[7]).isEqualTo(5);
    assertThat(totals.totals("aggregate of here", Side.LONG).hours()[8]).isNaN();
    assertThat(totals.rules()).containsExactly("aggregate of here");
  }
}
