package io.treadmill.lab.bench;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than a year of nights. */
class NightsIT {
  @TempDir Path folder;

  @Test
  void filesAndBytesOf400NightsAreBounded() {
    NightsTest.assertBounded(Nights.run(folder.resolve("lake"), 400, 30, line -> {}), 150);
  }
}
