package io.treadmill.jobs.cli;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.batch.Sessions;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.contract.Session;
import io.treadmill.jobs.ingest.Ingest;
import io.treadmill.jobs.ingest.IngestResult;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.vendors.Vendors;
import io.treadmill.lake.Archive;
import io.treadmill.lake.Selection;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports vendor files into the archive. */
@Command(
    name = "ingest",
    description = {
      "Import vendor files into the archive.",
      "Importing the same files again changes nothing; a corrected file replaces its rows."
    })
final class IngestCommand extends LakeCommand {
  @Parameters(
      index = "0",
      paramLabel = "VENDOR",
      completionCandidates = VendorNames.class,
      description = {
        "Vendor of the files: ${COMPLETION-CANDIDATES};",
        "or auto: each file is taken for what it is, by name, folder and first lines."
      })
  private String vendor;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files, or folders that are read with all below them.")
  private List<String> paths;

  @Option(
      names = "--list",
      help = true,
      description = "Print the vendors, their kinds of files and how these are named.")
  private boolean isListing;

  @Option(
      names = "--dry-run",
      description = "Print what the files are taken for and what is left out; import nothing.")
  private boolean isDryRun;

  @Option(names = "--venue", paramLabel = "V", description = "Venue, where the files do not say.")
  private String venue;

  @Option(names = "--product", paramLabel = "P", description = "Product, for example linear_perp.")
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

  @Option(
      names = "--as-published",
      paramLabel = "DATE",
      description = {
        "Day on which the files were published. Of two editions of a file the later one",
        "stands, whichever is imported first. Else: of an aggregator the edition that reaches",
        "further, of other vendors the file written later."
      })
  private LocalDate asPublished;

  @Option(
      names = "--replace",
      description = {
        "Remove rows of earlier editions of these files that they no longer have. Else",
        "such rows stay, and are told."
      })
  private boolean replace;

  @Option(names = "--force", description = "Read files again that are already imported.")
  private boolean force;

  /** The vendors on the command line. */
  static final class VendorNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Vendors.names().iterator();
    }
  }

  @Override
  public Integer call() {
    if (isListing) {
      VendorList.lines().forEach(console()::print);
      return 0;
    }
    IngestRequest request =
        new IngestRequest(
            vendor,
            paths,
            venue,
            product,
            symbol,
            contractValue,
            amountUnit,
            venueSet,
            force,
            replace,
            asPublished);
    if (isDryRun) {
      return plan(request);
    }
    return importing(
        workspace -> {
          IngestResult result = run(workspace, List.of(request));
          print(result, console());
          imported(result);
          result.requireNoneRefused();
        });
  }

  /** Tells what the files are; there need be neither an archive nor a lake. */
  private int plan(IngestRequest request) {
    Settings settings = common().settings();
    try (Session session = Sessions.withoutLake(settings)) {
      Archive archive = Archive.open(session::spark, session.hadoop(), settings);
      Ingest.plan(List.of(request), session.hadoop(), archive, settings).forEach(console()::print);
      return 0;
    }
  }

  static IngestResult run(Workspace workspace, List<IngestRequest> requests) {
    return workspace.publishing(
        "ingest",
        null,
        Selection.ALL,
        () ->
            new Ingest(
                    workspace.runId(),
                    requests,
                    workspace.session(),
                    workspace.archive(),
                    workspace.lake(),
                    workspace.settings(),
                    workspace.clock(),
                    workspace.progress())
                .run());
  }

  /** Prints what became of each file that is not as it should be, and the sums. */
  static void print(IngestResult result, Console console) {
    for (IngestResult.FileResult file : result.files()) {
      if (file.status() != IngestResult.Status.ACCEPTED
          && file.status() != IngestResult.Status.UNCHANGED) {
        console.printf("%s %s: %s", word(file.status()), file.path(), file.reason());
      }
    }
    for (IngestResult.Status status : IngestResult.Status.values()) {
      console.printf("%-10s %,8d files", word(status), result.count(status));
    }
    console.printf(
        "rows       %,8d read = %,d accepted + %,d quarantined + %,d duplicates",
        result.files().stream().mapToLong(IngestResult.FileResult::rowsRead).sum(),
        result.rowsAccepted(),
        result.files().stream().mapToLong(IngestResult.FileResult::rowsQuarantined).sum(),
        result.files().stream().mapToLong(IngestResult.FileResult::rowsDuplicate).sum());
    result.notes().forEach(console::print);
  }

  private static String word(IngestResult.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
