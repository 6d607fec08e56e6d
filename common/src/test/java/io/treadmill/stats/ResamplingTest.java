package io.treadmill.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResamplingTest {
  @Test
  void whatIsAskedDecidesTheSeedAndNothingElse() {
    assertThat(Resampling.seed("regime", "BTC", 7)).isEqualTo(Resampling.seed("regime", "BTC", 7));
    Set<Long> seeds = new HashSet<>();
    for (String statistic : new String[] {"regime", "flush", "hunt"}) {
      for (int day = 0; day < 100; day++) {
        seeds.add(Resampling.seed(statistic, "BTC", day));
        seeds.add(Resampling.seed("BTC", statistic, day));
      }
    }
    assertThat(seeds).as("each statistic and day has draws of its own").hasSize(600);
    assertThat(Resampling.seed("ab", "c"))
        .as("parts do not run together")
        .isNotEqualTo(Resampling.seed("a", "bc"));
  }

  @Test
  void aBlockOfOneDrawsSinglesAndOneObservationIsItself() {
    int[] singles = Resampling.stationary(1000, 1, new SplittableRandom(1));
    long follow =
        IntStream.range(1, 1000).filter(i -> singles[i] == (singles[i - 1] + 1) % 1000).count();
    assertThat(follow).as("one of a thousand follows the one before by chance").isLessThan(10);
    assertThat(Resampling.stationary(1, 5, new SplittableRandom(1))).containsExactly(0);
    assertThatThrownBy(() -> Resampling.stationary(0, 5, new SplittableRandom(1)))
        .hasMessage("Invalid bootstrap: n 0, mean block 5.0 (both at least 1)");
    assertThatThrownBy(() -> Resampling.stationary(3, 0.5, new SplittableRandom(1)))
        .hasMessage("Invalid bootstrap: n 3, mean block 0.5 (both at least 1)");
  }
}
