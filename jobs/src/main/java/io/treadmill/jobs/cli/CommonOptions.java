package io.treadmill.jobs.cli;

import io.treadmill.conf.Settings;
import io.treadmill.conf.SettingsFile;
import io.treadmill.lake.Archive;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of every command that reads the settings. */
public final class CommonOptions {
  @Option(names = "--archive", paramLabel = "URI", description = "Folder or bucket of the archive.")
  private String archive;

  @Option(names = "--lake", paramLabel = "URI", description = "Folder or bucket of the tables.")
  private String lake;

  @Option(names = "--config", paramLabel = "FILE", description = "YAML file of settings.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, for example heatmap.step-bp=50. Repeatable.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--master",
      paramLabel = "M",
      description = "Where Spark runs: local[2], spark://host:7077, ...")
  private String master;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show Spark's own log on stderr instead of writing it to a file.")
  @SuppressWarnings("UnusedVariable") // The launcher acts on it; listed here for the help text.
  private boolean verbose;

  /** How lines on stderr are written. */
  enum LogFormat {
    TEXT,
    JSON
  }

  @Option(
      names = "--log-format",
      defaultValue = "text",
      paramLabel = "F",
      description = "Lines on stderr: text (the default), or json: one object a line.")
  @SuppressWarnings("UnusedVariable") // Read before the command is parsed; checked here.
  private LogFormat logFormat;

  /** Returns the layers: defaults, file, --set, then the options above. */
  SettingsFile file() {
    Map<String, String> values = new LinkedHashMap<>(set);
    put(values, "archive.uri", archive);
    put(values, "lake.uri", lake);
    put(values, "spark.master", master);
    return SettingsFile.load(config, values);
  }

  public Settings settings() {
    Settings settings = file().settings();
    Archive.check(settings.archive());
    return settings;
  }

  private static void put(Map<String, String> values, String key, String value) {
    if (value != null) {
      values.put(key, value);
    }
  }
}
