package io.treadmill.book.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.Market;
import io.treadmill.book.position.Activity;
import io.treadmill.book.position.BookBalance;
import io.treadmill.book.position.BookState;
import io.treadmill.book.position.BookState.Cell;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.DayResult;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.InflowMode;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.PriorLaw;
import io.treadmill.book.position.Profile;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.position.Step;
import io.treadmill.book.position.Turnover;
import io.treadmill.market.BtcTiers;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BookFoldTest {
  private static BookState stored(BookState state, long seed) {
    List<Cell> rows = new ArrayList<>(state.toRows());
    Collections.shuffle(rows, new Random(seed));
    return BookState.fromRows(state.parameterSetId(), state.day(), state.components(), rows);
  }

  private static DayResult run(BookState start, DaySteps day) {
    return Market.run(Market.fold(start), day).result();
  }

  private static void assertSame(Market.Ran a, Market.Ran b) {
    assertThat(a.result()).isEqualTo(b.result());
    assertThat(a.maps()).hasSameSizeAs(b.maps());
    for (Side side : Side.values()) {
      assertThat(a.crossedUsd()[side.index()]).isEqualTo(b.crossedUsd()[side.index()]);
      assertThat(drawn(a, side)).isEqualTo(drawn(b, side));
    }
  }

  private static double[] drawn(Market.Ran ran, Side side) {
    return ran.maps().stream()
        .flatMapToDouble(
            map -> IntStream.range(0, map.rows()).mapToDouble(i -> map.expectedUsd(side, i)))
        .toArray();
  }

  /** Whatever day the run stops at and goes on from stored rows, each bit is the same. */
  @Property(tries = 8)
  void aRunContinuedFromStoredRowsEqualsAnUnbrokenOne(
      @ForAll @IntRange(min = 0, max = 100_000) int seed,
      @ForAll @IntRange(min = 1, max = 4) int stopAfter,
      @ForAll @IntRange(min = 1, max = 144) int barsPerDay) {
    List<DaySteps> days = Market.days(seed, 5, barsPerDay);
    BookState unbroken = Market.start(ParameterSet.REAL);
    BookState continued = unbroken;
    for (int d = 0; d < days.size(); d++) {
      if (d == stopAfter) {
        continued = stored(continued, seed);
      }
      Market.Ran a = Market.run(Market.fold(unbroken), days.get(d));
      Market.Ran b = Market.run(Market.fold(continued), days.get(d));
      assertSame(a, b);
      unbroken = a.result().end();
      continued = b.result().end();
    }
    assertThat(stored(unbroken, seed).toRows()).isEqualTo(unbroken.toRows());
  }

  /** A cut inside a day ends a day there: the same numbers but for rounding. */
  @Property(tries = 8)
  void aCutInsideADayChangesNothingButRounding(
      @ForAll @IntRange(min = 0, max = 100_000) int seed,
      @ForAll @IntRange(min = 1, max = 143) int at) {
    DaySteps day = Market.days(seed, 1, 144).get(0);
    Market.Ran whole = Market.run(Market.fold(Market.start(ParameterSet.REAL)), day);
    List<DaySteps> parts = Market.cut(day, at);
    BookState middle = run(Market.start(ParameterSet.REAL), parts.get(0)).end();
    Market.Ran second = Market.run(Market.fold(stored(middle, seed)), parts.get(1));
    for (Side side : Side.values()) {
      double mass = whole.result().end().mass(side);
      assertThat(second.result().end().mass(side)).isCloseTo(mass, within(1e-11 * mass));
      for (int t = at; t < day.count(); t++) {
        double usd = whole.crossedUsd()[side.index()][t];
        assertThat(second.crossedUsd()[side.index()][t - at])
            .isCloseTo(usd, within(1e-9 * Math.max(1, usd)));
      }
    }
  }

  @Property(tries = 6)
  void massIsConserved(
      @ForAll @IntRange(min = 0, max = 100_000) int seed, @ForAll InflowMode mode) {
    ParameterSet parameters =
        new ParameterSet("test", 0.6, 0.125, 1.6, mode, Activity.VOLUME_AND_OPEN_INTEREST);
    BookState state = Market.start(parameters);
    BookBalance longs = null;
    for (DaySteps day : Market.days(seed, 4, 288)) {
      DayResult result =
          Market.run(
                  new BookFold(parameters, Market.COMPONENTS, ContractValue.linear(), state), day)
              .result();
      for (Side side : Side.values()) {
        BookBalance balance = result.balance(side);
        assertThat(balance.relativeError()).isLessThanOrEqualTo(1e-12);
        assertThat(balance.opened()).isPositive();
        assertThat(balance.swept()).isPositive();
        assertThat(balance.decayed()).isPositive();
      }
      if (longs != null) {
        assertThat(result.balanceOfLongs().start()).isEqualTo(longs.end());
      }
      longs = result.balanceOfLongs();
      state = result.end();
    }
    assertThat(longs.end()).isEqualTo(state.mass(Side.LONG) / Market.COMPONENTS.count());
  }

  @Test
  void opensAreTheMarketsAndImpliedClosesToo() {
    DaySteps day = Market.days(3, 1, 20).get(0);
    BookBalance balance = run(Market.start(ParameterSet.REAL), day).balanceOfShorts();
    double opens = 0;
    double closes = 0;
    double held = day.openInterest()[0];
    for (int t = 0; t < 20; t++) {
      double end = Double.isNaN(day.openInterest()[t + 1]) ? held : day.openInterest()[t + 1];
      Turnover turnover = Turnover.of(day.volume()[t], held, end, ParameterSet.REAL);
      opens += turnover.opens();
      closes += turnover.closes();
      held = end;
    }
    assertThat(balance.opened()).isCloseTo(opens, within(1e-9));
    assertThat(balance.impliedCloses()).isCloseTo(closes, within(1e-9));
    assertThat(balance.residual())
        .isCloseTo(closes - balance.decayed() - balance.swept(), within(1e-9));
  }

  private static DaySteps withoutOpenInterest(DaySteps day) {
    double[] none = new double[day.count() + 1];
    Arrays.fill(none, Double.NaN);
    return new DaySteps(
        day.day(),
        day.ts(),
        day.open(),
        day.high(),
        day.low(),
        day.close(),
        day.volume(),
        none,
        null,
        null,
        null);
  }

  @Test
  void withoutAnyOpenInterestTheClockRunsOnVolumeAndSaysSo() {
    List<DaySteps> days =
        Market.days(5, 2, 30).stream().map(BookFoldTest::withoutOpenInterest).toList();
    DayResult first = run(Market.start(ParameterSet.REAL), days.get(0));
    double sum = Arrays.stream(days.get(0).volume()).sum();
    double last = days.get(0).volume()[29];
    // Half of what is traded in 288 such bars stands in for open interest.
    assertThat(first.end().scalars().laggedClock())
        .isCloseTo(0.6 * last / (sum / 30 * 288 / 2), within(1e-12));
    assertThat(first.volumeClockBars()).isEqualTo(30);
    assertThat(first.balanceOfLongs().decayed()).isPositive();
    assertThat(first.end().openInterest()).as("it is still not known").isNaN();
    DayResult second = run(stored(first.end(), 5), days.get(1));
    sum += Arrays.stream(days.get(1).volume()).sum();
    assertThat(second.end().scalars().laggedClock())
        .as("the mean goes on over the days")
        .isCloseTo(0.6 * days.get(1).volume()[29] / (sum / 60 * 288 / 2), within(1e-12));
    DayResult seen = run(second.end(), Market.days(5, 3, 30).get(2));
    assertThat(seen.volumeClockBars()).isZero();
    assertThat(seen.end().scalars().meanVolume()).as("once it is seen it is held").isNaN();
  }

  @Test
  void theMeanTurnoverOfAMarketWithoutOpenInterestRunsOnVolumeToo() {
    DaySteps day = withoutOpenInterest(Market.days(5, 1, 30).get(0));
    List<Step> steps = IntStream.range(0, 30).mapToObj(day::step).toList();
    double clock = 0;
    double sum = 0;
    for (int t = 0; t < 30; t++) {
      sum += day.volume()[t];
      clock += 0.6 * day.volume()[t] / (sum / (t + 1) * 288 / 2) / 30;
    }
    Turnover mean = Turnover.mean(steps, Double.NaN, ParameterSet.REAL, 0, Long.MAX_VALUE);
    assertThat(mean.clock()).isCloseTo(clock, within(1e-12));
    assertThat(mean.opens()).isCloseTo(0.6 * sum / 30, within(1e-9));
  }

  /** What a bar crosses is the map before it, times the part of each bucket that it covers. */
  @Test
  void theMapIsWhatTheNextBarCrosses() {
    MapGrid fine = new MapGrid(1, 1, 0.3);
    for (DaySteps day : Market.days(11, 1, 200)) {
      BookFold fold = Market.fold(Market.start(ParameterSet.REAL));
      for (int t = 0; t < day.count() - 1; t++) {
        fold.step(day.step(t));
      }
      int last = day.count() - 1;
      Heatmap map = fold.heatmap(day.ts()[last], day.open()[last], fine);
      fold.step(day.step(last));
      for (Side side : Side.values()) {
        double expected = 0;
        double low = PriceGrid.position(day.low()[last]);
        double high = PriceGrid.position(day.high()[last]);
        for (int i = 0; i < map.rows(); i++) {
          int bucket = map.bucket(i);
          double part = side == Side.LONG ? bucket + 1 - low : high - bucket;
          int row = Math.max((int) Math.floor(low), Math.min((int) Math.floor(high), bucket));
          // Booked at the price of its row, not of its bucket.
          expected +=
              map.expectedUsd(side, i)
                  * Math.max(0, Math.min(1, part))
                  * PriceGrid.bucketPrice(row)
                  / PriceGrid.bucketPrice(bucket);
        }
        double crossed = Market.crossedUsd(fold, side);
        assertThat(crossed).isPositive().isCloseTo(expected, within(1e-9 * expected));
      }
    }
  }

  @Test
  void mapsUseOnlyDataBeforeTheirInstantAndSumTheFineGrid() {
    DaySteps day = Market.days(5, 1, 30).get(0);
    List<Heatmap> maps = Market.run(Market.fold(Market.start(ParameterSet.REAL)), day).maps();
    assertThat(maps).hasSize(10);
    assertThat(maps.get(0).expectedUsd(Side.LONG, 0)).isZero();
    BookFold fold = Market.fold(Market.start(ParameterSet.REAL));
    for (int t = 0; t < 27; t++) {
      fold.step(day.step(t));
    }
    double price = day.close()[26];
    Heatmap coarse = maps.get(9);
    Heatmap fine = fold.heatmap(day.ts()[27], price, new MapGrid(1, 1, 0.35));
    assertThat(coarse.ts()).isEqualTo(day.ts()[27]);
    assertThat(coarse.price()).isEqualTo(price);
    assertThat(coarse.priceLow(0)).isBetween(price * 0.698, price * 0.7);
    assertThat(coarse.priceHigh(coarse.rows() - 1)).isBetween(price * 1.3, price * 1.303);
    double total = 0;
    for (int i = 0; i < coarse.rows(); i++) {
      double sum = 0;
      for (int j = 0; j < fine.rows(); j++) {
        sum +=
            Math.floorDiv(fine.bucket(j), 2) == coarse.bucket(i)
                ? fine.expectedUsd(Side.SHORT, j)
                : 0;
      }
      assertThat(coarse.expectedUsd(Side.SHORT, i)).isCloseTo(sum, within(1e-9 * (1 + sum)));
      total += sum;
    }
    assertThat(total).isPositive();
  }

  @Test
  void inverseContractsAreWorthTheirFaceValueAtEveryPrice() {
    LeverageComponents components =
        LeverageComponents.of(ParameterSet.REAL, BtcTiers.seenOn("2025-08-21"), true);
    BookState start =
        BookState.start(ParameterSet.REAL, components.count(), Market.FIRST.minusDays(1), 1e6);
    BookFold fold = new BookFold(ParameterSet.REAL, components, ContractValue.inverse(100), start);
    fold.step(
        new Step(
            0,
            50_000,
            50_000,
            50_000,
            50_000,
            50_000,
            50_000,
            1000,
            1e6,
            1e6,
            Profile.uniform(PriceGrid.position(50_000), PriceGrid.position(50_000))));
    Heatmap map = fold.heatmap(1, 50_000, new MapGrid(1, 1, 0.5));
    double sum = 0;
    for (int i = 0; i < map.rows(); i++) {
      sum += map.expectedUsd(Side.LONG, i);
    }
    // 600 contracts of 100 USD were opened, 1.6 % of them less what the clock closes.
    double clock = 600 / 1e6;
    double expected = 0;
    for (int k = 0; k < components.count(); k++) {
      expected +=
          60_000 * PriorLaw.of(components)[0][k] * Math.exp(-components.get(k).decay() * clock);
    }
    assertThat(sum).isCloseTo(expected, within(1e-6)).isCloseTo(960, within(10.0));
  }

  @Test
  void theRescaleSumsOfTheStartAreThoseOfTheEnd() {
    Rescale sums = new Rescale(50, 20);
    BookState start = Market.start(ParameterSet.REAL).withRescale(sums, Rescale.START);
    BookState end = run(start, Market.days(2, 1, 60).get(0)).end();
    assertThat(end.rescale(Side.LONG)).isEqualTo(sums);
    assertThat(end.rescale(Side.SHORT)).isEqualTo(Rescale.START);
  }

  @Test
  void freshnessWeightsFallOnTheBucketsOfTheirAge() {
    // Only buckets that the bar before touched (age 1: second column) weigh, only for longs.
    double[][] fresh = new double[2][Market.LAW[0].length];
    fresh[0][Market.COMPONENTS.count() + 1] = 1e-3;
    BookState start =
        BookState.start(
            ParameterSet.REAL, Market.COMPONENTS.count(), Market.FIRST.minusDays(1), 1000);
    BookFold fold =
        new BookFold(ParameterSet.REAL, Market.COMPONENTS, ContractValue.linear(), start);
    double low = 50_000 * Math.exp(-0.0042);
    Step bar =
        new Step(
            0,
            50_000,
            low,
            50_000,
            50_000,
            low,
            50_000,
            0,
            1000,
            1000,
            Profile.uniform(PriceGrid.position(low), PriceGrid.position(50_000)));
    fold.step(bar);
    Heatmap map = fold.heatmap(1, 50_000, new MapGrid(1, 1, 0.1), fresh);
    for (int i = 0; i < map.rows(); i++) {
      boolean touched = map.bucket(i) >= PriceGrid.bucket(low);
      // 1000 coins at 50,000 are 50 M USD of open interest.
      assertThat(map.expectedUsd(Side.LONG, i)).isCloseTo(touched ? 50_000 : 0, within(1e-6));
      assertThat(map.expectedUsd(Side.SHORT, i)).isZero();
    }
  }

  @Test
  void aMarkRangeCrossesInsteadOfTheLastPricesRange() {
    DaySteps day = Market.days(8, 1, 50).get(0);
    double[] narrow = day.low().clone();
    double[] wide = day.high().clone();
    for (int t = 0; t < narrow.length; t++) {
      narrow[t] = t == 0 ? Double.NaN : Math.sqrt(day.low()[t] * day.high()[t]);
      wide[t] = narrow[t];
    }
    DaySteps marked =
        new DaySteps(
            day.day(),
            day.ts(),
            day.open(),
            day.high(),
            day.low(),
            day.close(),
            day.volume(),
            day.openInterest(),
            narrow,
            wide,
            null);
    assertThat(marked.step(0).crossLow()).isEqualTo(day.low()[0]);
    assertThat(marked.step(1).crossLow()).isEqualTo(narrow[1]);
    assertThat(marked.step(1).profile()).isEqualTo(day.step(1).profile());
    BookState start = Market.start(ParameterSet.REAL);
    double swept = run(start, day).balanceOfLongs().swept();
    double byMark = run(start, marked).balanceOfLongs().swept();
    assertThat(byMark).isPositive().isLessThan(swept);
  }

  @Test
  void aVolumeProfileReplacesTheUniformOne() {
    DaySteps day = Market.days(8, 1, 2).get(0);
    int bucket = PriceGrid.bucket(day.low()[1]);
    DaySteps profiled =
        new DaySteps(
            day.day(),
            day.ts(),
            day.open(),
            day.high(),
            day.low(),
            day.close(),
            day.volume(),
            day.openInterest(),
            null,
            null,
            new DaySteps.Profiles(
                new int[] {0, 0, 2}, new int[] {bucket, bucket + 1}, new double[] {30, 10}));
    assertThat(profiled.step(0).profile()).isEqualTo(day.step(0).profile());
    assertThat(profiled.step(1).profile())
        .isEqualTo(new Profile(new int[] {bucket, bucket + 1}, new double[] {0.75, 0.25}, 2));
  }

  @Test
  void whatSparkShipsToItsTasksSurvivesSerialization() throws Exception {
    DaySteps day = Market.days(4, 1, 40).get(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(
          new Object[] {
            ParameterSet.REAL,
            Market.COMPONENTS,
            Market.LAW,
            ContractValue.linear(),
            Market.GRID,
            day,
            BtcTiers.seenOn("2025-08-21"),
            Market.start(ParameterSet.REAL).toRows().get(0)
          });
    }
    Object[] read;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      read = (Object[]) in.readObject();
    }
    BookState start = Market.start(ParameterSet.REAL);
    BookFold shipped =
        new BookFold(
            (ParameterSet) read[0], (LeverageComponents) read[1], (ContractValue) read[3], start);
    assertSame(Market.run(shipped, (DaySteps) read[5]), Market.run(Market.fold(start), day));
    assertThat(read[4]).isEqualTo(Market.GRID);
    assertThat(read[6]).isEqualTo(BtcTiers.seenOn("2025-08-21"));
  }

  @Test
  void aStateOfAnotherParameterSetOrOfPartOfItsRowsIsRefused() {
    BookState state = Market.start(ParameterSet.SIMULATED);
    assertThatThrownBy(() -> Market.fold(state)).hasMessageContaining("replay from the warm-up");
    DaySteps day = Market.days(1, 1, 1).get(0);
    BookState later = BookState.start(ParameterSet.REAL, 25, Market.FIRST.plusDays(1), Double.NaN);
    assertThatThrownBy(() -> run(later, day)).hasMessageContaining("Cannot fold 2026-01-05");
    List<Cell> rows = Market.start(ParameterSet.REAL).toRows();
    assertThatThrownBy(
            () -> BookState.fromRows("real", Market.FIRST, 25, rows.subList(1, rows.size())))
        .hasMessageContaining("not whole");
    assertThatThrownBy(
            () ->
                BookState.fromRows(
                    "real", Market.FIRST, 25, List.of(new Cell("long", "mass", 25, 0, 1))))
        .hasMessageContaining("components are 0..24");
  }

  @Test
  void openInterestIsHeldOverAGapAndItsChangeBelongsToTheBarThatEndsIt() {
    DaySteps day = Market.days(1, 1, 3).get(0);
    DaySteps gap =
        new DaySteps(
            day.day(),
            day.ts(),
            day.open(),
            day.high(),
            day.low(),
            day.close(),
            new double[3],
            new double[] {100, Double.NaN, Double.NaN, 130},
            null,
            null,
            null);
    DayResult result = run(Market.start(ParameterSet.REAL), gap);
    assertThat(result.heldSnapshots()).isEqualTo(2);
    assertThat(result.balanceOfLongs().opened()).isCloseTo(30, within(1e-12));
    assertThat(result.end().openInterest()).isEqualTo(130);
  }
}
