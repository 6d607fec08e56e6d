package io.treadmill.lab.validate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiscoveryCheckTest {
  @Test
  void sharesLeadsAndJumpsOfGeneratedPricesAreReadAndTheirIntervalsHold() {
    assertThat(new DiscoveryCheck().run(0.1))
        .hasSize(22)
        .allSatisfy(line -> assertThat(line.passed()).as("%s", line).isTrue());
  }
}
