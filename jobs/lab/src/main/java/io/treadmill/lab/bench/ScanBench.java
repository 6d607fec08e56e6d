package io.treadmill.lab.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.jobs.contract.Progress;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Measures the trade scan against DuckDB: the same files, threads and job, each in a process of its
 * own, run by turns, and beside them what it takes to decode the columns alone. Compares the
 * results of both and prints medians and their ratios.
 */
public final class ScanBench {
  /** The engine that decodes the columns and does nothing with them. */
  static final String DECODE = "DECODE";

  private static final double EQUAL = 1e-9;

  /**
   * What to measure.
   *
   * @param millions millions of trades, at least 1
   * @param rounds warm rounds that are measured, at least 1
   * @param warmUps rounds before them that are not
   * @param threads threads of each engine
   * @param folder where archives are made and kept for the next time
   * @param seed of the made-up trades
   * @param codec of the files: zstd, snappy or uncompressed
   * @param heapMegabytes heap of Treadmill's process
   * @param json file for the numbers of every round; null = none
   */
  public record Parameters(
      int millions,
      int rounds,
      int warmUps,
      int threads,
      Path folder,
      long seed,
      String codec,
      int heapMegabytes,
      Path json) {
    /** Checks the ranges. */
    public Parameters {
      check(millions >= 1 && millions <= 1000, "millions", millions, "must be in 1..1000");
      check(rounds >= 1, "rounds", rounds, "must be at least 1");
      check(warmUps >= 0, "warm-ups", warmUps, "must not be negative");
      check(threads >= 1, "threads", threads, "must be at least 1");
      check(
          Set.of("zstd", "snappy", "uncompressed").contains(codec),
          "codec",
          codec,
          "must be zstd, snappy or uncompressed");
      check(heapMegabytes >= 256, "heap", heapMegabytes, "must be at least 256");
    }

    private static void check(boolean holds, String name, Object value, String rule) {
      if (!holds) {
        throw io.treadmill.conf.UserError.usage(
            "Invalid " + name + " of the bench: " + value + " (" + rule + ")");
      }
    }

    long rows() {
      return millions * 1_000_000L;
    }
  }

  /** One run: seconds, processor seconds, processor seconds of the process, peak megabytes. */
  private record Run(double wall, double cpu, double processCpu, double peakMegabytes) {}

  private static final class Engine implements AutoCloseable {
    private final String name;
    private final Process process;
    private final File log;
    private final BufferedReader answers;
    private final BufferedWriter commands;
    private final List<Run> runs = new ArrayList<>();

