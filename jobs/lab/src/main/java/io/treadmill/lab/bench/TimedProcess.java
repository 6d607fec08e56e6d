package io.treadmill.lab.bench;

import io.treadmill.conf.UserError;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands in processes of their own, measured by GNU time. */
final class TimedProcess {
  private static final String TIME = "/usr/bin/time";

  private final Path folder;

  /** One run: seconds, processor seconds, peak memory of the largest process in megabytes. */
  record Run(double wall, double cpu, double megabytes) {}

  /**
   * Measures in a folder, where {@code bench.log} keeps what commands print.
   *
   * @throws UserError if GNU time is not there (exit 3)
   */
  TimedProcess(Path folder) throws IOException {
    if (!Files.isExecutable(Path.of(TIME))) {
      throw UserError.input("Cannot measure: no %s (install GNU time)".formatted(TIME));
    }
    this.folder = Files.createDirectories(folder);
  }

  /**
   * Runs a command.
   *
   * @throws UserError if it fails (exit 4)
   */
  Run run(String name, List<String> command) throws IOException {
    Path times = folder.resolve("times").toAbsolutePath();
    File log = folder.resolve("bench.log").toFile();
    List<String> timed =
        new ArrayList<>(List.of(TIME, "-f", "%U %S %e %M", "-o", times.toString()));
    timed.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(timed)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    forgetOwnSpark(builder.environment());
    Process process = builder.start();
    try {
      if (process.waitFor() != 0) {
        throw UserError.checkFailed(
            "Cannot measure %s: it ended with %d (see %s)"
                .formatted(name, process.exitValue(), log));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
    String[] told = Files.readString(times).strip().split(" ");
    return new Run(
        Double.parseDouble(told[2]),
        Double.parseDouble(told[0]) + Double.parseDouble(told[1]),
        Double.parseDouble(told[3]) / 1024);
  }

  /** The launcher names its own Spark, which has no spark-submit; a distribution's is kept. */
  static void forgetOwnSpark(Map<String, String> environment) {
    String spark = environment.get("SPARK_HOME");
    if (spark != null && !Files.exists(Path.of(spark, "bin", "spark-submit"))) {
      environment.remove("SPARK_HOME");
    }
  }
}
