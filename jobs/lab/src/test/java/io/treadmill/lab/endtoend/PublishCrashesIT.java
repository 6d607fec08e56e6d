package io.treadmill.lab.endtoend;

import io.treadmill.lake.PublishCrashes;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run dies at every step of its writing and publishing, and the recovery after it too. */
@Tag("sweep")
class PublishCrashesIT {
  private static final int PAIRS = 1_000;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"jdbc", "hadoop"})
  void aRunDiesBeforeAndAfterEveryStep(String catalog) throws Exception {
    PublishCrashes crashes = new PublishCrashes(folder, catalog);
    System.out.printf("%s: %d steps%n", catalog, crashes.steps().size());
    for (int step = 1; step <= crashes.steps().size(); step++) {
      crashes.killAt(step, false);
      crashes.killAt(step, true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc", "hadoop"})
  void theRecoveryDiesToo(String catalog) throws Exception {
    PublishCrashes crashes = new PublishCrashes(folder, catalog);
    Random random = new Random(11);
    for (int pair = 0; pair < PAIRS; pair++) {
      int step = 1 + random.nextInt(crashes.steps().size());
      boolean isAfter = random.nextBoolean();
      int recovery = crashes.stepsOfRecovery(step, isAfter);
      if (recovery > 0) {
        crashes.killTwice(step, isAfter, 1 + random.nextInt(recovery), random.nextBoolean());
      }
    }
    System.out.printf("%s: %d pairs%n", catalog, PAIRS);
  }
}
