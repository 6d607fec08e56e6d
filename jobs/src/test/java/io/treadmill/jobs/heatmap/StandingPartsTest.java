package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.Side;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The standing map of the book in its parts, against loops written from the definitions. */
class StandingPartsTest {
  private static final int[] EDGES = {
    -700, -400, -240, -120, -85, -60, -42, -30, -21, -15, -11, -8, -6, -4, -3, -2, -1, 0, 1, 2, 3,
    4, 6, 8, 11, 15, 21, 30, 42, 60, 85, 120, 170, 240, 340, 480, 900
  };
  private static final int[] AGES = {0, 1, 2, 3, 6, 12, 24, 48, 96, 288, 864, 2880};
  private static final int[] FAR = {0, 2, 4, 8, 15, 30, 60, 120};
  private static final double COVERED = 1e-3;
  private static final int NOW = 12;

  private final SmallBook market = SmallBook.falling();

  /** Bins count 1e-4, 2e-4 ..., distances beyond the price 1e-3, 2e-3 ... of open interest. */
  private static FittedLaw law(boolean withBook, double realised) {
    List<String> names = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int k = 0; k < 3 && withBook; k++) {
      names.add(SmallBook.WEIGHTED.get(k));
      weights.add(SmallBook.WEIGHTS[0][k]);
    }
    for (int bin = 0; bin + 1 < EDGES.length && withBook; bin++) {
      names.add(EDGES[bin] < 0 ? "inflow_beyond_" + -EDGES[bin + 1] : "inflow_" + EDGES[bin]);
      weights.add((bin + 1) * 1e-4);
    }
    for (int age : AGES) {
      names.add("covered_" + age);
      weights.add(COVERED);
    }
    for (int far = 0; far < FAR.length; far++) {
      names.add("beyond_" + FAR[far]);
      weights.add((far + 1) * 1e-3);
    }
    double[] values = weights.stream().mapToDouble(Double::doubleValue).toArray();
    FittedLaw.OfSide side =
        new FittedLaw.OfSide(
            values,
            values,
            values,
            new boolean[values.length],
            new double[0][],
            withBook ? Double.NaN : 1e6,
            new Rescale(realised, 1e6),
            1);
    return new FittedLaw(names, side, side, 10);
  }

  private static FittedLaw path() {
    FittedLaw.OfSide side =
        new FittedLaw.OfSide(
            SmallBook.WEIGHTS[0],
            SmallBook.WEIGHTS[0],
            SmallBook.WEIGHTS[0],
            new boolean[4],
            new double[0][],
            1e6,
            new Rescale(3e6, 1e6),
            1);
    return new FittedLaw(SmallBook.WEIGHTED, side, side, 10);
  }

  @Test
  void theMapOfAnHourIsWhatStandsAndWhatIsExpectedAndTheRuleEachAtItsLevel() {
    LocalDate before = SmallBook.DAY.minusDays(1);
    InstrumentLaw law =
        new InstrumentLaw(
            SmallBook.FIT,
            SmallBook.DAY,
            before,
            before,
            SmallBook.SCOPE,
            InstrumentLaw.OWN,
            Map.of(
                "book",
                path(),
                "book@map_1h",
                law(true, 0),
                "fine_freshness_far",
                law(false, 5e6)));
    List<Row> rows = market.rows(SmallBook.LINEAR, SmallBook.prints(), null, law);
    SlowBook slow = new SlowBook(market).until(NOW);
    double standing = 0;
    double covered = 0;
    double beyond = 0;
    double[] inflow = new double[2];
    double scale = 12 / Math.sqrt(12 * average(variances()));
    double opens = 12 * average(opens());
    // Price stands in the middle of a bucket and falls to that of the fourth below.
    for (int down = 0; down <= 4; down++) {
      int bucket = SmallBook.BUCKET - down;
      double part = down == 0 || down == 4 ? 0.5 : 1;
      double[] columns = slow.standing(0, bucket);
      for (int k = 0; k < 3; k++) {
        standing += SmallBook.WEIGHTS[0][k] * (down == 4 ? 0.5 : 1) * columns[k];
      }
      covered += COVERED * part * slow.openInterestUsd();
      beyond += (down < 2 ? 1 : down < 4 ? 2 : 3) * 1e-3 * part * slow.openInterestUsd();
      for (int side = 0; side < 2; side++) {
        double weight = (bin((side == 0 ? 1 : -1) * down * scale) + 1) * 1e-4;
        inflow[side] += weight * opens * part * SmallBook.price(bucket);
      }
    }
    assertThat(standing).isPositive();
    double longs = 2 * (standing + inflow[0]) + 3 * covered;
    double shorts = 2 * inflow[1] + 3 * beyond;
    assertThat(predicted(rows, Side.LONG)).isCloseTo(longs, within(1e-9 * longs));
    assertThat(predicted(rows, Side.SHORT)).isCloseTo(shorts, within(1e-9 * shorts));
  }

  private static double predicted(List<Row> rows, Side side) {
    Row row =
        SmallBook.only(
            rows,
            LakeTables.HEATMAP_PREDICTION,
            Map.of(
                "horizon",
                "map_1h",
                "ts",
                Timestamp.from(Instant.parse("2026-03-04T01:00:00Z")),
                "side",
                side.text(),
                "model",
                "book"));
    List<String> names =
        LakeTables.HEATMAP_PREDICTION.columns().stream().map(column -> column.name()).toList();
    return row.getDouble(names.indexOf("predicted_usd"));
  }

  private static int bin(double distance) {
    int bin = 0;
    while (bin + 2 < EDGES.length && distance >= EDGES[bin + 1]) {
      bin++;
    }
    return bin;
  }

  /** The day before, whose bars are the training window, and the first hour of the day. */
  private double[] bars(double[] ofDay) {
    double[] both = Arrays.copyOf(ofDay, ofDay.length + NOW);
    System.arraycopy(ofDay, 0, both, ofDay.length, NOW);
    return both;
  }

  private double[] variances() {
    double[] ofDay = new double[market.low().length];
    for (int t = 0; t < ofDay.length; t++) {
      double width = market.high()[t] - market.low()[t];
      ofDay[t] = width * width / (4 * Math.log(2));
    }
    return bars(ofDay);
  }

  private double[] opens() {
    double[] volume = bars(market.volume());
    double[] opens = new double[volume.length];
    double held = market.openInterest()[0];
    for (int t = 0; t < opens.length; t++) {
      double end = market.openInterest()[t % market.volume().length + 1];
      double change = Double.isNaN(end) ? 0 : end - held;
      held = Double.isNaN(end) ? held : end;
      opens[t] = Math.max(change, 0) + Math.max(0, 0.6 * volume[t] - Math.abs(change) / 2);
    }
    return opens;
  }

  /** The weights of 1 h over half-lives of 1, 4, 24, 120 h and the mean of the training day. */
  private double average(double[] bars) {
    double[] weights = {.70, .05, .10, .05};
    double[] halfLives = {12, 48, 288, 1440};
    double result = .10 * Arrays.stream(bars, 0, market.volume().length).average().orElseThrow();
    for (int i = 0; i < 4; i++) {
      double sum = 0;
      double all = 0;
      for (int back = 0; back < bars.length; back++) {
        double weight = Math.pow(0.5, back / halfLives[i]);
        sum += weight * bars[bars.length - 1 - back];
        all += weight;
      }
      result += weights[i] * sum / all;
    }
    return result;
  }

  @Test
  void partsAreWeighedByFewNumbersAndTheirDrawsAlike() {
    InstrumentLaw law =
        MadeUpBook.with(3, 1, 240).fit(MadeUpDays.days(1, 6), MadeUpDays.FIRST.plusDays(5));
    FittedLaw path = law.law("book", Horizon.PATH_1H);
    for (var horizon : Horizon.MAPS) {
      FittedLaw map = law.law("book", horizon);
      FittedLaw rule = law.law("fine_freshness_far", horizon);
      for (Side side : Side.values()) {
        double standing = ratio(map, path, side, "box_6_8");
        assertThat(standing).isPositive();
        for (String name : List.of("spike_100x", "box_15_21", "box_42_60")) {
          assertThat(ratio(map, path, side, name)).isCloseTo(standing, within(1e-12));
        }
        double ofRule = ratio(map, rule, side, "covered_1");
        for (String name : List.of("covered_48", "beyond_0", "beyond_15")) {
          assertThat(ratio(map, rule, side, name)).isCloseTo(ofRule, within(1e-12));
        }
        double[] draw = map.of(side).draws()[0];
        assertThat(draw[map.columns().indexOf("box_6_8")])
            .isEqualTo(standing * path.of(side).draws()[0][path.columns().indexOf("box_6_8")]);
      }
    }
  }

  private static double ratio(FittedLaw map, FittedLaw part, Side side, String column) {
    return map.of(side).weight()[map.columns().indexOf(column)]
        / part.of(side).weight()[part.columns().indexOf(column)];
  }
}
