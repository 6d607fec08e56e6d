package io.treadmill.lab.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.law.FitRule;
import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.law.ModelFit;
import io.treadmill.book.law.Observations;
import io.treadmill.book.models.ConstantMap;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

class BandsTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final int TRAIN_DAYS = 28;
  private static final int DAYS = 56;
  private static final double PRINT = 0.05;

  /** Rows of a map that is right above its median and three times too large below it. */
  private static List<Observations.Row> rows(long seed) {
    RandomGenerator random = new Well19937c(seed);
    List<Observations.Row> rows = new ArrayList<>();
    for (int hour = 0; hour < DAYS * 24; hour++) {
      long ts = UtcDays.startMicros(FIRST) + hour * 3_600_000_000L;
      for (Side side : Side.values()) {
        double predicted = Math.exp(1.5 * random.nextGaussian());
        double mean = predicted < 1 ? predicted / 3 : predicted;
        PoissonDistribution prints =
            new PoissonDistribution(
                random, mean / PRINT, 1e-9, PoissonDistribution.DEFAULT_MAX_ITERATIONS);
        double realised = PRINT * prints.sample();
        rows.add(
            new Observations.Row(
                ts, ts + 3_600_000_000L, side, 0, new double[] {predicted}, realised, 1));
      }
    }
    return rows;
  }

  private static List<Bands.Band> bands(long seed) {
    List<Observations.Row> rows = rows(seed);
    LocalDate last = FIRST.plusDays(TRAIN_DAYS - 1);
    FittedLaw law =
        ModelFit.of(
            ModelFit.Rule.of("constant", FitRule.PER_SIDE, false).withDraws(20, seed),
            new ConstantMap(),
            rows,
            new UtcDays(FIRST, last));
    int split = 2 * 24 * TRAIN_DAYS;
    double[] predicted = law.predict(rows);
    return Bands.deciles(
        law,
        rows.subList(0, split),
        Arrays.copyOf(predicted, split),
        rows.subList(split, rows.size()),
        Arrays.copyOfRange(predicted, split, rows.size()),
        seed);
  }

  @Test
  void bandsOfEightyPercentHoldAboutThatManyDecilesAlsoWhereTheMapIsTooLarge() {
    int[] held = new int[2];
    int seeds = 20;
    for (long seed = 1; seed <= seeds; seed++) {
      List<Bands.Band> bands = bands(seed);
      assertThat(bands).hasSize(10);
      for (int b = 0; b < 10; b++) {
        assertThat(bands.get(b).low()).isLessThanOrEqualTo(bands.get(b).high());
        held[b / 5] += bands.get(b).holds() ? 1 : 0;
      }
    }
    assertThat(held[0] / (5.0 * seeds)).as("lower deciles").isBetween(0.7, 0.95);
    assertThat(held[1] / (5.0 * seeds)).as("upper deciles").isBetween(0.7, 0.95);
  }

  @Test
  void theSameSeedGivesTheSameBands() {
    assertThat(bands(3)).isEqualTo(bands(3));
  }
}
