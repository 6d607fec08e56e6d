package io.treadmill.jobs.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.book.position.BookState;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.conf.SettingsFile;
import io.treadmill.jobs.contract.FeedRecordings;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows of instruments, and the days that are made of them. */
class InstrumentDaysTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 3);
  private static final long BAR = BarClock.BAR_MICROS;

  private final List<InstrumentRow> rows = new ArrayList<>();
  private Instrument instrument = new Instrument("here", Product.LINEAR_PERP, "BTCUSDT");

  /** Adds a row at a number of bars after the first day's start; values by name. */
  private void add(
      InstrumentSeries series,
      double bars,
      String side,
      int number,
      String text,
      Map<String, Double> values) {
    double[] all = new double[series.width()];
    Arrays.fill(all, Double.NaN);
    values.forEach((name, value) -> all[series.place(name)] = value);
    SeriesBlock.Given row =
        new SeriesBlock.Given(
            new SeriesBlock.Key(
                instrument.venue(),
                instrument.product().text(),
                instrument.symbol(),
                (int) (FIRST.toEpochDay() + (long) bars / BarClock.BARS_OF_A_DAY),
                series,
                text,
                side),
            FIRST.toEpochDay() * BarClock.DAY_MICROS + Math.round(bars * BAR),
            number,
            all);
    Iterator<SeriesBlock> blocks = SeriesBlock.pack(List.of(row).iterator());
    blocks.forEachRemaining(block -> block.rows().forEach(rows::add));
  }

  private void addBar(double bar, double price) {
    add(
        InstrumentSeries.BAR,
        bar,
        "",
        0,
        "",
        Map.of(
            "open",
            price,
            "high",
            price + 3,
            "low",
            price - 3,
            "close",
            price + 1,
            "base_volume",
            10 * price,
            "contracts",
            20 * price));
  }

  private InstrumentDays days() {
    return new InstrumentDays(
        instrument,
        rows.iterator(),
        SettingsFile.load(null, Map.of()).settings().book(),
        new AggregateTotals(new FeedRecordings()));
  }

  @Test
  void aDayIsBarsWithWhatBelongsToThem() {
    addBar(2, 100);
    addBar(3, 200);
    add(InstrumentSeries.OPEN_INTEREST, 1.5, "", 0, "", Map.of("size", 5.0));
    add(InstrumentSeries.OPEN_INTEREST, 3 + 9e6 / BAR, "", 0, "", Map.of("size", 7.0));
    add(InstrumentSeries.MARK_RANGE, 3, "", 0, "", Map.of("mark_low", 198.0, "mark_high", 201.0));
    add(InstrumentSeries.MARK_RANGE, 3.2, "", 0, "", Map.of("mark_low", 199.0, "mark_high", 202.0));
    add(InstrumentSeries.MARK_RANGE, 9, "", 0, "", Map.of("mark_low", 1.0, "mark_high", 2.0));
    add(
        InstrumentSeries.PRINTS,
        3,
        "short",
        42,
        "full",
        Map.of("notional_usd", 900.0, "print_count", 4.0));
    add(InstrumentSeries.PROFILE, 2, "", 11, "", Map.of("base_volume", 6.0));
    add(InstrumentSeries.PROFILE, 3, "", 12, "", Map.of("base_volume", 8.0));
    add(InstrumentSeries.PROFILE, 3, "", 13, "", Map.of("base_volume", 9.0));
    TrainingHistory.Day day = days().next();
    DaySteps steps = day.steps();
    long start = FIRST.toEpochDay() * BarClock.DAY_MICROS;
    assertThat(steps.day()).isEqualTo(FIRST);
    assertThat(steps.ts()).containsExactly(start + 2 * BAR, start + 3 * BAR);
    assertThat(steps.open()).containsExactly(100, 200);
    assertThat(steps.high()).containsExactly(103, 203);
    assertThat(steps.low()).containsExactly(97, 197);
    assertThat(steps.close()).containsExactly(101, 201);
    assertThat(steps.volume()).containsExactly(1000, 2000);
    assertThat(steps.openInterest())
        .as("younger than a bar; nine seconds late is on the grid; none at the end")
        .containsExactly(5, 7, Double.NaN);
    assertThat(steps.markLow()).containsExactly(Double.NaN, 198);
    assertThat(steps.markHigh()).containsExactly(Double.NaN, 202);
    assertThat(steps.profiles().offsets()).containsExactly(0, 1, 3);
    assertThat(steps.profiles().buckets()).containsExactly(11, 12, 13);
    assertThat(steps.profiles().volumes()).containsExactly(6, 8, 9);
    assertThat(day.totals().prints("full"))
        .containsExactly(new ReportedLiquidations.Print(3, Side.SHORT, 42, 900, 4));
  }

  @Test
  void daysWithoutBarsAreLeftOutAndInverseVolumeIsContracts() {
    instrument = new Instrument("here", Product.INVERSE_PERP, "BTCUSD");
    addBar(0, 100);
    add(InstrumentSeries.OPEN_INTEREST, 288, "", 0, "", Map.of("size", 5.0));
    addBar(2 * 288, 300);
    InstrumentDays days = days();
    DaySteps first = days.next().steps();
    DaySteps second = days.next().steps();
    assertThat(days.hasNext()).isFalse();
    assertThat(first.volume()).containsExactly(2000);
    assertThat(first.profiles()).isNull();
    assertThat(second.day()).isEqualTo(FIRST.plusDays(2));
    assertThat(second.openInterest()).containsExactly(Double.NaN, Double.NaN);
  }

  /** Bars of two days and of two hours of a third, less some; a print in each. */
  private List<TrainingHistory.Day> daysWithout(int... missing) {
    int end = 2 * BarClock.BARS_OF_A_DAY + 24;
    for (int bar = 0; bar < end + 12; bar++) {
      int at = bar;
      if (bar < end && Arrays.stream(missing).noneMatch(one -> one == at)) {
        addBar(bar, 100);
      }
      add(
          InstrumentSeries.PRINTS,
          bar,
          "long",
          42,
          "full",
          Map.of("notional_usd", 1.0, "print_count", 1.0));
    }
    List<TrainingHistory.Day> days = new ArrayList<>();
    days().forEachRemaining(days::add);
    return days;
  }

  private static List<Integer> known(double[] totals) {
    return IntStream.range(0, totals.length).filter(i -> !Double.isNaN(totals[i])).boxed().toList();
  }

  @Test
  void hoursWhoseBarsOrTheBarBeforeAreMissingAreNotKnown() {
    List<TrainingHistory.Day> days = daysWithout(30, 71, 287);
    ReportedLiquidations first = days.get(0).totals();
    List<Integer> hours = IntStream.range(0, 24).boxed().collect(Collectors.toList());
    hours.removeAll(List.of(2, 5, 6, 23));
    assertThat(known(first.totals("full", Side.LONG).hours())).isEqualTo(hours);
    List<Integer> bars = IntStream.range(0, 288).boxed().collect(Collectors.toList());
    bars.removeAll(List.of(30, 31, 71, 72, 287));
    assertThat(known(first.bars("full", Side.SHORT))).isEqualTo(bars);
    assertThat(known(days.get(1).totals().totals("full", Side.LONG).hours()))
        .as("the bar before the day is missing")
        .isEqualTo(IntStream.range(1, 24).boxed().toList());
    assertThat(known(days.get(2).totals().totals("full", Side.LONG).hours()))
        .as("the day ends after two hours")
        .containsExactly(0, 1);
  }

  @Test
  void theFirstBarOfASeriesFollowsNoGapButThatAfterMissingDaysDoes() {
    for (int bar = 2 * 288; bar < 3 * 288; bar++) {
      addBar(bar, 100);
      add(
          InstrumentSeries.PRINTS,
          bar,
          "long",
          42,
          "full",
          Map.of("notional_usd", 1.0, "print_count", 1.0));
    }
    assertThat(known(days().next().totals().totals("full", Side.LONG).hours())).hasSize(24);
    InstrumentDays after = days();
    after.followBarsTo(FIRST);
    assertThat(known(after.next().totals().totals("full", Side.LONG).hours()))
        .isEqualTo(IntStream.range(1, 24).boxed().toList());
  }

  @Test
  void stateAndTiersAreThereWithTheFirstDay() {
    add(InstrumentSeries.STATE, 0, "long", 7, "mass", Map.of("value", 1.5, "component", 3.0));
    add(
        InstrumentSeries.TIER,
        0,
        "",
        1,
        "quote",
        Map.of("notional_floor", 0.0, "maintenance_margin_rate", 0.01, "max_leverage", 50.0));
    addBar(288, 100);
    InstrumentDays days = days();
    assertThat(days.next().steps().day()).isEqualTo(FIRST.plusDays(1));
    assertThat(days.state()).containsExactly(new BookState.Cell("long", "mass", 3, 7, 1.5));
    assertThat(days.tiers().on(FIRST).brackets())
        .singleElement()
        .satisfies(
            bracket -> {
              assertThat(bracket.maintenanceMarginRate()).isEqualTo(0.01);
              assertThat(bracket.maximumLeverage()).isEqualTo(50);
              assertThat(bracket.cap()).isEqualTo(Double.POSITIVE_INFINITY);
              assertThat(bracket.maintenanceAmount()).isZero();
            });
  }

  @Test
  void aProfileWithoutItsBarAndASeriesOfStatisticsAreRefused() {
    addBar(2, 100);
    add(InstrumentSeries.PROFILE, 3, "", 11, "", Map.of("base_volume", 6.0));
    assertThatThrownBy(() -> days().next()).hasMessageContaining("a bucket without a bar");
    rows.clear();
    add(InstrumentSeries.FUNDING, 2, "", 0, "", Map.of("rate", 1e-4));
    assertThatThrownBy(() -> days().next()).isInstanceOf(IllegalArgumentException.class);
  }
}
