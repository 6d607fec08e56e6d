package io.treadmill.stats.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkovSwitchingTest {
  private static double[] series(int n, long seed) {
    Random random = new Random(seed);
    double[] y = new double[n];
    boolean high = false;
    for (int i = 0; i < n; i++) {
      high = random.nextDouble() < (high ? 0.95 : 0.98) ? high : !high;
      y[i] = (high ? 1.5 : 0) + (high ? 0.8 : 0.6) * random.nextGaussian();
    }
    return y;
  }

  @Test
  void knownParametersAreRecovered() {
    MarkovSwitching fit = MarkovSwitching.fit(series(6000, 1));
    assertThat(fit.mean()[0]).isCloseTo(0, within(0.06));
    assertThat(fit.mean()[1]).isCloseTo(1.5, within(0.1));
    assertThat(fit.deviation()[0]).isCloseTo(0.6, within(0.04));
    assertThat(fit.deviation()[1]).isCloseTo(0.8, within(0.06));
    assertThat(fit.stay()[0]).isCloseTo(0.98, within(0.01));
    assertThat(fit.stay()[1]).isCloseTo(0.95, within(0.02));
    assertThat(fit.stationary()).isCloseTo(2.0 / 7, within(0.07));
  }

  @Test
  void theFilterIsTheSumOverAllPaths() {
    MarkovSwitching model =
        new MarkovSwitching(new double[] {0, 1}, new double[] {1, 0.5}, new double[] {0.9, 0.7});
    double[] y = {0.3, 1.4, -0.2, 0.9, 1.1};
    double[] byState = new double[2];
    for (int path = 0; path < 32; path++) {
      double weight = 1;
      for (int i = 0; i < y.length; i++) {
        int s = path >> i & 1;
        int before = i == 0 ? -1 : path >> (i - 1) & 1;
        double start = s == 1 ? model.stationary() : 1 - model.stationary();
        double stay = before < 0 ? start : model.stay()[before];
        weight *= before < 0 || before == s ? stay : 1 - stay;
        double z = (y[i] - model.mean()[s]) / model.deviation()[s];
        weight *= Math.exp(-z * z / 2) / model.deviation()[s];
      }
      byState[path >> (y.length - 1) & 1] += weight;
    }
    assertThat(model.filter(y)[y.length - 1])
        .isCloseTo(byState[1] / (byState[0] + byState[1]), within(1e-12));
  }

  @Test
  void theFilterDoesNotLookAhead() {
    double[] y = series(500, 2);
    MarkovSwitching fit = MarkovSwitching.fit(y);
    double[] before = fit.filter(y);
    double[] changed = y.clone();
    Arrays.fill(changed, 300, 500, 9);
    assertThat(Arrays.copyOf(fit.filter(changed), 300)).isEqualTo(Arrays.copyOf(before, 300));
  }

  @Test
  void scaleAndPlaceOfTheSeriesScaleAndPlaceTheFit() {
    double[] y = series(800, 3);
    MarkovSwitching fit = MarkovSwitching.fit(y);
    MarkovSwitching moved = MarkovSwitching.fit(Arrays.stream(y).map(v -> 5 + 2 * v).toArray());
    assertThat(moved.mean()[1]).isCloseTo(5 + 2 * fit.mean()[1], within(1e-3));
    assertThat(moved.stay()[0]).isCloseTo(fit.stay()[0], within(1e-4));
  }

  @Test
  void aMissingObservationMovesTheChainOnly() {
    MarkovSwitching model =
        new MarkovSwitching(new double[] {0, 1}, new double[] {1, 1}, new double[] {0.9, 0.8});
    double[] filtered = model.filter(new double[] {2, Double.NaN});
    assertThat(filtered[1]).isCloseTo(filtered[0] * 0.8 + (1 - filtered[0]) * 0.1, within(1e-12));
  }

  @Test
  void fewObservationsAreRefused() {
    assertThatThrownBy(() -> MarkovSwitching.fit(new double[50]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("50");
    assertThatThrownBy(() -> MarkovSwitching.fit(new double[500]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
