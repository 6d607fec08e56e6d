package io.treadmill.stats.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BlockSumsTest {
  private static final Function<double[], double[]> AS_THEY_ARE = double[]::clone;

  /** Every other block has one observation; the first sum counts them, the second is one twice. */
  private static BlockSums everyOther(int observations) {
    BlockSums sums = new BlockSums(2 * observations, 2);
    for (int b = 0; b < observations; b++) {
      double[] block = sums.block(2 * b);
      block[0]++;
      block[1] += b < 2 ? 1 : 0;
    }
    return sums;
  }

  @Test
  void asManyBlocksAreDrawnAsHaveObservationsAndNoneWithout() {
    double[][] ends = everyOther(10).intervals(1, 2, AS_THEY_ARE);
    assertThat(ends[0]).containsExactly(10, 10);
    assertThat(everyOther(10).blocks()).hasSize(10);
    assertThat(everyOther(9).intervals(1, 2, AS_THEY_ARE)[0])
        .containsExactly(Double.NaN, Double.NaN);
  }

  /** Two in ten: of ten draws 5 % and 95 % points are 0 and 4, a tenth further from 2. */
  @Test
  void theEndsLieATenthFurtherFromTheValueThanThePercentiles() {
    double[] ends = everyOther(10).intervals(1, 2, AS_THEY_ARE)[1];
    assertThat(ends[0]).isEqualTo(2 - 1.1 * 2, within(1e-12));
    assertThat(ends[1]).isEqualTo(2 + 1.1 * 2, within(1e-12));
  }
}
