package io.treadmill.jobs.cli;

import io.treadmill.conf.FetchSettings.Source;
import io.treadmill.conf.Settings;
import io.treadmill.jobs.fetch.Fetch;
import io.treadmill.jobs.fetch.FetchPlan;
import io.treadmill.jobs.fetch.FetchResult;
import io.treadmill.jobs.fetch.vendors.FetchVendors;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Downloads public archives into the vendor's own layout. */
@Command(
    name = "fetch",
    description = {
      "Download a vendor's public archive, in the vendor's own layout: `treadmill ingest` reads the"
          + " folder as it is.",
      "A file lies under its name whole and checked, or not at all. What is here is not asked for"
          + " again; what was broken off goes on."
    })
final class FetchCommand extends LakeCommand {
  private static final int HELP_WIDTH = 120;

  @Parameters(paramLabel = "VENDOR", description = "The vendor, see below.")
  private String vendor;

  @Option(names = "--symbols", split = ",", paramLabel = "A", description = "Vendor's symbols.")
  private List<String> symbols = new ArrayList<>();

  @Option(
      names = "--kinds",
      split = ",",
      paramLabel = "K",
      description = "Kinds of file, [MARKET/]NAME[:INTERVAL], separated by commas.")
  private List<String> kinds = new ArrayList<>();

  @Mixin private DayOptions days;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the vendor's files (default: fetch.folder/VENDOR).")
  private Path out;

  @Option(
      names = "--dry-run",
      description = "List the files and their bytes; fetch and write nothing.")
  private boolean isDryRun;

  @Option(
      names = "--refresh",
      description = "Ask also of files that are here whether the vendor has changed them.")
  private boolean isRefresh;

  @Option(names = "--days", description = "Take files of days, also for whole months.")
  private boolean takesDays;

  /** Tells the help text the vendors and their kinds. */
  @Spec
  void tellVendors(CommandSpec own) {
    List<String> footer =
        new ArrayList<>(List.of("", "Vendors and kinds (* = taken if --kinds is not given):"));
    FetchVendors.all()
        .forEach(
            known -> {
              footer.add("  " + known.name());
              footer.add("      " + known.summary());
              if (!known.usualKinds().isEmpty()) {
                footer.add("    * " + String.join(",", known.usualKinds()));
              }
            });
    footer.addAll(
        List.of(
            "",
            "Examples:",
            "  treadmill fetch binance --symbols BTCUSDT,ETHUSDT --from 2026-10-01 --to 2026-10-31"
                + " --dry-run",
            "  treadmill fetch binance --symbols BTCUSD_PERP --kinds trades,metrics --from"
                + " 2026-11-01 --to 2026-11-20 --out /data/binance",
            "  treadmill fetch tardis --symbols BTCUSDT --kinds binance-futures/liquidations --from"
                + " 2026-11-01 --to 2026-11-01",
            "  treadmill ingest binance /data/binance",
            "",
            "Base addresses, limits and waits are settings (fetch. in conf/treadmill.yaml); keys come"
                + " from the environment.",
            "Exit code 3: something failed, was refused, or is due within days and not published yet;"
                + " run again."));
    own.usageMessage().width(HELP_WIDTH);
    own.usageMessage().footer(footer.toArray(String[]::new));
  }

  @Override
  public Integer call() {
    UtcDays range = days.days();
    Settings settings = common().settings();
    Console console = console();
    Source source = new Source(vendor, symbols, kinds);
    Downloads downloads = new Downloads(settings, console, Clock.systemUTC(), result -> {});
    Path folder = out == null ? downloads.folder(vendor) : out;
    Fetch.Target target = new Fetch.Target(folder, isRefresh, isDryRun);
    try (Fetch fetch = downloads.open(vendor, target)) {
      FetchPlan plan = downloads.plan(fetch, source, range, range.from(), !takesDays);
      if (isDryRun) {
        plan.lines().forEach(console::print);
        return 0;
      }
      FetchResult result = fetch.run(plan);
      result.summary().forEach(console::print);
      result.check();
    }
    return 0;
  }
}
