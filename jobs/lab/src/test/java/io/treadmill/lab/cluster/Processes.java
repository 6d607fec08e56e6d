package io.treadmill.lab.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Starts processes of this build and ends them, also if the tests are broken off. */
final class Processes implements AutoCloseable {
  /** Root of the checkout; tests run in the folder of their module. */
  static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

  static final Path SPARK = HOME.resolve("jobs/target/spark");

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();
  private static final int MAX_MINUTES = 30;

  private final List<Process> started = new CopyOnWriteArrayList<>();
  private final Path logs;

  /**
   * One ended process.
   *
   * @param exitCode its exit code
   * @param output stdout and stderr
   */
  record Ended(int exitCode, String output) {}

  Processes(Path logs) throws IOException {
    this.logs = Files.createDirectories(logs);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** Runs a program of {@code submit} to its end. */
  Ended submit(String program, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(HOME.resolve("submit/" + program).toString()));
    command.addAll(arguments);
    Path log = Files.createTempFile(logs, program, ".log");
    Process process = start(command, log);
    if (!process.waitFor(MAX_MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("Still running: " + command + "\n" + Files.readString(log));
    }
    return new Ended(process.exitValue(), Files.readString(log));
  }

  /** Starts a class of Spark's own, with what Spark needs opened. */
  Process spark(String name, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx256m"));
    Files.readAllLines(HOME.resolve("conf/spark/java-opens")).stream()
        .filter(line -> !line.isBlank())
        .forEach(command::add);
    command.addAll(List.of("-cp", SPARK + "/jars/*", "org.apache.spark.deploy." + name));
    command.addAll(arguments);
    return start(command, Files.createTempFile(logs, "spark", ".log"));
  }

  /** Starts a jar. */
  Process jar(Path jar, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx256m", "-jar", jar.toString()));
    command.addAll(arguments);
    return start(command, Files.createTempFile(logs, "jar", ".log"));
  }

  private Process start(List<String> command, Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("SPARK_") || name.startsWith("AWS_"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("TREADMILL_MEMORY", "1g");
    environment.put("TREADMILL_LOG", logs.resolve("treadmill.log").toString());
    if (!command.get(0).contains("/submit/")) {
      environment.put("SPARK_HOME", SPARK.toString());
      environment.put("SPARK_SCALA_VERSION", "2.13");
    }
    builder.directory(logs.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** Returns a port that is free now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Waits until a server answers on a port. */
  static void awaitPort(int port, Process server) throws InterruptedException {
    while (true) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        return;
      } catch (IOException notYet) {
        if (server.waitFor(100, TimeUnit.MILLISECONDS)) {
          throw new AssertionError("The server of port " + port + " ended", notYet);
        }
      }
    }
  }

  @Override
  public void close() {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
