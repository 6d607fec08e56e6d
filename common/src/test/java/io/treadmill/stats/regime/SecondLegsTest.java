package io.treadmill.stats.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.stats.Estimate;
import io.treadmill.stats.episode.FlushTrigger.Flush;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecondLegsTest {
  private static final Flush FALL = new Flush(10, 10, 10, -1, true);
  private final double[] close = new double[200];

  private List<SecondLegs.Event> events(Flush flush) {
    return SecondLegs.of(List.of(flush), close, close, close);
  }

  private void path(double afterFall, double afterBounce, double later) {
    Arrays.fill(close, 100);
    Arrays.fill(close, 10, 20, afterFall);
    Arrays.fill(close, 20, 40, afterBounce);
    Arrays.fill(close, 40, 200, later);
  }

  @Test
  void aBounceAndANewLowMakeASecondLeg() {
    path(97, 99, 96);
    assertThat(events(FALL)).containsExactly(new SecondLegs.Event(10, 20, 40, true));
  }

  @Test
  void aLowThatHoldsEndsAfterFiveHours() {
    path(97, 99, 97.1);
    assertThat(events(FALL)).containsExactly(new SecondLegs.Event(10, 20, 80, false));
    assertThat(events(FALL).get(0).hoursAtRisk()).isEqualTo(5);
  }

  @Test
  void aSmallFallOrASmallBounceIsNoEvent() {
    path(99.5, 100, 90);
    assertThat(events(FALL)).isEmpty();
    path(97, 97.5, 96);
    assertThat(events(FALL)).isEmpty();
  }

  @Test
  void aRiseIsAFallInTheMirror() {
    path(97, 99, 96);
    for (int i = 0; i < close.length; i++) {
      close[i] = 1e4 / close[i];
    }
    assertThat(events(new Flush(10, 10, 10, 1, true)))
        .containsExactly(new SecondLegs.Event(10, 20, 40, true));
  }

  @Test
  void theHazardRatioAndItsTestAreTheClosedForms() {
    Estimate estimate = HazardRatio.of(10, 200, 30, 200, 90);
    assertThat(estimate.value()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(Math.log(estimate.high() / estimate.value()))
        .isCloseTo(1.6448536 * Math.sqrt(0.1 + 1.0 / 30), within(1e-9));
    // Two-sided binomial(40, 1/2) at 10: 2 x .0011107.
    assertThat(estimate.p()).isCloseTo(0.0022214, within(1e-6));
    assertThat(HazardRatio.of(4, 200, 30, 200, 90).reason()).contains("under 5");
  }
}
