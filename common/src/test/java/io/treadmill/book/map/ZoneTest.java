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
  void aMapThatIsAsUsualHasNoZone() {
    double[] usd = new double[100];
    for (int i = 0; i < usd.length; i++) {
      usd[i] = 1e6 / (10 + i);
    }
    assertThat(Zone.of(usd, usd)).isEmpty();
    double[] unknown = new double[100];
    Arrays.fill(unknown, Double.NaN);
    assertThat(Zone.of(usd, unknown)).as("nothing is usual yet").isEmpty();
  }

  @Test
  void aHeapAndAHoleAreFoundWhereTheyAreWhateverStandsBesideThem() {
    double[] usual = new double[100];
    Arrays.fill(usual, 1e6);
    double[] usd = usual.clone();
    Arrays.fill(usd, 40, 44, 4e6);
    Arrays.fill(usd, 44, 50, 1.4e6);
    Arrays.fill(usd, 70, 74, 1e4);
    usd[90] = 1.6e6; // too little to matter
    List<Zone> zones = Zone.of(usd, usual);
    assertThat(zones)
        .containsExactly(new Zone(true, 40, 43, 16e6, 4e6), new Zone(false, 70, 73, 4e4, 4e6));
    assertThat(zones.get(0).excessUsd()).isEqualTo(12e6);
    assertThat(zones.get(1).excessUsd()).isEqualTo(-3.96e6);
  }

  @Property(tries = 200)
  void zonesAreApartInOrderAndHoldTheMassOfTheirCells(
      @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = 0, max = 1e7) Double> cells,
      @ForAll @DoubleRange(min = 1, max = 1e7) double usual) {
    double[] usd = cells.stream().mapToDouble(Double::doubleValue).toArray();
    double[] ofNull = new double[usd.length];
    Arrays.fill(ofNull, usual);
    int next = 0;
    for (Zone zone : Zone.of(usd, ofNull)) {
      assertThat(zone.from()).isGreaterThanOrEqualTo(next);
      double mass = Arrays.stream(usd, zone.from(), zone.to() + 1).sum();
      assertThat(zone.massUsd()).isCloseTo(mass, org.assertj.core.data.Offset.offset(1e-3));
      assertThat(zone.nullUsd() / (zone.to() + 1 - zone.from()))
          .isCloseTo(usual, org.assertj.core.data.Offset.offset(1e-3));
      next = zone.to() + 1;
    }
  }
}
