package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.lake.AuditRule.Coverage;
import io.treadmill.lake.AuditRule.Drift;
import io.treadmill.lake.AuditRule.Level;
import io.treadmill.lake.AuditRule.Operand;
import io.treadmill.lake.AuditRule.Order;
import io.treadmill.lake.AuditRule.OtherSum;
import io.treadmill.lake.AuditRule.Sign;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditRuleTest {
  @Test
  void aChainIsReadWithItsNumbersAndSums() {
    assertThat(AuditRule.of("-1.5 < low <= a + b = 2e-3"))
        .isEqualTo(
            new Order(
                "-1.5 < low <= a + b = 2e-3",
                List.of(
                    new Operand(List.of(), -1.5),
                    new Operand(List.of("low"), 0),
                    new Operand(List.of("a", "b"), 0),
                    new Operand(List.of(), 0.002)),
                List.of(Sign.LESS, Sign.AT_MOST, Sign.EQUAL)));
    assertThat(AuditRule.of("0 <= x + y").columns()).containsExactly("x", "y");
  }

  @Test
  void rulesOfDaysAreRead() {
    assertThat(AuditRule.of("coverage")).isEqualTo(new Coverage("coverage", null));
    assertThat(AuditRule.of("coverage of size_usd"))
        .isEqualTo(new Coverage("coverage of size_usd", "size_usd"));
    assertThat(AuditRule.of("drift of size_usd within 2.5"))
        .isEqualTo(new Drift("drift of size_usd within 2.5", "size_usd", 2.5));
    assertThat(AuditRule.of("level of close within 20"))
        .isEqualTo(new Level("level of close within 20", "close", 20, null));
    assertThat(AuditRule.of("level of vwap within 1.5 of close"))
        .isEqualTo(new Level("level of vwap within 1.5 of close", "vwap", 1.5, "close"));
    assertThat(AuditRule.of("sum of a_usd = bars_5m.b_usd"))
        .isEqualTo(
            new OtherSum("sum of a_usd = bars_5m.b_usd", "a_usd", Sign.EQUAL, "bars_5m", "b_usd"));
    assertThat(AuditRule.of("sum of a_usd <= bars_5m.b_usd"))
        .isEqualTo(
            new OtherSum(
                "sum of a_usd <= bars_5m.b_usd", "a_usd", Sign.AT_MOST, "bars_5m", "b_usd"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "low",
        "low <=",
        "<= low",
        "low <= <= high",
        "low high",
        "low >= high",
        "low <= 2 + a",
        "low <= a + 2",
        "low <= a +",
        "drift of a",
        "drift of a within b",
        "level of a",
        "level of a within 2 of",
        "coverages",
        "coverage of",
        "sum of a < bars_5m.b",
        "Low <= a"
      })
  void whatIsNoRuleIsRefused(String text) {
    assertThatThrownBy(() -> AuditRule.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid ");
  }

  @Test
  void numbersThatWentThroughSumsMayDifferALittle() {
    assertThat(Sign.AT_MOST.holds(3 + 1e-10, 3)).isTrue();
    assertThat(Sign.AT_MOST.holds(3 + 1e-7, 3)).isFalse();
    assertThat(Sign.AT_MOST.holds(1e-13, 0)).isTrue();
    assertThat(Sign.LESS.holds(3, 3)).isFalse();
    assertThat(Sign.EQUAL.holds(0.1 + 0.2, 0.3)).isTrue();
    assertThat(Sign.EQUAL.holds(1e9, 1e9 + 2)).isFalse();
  }

  @Test
  void nothingHoldsOfANumberThatIsNone() {
    for (Sign sign : Sign.values()) {
      assertThat(sign.holds(Double.NaN, 1)).isFalse();
      assertThat(sign.holds(0, Double.NaN)).isFalse();
    }
  }
}
