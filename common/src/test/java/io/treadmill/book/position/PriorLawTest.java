package io.treadmill.book.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.BtcTiers;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.Side;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PriorLawTest {
  static Stream<Arguments> instruments() {
    return Stream.of(
        Arguments.of(BtcTiers.seenOn("2025-08-21"), false),
        Arguments.of(BtcTiers.seenOn("2022-02-05"), false),
        Arguments.of(BtcTiers.seenOn("2025-08-21"), true),
        Arguments.of(MarginTiers.without(40), false),
        Arguments.of(MarginTiers.without(3), false));
  }

  @ParameterizedTest
  @MethodSource("instruments")
  void weightedTapsOfEachBandSumToItsShare(MarginTiers tiers, boolean inverse) {
    LeverageComponents components = LeverageComponents.of(ParameterSet.REAL, tiers, inverse);
    double[][] law = PriorLaw.of(components);
    // Distance in buckets of 0.1 %: within 6, 10, 20, 35, deeper.
    double[] shares = {.002, .002, .0024, .0026, .007};
    int[] upTo = {6, 10, 20, 35, 100_000};
    for (Side side : Side.values()) {
      int from = 0;
      for (int band = 0; band < shares.length; band++) {
        double sum = 0;
        for (int k = 0; k < components.count(); k++) {
          for (int i = 0; i < components.get(k).tapCount(side); i++) {
            int distance = Math.abs(components.get(k).firstOffset(side) + i);
            if (distance >= from && distance < upTo[band]) {
              sum += law[side.index()][k] * components.get(k).tap(side, i);
            }
          }
        }
        assertThat(sum).as(side + " band " + band).isCloseTo(shares[band], within(1e-12));
        from = upTo[band];
      }
    }
  }

  @Test
  void deepBoxesAreAboutFlatInLogDistance() {
    LeverageComponents components =
        LeverageComponents.of(ParameterSet.REAL, MarginTiers.without(3), false);
    double[][] law = PriorLaw.of(components);
    // At most 3x: no spike, so the deep boxes carry .7 % over ln(480 / 35).
    double perLog = .007 / Math.log(480.0 / 35);
    int last = components.count() - 1;
    for (int k = last - 5; k <= last; k++) {
      String[] edges = components.get(k).name().split("_");
      double log = Math.log(Double.parseDouble(edges[2]) / Double.parseDouble(edges[1]));
      assertThat(law[0][k] / log).isCloseTo(perLog, within(0.08 * perLog));
    }
  }

  @Test
  void forbiddenSpikesWeighNothing() {
    LeverageComponents components =
        LeverageComponents.of(ParameterSet.REAL, BtcTiers.seenOn("2022-02-05"), false);
    double[][] law = PriorLaw.of(components);
    int spike150 = components.names().indexOf("spike_150x");
    assertThat(law[0][spike150]).isZero();
    assertThat(law[0]).hasSize(components.count() + 7);
  }

  @Test
  void parameterSetsAreToldApartByTheirValues() {
    assertThat(ParameterSet.REAL.id()).startsWith("real-").hasSize(13);
    ParameterSet changed =
        new ParameterSet(
            "real",
            0.6,
            0.125,
            1.7,
            InflowMode.ADD_AFTER_CROSSING,
            Activity.VOLUME_AND_OPEN_INTEREST);
    assertThat(changed.id()).isNotEqualTo(ParameterSet.REAL.id());
    ParameterSet small =
        new ParameterSet(
            "real",
            0.6,
            0.125,
            1.6,
            InflowMode.ADD_AFTER_CROSSING,
            Activity.VOLUME_AND_OPEN_INTEREST,
            MarginTiers.PositionSize.SMALLEST);
    assertThat(small.id()).isNotEqualTo(ParameterSet.REAL.id());
    assertThatThrownBy(() -> new ParameterSet("x", 0, 1, 1, InflowMode.MASK, Activity.VOLUME))
        .hasMessageContaining("Invalid theta");
  }
}
