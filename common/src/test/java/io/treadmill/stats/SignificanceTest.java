package io.treadmill.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Counts by hand; ties count as far away as the value itself. */
class SignificanceTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void aPlaceboAsFarAsTheValueCounts() {
    assertThat(Significance.twoSided(2, new double[] {-2, 1, 3, Double.NaN})).isEqualTo(3 / 4.0);
    assertThat(Significance.twoSided(-2, new double[] {2, 1})).isEqualTo(2 / 3.0);
    assertThat(Significance.upper(2, new double[] {2, 1, Double.NaN})).isEqualTo(2 / 3.0);
    assertThat(Significance.upper(2, new double[0])).isNaN();
    assertThat(Significance.upper(Double.NaN, new double[] {1})).isNaN();
  }

  /** Three p-values: .01 x 3, .03 x 2, and .04 x 1 which must not be below the one before. */
  @Test
  void holmMultipliesByHowManyAreLeft() {
    double[] corrected = Significance.holm(new double[] {0.01, 0.04, Double.NaN, 0.03});
    assertThat(corrected[0]).isEqualTo(0.03, EXACT);
    assertThat(corrected[1]).isEqualTo(0.06, EXACT);
    assertThat(corrected[2]).isNaN();
    assertThat(corrected[3]).isEqualTo(0.06, EXACT);
    assertThat(Significance.holm(new double[] {0.6, 0.7})).containsExactly(1, 1);
  }

  @Test
  void tailsOfASumOfUnequalChances() {
    double[] chances = {0.2, 0.3};
    assertThat(Significance.sumAtLeast(0, chances)).isEqualTo(1, EXACT);
    assertThat(Significance.sumAtLeast(1, chances)).isEqualTo(1 - 0.8 * 0.7, EXACT);
    assertThat(Significance.sumAtLeast(2, chances)).isEqualTo(0.06, EXACT);
    assertThat(Significance.sumAtLeast(3, chances)).isZero();
  }
}
