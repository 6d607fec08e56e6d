package io.treadmill.stats.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegimeTransitionsTest {
  @Test
  void threeStatesThatFollowEachOtherInARingAreToldFromChance() {
    byte[] states = new byte[600];
    for (int h = 0; h < states.length; h++) {
      states[h] = (byte) (h / 2 % 3);
    }
    List<RegimeTransitions.Row> rows = RegimeTransitions.of(states, 0, states.length);
    RegimeTransitions.Row next = rows.get(0); // flush to fragile
    assertThat(next.count()).isEqualTo(100);
    assertThat(next.probability().value()).isEqualTo(1);
    assertThat(next.nullProbability()).isCloseTo(0.5, within(0.01));
    assertThat(next.pHolm()).isLessThan(1e-10);
    assertThat(next.probability().low()).isBetween(0.95, 1.0);
    assertThat(rows).hasSize(56);
    assertThat(rows.get(55).reason()).isNotNull();
  }

  @Test
  void theNullOfAChainWithoutMemoryIsItsOwnProbability() {
    double[] weights = {0.4, 0.3, 0.2, 0.1};
    Random random = new Random(3);
    byte[] states = new byte[40_000];
    for (int h = 1; h < states.length; h++) {
      int next = states[h - 1];
      while (next == states[h - 1]) {
        double at = random.nextDouble();
        next = at < 0.4 ? 0 : at < 0.7 ? 1 : at < 0.9 ? 2 : 3;
      }
      states[h] = (byte) next;
    }
    RegimeTransitions.Row row = RegimeTransitions.of(states, 0, states.length).get(1);
    assertThat(row.fromState()).isEqualTo(RegimeState.FLUSH);
    assertThat(row.toState()).isEqualTo(RegimeState.CROWDED);
    assertThat(row.nullProbability()).isCloseTo(weights[2] / 0.6, within(0.01));
    assertThat(row.probability().low()).isLessThan(weights[2] / 0.6);
    assertThat(row.probability().high()).isGreaterThan(weights[2] / 0.6);
  }

  @Test
  void aStateThatNeverFollowsOrAlwaysMustIsNotTestedAndSaysSo() {
    byte[] states = new byte[600];
    for (int h = 0; h < states.length; h++) {
      states[h] = (byte) (h / 2 % 2);
    }
    List<RegimeTransitions.Row> rows = RegimeTransitions.of(states, 0, states.length);
    assertThat(rows.get(0).nullProbability()).isEqualTo(1);
    assertThat(rows.get(0).probability().p()).isNaN();
    assertThat(rows.get(0).reason()).isEqualTo("no other state can follow: no test");
    assertThat(rows.get(1).nullProbability()).isZero();
    assertThat(rows.get(1).probability().p()).isNaN();
    assertThat(rows.get(1).reason()).isEqualTo("the state never follows any: no test");
  }

  @Test
  void hoursWithoutAStateCutTheChain() {
    byte[] states = {0, -1, 1, 2, -1, 0};
    long counted =
        RegimeTransitions.of(states, 0, states.length).stream()
            .mapToLong(RegimeTransitions.Row::count)
            .sum();
    assertThat(counted).isEqualTo(1);
  }
}
