package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.ArchiveMutations;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of 20,000 parts with changed bytes none is read with other rows. */
@Tag("sweep")
class ArchiveMutationsIT {
  @TempDir Path folder;

  @Test
  void noChangeOfAPartGivesOtherRows() throws Exception {
    Map<String, Integer> endings = new ArchiveMutations(folder, 2026).run(20_000);
    System.out.println(endings);
    assertThat(endings).doesNotContainKey("wrong");
  }
}
