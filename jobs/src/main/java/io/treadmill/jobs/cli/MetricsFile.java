package io.treadmill.jobs.cli;

import io.treadmill.conf.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text file that Prometheus' node exporter reads: how each command ended last. Written whole or
 * not at all; samples of other commands in it stay.
 */
final class MetricsFile {
  /** Names of the metrics, and what they are. */
  private static final Map<String, String> HELP = new LinkedHashMap<>();

  static {
    HELP.put("treadmill_exit_code", "Exit code of the last run");
    HELP.put("treadmill_last_end_timestamp_seconds", "When the last run ended");
    HELP.put("treadmill_last_success_timestamp_seconds", "When a run ended with 0");
    HELP.put("treadmill_duration_seconds", "How long the last run took");
    HELP.put("treadmill_rows_written", "Rows that the last run published, by table");
    HELP.put("treadmill_rows_read", "Rows of files that the last import read");
    HELP.put("treadmill_rows_accepted", "Rows of files that the last import took into the archive");
    HELP.put("treadmill_rows_rejected", "Rows of files that the last import set aside");
    HELP.put("treadmill_published_day_timestamp_seconds", "Start of the last day published");
    HELP.put("treadmill_published_day_lag_days", "Days from it to yesterday, at the end");
  }

  private static final Pattern SAMPLE =
      Pattern.compile("(\\w+)\\{command=\"([^\"]*)\"(?:,table=\"[^\"]*\")?} \\S+");

  private final Path file;
  private final String command;
  private final List<String> samples = new ArrayList<>();

  MetricsFile(Path file, String command) {
    this.file = file;
    this.command = command;
  }

  /** Adds a value. */
  void add(String name, double value) {
    add(name, "", value);
  }

  /** Adds a value of a table. */
  void addTable(String name, String table, double value) {
    add(name, ",table=\"%s\"".formatted(table), value);
  }

  private void add(String name, String label, double value) {
    if (!HELP.containsKey(name)) {
      throw new IllegalArgumentException("Unknown metric: " + name);
    }
    String number =
        value == Math.rint(value)
            ? Long.toString((long) value)
            : String.format(Locale.ROOT, "%.3f", value);
    samples.add("%s{command=\"%s\"%s} %s".formatted(name, command, label, number));
  }

  /**
   * Writes the file. What this run did not add of this command stays as the last run left it.
   *
   * @throws UserError if it cannot be written (exit 6)
   */
  void write() {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      List<String> all = new ArrayList<>(samples);
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          Matcher sample = SAMPLE.matcher(line);
          if (sample.matches() && (!sample.group(2).equals(command) || !has(sample.group(1)))) {
            all.add(line);
          }
        }
      }
      Path part = Files.createTempFile(file.toAbsolutePath().getParent(), ".metrics", ".part");
      Files.writeString(part, text(all));
      part.toFile().setReadable(true, false);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw UserError.storage(
          "Cannot write metrics.file %s: %s (the run itself is as it says)"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private boolean has(String name) {
    return samples.stream().anyMatch(sample -> sample.startsWith(name + "{"));
  }

  private static String text(List<String> samples) {
    StringBuilder text = new StringBuilder();
    HELP.forEach(
        (name, help) -> {
          List<String> own =
              samples.stream().filter(sample -> sample.startsWith(name + "{")).sorted().toList();
          if (!own.isEmpty()) {
            text.append("# HELP %s %s.\n# TYPE %s gauge\n".formatted(name, help, name));
            own.forEach(sample -> text.append(sample).append('\n'));
          }
        });
    return text.toString();
  }
}
