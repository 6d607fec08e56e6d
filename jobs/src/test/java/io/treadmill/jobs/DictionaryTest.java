package io.treadmill.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.LakeTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dictionary of the README is that of the code. */
class DictionaryTest {
  @Test
  void theReadmeListsEveryTableWithItsComment() throws IOException {
    List<String> expected =
        LakeTables.all().stream()
            .map(table -> "| `" + table.name() + "` | " + table.comment() + " |")
            .toList();
    List<String> section =
        Files.readAllLines(Path.of("../README.md")).stream()
            .dropWhile(line -> !line.equals("## Tables"))
            .skip(1)
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| `"))
            .toList();
    assertThat(section)
        .as("Section \"## Tables\" of README.md must hold:\n" + String.join("\n", expected))
        .isEqualTo(expected);
  }
}
