package io.treadmill.stats.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.stats.Estimate;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.Settlement;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;

class LocalProjectionTest {
  private static final int DAYS = 40;

  @Test
  void theResponseIsThatOfTheRegressionRowByRow() {
    double[][] made = made(1);
    int lag = 2;
    int rows = made[0].length - lag - 2;
    double[][] x = new double[rows][6];
    double[] y = new double[rows];
    double[] cause = new double[rows];
    for (int t = 2; t < rows + 2; t++) {
      for (int k = 0; k < 3; k++) {
        x[t - 2][k] = made[0][t - k];
        x[t - 2][3 + k] = made[1][t - k];
      }
      y[t - 2] = made[1][t + lag];
      cause[t - 2] = made[0][t];
    }
    OLSMultipleLinearRegression slow = new OLSMultipleLinearRegression();
    slow.newSampleData(y, x);
    double expected =
        slow.estimateRegressionParameters()[1]
            * Math.sqrt(StatUtils.populationVariance(cause) / StatUtils.populationVariance(y));
    Estimate found = response(made, lag, DAYS);
    assertThat(found.value()).isCloseTo(expected, within(1e-6));
    assertThat(found.n()).isEqualTo(rows);
    assertThat(found.p()).isLessThan(0.02);
  }

  @Test
  void daysAfterTheWindowChangeNothing() {
    double[][] made = made(2);
    Estimate before = response(made, 4, 30);
    for (int t = 30 * 24; t < made[0].length; t++) {
      made[0][t] = -9;
      made[1][t] = 9;
    }
    assertThat(response(made, 4, 30)).isEqualTo(before);
  }

  @Test
  void hoursThatAreUnknownAreLeftOutAndFewGiveAReason() {
    double[][] made = made(3);
    Arrays.fill(made[1], 100, 150, Double.NaN);
    assertThat(response(made, 1, DAYS).n()).isLessThan(DAYS * 24 - 50);
    assertThat(response(made, 1, 10).reason()).contains("500 hours");
  }

  @Test
  void aConstantCauseHasNoResponse() {
    double[][] made = made(4);
    Arrays.fill(made[0], 1);
    assertThat(response(made, 1, DAYS).reason()).isEqualTo("no variation");
  }

  @Test
  void hourlyColumnsHoldWhatWasKnownByTheirEnd() {
    Markets market = new Markets(2);
    market.columns.get(Column.OPEN_INTEREST)[24] = 110;
    market.settled.add(new Settlement(market.steps.micros(12) + 7, 3e-4, 480));
    Arrays.fill(market.usd[0], 0, 12, 5);
    Arrays.fill(market.usd[1], 0, 12, 1);
    HourlyFlows flows = HourlyFlows.of(market.series(), market.series().forcedBySteps());
    assertThat(flows.openInterest()[1]).isCloseTo(Math.log(1.1), within(1e-12));
    assertThat(flows.openInterest()[47]).isNaN();
    assertThat(flows.funding()[0]).isNaN();
    assertThat(flows.funding()[1]).isEqualTo(3e-4);
    assertThat(flows.funding()[12]).isNaN();
    assertThat(flows.liquidations()[0]).isCloseTo(Math.log1p(1e4 * 72 / 1e4), within(1e-12));
    assertThat(flows.liquidations()[1]).isZero();
  }

  private static Estimate response(double[][] made, int lag, int days) {
    return new LocalProjection(made[0], made[1], lag, 0)
        .response(0, days, LocalProjection.weights(days, 1));
  }

  private static double[][] made(long seed) {
    Random random = new Random(seed);
    double[][] made = new double[2][DAYS * 24];
    for (int t = 2; t < made[0].length; t++) {
      made[0][t] = 0.5 * made[0][t - 1] + random.nextGaussian();
      made[1][t] = 0.3 * made[1][t - 1] + 0.4 * made[0][t - 2] + random.nextGaussian();
    }
    return made;
  }
}
