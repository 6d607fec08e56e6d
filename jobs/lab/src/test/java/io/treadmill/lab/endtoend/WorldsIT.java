package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds that are stated for simulated worlds hold, on the seeds for which they are stated. */
@Tag("sweep")
class WorldsIT {
  @ParameterizedTest
  @ValueSource(strings = {"base", "hard", "capped"})
  void theBookKeepsTheBoundsOfTheWorld(String world) {
    String table =
        Commands.run("validate", "worlds", "--world", world, "--seeds", "4").done().out();
    assertThat(table).startsWith("world " + world + ":");
  }
}
