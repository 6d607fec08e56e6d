package io.treadmill.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.lab.simulate.MarginBrackets.Bracket;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarginBracketsTest {
  private final MarginBrackets brackets = MarginBrackets.ofAsset("BTC");

  @ParameterizedTest
  @CsvSource({
    "50000, 25, 3.61",
    "1000000, 10, 9.56",
    "1000000, 50, 1.51",
    "10000000, 10, 9.21",
    "10000000, 20, 4.16",
    "80000000, 5, 18.54"
  })
  void liquidatesALongAtThePublishedDistance(double notional, double leverage, double percent) {
    double price = brackets.liquidationPrice(1, notional / 100, 100, notional / leverage);
    assertThat(100 - price).isCloseTo(percent, within(0.06));
  }

  @Property
  void marginEqualsMaintenanceAtTheLiquidationPrice(
      @ForAll @DoubleRange(min = 100, max = 5e7) double notional,
      @ForAll @DoubleRange(min = 2, max = 20) double leverage,
      @ForAll boolean isLong) {
    int sign = isLong ? 1 : -1;
    double amount = notional / 60_000;
    double margin = notional / leverage;
    double price = brackets.liquidationPrice(sign, amount, 60_000, margin);
    double equity = margin + sign * amount * (price - 60_000);
    assertThat(equity).isCloseTo(maintenance(amount * price), within(1e-6 * notional));
  }

  /** Maintenance as the sum over slices of notional, each at its bracket's rate. */
  private double maintenance(double notional) {
    double sum = 0;
    for (Bracket bracket : brackets.list()) {
      double slice = Math.min(notional, bracket.cap()) - bracket.floor();
      sum += slice > 0 ? slice * bracket.rate() : 0;
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"299999, 150", "300000, 100", "20000000, 25", "9e9, 1"})
  void grantsLessLeverageToLargerPositions(double notional, int leverage) {
    assertThat(brackets.maxLeverage(notional)).isEqualTo(leverage);
  }

  @Test
  void neverLiquidatesALongWhoseMarginOutlastsThePrice() {
    assertThat(brackets.liquidationPrice(1, 1, 100, 101)).isZero();
  }
}
