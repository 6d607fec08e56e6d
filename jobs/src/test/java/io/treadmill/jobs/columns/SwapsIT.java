package io.treadmill.jobs.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No two neighbouring columns of a row layout can be exchanged unseen; see {@link Swaps}. */
class SwapsIT {
  @Test
  void noExchangeOfNeighbouringColumnsIsMissed() throws Exception {
    int missed =
        Swaps.run(
            List.of(Path.of("src/main/java"), Path.of("../common/src/main/java")), System.out);
    assertThat(missed).as("exchanges of columns that no proof noticed").isZero();
  }
}
