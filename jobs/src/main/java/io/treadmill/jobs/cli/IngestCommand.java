package io.treadmill.jobs.cli;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.ingest.Ingest;
import io.treadmill.jobs.ingest.IngestResult;
import io.treadmill.jobs.ingest.format.IngestRequest;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Imports vendor files into the archive. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = {
      "Import vendor files into the archive.",
      "Importing the same files again changes nothing; a corrected file replaces its rows."
    })
final class IngestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "VENDOR",
      description = "Format of the files: binance, tardis, ccxt, coinglass, tiers or instruments.")
  private String vendor;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files, or folders that are read with all below them.")
  private List<String> paths;

  @Option(names = "--venue", paramLabel = "V", description = "Venue, where the files do not say.")
  private String venue;

  @Option(
      names = "--product",
      paramLabel = "P",
      description = "Product, where the files do not say, for example linear_perp.")
  private String product;

  @Option(names = "--symbol", paramLabel = "S", description = "Symbol, where the files do not say.")
  private String symbol;

  @Option(
      names = "--contract-value",
      paramLabel = "X",
      description = "Coins of a contract (quote units if inverse) of all files, by hand.")
  private Double contractValue;

  @Option(
      names = "--amount-unit",
      paramLabel = "U",
      description = {
        "Unit of amounts and volumes in the files, by hand: base, quote or contracts. Else that of",
        "the venue; bars of ccxt are in base coins, as ccxt gives them since March 2023."
      })
  private String amountUnit;

  @Option(
      names = "--venue-set",
      paramLabel = "V+V",
      description = "Venues in totals of an aggregator, for example binance+bybit+okx.")
  private String venueSet;

  @Option(names = "--force", description = "Read files again that are already imported.")
  private boolean force;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    Console console = new Console(spec);
    try (Workspace workspace =
        Workspace.forWriting(settings, Clock.systemUTC(), console.progress())) {
      IngestRequest request =
          new IngestRequest(
              vendor, paths, venue, product, symbol, contractValue, amountUnit, venueSet, force);
      print(run(workspace, List.of(request)), console);
    }
    return 0;
  }

  /** Runs requests as one import in a workspace. */
  static IngestResult run(Workspace workspace, List<IngestRequest> requests) {
    return Ingest.run(
        workspace.runId(),
        requests,
        workspace.spark(),
        workspace.archive(),
        workspace.lake(),
        workspace.settings(),
        workspace.clock(),
        workspace.progress());
  }

  private static void print(IngestResult result, Console console) {
    for (IngestResult.FileResult file : result.files()) {
      if (file.status() != IngestResult.Status.ACCEPTED
          && file.status() != IngestResult.Status.UNCHANGED) {
        console.print(
            "%s %s: %s"
                .formatted(
                    file.status().name().toLowerCase(Locale.ROOT), file.path(), file.reason()));
      }
    }
    for (IngestResult.Status status : IngestResult.Status.values()) {
      console.print(
          String.format(
              Locale.ROOT,
              "%-10s %,8d files",
              status.name().toLowerCase(Locale.ROOT),
              result.count(status)));
    }
    console.print(
        String.format(
            Locale.ROOT,
            "rows       %,8d read = %,d accepted + %,d quarantined + %,d duplicates",
            result.files().stream().mapToLong(IngestResult.FileResult::rowsRead).sum(),
            result.rowsAccepted(),
            result.files().stream().mapToLong(IngestResult.FileResult::rowsQuarantined).sum(),
            result.files().stream().mapToLong(IngestResult.FileResult::rowsDuplicate).sum()));
    result.notes().forEach(console::print);
  }
}
