package io.treadmill.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.bench.Nights.Night;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than a year of nights; {@code bench nights} prints them. */
@Tag("sweep")
class NightsIT {
  @TempDir Path folder;

  @Test
  void filesAndBytesOf400NightsAreBounded() {
    assertBounded(Nights.run(folder.resolve("lake"), 400, 30, 30, line -> {}), 150);
  }

  /**
   * Holds the last nights against as many before, when all that is kept was there. Ledgers grow
   * until they are made one file, so the most of the spans may differ; without upkeep a night adds
   * 30.
   */
  private static void assertBounded(List<Night> nights, int span) {
    int last = nights.size();
    assertThat(nights.get(last - 1).ofDays()).as("a file a day").isEqualTo(last);
    assertThat(most(nights.subList(last - span, last), Night::others))
        .isLessThanOrEqualTo(
            most(nights.subList(last - 2 * span, last - span), Night::others) + 20);
    assertThat(most(nights.subList(last - span, last), Night::snapshots))
        .isLessThanOrEqualTo(
            most(nights.subList(last - 2 * span, last - span), Night::snapshots) + 5);
  }

  private static long most(List<Night> nights, ToLongFunction<Night> what) {
    return nights.stream().mapToLong(what).max().orElseThrow();
  }
}
