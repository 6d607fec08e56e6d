package io.treadmill.lake;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sample of the deaths of a run that publishes; the sweeps try all. */
class PublishCrashesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"jdbc", "hadoop"})
  void aRunThatDiesTwiceIsWholeInTheEnd(String catalog) throws Exception {
    PublishCrashes crashes = new PublishCrashes(folder, catalog);
    int last = crashes.steps().size();
    // Among them the first file of a table that is new.
    for (int step : List.of(64, last - 2, last)) {
      crashes.killAt(step, step == 64);
    }
    for (int step = 1; step <= last; step++) {
      if (crashes.steps().get(step - 1).endsWith("/_publish.json")) {
        crashes.killAt(step, false);
      }
    }
    crashes.killTwice(last / 2, true, crashes.stepsOfRecovery(last / 2, true) / 2, true);
  }
}
