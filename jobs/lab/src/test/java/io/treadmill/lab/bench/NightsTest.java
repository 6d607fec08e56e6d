package io.treadmill.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.bench.Nights.Night;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sample; {@code bench nights} and the sweep run 400. */
class NightsTest {
  @TempDir Path folder;

  @Test
  void filesAndBytesDoNotGrowOnceSnapshotsEnd() {
    assertBounded(Nights.run(folder.resolve("lake"), 28, 4, line -> {}), 14);
  }

  /** Holds the last nights against as many before, when all that is kept was there. */
  static void assertBounded(List<Night> nights, int span) {
    int last = nights.size();
    assertThat(nights.get(last - 1).ofDays()).as("a file a day").isEqualTo(last);
    assertThat(most(nights.subList(last - span, last), Night::others))
        .isLessThanOrEqualTo(most(nights.subList(last - 2 * span, last - span), Night::others) + 3);
    assertThat(most(nights.subList(last - span, last), Night::snapshots))
        .isLessThanOrEqualTo(most(nights.subList(last - 2 * span, last - span), Night::snapshots));
  }

  private static long most(List<Night> nights, ToLongFunction<Night> what) {
    return nights.stream().mapToLong(what).max().orElseThrow();
  }
}
