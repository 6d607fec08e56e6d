package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The command line in processes of their own, which a test may stop, continue and kill. None
 * outlives its test.
 */
final class Children implements AfterEachCallback {
  private final List<Process> started = new CopyOnWriteArrayList<>();

  /** Starts a command; what it prints goes into a file. */
  Process start(Path log, List<String> words) throws IOException {
    return start(log, 1024, words);
  }

  /** Starts a command with a heap in MB. */
  Process start(Path log, int heapMegabytes, List<String> words) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    Files.readAllLines(Commands.HOME.resolve("conf/spark/java-opens")).stream()
        .filter(line -> !line.isBlank())
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx" + heapMegabytes + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Duser.timezone=UTC",
            "-Dlog4j2.configurationFile=" + Commands.HOME.resolve("conf/log4j2.properties"),
            "-Dtreadmill.log=" + log.resolveSibling("spark.log"),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(words);
    return start(new ProcessBuilder(command), log);
  }

  /** Starts a command by the launcher, which becomes the process of Java. */
  Process launch(Path log, List<String> words) throws IOException {
    return submit(log, "1g", "treadmill", words);
  }

  /**
   * Starts a program of the folder {@code submit}.
   *
   * @param memory heap of the driver
   */
  Process submit(Path log, String memory, String program, List<String> words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Commands.HOME.resolve("submit/" + program).toString());
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    String sparkLog = log.resolveSibling("spark.log").toString();
    builder
        .environment()
        .putAll(Map.of("NOSHARE", "1", "TREADMILL_MEMORY", memory, "TREADMILL_LOG", sparkLog));
    return start(builder, log);
  }

  private Process start(ProcessBuilder builder, Path log) throws IOException {
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    started.add(process);
    return process;
  }

  /** Returns the exit code of a process. */
  static int code(Process process) throws InterruptedException {
    assertThat(process.waitFor(15, TimeUnit.MINUTES)).as("it ends").isTrue();
    return process.exitValue();
  }

  /** Waits until a process that runs has printed some words. */
  static void awaitWords(Process process, Path log, String words)
      throws IOException, InterruptedException {
    while (!Files.readString(log).contains(words)) {
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as(Files.readString(log)).isFalse();
    }
  }

  /** Sends a signal: STOP or CONT. */
  static void signal(Process process, String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor()).as("signal " + name).isZero();
  }

  /** Kills a process and waits for its end. */
  static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("it is dead").isTrue();
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    for (Process process : started) {
      kill(process);
    }
  }
}
