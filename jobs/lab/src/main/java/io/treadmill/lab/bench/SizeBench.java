package io.treadmill.lab.bench;

import io.treadmill.conf.SettingsFile;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Sessions;
import io.treadmill.jobs.contract.Progress;
import io.treadmill.lab.bench.TimedProcess.Run;
import io.treadmill.lake.Upkeep;
import io.treadmill.lake.Upkeep.TableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * What a day of a symbol takes: a simulated market of many symbols is imported, all days but the
 * last are computed, then the last as a night, each by a command in a process of its own.
 */
public final class SizeBench {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);

  /** Tables and datasets with less than this share of the bytes are told together. */
  private static final double LEAST_SHARE = 0.01;

  /**
   * What is measured.
   *
   * @param symbols perpetuals, each an asset of its own, at least 1
   * @param days from 2: the last is the night
   * @param launcher the command of Treadmill
   * @param folder of files, archive and lake; not there before
   */
  public record Parameters(int symbols, int days, Path launcher, Path folder) {
    /** Checks the numbers, and that nothing is there. */
    public Parameters {
      if (symbols < 1 || symbols > 999 || days < 2 || Files.exists(folder)) {
        throw UserError.usage(
            "Invalid size: %d symbols, %d days in %s (must be 1..999, from 2, and not there)"
                .formatted(symbols, days, folder));
      }
    }

    int symbolDays() {
      return symbols * days;
    }
  }

  /** Rows and bytes under a name; 0 rows if they were not counted. */
  record Size(String name, long rows, long bytes) {}

  private final Parameters parameters;
  private final Progress progress;
  private final Path folder;

  private SizeBench(Parameters parameters, Progress progress) {
    this.parameters = parameters;
    this.progress = progress;
    this.folder = parameters.folder().toAbsolutePath();
  }

  /**
   * Measures and returns the tables to print.
   *
   * @throws UserError if a command fails (exit 4), or GNU time is not there (exit 3)
   */
  public static String run(Parameters parameters, Progress progress) {
    try {
      SizeBench bench = new SizeBench(parameters, progress);
      Map<String, Run> runs = bench.runs();
      return text(parameters, runs, archive(bench.folder.resolve("archive")), bench.lake());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Run> runs() throws IOException {
    String symbols =
        IntStream.range(0, parameters.symbols)
            .mapToObj("X%03dUSDT"::formatted)
            .map(SizeBench::letters)
            .collect(Collectors.joining(","));
    String last = FIRST.plusDays(parameters.days - 1L).toString();
    String files = folder.resolve("files").toString();
    Map<String, Run> runs = new LinkedHashMap<>();
    TimedProcess process = new TimedProcess(folder);
    once(
        process,
        "simulate",
        List.of("--symbols", symbols, "--days", "" + parameters.days, "--out", files));
    // Beside vendor files lies the truth, which no vendor publishes.
    FileUtils.deleteDirectory(folder.resolve("files/truth").toFile());
    runs.put("ingest auto", once(process, "ingest", ofLake("auto", files)));
    runs.put(
        "backfill of all days but the last",
        once(
            process,
            "backfill",
            ofLake(
                "--from",
                FIRST.toString(),
                "--to",
                FIRST.plusDays(parameters.days - 2L).toString())));
    runs.put(
        "nightly of the last",
        once(
            process,
            "nightly",
            ofLake("--date", last, "--out", folder.resolve("report.html").toString())));
    return runs;
  }

  /** An asset's name is of letters: digits at its end would be a scale or a date. */
  private static String letters(String symbol) {
    StringBuilder name = new StringBuilder();
    symbol.chars().forEach(c -> name.append((char) (c >= '0' && c <= '9' ? c - '0' + 'A' : c)));
    return name.toString();
  }

  /** The settings of the demo: the market is the simulator's, and its days are few. */
  private List<String> ofLake(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    settings().forEach((key, value) -> all.addAll(List.of("--set", key + "=" + value)));
    return all;
  }

  private SortedMap<String, String> settings() {
    return new TreeMap<>(
        Map.of(
            "archive.uri", folder.resolve("archive").toString(),
            "lake.uri", folder.resolve("lake").toString(),
            "book.parameter-set", "simulated",
            "calibration.least-training-days", "3",
            "calibration.least-totals", "20"));
  }

  private Run once(TimedProcess process, String name, List<String> words) throws IOException {
    progress.tell("bench: %s".formatted(name));
    List<String> command = new ArrayList<>();
    command.add(parameters.launcher.toAbsolutePath().toString());
    command.add(name);
    command.addAll(words);
    return process.run(name, command);
  }

  private List<Size> lake() {
    List<TableFiles> tables =
        Upkeep.of(Sessions.catalog(SettingsFile.load(null, settings()).settings())).files();
    return tables.stream()
        .map(table -> new Size(table.table(), table.rows(), table.dataBytes()))
        .toList();
  }

  /** Returns the bytes of each dataset of an archive, lists of files with them. */
  static List<Size> archive(Path archive) throws IOException {
    SortedMap<String, Long> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(archive)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String dataset = archive.relativize(file).getName(0).toString();
        if (!dataset.startsWith("_")) {
          bytes.merge(dataset, Files.size(file), Long::sum);
        }
      }
    }
    return bytes.entrySet().stream().map(of -> new Size(of.getKey(), 0, of.getValue())).toList();
  }

  /** Returns the tables, of a day and symbol. */
  static String text(
      Parameters parameters, Map<String, Run> runs, List<Size> archive, List<Size> lake) {
    StringBuilder text = new StringBuilder();
    text.append(line("%d symbols, %d days", parameters.symbols, parameters.days));
    text.append(line(""));
    text.append(line("| command | CPU s | CPU s of a day and symbol | wall s | peak MB |"));
    text.append(line("|---|---|---|---|---|"));
    int ofBackfill = parameters.symbolDays() - parameters.symbols;
    int[] symbolDays = {parameters.symbolDays(), ofBackfill, parameters.symbols};
    int next = 0;
    for (Map.Entry<String, Run> of : runs.entrySet()) {
      Run run = of.getValue();
      text.append(
          line(
              "| %s | %.1f | %.2f | %.1f | %.0f |",
              of.getKey(), run.cpu(), run.cpu() / symbolDays[next++], run.wall(), run.megabytes()));
    }
    sizes(text, "dataset of the archive", parameters.symbolDays(), archive);
    sizes(text, "table of the lake", parameters.symbolDays(), lake);
    return text.toString();
  }

  private static void sizes(StringBuilder text, String of, int symbolDays, List<Size> sizes) {
    long all = sizes.stream().mapToLong(Size::bytes).sum();
    List<Size> large =
        sizes.stream()
            .filter(size -> size.bytes >= LEAST_SHARE * all)
            .sorted(Comparator.comparingLong(Size::bytes).reversed())
            .toList();
    List<Size> shown = new ArrayList<>(large);
    List<Size> small = sizes.stream().filter(size -> !large.contains(size)).toList();
    shown.add(sum("%d others".formatted(small.size()), small));
    shown.add(sum("all", sizes));
    text.append(line(""));
    text.append(line("| %s | rows of a day and symbol | bytes |", of));
    text.append(line("|---|---|---|"));
    for (Size size : shown) {
      String rows =
          size.rows == 0
              ? ""
              : String.format(Locale.ROOT, "%,d", Math.round(size.rows / (double) symbolDays));
      text.append(
          line("| %s | %s | %,d |", size.name, rows, Math.round(size.bytes / (double) symbolDays)));
    }
  }

  private static Size sum(String name, List<Size> sizes) {
    return new Size(
        name,
        sizes.stream().mapToLong(Size::rows).sum(),
        sizes.stream().mapToLong(Size::bytes).sum());
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + System.lineSeparator();
  }
}
