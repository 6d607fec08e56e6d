package io.treadmill.jobs.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No two neighbouring columns of a row layout can be exchanged unseen; see {@link Swaps}. */
class SwapsIT {
  @Test
  void noExchangeOfNeighbouringColumnsIsMissed() throws Exception {
    // To the console itself: the score is to be seen, and the output of tests goes to files.
    PrintStream console =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    int missed =
        Swaps.run(List.of(Path.of("src/main/java"), Path.of("../common/src/main/java")), console);
    assertThat(missed).as("exchanges of columns that no proof noticed").isZero();
  }
}
