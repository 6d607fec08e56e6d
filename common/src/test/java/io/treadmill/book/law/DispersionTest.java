package io.treadmill.book.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

/** Intervals of realised totals against closed forms and against drawn totals. */
class DispersionTest {
  private static final long HOUR = 3_600_000_000L;

  /** Share 1 and no pieces: exponential. Half the share: a mean of two exponentials. */
  @Test
  void theIntervalIsThatOfAnExponential() {
    Dispersion.Interval one = new Dispersion(0, 1, 1e-6, 0).interval(200);
    assertThat(one.low()).isCloseTo(-200 * Math.log(0.9), within(1e-3));
    assertThat(one.high()).isCloseTo(-200 * Math.log(0.1), within(1e-3));
    Dispersion.Interval two = new Dispersion(0, 0.5, 1e-6, 0).interval(200);
    for (double end : new double[] {two.low(), two.high()}) {
      double x = end / 100;
      double below = 1 - (1 + x) * Math.exp(-x);
      assertThat(below).isCloseTo(end == two.low() ? 0.1 : 0.9, within(1e-5));
    }
  }

  /** Variance 50 x 50 + 0 = 50^2: pieces of 50 make a total of 50 exponential. */
  @Test
  void piecesWeighMoreInSmallTotals() {
    Dispersion pieces = new Dispersion(50, 1e-12, 1e-6, 0);
    assertThat(pieces.interval(50).high()).isCloseTo(-50 * Math.log(0.1), within(1e-3));
    Dispersion.Interval large = pieces.interval(500_000);
    // Variance 50 x 500,000: deviation 5,000, and nearly normal.
    assertThat(large.low()).isCloseTo(500_000 - 1.2816 * 5000, within(50.0));
    assertThat(large.high()).isCloseTo(500_000 + 1.2816 * 5000, within(50.0));
  }

  /** Exponential of mean 100: P(less than least) is 1 - exp(-least / 100). */
  @Test
  void nothingIsInTheIntervalWhereItIsCommon() {
    double rare = -100 * Math.log(1 - 0.09);
    double common = -100 * Math.log(1 - 0.11);
    double usual = -100 * Math.log(1 - 0.81);
    assertThat(new Dispersion(0, 1, rare, 0).interval(100).low())
        .isCloseTo(-100 * Math.log(0.9), within(1e-3));
    Dispersion.Interval interval = new Dispersion(0, 1, common, 0).interval(100);
    assertThat(interval.low()).isZero();
    assertThat(interval.high()).isCloseTo(-100 * Math.log(0.2), within(1e-3));
    assertThat(new Dispersion(0, 1, usual, 0).interval(100))
        .isEqualTo(new Dispersion.Interval(0, 0));
    assertThat(new Dispersion(0, 1, rare, 0).interval(0)).isEqualTo(new Dispersion.Interval(0, 0));
    assertThat(Dispersion.NONE.interval(100).low()).isNaN();
    assertThat(new Dispersion(0, 1, rare, 0).interval(Double.NaN).low()).isNaN();
  }

  /** Half of the totals are nothing, the others exponential of mean 100. */
  @Test
  void aTotalOfNoPieceIsNothing() {
    Dispersion half = new Dispersion(0, 1, 1e-9, 100 / Math.log(2));
    Dispersion.Interval interval = half.interval(100);
    assertThat(interval.low()).isZero();
    // A fifth of all lies above it: two fifths of those that come.
    assertThat(interval.high()).isCloseTo(-100 * Math.log(0.4), within(1e-3));
    // Of 1,000 nothing comes once in 1,024 times.
    Dispersion.Interval large = half.interval(1000);
    double none = 1 / 1024.0;
    assertThat(large.low()).isCloseTo(-1000 * Math.log(0.9 / (1 - none)), within(1e-2));
    assertThat(large.high()).isCloseTo(-1000 * Math.log(0.1 / (1 - none)), within(1e-2));
    // Of 10 it comes in 93 % of times.
    assertThat(half.interval(10)).isEqualTo(new Dispersion.Interval(0, 0));
  }