    Engine(String name, Process process, File log) {
      this.name = name;
      this.process = process;
      this.log = log;
      this.answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      this.commands =
          new BufferedWriter(
              new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    String ask(String command) throws IOException {
      commands.write(command + "\n");
      commands.flush();
      String line = answers.readLine();
      while (line != null && !line.startsWith(BenchProcess.ANSWER)) {
        line = answers.readLine();
      }
      if (line == null) {
        throw new IOException("Cannot measure " + name + ": its process ended; see " + log);
      }
      return line.substring(BenchProcess.ANSWER.length());
    }

    void run() throws IOException {
      double[] values =
          Arrays.stream(ask("run").split(" ")).mapToDouble(Double::parseDouble).toArray();
      runs.add(new Run(values[0] / 1e9, values[1] / 1e9, values[2] / 1e9, values[3] / 1024));
    }

    @Override
    public void close() throws IOException {
      try {
        if (process.isAlive()) {
          commands.close();
        }
        process.waitFor();
      } catch (InterruptedException e) {
        process.destroy();
        Thread.currentThread().interrupt();
      }
    }
  }

  private final Parameters parameters;
  private final Progress progress;

  private ScanBench(Parameters parameters, Progress progress) {
    this.parameters = parameters;
    this.progress = progress;
  }

  /**
   * Makes the archive if it is not there, measures, and returns the table to print.
   *
   * @throws io.treadmill.conf.UserError if the results of the two differ (exit 4)
   */
  public static String run(Parameters parameters, Progress progress) {
    try {
      return new ScanBench(parameters, progress).measure();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String measure() throws IOException {
    Files.createDirectories(archive());
    progress.tell("bench: making " + parameters.millions() + " M trades in " + archive());
    try (Engine maker = start("treadmill")) {
      maker.ask("make");
    }
    List<Engine> engines = new ArrayList<>();
    try {
      for (String name : List.of("treadmill", "ID", "FULL", DECODE)) {
        engines.add(start(name));
      }
      List<Engine> peers = engines.subList(1, 3);
      int rounds = 1 + parameters.warmUps() + parameters.rounds();
      for (int round = 0; round < rounds; round++) {
        progress.tell("bench: round " + (round + 1) + " of " + rounds);
        for (Engine engine : engines) {
          engine.run();
        }
      }
      double[] sums = compare(engines.get(0), peers);
      refuseOtherRows(engines.get(3), sums[BenchQuery.TRADES]);
      write(engines);
      return table(engines) + ratios(engines);
    } finally {
      for (Engine engine : engines) {
        engine.close();
      }
    }
  }

  /** Returns the sums, which are equal. */
  private static double[] compare(Engine own, List<Engine> peers) throws IOException {
    double[] ours = sums(own);
    for (Engine peer : peers) {
      double[] theirs = sums(peer);
      for (int i = 0; i < ours.length; i++) {
        if (Math.abs(ours[i] - theirs[i]) > EQUAL * Math.abs(theirs[i])) {
          throw io.treadmill.conf.UserError.checkFailed(
              "Results differ: sum %s is %s here and %s in DuckDB %s"
                  .formatted(i, ours[i], theirs[i], peer.name));
        }
      }
    }
    return ours;
  }

  private static void refuseOtherRows(Engine decoder, double trades) throws IOException {
    double decoded = sums(decoder)[0];
    if (decoded != trades) {
      throw io.treadmill.conf.UserError.checkFailed(
          "Rows differ: the bars have %,.0f trades and %,.0f were decoded"
              .formatted(trades, decoded));
    }
  }

  private static double[] sums(Engine engine) throws IOException {
    return Arrays.stream(engine.ask("sums").split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  /** Writes the rounds of each engine, the cold one and warm-ups first. */
  private void write(List<Engine> engines) throws IOException {
    if (parameters.json() == null) {
      return;
    }
    Map<String, List<Run>> runs = new LinkedHashMap<>();
    engines.forEach(engine -> runs.put(title(engine.name), engine.runs));
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(
            parameters.json().toFile(),
            Map.of(
                "rows", parameters.rows(),
                "bytes", bytes(),
                "threads", parameters.threads(),
                "uncounted", 1 + parameters.warmUps(),
                "runs", runs));
  }

  private String table(List<Engine> engines) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d M trades, %.2f bytes a row (%s), %d threads; medians of %d warm rounds by"
                + " turns; load average at the end %.1f%n%n",
            parameters.millions(),
            (double) bytes() / parameters.rows(),
            parameters.codec(),
            parameters.threads(),
            parameters.rounds(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    text.append(
        String.format(
            "| %-24s | warm wall s | warm CPU s | M rows/CPU s | cold wall s | cold CPU s,"
                + " process | peak MB |%n|---|---|---|---|---|---|---|%n",
            "engine"));
    for (Engine engine : engines) {
      Run cold = engine.runs.get(0);
      text.append(
          String.format(
              Locale.ROOT,
              "| %-24s | %.2f | %.2f | %.1f | %.2f | %.2f, %.2f | %.0f |%n",
              title(engine.name),
              wall(engine),
              cpu(engine),
              parameters.millions() / cpu(engine),
              cold.wall(),
              cold.cpu(),
              cold.processCpu(),
              engine.runs.get(engine.runs.size() - 1).peakMegabytes()));
    }
    return text.toString();
  }

  private String ratios(List<Engine> engines) {
    StringBuilder text = new StringBuilder("%n".formatted());
    for (Engine peer : engines.subList(1, engines.size())) {
      text.append(
          String.format(
              Locale.ROOT,
              "Treadmill / %s: wall %.2f, CPU %.2f%n",
              title(peer.name),
              wall(engines.get(0)) / wall(peer),
              cpu(engines.get(0)) / cpu(peer)));
    }
    return text.toString();
  }

  private static String title(String name) {
    return switch (name) {
      case "ID" -> "DuckDB, order by id";
      case "FULL" -> "DuckDB, order by time, id, sequence";
      case DECODE -> "the floor, decoding alone";
      default -> "Treadmill";
    };
  }

  private double wall(Engine engine) {
    return median(engine.runs.stream().skip(1 + parameters.warmUps()).map(Run::wall).toList());
  }

  private double cpu(Engine engine) {
    return median(engine.runs.stream().skip(1 + parameters.warmUps()).map(Run::cpu).toList());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private Path archive() {
    return parameters
        .folder()
        .resolve(
            "bench-"
                + parameters.millions()
                + "m-seed-"
                + parameters.seed()
                + "-"
                + parameters.codec())
        .toAbsolutePath();
  }

  private long bytes() {
    try (var files = Files.walk(archive())) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Engine start(String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + parameters.heapMegabytes() + "m");
    command.add("-XX:+UseParallelGC");
    command.addAll(SparkOpens.OPTIONS);
    command.add("-cp");
    command.add(classPath());
    command.add(BenchProcess.class.getName());
    command.add(name);
    command.add(archive().toString());
    command.add(Long.toString(parameters.rows()));
    command.add(Integer.toString(parameters.threads()));
    command.add(Long.toString(parameters.seed()));
    command.add(parameters.codec());
    File log = parameters.folder().resolve("bench.log").toFile();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log)).start();
    return new Engine(name, process, log);
  }

  /** The class path of this process, with jars that spark-submit added. */
  private static String classPath() {
    Set<String> entries =
        new LinkedHashSet<>(
            Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)));
    try {
      if (Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader) {
        for (var url : loader.getURLs()) {
          if (url.getProtocol().equals("file")) {
            entries.add(Path.of(url.toURI()).toString());
          }
        }
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Invalid entry of the class path: " + e.getInput(), e);
    }
    return String.join(File.pathSeparator, entries);
  }
}
