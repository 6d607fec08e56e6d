package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sample of changed bytes; the sweeps try more. */
class ArchiveMutationsTest {
  @TempDir Path folder;

  @Test
  void noChangeOfAPartGivesOtherRows() throws Exception {
    Map<String, Integer> endings = new ArchiveMutations(folder, 12).run(500);
    assertThat(endings).containsKeys("size", "end of the file", "page").doesNotContainKey("wrong");
  }
}
