package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartLengthTest {
  @Test
  void fewInstrumentsHaveLongPartsAndManyOfThirtyOneDays() {
    assertThat(PartLength.days(1)).isEqualTo(4_000);
    assertThat(PartLength.days(10)).isEqualTo(400);
    assertThat(PartLength.days(129)).isEqualTo(31);
    assertThat(PartLength.days(1_000)).isEqualTo(31);
    assertThat(PartLength.days(0)).as("files of others name none").isEqualTo(31);
  }
}
