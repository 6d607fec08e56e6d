package io.treadmill.lab.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.Progress;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Measures whole commands, a process for each, by turns: the same command of this tree and of
 * another, and of peers. The first round, which leaves class data and fills caches, does not count.
 */
public final class CommandBench {
  /** What stands in commands for a folder that is new for each run. */
  public static final String OUT = "{out}";

  private static final String TIME = "/usr/bin/time";

  /** One run: seconds, processor seconds, peak memory of the largest process in megabytes. */
  private record Run(double wall, double cpu, double megabytes) {}

  /**
   * What is measured.
   *
   * @param commands by name: the first is held against the others
   * @param rounds rounds that count
   * @param rows rows that each command works on; 0 = not told
   * @param folder where runs work
   * @param json file for the numbers; null = none
   */
  public record Parameters(
      Map<String, List<String>> commands, int rounds, long rows, Path folder, Path json) {}

  private final Parameters parameters;
  private final Progress progress;
  private final Map<String, List<Run>> runs = new LinkedHashMap<>();

  private CommandBench(Parameters parameters, Progress progress) {
    this.parameters = parameters;
    this.progress = progress;
  }

  /**
   * Measures and returns the table to print.
   *
   * @throws UserError if a command fails (exit 4), or GNU time is not there (exit 3)
   */
  public static String run(Parameters parameters, Progress progress) {
    if (!Files.isExecutable(Path.of(TIME))) {
      throw UserError.input("Cannot measure: no %s (install GNU time)".formatted(TIME));
    }
    try {
      return new CommandBench(parameters, progress).measure();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String measure() throws IOException {
    Files.createDirectories(parameters.folder());
    for (int round = 0; round <= parameters.rounds(); round++) {
      progress.tell("bench: round %d of %d".formatted(round, parameters.rounds()));
      for (Map.Entry<String, List<String>> command : parameters.commands().entrySet()) {
        Run run = once(command.getKey(), command.getValue());
        if (round > 0) {
          runs.computeIfAbsent(command.getKey(), name -> new ArrayList<>()).add(run);
        }
      }
    }
    if (parameters.json() != null) {
      new ObjectMapper()
          .writerWithDefaultPrettyPrinter()
          .writeValue(
              parameters.json().toFile(),
              Map.of("rows", parameters.rows(), "commands", parameters.commands(), "runs", runs));
    }
    return table();
  }

  private Run once(String name, List<String> command) throws IOException {
    Path out = parameters.folder().resolve("out").toAbsolutePath();
    clear(out);
    Files.createDirectories(out);
    Path times = parameters.folder().resolve("times").toAbsolutePath();
    File log = parameters.folder().resolve("bench.log").toFile();
    List<String> timed =
        new ArrayList<>(List.of(TIME, "-f", "%U %S %e %M", "-o", times.toString()));
    command.forEach(word -> timed.add(word.replace(OUT, out.toString())));
    Process process =
        new ProcessBuilder(timed)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
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
    clear(out);
    String[] told = Files.readString(times).strip().split(" ");
    return new Run(
        Double.parseDouble(told[2]),
        Double.parseDouble(told[0]) + Double.parseDouble(told[1]),
        Double.parseDouble(told[3]) / 1024);
  }

  private static void clear(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private String table() {
    StringBuilder text =
        new StringBuilder(
            "Medians of %d cold runs by turns (least to most)%n%n".formatted(parameters.rounds()));
    text.append(
        "| command | CPU s | wall s | peak MB | rows/CPU s | CPU of the first |%n".formatted());
    text.append("|---|---|---|---|---|---|%n".formatted());
    double first = median(runs.values().iterator().next(), Run::cpu);
    runs.forEach(
        (name, all) -> {
          double cpu = median(all, Run::cpu);
          text.append(
              String.format(
                  Locale.ROOT,
                  "| %s | %.2f (%.2f to %.2f) | %.2f | %.0f | %s | %.2f |%n",
                  name,
                  cpu,
                  all.stream().mapToDouble(Run::cpu).min().getAsDouble(),
                  all.stream().mapToDouble(Run::cpu).max().getAsDouble(),
                  median(all, Run::wall),
                  median(all, Run::megabytes),
                  parameters.rows() == 0
                      ? "-"
                      : String.format(Locale.ROOT, "%,.0f", parameters.rows() / cpu),
                  first / cpu));
        });
    return text.toString();
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> of) {
    double[] sorted = runs.stream().mapToDouble(of).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
