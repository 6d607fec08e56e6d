package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.ExitCode;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void aHeapThatIsTooSmallIsToldWithTheSettingThatMendsIt() {
    assertTooSmall(new OutOfMemoryError("Java heap space"));
    assertTooSmall(
        new IllegalStateException(
            "Job aborted: task 3 failed: java.lang.OutOfMemoryError: Java heap space\n\tat x"));
  }

  private static void assertTooSmall(Throwable failure) {
    Failures.Outcome ending = Failures.of(failure);
    assertThat(ending.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ending.message())
        .startsWith("Not enough memory")
        .contains("Java heap space", "TREADMILL_MEMORY")
        .doesNotContain("\n");
  }

  @Test
  void whatNobodyForesawIsABug() {
    assertThat(Failures.of(new IllegalStateException("no such row")).exitCode())
        .isEqualTo(ExitCode.BUG);
  }
}
