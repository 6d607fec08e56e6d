package io.treadmill.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.bench.Nights.Night;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What many nights say of late ones against early ones. */
final class NightsTest {
  private static double seconds(int night) {
    // Ten of a cold process, then 2 s, and one that waited; the last twenty 3 s.
    return night <= 10 ? 9 : night == 15 ? 100 : night <= 80 ? 2 : 3;
  }

  @Test
  void lateNightsAreHeldAgainstEarlyOnesOfAWarmProcess() {
    List<Night> nights =
        IntStream.rangeClosed(1, 100).mapToObj(i -> new Night(i, 0, 0, 0, 0, seconds(i))).toList();
    assertThat(Nights.lateAgainstEarly(nights))
        .isEqualTo("a night of the last 20 takes 1.50 of one of nights 11 to 30 (medians)");
  }
}
