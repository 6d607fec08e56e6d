package io.treadmill.stats.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.stats.Ranks;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PastScoresTest {
  private final double[] values = new Random(1).doubles(20 * 24).toArray();

  @Test
  void scoresAreThoseAgainstCompleteDaysBefore() {
    double[] z = PastScores.robustZ(values, 7);
    double[] percentile = PastScores.percentile(values, 7, 48);
    for (int h = 10 * 24; h < 11 * 24; h++) {
      double[] past = Ranks.sorted(values, 3 * 24, 10 * 24);
      assertThat(z[h]).isCloseTo(Ranks.robustZ(past, values[h]), within(1e-12));
      assertThat(percentile[h]).isEqualTo(Ranks.percentile(past, values[h]));
    }
  }

  @Test
  void aShortPastAndAMissingValueHaveNoScore() {
    values[300] = Double.NaN;
    double[] z = PastScores.robustZ(values, 7);
    assertThat(z[3 * 24]).isNaN();
    assertThat(z[4 * 24]).isNotNaN();
    assertThat(z[300]).isNaN();
    Arrays.fill(values, 1);
    assertThat(PastScores.robustZ(values, 7)[400]).isNaN();
  }
}
