package io.treadmill.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.lab.simulate.World.ImpactLaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorldTest {
  @Test
  void everyListedNameIsAWorldOfThatName() {
    for (String name : World.NAMES) {
      assertThat(World.named(name).name()).isEqualTo(name);
    }
  }

  @Test
  void listsTheNamesWhenAskedForAnother() {
    assertThatThrownBy(() -> World.named("flat"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid world: flat")
        .hasMessageContaining("base, hard, capped, no-impact");
  }

  @Test
  void hardIsCrossToppedUpDriftingAndHedged() {
    World hard = World.named("hard");
    assertThat(hard.leverage().crossShare()).isEqualTo(0.7);
    assertThat(hard.leverage().longTopUpShare()).isEqualTo(0.4);
    assertThat(hard.leverage().shortTopUpShare()).isEqualTo(0.25);
    assertThat(hard.leverage().driftDeviation()).isPositive();
    assertThat(hard.openInterest().hedgedLogDeviation())
        .isGreaterThan(World.base().openInterest().hedgedLogDeviation());
  }

  /**
   * The worlds that vary who trades differ from base in what their name says, and in that alone.
   */
  @Test
  void variedWorldsDifferInTheirTraders() {
    World base = World.base();
    World swing = World.named("swing");
    assertThat(swing.traders().holdMedianHours()).isEqualTo(4 * base.traders().holdMedianHours());
    assertThat(shareUpTo(5, swing.leverage())).isGreaterThan(0.6);
    assertThat(shareUpTo(5, base.leverage())).isLessThan(0.35);
    assertThat(swing.price()).isEqualTo(base.price());
    World trending = World.named("trending");
    assertThat(trending.traders().momentumShare()).isEqualTo(0.7);
    assertThat(trending.price().crashesPerDay()).isEqualTo(3 * base.price().crashesPerDay());
    assertThat(trending.leverage()).isEqualTo(base.leverage());
    World large = World.named("large");
    assertThat(large.traders().meanPositionUsd()).isEqualTo(10 * base.traders().meanPositionUsd());
    assertThat(large.leverage()).isEqualTo(base.leverage());
    assertThat(large.price()).isEqualTo(base.price());
  }

  private static double shareUpTo(int tier, World.LeverageLaw law) {
    double all = law.weights().stream().mapToDouble(Double::doubleValue).sum();
    double share = 0;
    for (int i = 0; i < law.tiers().size(); i++) {
      share += law.tiers().get(i) <= tier ? law.weights().get(i) / all : 0;
    }
    return share;
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN})
  void rejectsAnImpactThatIsNotANumberFromZero(double impact) {
    assertThatThrownBy(() -> new ImpactLaw(impact, 0, 15))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid permanent impact: " + impact);
  }

  @ParameterizedTest
  @EnumSource(PlantedEffect.class)
  void everyPlantedEffectHasAWorldThatPlantsIt(PlantedEffect effect) {
    assertThat(World.named(effect.text()).planted()).containsExactly(effect);
  }
}
