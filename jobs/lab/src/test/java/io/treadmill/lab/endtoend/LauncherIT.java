package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher with a java that tells what it is given: a night is set up by what the night before
 * took, and a crash after the end of a command is not that of the command.
 */
class LauncherIT {
  private static final String OF_NIGHT = "-Dtreadmill.night-cpu-seconds=";
  private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";

  @TempDir Path folder;

  private List<String> given(String... words) throws IOException, InterruptedException {
    java("printf '%s\\n' \"$@\"");
    Process process =
        launch(Commands.HOME, words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return told.lines().toList();
  }

  private void java(String does) throws IOException {
    Path java = folder.resolve("bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/bash\n" + does + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private ProcessBuilder launch(Path home, String... words) {
    ProcessBuilder builder = new ProcessBuilder(home.resolve("submit/treadmill").toString());
    builder.command().addAll(List.of(words));
    builder.environment().put("JAVA_HOME", folder.toString());
    builder.environment().remove("SPARK_HOME");
    return builder;
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
      Files.writeString(took, "70");
      assertThat(night()).contains(ONE_COMPILER);
      assertThat(given("nightly", "--lake", folder.resolve("other").toString()))
          .as("another lake")
          .doesNotContain(ONE_COMPILER);
      for (String other : List.of("71", "", "no number", "9999999")) {
        Files.writeString(took, other);
        assertThat(night()).as(other).doesNotContain(ONE_COMPILER);
      }
    } finally {
      Files.deleteIfExists(took);
    }
  }

  @Test
  void anImportOfSmallFilesIsCompiledByOneCompiler() throws Exception {
    Path files = Files.createDirectories(folder.resolve("with blank/files"));
    String small = Files.write(files.resolve("a.csv.gz"), new byte[1 << 20]).toString();
    String large = Files.write(folder.resolve("b.csv.gz"), new byte[25 << 20]).toString();
    for (List<String> words :
        List.of(
            List.of(small),
            List.of(files.toString()),
            List.of("--force", small, "--archive", folder.toString()),
            List.of("--archive=" + folder, small, "--set", "run.threads=1"))) {
      assertThat(imports(words)).as("%s", words).contains(ONE_COMPILER);
    }
    for (List<String> words :
        List.of(
            List.<String>of(),
            List.of(large),
            List.of(small, large),
            List.of(folder.toString()),
            List.of(small, "s3a://market/files"),
            List.of(files.resolve("none").toString()))) {
      assertThat(imports(words)).as("%s", words).doesNotContain(ONE_COMPILER);
    }
  }

  private List<String> imports(List<String> words) throws IOException, InterruptedException {
    return given(
        Stream.concat(Stream.of("ingest", "tardis"), words.stream()).toArray(String[]::new));
  }

  /** Java 17 may crash as it writes the archive of classes, when the command has ended. */
  @Test
  void aCrashAfterTheEndKeepsTheCodeOfTheCommand() throws Exception {
    Path home = Commands.home(folder.resolve("home"));
    String ends =
        "for word in \"$@\"; do case $word in -Dtreadmill.ended=*) echo -n %d >${word#*=};;"
            + " -XX:ArchiveClassesAtExit=*) echo broken >${word#*=};; esac; done; echo told; kill -%s $$";
    // The shell hears of the crash before it waits for it: whatever it says then is not told.
    Path late = folder.resolve("late");
    Files.writeString(late, "trap 'case $BASH_COMMAND in trap*) sleep .2 ;; esac' DEBUG\n");
    for (String signal : List.of("ABRT", "SEGV")) {
      for (int code : new int[] {0, 3}) {
        java(ends.formatted(code, signal));
        ProcessBuilder crashes = launch(home, "crashes");
        crashes.environment().put("BASH_ENV", late.toString());
        Process process = crashes.start();
        assertThat(process.waitFor()).as(signal).isEqualTo(code);
        assertThat(process.getInputStream()).hasContent("told");
        assertThat(process.getErrorStream()).hasContent("");
      }
    }
    for (String none : List.of("", ends.replace("echo -n %d", "echo -n"))) {
      java(none.isEmpty() ? "kill -ABRT $$" : none.formatted("ABRT"));
      Process process = launch(home, "crashes").start();
      assertThat(process.waitFor()).isEqualTo(134);
      assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("treadmill: java crashed; NOSHARE=1 before the command shows where\n");
    }
    assertThat(home.resolve("jobs/target/class-data")).isEmptyDirectory();
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
