package io.treadmill.lab.captured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.models.CellMap.Cell;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.replay.CrossedExposure;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;

/** A market of two hours a day whose ways and amounts are counted by hand. */
class CaptureScoresTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
  private static final long HOUR = 3_600_000_000L;

  private static double at(double position) {
    return Math.exp(position * 0.001);
  }

  private static long start(int day) {
    return (DAY.toEpochDay() + day) * 24 * HOUR;
  }

  /** Twelve bars at 100.5, then twelve that go from there to two lows and highs of positions. */
  private static TrainingHistory.Day day(int number, double low, double high) {
    int n = 24;
    double[] flat = new double[n];
    Arrays.fill(flat, at(100.5));
    double[] lows = flat.clone();
    double[] highs = flat.clone();
    lows[15] = at(low);
    highs[20] = at(high);
    double[] snapshots = new double[n + 1];
    Arrays.fill(snapshots, 10);
    return new TrainingHistory.Day(
        new DaySteps(
            DAY.plusDays(number),
            IntStream.range(0, n).mapToLong(t -> start(number) + t * HOUR / 12).toArray(),
            flat,
            highs,
            lows,
            flat,
            flat,
            snapshots,
            null,
            null,
            null),
        new ReportedLiquidations(DAY.plusDays(number)));
  }

  private static Capture capture(int day, long minutes, double usd) {
    return new Capture(
        start(day) + minutes * HOUR / 60,
        0,
        List.of(
            new Cell(at(96), at(98), Side.LONG, 2 * usd),
            new Cell(at(102), at(103), Side.SHORT, usd)));
  }

  private record Night(
      String model, String horizon, long ts, Side side, double usd, double total, Long prints) {}

  private static final List<String> READ =
      List.of(
          "day",
          "ts",
          "horizon",
          "model",
          "side",
          "predicted_usd",
          "realised_usd",
          "prints",
          "location_log_likelihood",
          "print_scope");

  private static final RowLayout<Night> NIGHT =
      RowLayout.<Night>of(
              new LakeTable(
                  "night",
                  "What a capture is scored beside",
                  "day",
                  LakeTable.Partition.DAY,
                  List.of("day", "ts", "horizon", "model", "side"),
                  LakeTables.HEATMAP_PREDICTION.columns().stream()
                      .filter(column -> READ.contains(column.name()))
                      .toList()))
          .date("day", night -> LocalDate.ofEpochDay(Math.floorDiv(night.ts, 24 * HOUR)))
          .micros("ts", Night::ts)
          .text("horizon", Night::horizon)
          .text("model", Night::model)
          .text("side", night -> night.side.text())
          .number("predicted_usd", Night::usd)
          .number("realised_usd", Night::total)
          .wholeOrNull("prints", Night::prints)
          .number("location_log_likelihood", night -> night.prints == null ? Double.NaN : 0)
          .text("print_scope", night -> "full")
          .build();

  private static NamedRow row(Night night) {
    var row = NIGHT.row(night);
    Object[] values = IntStream.range(0, row.size()).mapToObj(row::get).toArray();
    return new NamedRow(new GenericRowWithSchema(values, NIGHT.schema()));
  }

  private static void add(
      List<NamedRow> to, int day, Side side, double book, double rule, double total) {
    long ts = start(day) + HOUR;
    to.add(row(new Night("book", "map_1h", ts, side, book, total, null)));
    to.add(row(new Night("fine_freshness_far", "map_1h", ts, side, rule, total, null)));
  }

  @Test
  void amountsOnTheWayAreCountedInWindowsOfTheNextFullHour() {
    // Buckets 96 and 97 hold 10 each, 102 holds 10; price falls to 96.5 and rises to 102.25.
    List<CapturedPredictions.Predicted> predicted =
        new CapturedPredictions(
                List.of(capture(0, 15, 99), capture(0, 30, 10), capture(0, 61, 77)), day -> null)
            .of(List.of(day(0, 96.5, 102.25)));
    assertThat(predicted)
        .extracting(CapturedPredictions.Predicted::horizon)
        .containsOnly(Horizon.MAP_1H);
    assertThat(predicted)
        .extracting(CapturedPredictions.Predicted::ts)
        .containsOnly(start(0) + HOUR);
    assertThat(predicted.get(0).side()).isEqualTo(Side.LONG);
    assertThat(predicted.get(0).amount()).isCloseTo(15, within(1e-9));
    assertThat(predicted.get(1).amount()).isCloseTo(2.5, within(1e-9));
    assertThat(predicted).extracting(CapturedPredictions.Predicted::leftMap).containsOnly(false);
  }

  @Test
  void aDayIsScaledByTheOthersAndScoredAsTheNightIs() {
    List<Capture> captures = new ArrayList<>();
    List<TrainingHistory.Day> days = new ArrayList<>();
    List<NamedRow> night = new ArrayList<>();
    double million = 1e6;
    // Three days on which all of both sides is crossed: 20 and 10 million held.
    for (int day = 0; day < 3; day++) {
      captures.add(capture(day, 60, 10 * million));
      days.add(day(day, 95, 104));
    }
    add(night, 0, Side.LONG, 5 * million, 1 * million, 4 * million);
    add(night, 0, Side.SHORT, 3 * million, 1 * million, 2 * million);
    add(night, 1, Side.LONG, 1 * million, 1 * million, 1 * million);
    add(night, 1, Side.SHORT, 1 * million, 1 * million, 1 * million);
    add(night, 2, Side.LONG, 2 * million, 1 * million, 3 * million);
    add(night, 2, Side.SHORT, 2 * million, 1 * million, 0);
    List<CaptureScores.Line> lines =
        new CaptureScores("vendor", true, night)
            .of(new CapturedPredictions(captures, day -> null).of(days));
    CaptureScores.Line given = line(lines, "vendor", "book");
    assertThat(given.crossedUsd()).isCloseTo(90 * million, within(1.0));
    assertThat(given.realisedUsd()).isCloseTo(11 * million, within(1e-3));
    assertThat(given.leftMap()).isEqualTo(6);
    // Factors of the other days: 5/60, 9/60, 8/60.
    double[] held = {20 * 5 / 60.0, 10 * 5 / 60.0, 3, 1.5, 20 * 8 / 60.0, 10 * 8 / 60.0};
    double[] realised = {4, 2, 1, 1, 3, 0};
    double[] book = {5, 3, 1, 1, 2, 2};
    CaptureScores.Line scaled = line(lines, "vendor, scaled", "book");
    double skill = 1 - deviance(realised, held) / deviance(realised, book);
    assertThat(scaled.figures().skill()).isCloseTo(skill, within(1e-9));
    assertThat(scaled.figures().skillLow()).isNaN();
    assertThat(scaled.intervalReason())
        .isEqualTo("too few captures: windows on 3 days, an interval needs 10");
    assertThat(scaled.factor()).isCloseTo(11 / 90.0, within(1e-9));
    assertThat(scaled.figures().deviance()).isCloseTo(deviance(realised, held), within(1e-9));
    assertThat(line(lines, "book", "fine_freshness_far").figures().skill())
        .isCloseTo(
            1 - deviance(realised, book) / deviance(realised, new double[] {1, 1, 1, 1, 1, 1}),
            within(1e-9));
    assertThat(lines.get(lines.size() - 1).reason())
        .isEqualTo(
            "no capture in the hour before a window of 24 h, which start at multiples of it");
  }

  @Test
  void wherePrintsFellIsScaledAsTheLineSays() {
    List<NamedRow> night = new ArrayList<>();
    List<CapturedPredictions.Predicted> predicted = new ArrayList<>();
    double[] held = {2e6, 4e6};
    double[] realised = {1e6, 3e6};
    for (int day = 0; day < 2; day++) {
      long ts = start(day) + HOUR;
      add(night, day, Side.LONG, 1e6, 1e6, realised[day]);
      night.add(row(new Night("book", "path_1h", ts, Side.LONG, 1e6, realised[day], 200L)));
      double gain = 200 * (day + 1);
      predicted.add(
          new CapturedPredictions.Predicted(
              capture(day, 60, 1),
              Horizon.MAP_1H,
              DAY.plusDays(day),
              ts,
              Side.LONG,
              held[day],
              false,
              factor -> new CrossedExposure.Location(200, gain * factor)));
    }
    List<CaptureScores.Line> lines = new CaptureScores("vendor", true, night).of(predicted);
    // As given 1 and 2 a print; each day scaled by what the other held: 3 of 4, 1 of 2.
    assertThat(line(lines, "vendor", "book").locationGain().value()).isCloseTo(1.5, within(1e-9));
    assertThat(line(lines, "vendor, scaled", "book").locationGain().value())
        .isCloseTo((0.75 + 2 * 0.5) / 2, within(1e-9));
    assertThat(line(lines, "vendor", "book").locationPrints()).isEqualTo(400);
  }

  private static CaptureScores.Line line(
      List<CaptureScores.Line> lines, String model, String baseline) {
    return lines.stream()
        .filter(one -> one.model().equals(model) && baseline.equals(one.baseline()))
        .findFirst()
        .orElseThrow();
  }

  /** Twice the sum of y ln(y / mu) - (y - mu). */
  private static double deviance(double[] realised, double[] predicted) {
    double sum = 0;
    for (int i = 0; i < realised.length; i++) {
      double log = realised[i] > 0 ? realised[i] * Math.log(realised[i] / predicted[i]) : 0;
      sum += 2 * (log - realised[i] + predicted[i]);
    }
    return sum;
  }
}
