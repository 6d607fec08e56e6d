package io.treadmill.stats.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ComponentShareTest {
  @Test
  void theEndsOfTheIntervalAreTheSharesThatAreJustNotRejected() {
    ComponentShare share = new ComponentShare(-0.1, 0.3, new Covariance(4e-4, 9e-4, 1e-4), 40);
    double[] ends = share.interval(0.9);
    assertThat(ends[0]).isBetween(0.5, 0.75);
    assertThat(ends[1]).isBetween(0.75, 1.0);
    assertThat(share.p(ends[0])).isEqualTo(0.1, within(1e-9));
    assertThat(share.p(ends[1])).isEqualTo(0.1, within(1e-9));
    assertThat(share.p(0.75)).isEqualTo(1, within(1e-9));
  }

  /** Student's distribution of one degree is Cauchy's: two blocks. */
  @Test
  void twoBlocksLeaveOneDegreeOfFreedom() {
    ComponentShare share = new ComponentShare(-0.1, 0.3, new Covariance(4e-4, 9e-4, 1e-4), 2);
    double t = 0.1 / Math.sqrt(0.25 * 4e-4 + 0.5 * 1e-4 + 0.25 * 9e-4);
    assertThat(share.p(0.5)).isEqualTo(1 - 2 / Math.PI * Math.atan(t), within(1e-9));
  }

  @Test
  void reactionsThatMayCancelLeaveEveryShareOpen() {
    assertThat(new ComponentShare(-0.01, 0.01, new Covariance(1, 1, 0), 40).interval(0.9))
        .containsExactly(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }
}
