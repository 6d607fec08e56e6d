package io.treadmill.lab.endtoend;

import io.treadmill.jobs.ingest.ImportCrashes;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import dies at every step that changes a file, and finds the disk full at ten levels. */
@Tag("sweep")
class ImportCrashesIT {
  private static final int LEVELS = 10;

  @TempDir Path folder;

  @Test
  void anImportDiesBeforeAndAfterEveryStep() throws Exception {
    ImportCrashes crashes = new ImportCrashes(folder);
    System.out.printf("%d steps%n", crashes.steps().size());
    for (int step = 1; step <= crashes.steps().size(); step++) {
      crashes.killAt(step, false);
      crashes.killAt(step, true);
    }
  }

  @Test
  void theDiskIsFullAtTenLevels() throws Exception {
    ImportCrashes crashes = new ImportCrashes(folder);
    for (int level = 0; level < LEVELS; level++) {
      crashes.fillAt(level, LEVELS);
    }
  }
}
