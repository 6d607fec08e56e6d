package io.treadmill.lab.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RegimeCheckTest {
  @Test
  void aShareOfTheSeedsMeetsEveryBound() {
    List<StatisticCheck.Line> lines = new RegimeCheck().run(0.05);
    assertThat(lines).hasSizeGreaterThanOrEqualTo(15);
    assertThat(lines).allSatisfy(line -> assertThat(line.passed()).isNotEqualTo(Boolean.FALSE));
  }
}
