package io.treadmill.jobs.cli;

import io.treadmill.conf.Settings;
import io.treadmill.conf.SettingsFile;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Batch;
import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole way on the sample market. */
@Command(
    name = "demo",
    description = "Import data-samples, run every job on all its days, write the report.")
final class DemoCommand extends ConsoleCommand {
  /** Folder of the samples below data-samples, and the vendor that reads it. */
  private static final Map<String, String> VENDORS =
      Map.of("binance", "binance", "tardis", "tardis", "ohlcv", "ccxt", "reference", "tiers");

  @Option(
      names = "--out",
      defaultValue = "out/demo",
      paramLabel = "DIR",
      description = "Folder of archive, lake and report (default: out/demo).")
  private Path out;

  @Option(
      names = "--master",
      defaultValue = "local[*]",
      paramLabel = "M",
      description = "Where Spark runs (default: local[*]).")
  private String master;

  @Override
  public Integer call() throws IOException {
    Path samples = samples();
    Settings settings = settings();
    Console console = console();
    try (Workspace workspace =
        Workspace.forWriting(settings, Clock.systemUTC(), console.progress())) {
      IngestCommand.run(workspace, requests(samples)).requireNoneRefused();
      UtcDays days = days(workspace);
      console.printf("Treadmill on %s, %s:", samples, days);
      // Progress has told each table as it was filled.
      console.print(
          new Batch(workspace, Batch.Options.usual(false, Batch.BATCH))
              .run(Jobs.all(), days, Selection.ALL)
              .map(this::total)
              .orElse("already done"));
      ReportCommand.write(workspace, days, Selection.ALL, out.resolve("report.html"), console);
    }
    console.print("");
    console.print("Open the report in a browser, or ask the tables:");
    console.printf(
        "  submit/treadmill sql --lake %s \"SELECT * FROM liquidation_heatmap WHERE horizon_h = 0"
            + " ORDER BY expected_notional_usd DESC LIMIT 5\"",
        out.resolve("lake"));
    return 0;
  }

  private String total(Collection<Written> written) {
    return String.format(
        Locale.ROOT,
        "%-24s %s (%d tables with %,d rows)",
        "lake",
        out.resolve("lake"),
        written.size(),
        written.stream().mapToLong(Written::rows).sum());
  }

  private static List<IngestRequest> requests(Path samples) {
    return VENDORS.keySet().stream()
        .sorted()
        .filter(folder -> Files.isDirectory(samples.resolve(folder)))
        .map(
            folder ->
                IngestRequest.of(VENDORS.get(folder), List.of(samples.resolve(folder).toString())))
        .toList();
  }

  private Settings settings() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("archive.uri", out.resolve("archive").toString());
    values.put("lake.uri", out.resolve("lake").toString());
    values.put("spark.master", master);
    // The samples are a market of the simulator, whose book has parameters of its own.
    values.put("book.parameter-set", "simulated");
    // A week is short: the first law comes after three days, which is enough to see one at work.
    values.put("calibration.least-training-days", "3");
    values.put("calibration.least-totals", "20");
    return SettingsFile.load(null, values).settings();
  }

  private static Path samples() {
    Path samples = Path.of(System.getProperty("treadmill.home", "."), "data-samples");
    if (!Files.isDirectory(samples)) {
      throw UserError.input(
          "Cannot find the samples: no folder %s (run submit/treadmill of a checkout)"
              .formatted(samples.toAbsolutePath()));
    }
    return samples;
  }

  /** All days that the archive covers with trades. */
  private static UtcDays days(Workspace workspace) {
    Row row =
        workspace
            .lake()
            .read(LakeTables.COVERAGE)
            .where(functions.col("dataset").equalTo("trades").and(functions.col("row_count").gt(0)))
            .selectExpr("min(day)", "max(day)")
            .first();
    if (row.isNullAt(0)) {
      throw UserError.input("Cannot run the demo: the samples hold no trades");
    }
    return new UtcDays(row.getDate(0).toLocalDate(), row.getDate(1).toLocalDate());
  }
}