  /** Gamma totals of means .01 to 100 whose variance is .3 E + .2 E^2 are found again. */
  @Test
  void whatTotalsWereDrawnWithIsFound() {
    Well19937c random = new Well19937c(1);
    double[] expected = new double[4000];
    double[] realised = new double[4000];
    double[] once = new double[4000];
    Arrays.fill(once, 1);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.pow(10, 4 * random.nextDouble() - 2);
      double variance = 0.3 * expected[i] + 0.2 * expected[i] * expected[i];
      double shape = expected[i] * expected[i] / variance;
      double total = new GammaDistribution(random, shape, expected[i] / shape).sample();
      realised[i] = total < 1e-4 ? 0 : total;
    }
    Dispersion found = Dispersion.of(expected, realised, once);
    assertThat(found.usd()).isCloseTo(0.3e6, within(0.02e6));
    assertThat(found.share()).isCloseTo(0.2, within(0.02));
    // Nothing comes about as often as the Gamma says.
    assertThat(found.pieceUsd()).isLessThan(0.01e6);
    assertThat(found.leastUsd())
        .isCloseTo(
            1e6 * Arrays.stream(realised).filter(y -> y > 0).min().orElseThrow(), within(1e-6));
  }

  /**
   * Totals of pieces, not Gamma: of means .01 to 100, in pieces of .25 in the mean, whose level
   * errs by a fifth.
   */
  private static List<Observations.Row> drawn(double[] expected, long seed) {
    Random random = new Random(seed);
    List<Observations.Row> rows = new ArrayList<>();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.pow(10, 4 * random.nextDouble() - 2);
      double level = expected[i] * (1 + 0.4 * (random.nextDouble() - 0.5) * Math.sqrt(12) / 2);
      double total = 0;
      double next = -Math.log(random.nextDouble());
      while (next < level / 0.25) {
        total -= 0.25 * Math.log(random.nextDouble());
        next -= Math.log(random.nextDouble());
      }
      Side side = i % 2 == 0 ? Side.LONG : Side.SHORT;
      long ts = i / 2 * HOUR;
      rows.add(new Observations.Row(ts, ts + HOUR, side, 0, new double[0], total, 0));
    }
    return rows;
  }

  @Test
  void fourOfFiveDrawnTotalsLieInIt() {
    double[] expected = new double[2000];
    List<Dispersion> found = Dispersion.bySide(drawn(expected, 1), expected);
    double[] later = new double[4000];
    List<Observations.Row> totals = drawn(later, 2);
    int[] in = new int[2];
    for (int i = 0; i < later.length; i++) {
      Dispersion.Interval interval = found.get(i % 2).interval(1e6 * later[i]);
      double usd = 1e6 * totals.get(i).realised();
      in[i % 2] += usd >= interval.low() && usd <= interval.high() ? 1 : 0;
    }
    assertThat(in[0] / 2000.0).isBetween(0.77, 0.84);
    assertThat(in[1] / 2000.0).isBetween(0.77, 0.84);
  }

  /**
   * Hours of a quiet market with expectations of .01 to 10: nothing with chance exp(-E / .06), else
   * Gamma of mean E and variance .12 E + .02 E^2.
   */
  private static double[] oftenNothing(double[] expected, long seed) {
    Well19937c random = new Well19937c(seed);
    double[] realised = new double[expected.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.pow(10, 3 * random.nextDouble() - 2);
      double shape = 1 / (0.12 / expected[i] + 0.02);
      double total = new GammaDistribution(random, shape, expected[i] / shape).sample();
      realised[i] = random.nextDouble() < Math.exp(-expected[i] / 0.06) ? 0 : total;
    }
    return realised;
  }

  /** Whatever the expectation, four of five totals of which something can be told lie in it. */
  @Test
  void hoursInWhichOftenNothingComesDoNotWidenTheOthers() {
    double[] expected = new double[1500];
    double[] once = new double[1500];
    Arrays.fill(once, 1);
    Dispersion found = Dispersion.of(expected, oftenNothing(expected, 3), once);
    assertThat(found.pieceUsd()).isCloseTo(0.06e6, within(0.01e6));
    double[] later = new double[6000];
    double[] realised = oftenNothing(later, 4);
    int[] in = new int[3];
    int[] of = new int[3];
    for (int i = 0; i < later.length; i++) {
      Dispersion.Interval interval = found.interval(1e6 * later[i]);
      if (interval.high() > 0) {
        int decade = (int) Math.floor(Math.log10(later[i]) + 2);
        of[decade]++;
        in[decade] +=
            1e6 * realised[i] >= interval.low() && 1e6 * realised[i] <= interval.high() ? 1 : 0;
      }
    }
    for (int decade = 0; decade < 3; decade++) {
      assertThat(of[decade]).isGreaterThan(1000);
      assertThat(in[decade] / (double) of[decade]).isBetween(0.76, 0.84);
    }
  }

  /** Windows that start every hour and are as long as 24 tell a 24th each. */
  @Test
  void windowsThatOverlapCountForWhatTheyAdd() {
    double[] expected = new double[60];
    double[] realised = new double[60];
    double[] once = new double[60];
    List<Observations.Row> rows = new ArrayList<>();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = 10;
      realised[i] = i % 2 == 0 ? 1 : 19;
      once[i] = i == 59 ? 1 : 1 / 24.0;
      rows.add(
          new Observations.Row(
              i * HOUR, (i + 24) * HOUR, Side.LONG, 0, new double[0], realised[i], 0));
    }
    Dispersion found = Dispersion.bySide(rows, expected).get(0);
    assertThat(found).isEqualTo(Dispersion.of(expected, realised, once));
    Arrays.fill(once, 1);
    assertThat(found.usd()).isLessThan(0.9 * Dispersion.of(expected, realised, once).usd());
    assertThat(Dispersion.bySide(rows, expected).get(1)).isEqualTo(Dispersion.NONE);
  }

  @Test
  void pooledSymbolsHaveTheirGeometricMean() {
    Dispersion pooled =
        Dispersion.pooled(List.of(new Dispersion(2, 0.1, 7, 1), new Dispersion(8, 0.4, 5, 9)));
    assertThat(pooled.usd()).isCloseTo(4, within(1e-12));
    assertThat(pooled.share()).isCloseTo(0.2, within(1e-12));
    assertThat(pooled.leastUsd()).isEqualTo(5);
    assertThat(pooled.pieceUsd()).isCloseTo(3, within(1e-12));
    assertThat(pooled.withLevelVariance(0.05).share()).isCloseTo(0.25, within(1e-12));
    assertThat(Dispersion.pooled(List.of(pooled, Dispersion.NONE))).isEqualTo(Dispersion.NONE);
  }
}
