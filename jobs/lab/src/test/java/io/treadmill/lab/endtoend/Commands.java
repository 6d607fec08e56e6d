package io.treadmill.lab.endtoend;

import io.treadmill.jobs.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the command line, in this process or through the launcher. */
public final class Commands {
  /** The checkout. */
  static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

  private Commands() {}

  /**
   * What a command left behind.
   *
   * @param code exit code
   * @param out stdout
   * @param err stderr
   */
  public record Ended(int code, String out, String err) {
    /** Returns this ending if the command did what it was asked; fails the test otherwise. */
    public Ended done() {
      if (code != 0) {
        throw new AssertionError("Exit code " + code + "\n" + out + "\n" + err);
      }
      return this;
    }
  }

  /** Runs a command in this process; it opens and stops a Spark session of its own. */
  public static Ended run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
      int code = Main.run(args);
      System.out.flush();
      System.err.flush();
      return new Ended(
          code,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Runs {@code submit/treadmill} as a process of its own. */
  static Ended launch(Path folder, String... args) throws IOException, InterruptedException {
    return launch(HOME, folder, 1024, args);
  }

  /** Runs {@code submit/treadmill} with a heap in MB. */
  static Ended launch(Path folder, int heapMegabytes, String... args)
      throws IOException, InterruptedException {
    return launch(HOME, folder, heapMegabytes, args);
  }

  /** Runs {@code submit/treadmill} of a checkout with a heap in MB. */
  static Ended launch(Path home, Path folder, int heapMegabytes, String... args)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "stdout", ".txt");
    Path err = Files.createTempFile(folder, "stderr", ".txt");
    List<String> command = new ArrayList<>();
    command.add(home.resolve("submit/treadmill").toString());
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "TREADMILL_MEMORY",
                heapMegabytes + "m",
                "TREADMILL_LOG",
                folder.resolve("spark.log").toString()));
    builder.environment().remove("SPARK_HOME");
    Process process = builder.start();
    if (!process.waitFor(15, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("Still running after 15 minutes: " + command);
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Makes an installation with class data of its own, of the jars and settings of this one. */
  public static Path home(Path home) throws IOException {
    Path target = Files.createDirectories(home.resolve("jobs/target"));
    for (String part : List.of("app", "spark")) {
      Files.createSymbolicLink(target.resolve(part), HOME.resolve("jobs/target").resolve(part));
    }
    Files.createSymbolicLink(home.resolve("conf"), HOME.resolve("conf"));
    Files.createDirectories(home.resolve("submit"));
    Files.copy(
        HOME.resolve("submit/treadmill"),
        home.resolve("submit/treadmill"),
        StandardCopyOption.COPY_ATTRIBUTES);
    return home;
  }
}
