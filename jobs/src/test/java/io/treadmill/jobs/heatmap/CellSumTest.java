package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.map.Heatmap;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.Profile;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.conf.SettingsFile;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What price crosses of the cells of a standing map is what the map predicts of the window. */
class CellSumTest {
  private static final int DAYS = 7;
  private static final LocalDate USE = MadeUpDays.FIRST.plusDays(5);

  @ParameterizedTest
  @CsvSource({"1, 24", "4, 6", "24, 1"})
  void theCellsThatAWindowGoesThroughAddUpToItsPrediction(int hours, int leastWindows) {
    assertThat(windowsThatAddUp(hours)).isGreaterThanOrEqualTo(leastWindows);
  }

  private static int windowsThatAddUp(int hours) {
    Horizon horizon = Horizon.ofMap(hours);
    List<TrainingHistory.Day> days = MadeUpDays.days(5, DAYS);
    int windows = 0;
    for (InstrumentReplay.Day day : run(hours, days)) {
      DaySteps steps = days.get((int) (day.end().day().toEpochDay() - first())).steps();
      for (InstrumentReplay.Prediction one : day.predictions()) {
        if (one.horizon() == horizon && one.model().equals("book")) {
          Heatmap map = day.details().get(1).maps().get(one.slot() / hours);
          int from = one.slot() * 12;
          double low = position(steps, from, hours, false);
          double high = position(steps, from, hours, true);
          int middle = PriceGrid.bucket(map.price());
          // Of the bucket of the price each part counts on another side: whole or not at all.
          if (low <= middle && high >= middle + 1) {
            double usd = crossed(map, one.side(), low, high);
            assertThat(usd).isPositive().isCloseTo(one.usd().expected(), within(1e-9 * usd));
            windows++;
          }
        }
      }
    }
    return windows;
  }

  private static long first() {
    return MadeUpDays.FIRST.toEpochDay();
  }

  private static double crossed(Heatmap map, Side side, double low, double high) {
    double usd = 0;
    for (int row = 0; row < map.rows(); row++) {
      usd += Profile.covered(low, high, map.bucket(row)) * map.expectedUsd(side, row);
    }
    return usd;
  }

  private static double position(DaySteps steps, int from, int hours, boolean highest) {
    var prices =
        IntStream.range(from, from + 12 * hours)
            .mapToDouble(t -> highest ? steps.step(t).crossHigh() : steps.step(t).crossLow());
    return PriceGrid.position((highest ? prices.max() : prices.min()).orElseThrow());
  }

  /** Two days under a law of their own past, with a map at each start of a window. */
  private static List<InstrumentReplay.Day> run(int hours, List<TrainingHistory.Day> days) {
    Map<String, String> values =
        Map.of(
            "calibration.training-days",
            "7",
            "calibration.least-training-days",
            "3",
            "calibration.warm-up-days",
            "1",
            "calibration.draws",
            "10",
            "heatmap.step-minutes",
            Integer.toString(60 * hours),
            "heatmap.step-bp",
            "10",
            "heatmap.horizons",
            "[" + hours + "]");
    MadeUpBook madeUp = new MadeUpBook(SettingsFile.load(null, values).settings());
    InstrumentLaw law = madeUp.fit(days, USE);
    InstrumentReplay book =
        madeUp.book(new UtcDays(USE, USE.plusDays(1)), new TierHistory(100), law);
    days.subList(0, DAYS - 2).forEach(book::remember);
    book.start(MadeUpBook.empty(book, USE));
    return days.subList(DAYS - 2, DAYS).stream().map(book::run).toList();
  }
}
