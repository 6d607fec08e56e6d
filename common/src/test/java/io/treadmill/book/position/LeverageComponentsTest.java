package io.treadmill.book.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.market.BtcTiers;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.Side;
import org.junit.jupiter.api.Test;

class LeverageComponentsTest {
  private static final MarginTiers TIERS = BtcTiers.seenOn("2025-08-21");

  private static Component spike(ParameterSet parameters, String name) {
    return LeverageComponents.of(parameters, TIERS, false).list().stream()
        .filter(component -> component.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSpikeStandsWhereTheLargestPositionOfItsLeverageIsLiquidatedUnlessTheSetSaysSmall() {
    // 20x: the largest position has a rate of 2.5 %, ln(0.95 / 0.975) = -25.98 buckets of 10 bp.
    assertThat(spike(ParameterSet.REAL, "spike_20x").firstOffset(Side.LONG)).isEqualTo(-26);
    // Small ones have 0.4 %: ln(0.95 / 0.996) = -47.29 buckets; shorts ln(1.05 / 1.004) = 44.80.
    assertThat(spike(ParameterSet.WORLD, "spike_20x").firstOffset(Side.LONG)).isEqualTo(-48);
    assertThat(spike(ParameterSet.WORLD, "spike_20x").firstOffset(Side.SHORT)).isEqualTo(44);
    // At 125x only the first bracket is left: no difference.
    assertThat(spike(ParameterSet.REAL, "spike_125x").firstOffset(Side.LONG))
        .isEqualTo(spike(ParameterSet.WORLD, "spike_125x").firstOffset(Side.LONG));
  }
}
