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

  /** The extreme is the lowest low of the 15 minutes of the flush, not its last. */
  @Test
  void theLowestLowOfTheFlushIsTheExtreme() {
    for (int at = 8; at <= 10; at++) {
      Arrays.fill(close, 100);
      double[] low = close.clone();
      low[at] = 90;
      // A high before the flush is no extreme of a fall.
      double[] high = close.clone();
      high[9] = 300;
      List<SecondLegs.Event> events = SecondLegs.of(List.of(FALL), high, low, close);
      assertThat(events).containsExactly(new SecondLegs.Event(10, 11, 71, false));
      low[at] = 100;
      low[7] = 90;
      assertThat(SecondLegs.of(List.of(FALL), high, low, close)).isEmpty();
    }
  }

  /** The bounce may come at the end of the sixth hour, the second leg at the end of the fifth. */
  @Test
  void theLastStepsOfBounceAndSecondLegCount() {
    path(97, 97, 97);
    Arrays.fill(close, 20, 82, 97);
    Arrays.fill(close, 82, 200, 99);
    assertThat(events(FALL)).containsExactly(new SecondLegs.Event(10, 82, 142, false));
    close[142] = 96;
    assertThat(events(FALL)).containsExactly(new SecondLegs.Event(10, 82, 142, true));
    close[142] = 99;
    close[143] = 96;
    assertThat(events(FALL)).containsExactly(new SecondLegs.Event(10, 82, 142, false));
    close[82] = 97;
    assertThat(events(FALL)).isEmpty();
  }

  /** What could still come after the end of the grid is not complete. */
  @Test
  void anEventIsCompleteWithItsLastStepOnTheGrid() {
    Arrays.fill(close, 100);
    Arrays.fill(close, 130, 135, 97);
    Arrays.fill(close, 135, 200, 99);
    Flush late = new Flush(130, 130, 130, -1, true);
    assertThat(events(late)).containsExactly(new SecondLegs.Event(130, 135, 195, false));
    Arrays.fill(close, 135, 140, 97);
    assertThat(events(late)).isEmpty();
  }

  /** A flush before the end of an event is its second leg; one at the end begins another. */
  @Test
  void aFlushInsideAnEventBeginsNone() {
    path(97, 99, 98);
    Arrays.fill(close, 80, 200, 96);
    Arrays.fill(close, 85, 200, 98);
    Flush inside = new Flush(79, 79, 79, -1, true);
    Flush atTheEnd = new Flush(80, 80, 80, -1, true);
    List<SecondLegs.Event> one = SecondLegs.of(List.of(FALL, inside), close, close, close);
    assertThat(one).containsExactly(new SecondLegs.Event(10, 20, 80, true));
    List<SecondLegs.Event> two = SecondLegs.of(List.of(FALL, atTheEnd), close, close, close);
    assertThat(two)
        .containsExactly(
            new SecondLegs.Event(10, 20, 80, true), new SecondLegs.Event(80, 85, 145, false));
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
        .isCloseTo(1.6448536269514722 * Math.sqrt(0.1 + 1.0 / 30), within(1e-9));
    // Two-sided binomial(40, 1/2) at 10: 2 x .0011107.
    assertThat(estimate.p()).isCloseTo(0.0022214, within(1e-6));
    assertThat(HazardRatio.of(4, 200, 30, 200, 90).reason()).contains("under 5");
  }
}
