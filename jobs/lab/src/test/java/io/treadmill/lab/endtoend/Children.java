package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in processes of their own, which a test may stop, continue and kill. */
final class Children {
  private Children() {}

  /** Starts a command; what it prints goes into a file. */
  static Process start(Path log, List<String> words) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    Files.readAllLines(Commands.HOME.resolve("conf/spark/java-opens")).stream()
        .filter(line -> !line.isBlank())
        .forEach(command::add);
    command.addAll(
        List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(words);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Returns the exit code of a process. */
  static int code(Process process) throws InterruptedException {
    assertThat(process.waitFor(15, TimeUnit.MINUTES)).as("it ends").isTrue();
    return process.exitValue();
  }

  /** Sends a signal: STOP or CONT. */
  static void signal(Process process, String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor()).as("signal " + name).isZero();
  }
}
