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
