package io.treadmill.stats.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;

class RegimeStatisticsTest {
  private static final int HOURS = 60 * 24;
  private static final int HORIZON = 4;

  private final byte[] states = new byte[HOURS];
  private final double[] logReturn = new double[HOURS];
  private final double[] range = new double[HOURS];
  private final double[] forced = new double[HOURS];
  private final double[] past = new double[HOURS];
  private final double[] last = new double[HOURS];

  RegimeStatisticsTest() {
    Random random = new Random(4);
    for (int h = 0; h < HOURS; h++) {
      boolean moves = h == 0 || random.nextDouble() < 0.3;
      states[h] = moves ? (byte) random.nextInt(RegimeState.COUNT) : states[h - 1];
      logReturn[h] = 0.01 * random.nextGaussian();
      range[h] = random.nextGaussian();
      past[h] = random.nextGaussian();
      last[h] = 0.5 * past[h] + random.nextGaussian();
      forced[h] = 15 + range[h] - 0.5 * past[h] + 0.3 * random.nextGaussian();
    }
  }

  private List<RegimeStatistics.Row> rows(int from, int to) {
    return RegimeStatistics.of(states, outcomes(), from, to, new Draws(1));
  }

  private ForwardOutcomes outcomes() {
    return new ForwardOutcomes(
        new int[] {HORIZON},
        new double[][] {logReturn},
        new double[][] {range},
        List.of(new ForwardOutcomes.Forced("full", new double[][] {forced})),
        past,
        last);
  }

  @Test
  void sharesAndMeansAreThoseOfASlowCount() {
    for (RegimeStatistics.Row row : rows(0, HOURS)) {
      int s = row.state().ordinal();
      int hours = 0;
      double sum = 0;
      int n = 0;
      int visits = 0;
      for (int h = 0; h < HOURS; h++) {
        if (states[h] == s) {
          hours++;
          visits += h == 0 || states[h - 1] != s ? 1 : 0;
          if (h + HORIZON < HOURS) {
            sum += logReturn[h];
            n++;
          }
        }
      }
      assertThat(row.hours()).isEqualTo(hours);
      assertThat(row.visits()).isEqualTo(visits);
      assertThat(row.timeShare().value()).isEqualTo(hours / (double) HOURS);
      assertThat(row.meanReturn().n()).isEqualTo(n);
      assertThat(row.meanReturn().value()).isCloseTo(sum / n, within(1e-12));
      assertThat(row.meanReturn().low()).isLessThan(row.meanReturn().value());
      assertThat(row.meanReturn().high()).isGreaterThan(row.meanReturn().value());
    }
    assertThat(rows(0, HOURS).stream().mapToDouble(row -> row.timeShare().value()).sum())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void residualsAreThoseOfARegressionWithHoursOfTheDay() {
    double[] residual =
        LogResidual.of(new double[][] {forced, range, past, last}, states, 0, HOURS);
    double[][] design = new double[HOURS][3 + 23];
    for (int h = 0; h < HOURS; h++) {
      design[h][0] = range[h];
      design[h][1] = past[h];
      design[h][2] = last[h];
      if (h % 24 > 0) {
        design[h][2 + h % 24] = 1;
      }
    }
    OLSMultipleLinearRegression slow = new OLSMultipleLinearRegression();
    slow.newSampleData(forced, design);
    assertThat(residual).containsExactly(slow.estimateResiduals(), within(1e-9));
  }

  @Test
  void regressorsThatAreOneGiveNoResidual() {
    double[] residual =
        LogResidual.of(new double[][] {forced, range, range, last}, states, 0, HOURS);
    assertThat(Arrays.stream(residual).allMatch(Double::isNaN)).isTrue();
  }

  @Test
  void anEffectOfAStateIsFoundWithItsSize() {
    int planted = RegimeState.CROWDED.ordinal();
    for (int h = 0; h < HOURS; h++) {
      forced[h] += states[h] == planted ? Math.log(1.4) : 0;
    }
    RegimeStatistics.Row row = rows(0, HOURS).get(planted);
    assertThat(row.forcedPerRange().value()).isBetween(1.25, 1.45);
    assertThat(row.pHolm()).isLessThan(0.05);
    assertThat(row.forcedPerRange().low()).isGreaterThan(1);
  }

  @Property(tries = 20)
  void nothingAfterTheEndEnters(@ForAll @IntRange(min = 25, max = 59) int day) {
    int to = day * 24;
    List<RegimeStatistics.Row> before = rows(0, to);
    for (int h = to - HORIZON; h < HOURS; h++) {
      logReturn[h] = 9;
      range[h] = 9;
      forced[h] = 99;
      states[h] = h < to ? states[h] : 0;
    }
    assertThat(rows(0, to)).isEqualTo(before);
  }

  @Test
  void theStartOfTheGridDoesNotShow() {
    int cut = 240;
    ForwardOutcomes later =
        new ForwardOutcomes(
            new int[] {HORIZON},
            new double[][] {tail(logReturn, cut)},
            new double[][] {tail(range, cut)},
            List.of(new ForwardOutcomes.Forced("full", new double[][] {tail(forced, cut)})),
            tail(past, cut),
            tail(last, cut));
    assertThat(
            RegimeStatistics.of(
                Arrays.copyOfRange(states, cut, HOURS), later, 0, HOURS - cut, new Draws(1)))
        .isEqualTo(rows(cut, HOURS));
  }

  @Test
  void theFeedThatKnowsTheMostHoursIsUsed() {
    double[] few = forced.clone();
    Arrays.fill(few, 0, HOURS - 48, Double.NaN);
    ForwardOutcomes two =
        new ForwardOutcomes(
            new int[] {HORIZON},
            new double[][] {logReturn},
            new double[][] {range},
            List.of(
                new ForwardOutcomes.Forced("few", new double[][] {few}),
                new ForwardOutcomes.Forced("full", new double[][] {forced})),
            past,
            last);
    assertThat(RegimeStatistics.of(states, two, 0, HOURS, new Draws(1))).isEqualTo(rows(0, HOURS));
    assertThat(rows(0, HOURS).get(0).feedRule()).isEqualTo("full");
  }

  private static double[] tail(double[] values, int from) {
    return Arrays.copyOfRange(values, from, values.length);
  }

  @Test
  void aStateThatIsRareSaysSo() {
    Arrays.fill(states, (byte) RegimeState.QUIET.ordinal());
    states[100] = 0;
    RegimeStatistics.Row flush = rows(0, HOURS).get(0);
    assertThat(flush.meanReturn().isPresent()).isFalse();
    assertThat(flush.reason()).contains("visits");
    assertThat(flush.pHolm()).isNaN();
    assertThat(flush.hours()).isEqualTo(1);
  }
}
