package io.treadmill.lab.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.Progress;
import io.treadmill.lab.bench.TimedProcess.Run;
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
  private final TimedProcess process;
  private final Map<String, List<Run>> runs = new LinkedHashMap<>();

  private CommandBench(Parameters parameters, Progress progress) throws IOException {
    this.parameters = parameters;
    this.progress = progress;
    this.process = new TimedProcess(parameters.folder());
  }

  /**
   * Measures and returns the table to print.
   *
   * @throws UserError if a command fails (exit 4), or GNU time is not there (exit 3)
   */
  public static String run(Parameters parameters, Progress progress) {
    try {
      return new CommandBench(parameters, progress).measure();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String measure() throws IOException {
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
    Run run =
        process.run(name, command.stream().map(word -> word.replace(OUT, out.toString())).toList());
    clear(out);
    return run;
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
