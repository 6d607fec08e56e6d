package io.treadmill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
  @TempDir Path folder;

  @Test
  void samplesOfOtherCommandsAndTheLastSuccessStay() throws IOException {
    Path file = folder.resolve("new/treadmill.prom");
    MetricsFile night = new MetricsFile(file, "nightly");
    night.add("treadmill_exit_code", 0);
    night.add("treadmill_last_success_timestamp_seconds", 1772600000);
    night.addTable("treadmill_rows_written", "zones", 12);
    night.addTable("treadmill_rows_written", "flush", 0);
    night.write();
    MetricsFile other = new MetricsFile(file, "ingest");
    other.add("treadmill_exit_code", 3);
    other.write();
    MetricsFile failed = new MetricsFile(file, "nightly");
    failed.add("treadmill_exit_code", 5);
    failed.add("treadmill_duration_seconds", 1.5);
    failed.write();
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            # HELP treadmill_exit_code Exit code of the last run.
            # TYPE treadmill_exit_code gauge
            treadmill_exit_code{command="ingest"} 3
            treadmill_exit_code{command="nightly"} 5
            # HELP treadmill_last_success_timestamp_seconds When a run ended with 0.
            # TYPE treadmill_last_success_timestamp_seconds gauge
            treadmill_last_success_timestamp_seconds{command="nightly"} 1772600000
            # HELP treadmill_duration_seconds How long the last run took.
            # TYPE treadmill_duration_seconds gauge
            treadmill_duration_seconds{command="nightly"} 1.500
            # HELP treadmill_rows_written Rows that the last run published, by table.
            # TYPE treadmill_rows_written gauge
            treadmill_rows_written{command="nightly",table="flush"} 0
            treadmill_rows_written{command="nightly",table="zones"} 12
            """);
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() throws IOException {
    Path blocked = Files.writeString(folder.resolve("file"), "").resolve("treadmill.prom");
    MetricsFile metrics = new MetricsFile(blocked, "nightly");
    metrics.add("treadmill_exit_code", 0);
    assertThatThrownBy(metrics::write)
        .isInstanceOf(UserError.class)
        .hasMessageContaining(blocked.toString());
  }

  @Test
  void aRunThatFailsTellsItsCodeAndWhoOnlyAsksTellsNothing() throws IOException {
    Path file = folder.resolve("treadmill.prom");
    Path lock = Files.createDirectories(folder.resolve("lake")).resolve("treadmill.lock");
    Files.createDirectories(lock);
    List<String> options =
        List.of("--lake", folder.resolve("lake").toString(), "--set", "metrics.file=" + file);
    Main.run(Stream.concat(Stream.of("config", "show"), options.stream()).toArray(String[]::new));
    assertThat(file).doesNotExist();
    int code =
        Main.run(
            Stream.concat(
                    Stream.of("backfill", "--from", "2026-03-02", "--to", "2026-03-02"),
                    options.stream())
                .toArray(String[]::new));
    assertThat(code).isEqualTo(6);
    assertThat(Files.readString(file))
        .contains("treadmill_exit_code{command=\"backfill\"} 6\n")
        .contains("treadmill_last_end_timestamp_seconds{command=\"backfill\"} 1")
        .doesNotContain("success");
  }
}
