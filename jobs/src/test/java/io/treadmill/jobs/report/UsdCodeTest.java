package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsdCodeTest {
  @Property
  void aCodeHoldsTheThreeDigitsOfTheAmount(
      @ForAll @DoubleRange(min = 0.01, max = 1e13) double usd) {
    assertHoldsThreeDigits(usd);
  }

  @Property
  void aCodeHoldsTheThreeDigitsOfSmallAmounts(
      @ForAll @DoubleRange(min = 0.01, max = 5) double usd) {
    assertHoldsThreeDigits(usd);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {0.01, 0.09995, 1, 9.995, 99.95, 999.5, 999.4999999999999, 1000, 1.235e6, 1.225e6})
  void aCodeHoldsTheThreeDigitsNearTies(double usd) {
    assertHoldsThreeDigits(usd);
  }

  private static void assertHoldsThreeDigits(double usd) {
    double expected =
        new BigDecimal(usd).round(new MathContext(3, RoundingMode.HALF_EVEN)).doubleValue();
    assertThat(UsdCode.usd(UsdCode.of(usd))).isEqualTo(expected);
  }

  @Property
  void codesKeepTheOrderOfAmounts(
      @ForAll @DoubleRange(min = 0, max = 1e12) double a,
      @ForAll @DoubleRange(min = 0, max = 1e12) double b) {
    assertThat(UsdCode.of(Math.min(a, b))).isLessThanOrEqualTo(UsdCode.of(Math.max(a, b)));
  }

  @ParameterizedTest
  @CsvSource({
    "0,< $0.01",
    "0.004,< $0.01",
    "0.0123,$0.0123",
    "0.5,$0.500",
    "1,$1.00",
    "12.34,$12.3",
    "999.4,$999",
    "999.6,$1.00k",
    "1234,$1.23k",
    "98765,$98.8k",
    "1234567,$1.23M",
    "4.5e9,$4.50B",
    "1.2e13,$12.0T"
  })
  void textsShowThreeDigitsAndAUnit(double usd, String text) {
    assertThat(UsdCode.text(usd)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesWhatIsNoAmount(double usd) {
    assertThatThrownBy(() -> UsdCode.of(usd))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid amount");
  }

  @Test
  void noValueIsNotZero() {
    assertThat(UsdCode.text(UsdCode.NONE)).isEqualTo("none");
    assertThat(UsdCode.of(0)).isNotEqualTo(UsdCode.NONE);
  }
}
