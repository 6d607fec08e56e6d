package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher sets a night up by what the night before took; a java that tells what it is given.
 */
class LauncherIT {
  private static final String OF_NIGHT = "-Dtreadmill.night-cpu-seconds=";
  private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";

  @TempDir Path folder;

  private List<String> given(String... words) throws IOException, InterruptedException {
    Path java = folder.resolve("bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder builder = new ProcessBuilder(Commands.HOME.resolve("submit/treadmill") + "");
    builder.command().addAll(List.of(words));
    builder.environment().put("JAVA_HOME", folder.toString());
    builder.environment().remove("SPARK_HOME");
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return told.lines().toList();
  }

  private List<String> night() throws IOException, InterruptedException {
    return given("nightly", "--date", "2026-03-04", "--lake", folder.resolve("lake").toString());
  }

  @Test
  void aNightAfterAShortOneIsCompiledByOneCompiler() throws Exception {
    List<String> first = night();
    assertThat(first).doesNotContain(ONE_COMPILER);
    Path took =
        first.stream()
            .filter(word -> word.startsWith(OF_NIGHT))
            .map(word -> Path.of(word.substring(OF_NIGHT.length())))
            .findFirst()
            .orElseThrow();
    try {
      Files.writeString(took, "45");
      assertThat(night()).contains(ONE_COMPILER);
      assertThat(given("nightly", "--lake", folder.resolve("other").toString()))
          .as("another lake")
          .doesNotContain(ONE_COMPILER);
      for (String other : List.of("46", "", "no number", "9999999")) {
        Files.writeString(took, other);
        assertThat(night()).as(other).doesNotContain(ONE_COMPILER);
      }
    } finally {
      Files.deleteIfExists(took);
    }
  }

  @Test
  void whatMayRunLongHasBothCompilersAndWhatIsShortHasOne() throws Exception {
    for (String command : List.of("backfill", "ingest", "run", "site")) {
      assertThat(given(command)).as(command).doesNotContain(ONE_COMPILER);
    }
    for (String command : List.of("plan", "sql", "status")) {
      assertThat(given(command)).as(command).contains(ONE_COMPILER);
    }
  }
}
