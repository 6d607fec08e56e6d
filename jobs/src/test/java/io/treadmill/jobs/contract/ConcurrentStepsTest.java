package io.treadmill.jobs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** What is told when steps that run at the same time fail. */
final class ConcurrentStepsTest {
  private final RuntimeException gaveUp = new CancellationException("another task failed");
  private final RuntimeException disk = new IllegalStateException("disk full");
  private final RuntimeException other = new IllegalStateException("also full");

  private static Callable<Integer> failing(RuntimeException with) {
    return () -> {
      throw with;
    };
  }

  @Test
  void resultsComeInTheOrderOfTheSteps() {
    assertThat(ConcurrentSteps.<Integer>run(List.of(() -> 1, () -> 2, () -> 3)))
        .containsExactly(1, 2, 3);
  }

  /** A step that gave up because another failed says nothing of why. */
  @Test
  void theCauseIsToldAndNotWhoGaveUp() {
    assertThatThrownBy(
            () -> ConcurrentSteps.run(List.of(failing(gaveUp), failing(disk), failing(other))))
        .isSameAs(disk);
    assertThat(disk.getSuppressed()).containsExactly(gaveUp, other);
    assertThatThrownBy(() -> ConcurrentSteps.run(List.of(() -> 1, failing(gaveUp))))
        .isSameAs(gaveUp);
  }
}
