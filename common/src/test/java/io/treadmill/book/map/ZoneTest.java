package io.treadmill.book.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ZoneTest {
  @Test
  void aMapThatFallsSmoothlyWithDistanceHasNoZone() {
    double[] usd = new double[100];
    for (int i = 0; i < usd.length; i++) {
      usd[i] = 1e6 / (10 + i);
    }
    assertThat(Zone.of(usd)).isEmpty();
  }

  @Test
  void aHeapAndAHoleFarFromThePriceAreFoundWhereTheyAre() {
    double[] usd = new double[100];
    Arrays.fill(usd, 1e6);
    Arrays.fill(usd, 40, 44, 4e6);
    Arrays.fill(usd, 70, 74, 1e4);
    List<Zone> zones = Zone.of(usd);
    assertThat(zones).hasSize(2);
    Zone hot = zones.get(0);
    assertThat(hot.hot()).isTrue();
    assertThat(List.of(hot.from(), hot.to())).isEqualTo(List.of(40, 43));
    assertThat(hot.massUsd()).isEqualTo(16e6);
    assertThat(hot.excessUsd()).isPositive();
    Zone thin = zones.get(1);
    assertThat(thin.hot()).isFalse();
    assertThat(List.of(thin.from(), thin.to())).isEqualTo(List.of(70, 73));
    assertThat(thin.excessUsd()).isNegative();
  }

  @Property(tries = 200)
  void zonesAreApartInOrderAndHoldTheMassOfTheirCells(
      @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = 0, max = 1e7) Double> cells) {
    double[] usd = cells.stream().mapToDouble(Double::doubleValue).toArray();
    int next = 0;
    for (Zone zone : Zone.of(usd)) {
      assertThat(zone.from()).isGreaterThanOrEqualTo(next);
      double mass = Arrays.stream(usd, zone.from(), zone.to() + 1).sum();
      assertThat(zone.massUsd()).isCloseTo(mass, org.assertj.core.data.Offset.offset(1e-3));
      next = zone.to() + 1;
    }
  }
}
