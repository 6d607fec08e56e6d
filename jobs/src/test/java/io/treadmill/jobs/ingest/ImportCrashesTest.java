package io.treadmill.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sample of the crashes of an import; the sweeps try all. */
class ImportCrashesTest {
  @TempDir Path folder;

  @Test
  void anImportThatDiesOrFillsTheDiskLeavesWholeDaysAndTheNextMendsIt() throws Exception {
    ImportCrashes crashes = new ImportCrashes(folder);
    List<String> lists =
        crashes.steps().stream().filter(step -> step.endsWith("/_files.json")).toList();
    assertThat(lists).as("two days are published, one of them begins").hasSize(3);
    crashes.killAt(crashes.steps().indexOf(lists.get(2)) + 1, false);
    crashes.killAt(crashes.steps().size() / 2, true);
    crashes.fillAt(3, 10);
  }
}
