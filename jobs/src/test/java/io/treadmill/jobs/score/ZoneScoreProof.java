package io.treadmill.jobs.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.jobs.columns.ReadRow;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;

/**
 * Every second day of a month with two hot, three neutral and two thin windows, whose outcomes
 * differ from day to day; other horizons where hot is as neutral, and of few days.
 */
public final class ZoneScoreProof implements ColumnProof {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 30);
  private static final String SCOPE = "full";
  private static final int DAYS = 12;
  private static final String[] KINDS = {"hot", "neutral", "thin"};

  private static final RowLayout<Touch> ROWS =
      RowLayout.<Touch>of(LakeTables.ZONE_TOUCH)
          .instrument(one -> MadeUpPredictions.BTC)
          .micros("ts", one -> UtcDays.startMicros(one.day) + one.hour * 3_600_000_000L)
          .integer("horizon_h", Touch::horizon)
          .text("model", one -> "book")
          .text("side", one -> one.side.text())
          .text("kind", Touch::kind)
          .number("mass_usd", Touch::mass)
          .number("usual_usd", Touch::usual)
          .number("beyond_usd", Touch::beyond)
          .number("realised_usd", Touch::realised)
          .text("fit_id", one -> "fit")
          .text("print_scope", Touch::scope)
          .build();

  private record Touch(
      LocalDate day,
      int hour,
      int horizon,
      Side side,
      String kind,
      double mass,
      double usual,
      double beyond,
      double realised,
      String scope) {}

  private final List<Touch> touches = new ArrayList<>();
  // Of horizon 4, by kind and day: sums of realised and expected.
  private final double[][][] sums = new double[3][DAYS][2];

  @Override
  public LakeTable table() {
    return LakeTables.ZONE_SCORE;
  }

  @Override
  public void prove(Proof proof) {
    for (int i = 0; i < DAYS; i++) {
      for (int j = 0; j < 2; j++) {
        // The hottest of the week are those of i = 3; one of them is what most was forced of.
        double times = i == 3 && j == 1 ? 9 : 3 + i % 3;
        add(i, j, 0, (2 + 0.1 * i + 0.01 * j) * (100 + 10 * i), 100 + 10 * i, 5, times);
        add(i, j, 2, 60, 300, 0, 0.5 + 0.01 * i);
      }
      for (int j = 0; j < 3; j++) {
        add(i, j, 1, 210, 200, 10, 1 + 0.1 * (i % 4));
      }
      asNeutral(i);
    }
    touches.add(
        new Touch(DAY, 9, 4, Side.LONG, "hot", 900, 100, 0, Double.NaN, SCOPE)); // not known
    touches.add(new Touch(DAY.minusDays(1), 9, 4, Side.LONG, "hot", 900, 100, 0, 1e9, "other"));
    touches.add(new Touch(DAY.minusDays(30), 9, 4, Side.LONG, "hot", 900, 100, 0, 1e9, SCOPE));
    touches.add(new Touch(DAY, 0, 24, Side.LONG, "hot", 300, 100, 0, 250, SCOPE));
    List<Row> rows = scored();
    proveKind(proof, rows, 0);
    proof.is("verdict", "special").isNull("reason");
    proveKind(proof, rows, 1);
    proof.isNull("over_neutral").isNull("over_neutral_low").isNull("over_neutral_high");
    proof.isNull("verdict").isNull("reason");
    proveKind(proof, rows, 2);
    proof.is("verdict", "special").isNull("reason");
    proveHottest(proof, rows);
    proof.row(row(rows, 0, "hot")).is("horizon_h", 0).is("over_neutral", 1.0, 1e-12);
    proof.is("verdict", "not told from neutral zones");
    proof
        .row(row(rows, 24, "hot"))
        .is("n", 1L)
        .is("realised_over_expected", 2.5, 1e-12)
        .isNull("realised_over_expected_low")
        .isNull("over_neutral")
        .isNull("verdict")
        .is("reason", "fewer than 10 days");
    proof
        .row(row(rows, 24, "neutral"))
        .is("n", 0L)
        .isNull("realised_over_expected")
        .is("reason", "none with a total was touched");
    proof
        .row(row(rows, 24, "hottest_tenth"))
        .is("n", 0L)
        .isNull("precision")
        .isNull("realised_share")
        .is("reason", "fewer than 10 windows with a total");
    assertThat(rows).hasSize(12);
  }

  private void add(
      int i, int j, int kind, double mass, double usual, double beyond, double times) {
    double realised = times * (usual + beyond);
    Side side = j == 0 ? Side.LONG : Side.SHORT;
    touches.add(
        new Touch(
            DAY.minusDays(2 * i), j, 4, side, KINDS[kind], mass, usual, beyond, realised, SCOPE));
    sums[kind][i][0] += realised;
    sums[kind][i][1] += usual + beyond;
  }

  /** Hot hours of which as much is forced as of neutral ones, more and less by turns. */
  private void asNeutral(int i) {
    LocalDate day = DAY.minusDays(2 * i);
    double ofHot = i % 2 == 0 ? 150 : 50;
    touches.add(new Touch(day, 0, 0, Side.LONG, "hot", 300, 100, 0, ofHot, SCOPE));
    touches.add(new Touch(day, 1, 0, Side.LONG, "neutral", 100, 100, 0, 200 - ofHot, SCOPE));
  }

  private List<Row> scored() {
    List<Row> input = new ArrayList<>();
    ROWS.rows(touches).forEach(row -> input.add(ReadRow.of(LakeTables.ZONE_TOUCH, row)));
    List<Row> output = new ArrayList<>();
    new ZoneScoreFunction(List.of(DAY))
        .call(MadeUpPredictions.BTC.toString(), input.iterator())
        .forEachRemaining(output::add);
    return ScoreFunction.OUTPUT.only(output, table().name());
  }

  private Row row(List<Row> rows, int horizon, String kind) {
    List<String> names = List.of(table().schema().fieldNames());
    return rows.stream()
        .filter(
            row ->
                row.get(names.indexOf("horizon_h")).equals(horizon)
                    && row.get(names.indexOf("kind")).equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private void proveKind(Proof proof, List<Row> rows, int kind) {
    double mass = 0;
    for (Touch touch : touches) {
      boolean counts = touch.horizon == 4 && touch.scope.equals(SCOPE) && touch.realised < 1e8;
      mass += counts && touch.kind.equals(KINDS[kind]) ? touch.mass + touch.beyond : 0;
    }
    double[] own = draws(kind);
    double[] neutral = draws(1);
    double[] over = new double[500];
    Arrays.setAll(over, d -> own[d] / neutral[d]);
    proof
        .row(row(rows, 4, KINDS[kind]))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", DAY)
        .is("model", "book")
        .is("horizon_h", 4)
        .is("kind", KINDS[kind])
        .is("window_days", 30)
        .is("n", kind == 1 ? 36L : 24L)
        .is("days", 12)
        .is("mass_usd", mass, 1e-6)
        .is("expected_usd", total(kind, 1), 1e-6)
        .is("realised_usd", total(kind, 0), 1e-6)
        .is("realised_over_expected", total(kind, 0) / total(kind, 1), 1e-12)
        .is("realised_over_expected_low", point(own, 0.025), 1e-12)
        .is("realised_over_expected_high", point(own, 0.975), 1e-12)
        .isNull("precision")
        .isNull("realised_share")
        .isNull("random_share")
        .is("print_scope", SCOPE);
    if (kind != 1) {
      double ratio = total(kind, 0) / total(kind, 1) / (total(1, 0) / total(1, 1));
      proof
          .is("over_neutral", ratio, 1e-12)
          .is("over_neutral_low", point(over, 0.025), 1e-12)
          .is("over_neutral_high", point(over, 0.975), 1e-12);
    }
  }

  private double total(int kind, int which) {
    return Arrays.stream(sums[kind]).mapToDouble(ofDay -> ofDay[which]).sum();
  }

  /** Days drawn as the product draws them; days by rising date are i = 11 down to 0. */
  private double[] draws(int kind) {
    SplittableRandom random = new SplittableRandom(1);
    double[] ratios = new double[500];
    for (int d = 0; d < 500; d++) {
      double above = 0;
      double below = 0;
      for (int k = 0; k < DAYS; k++) {
        int i = DAYS - 1 - random.nextInt(DAYS);
        above += sums[kind][i][0];
        below += sums[kind][i][1];
      }
      ratios[d] = above / below;
    }
    return ratios;
  }

  private static double point(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = share * 499;
    int below = (int) at;
    return sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
  }

  /** Of the 28 windows of four days two are the hottest tenth: those of i = 3, 3 and 9 times. */
  private void proveHottest(Proof proof, List<Row> rows) {
    double ofWeek = 0;
    for (int i = 0; i < 4; i++) {
      ofWeek += sums[0][i][0] + sums[1][i][0] + sums[2][i][0];
    }
    proof
        .row(row(rows, 4, "hottest_tenth"))
        .is("kind", "hottest_tenth")
        .is("window_days", 7)
        .is("n", 2L)
        .is("days", 1)
        .is("mass_usd", (2.3 + 2.31) * 130 + 10, 1e-9)
        .is("expected_usd", 270.0, 1e-9)
        .is("realised_usd", 12 * 135.0, 1e-9)
        .is("realised_over_expected", 6.0, 1e-12)
        .isNull("realised_over_expected_low")
        .isNull("over_neutral")
        .is("precision", 0.5)
        .is("realised_share", 12 * 135 / ofWeek, 1e-12)
        .is("random_share", 2 / 28.0, 1e-12)
        .isNull("verdict")
        .isNull("reason");
  }
}
