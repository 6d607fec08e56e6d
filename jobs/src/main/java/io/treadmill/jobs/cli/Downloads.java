package io.treadmill.jobs.cli;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.FetchSettings.Source;
import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.fetch.Fetch;
import io.treadmill.jobs.fetch.FetchPlan;
import io.treadmill.jobs.fetch.FetchResult;
import io.treadmill.jobs.fetch.vendors.FetchRequest;
import io.treadmill.jobs.fetch.vendors.FetchVendor;
import io.treadmill.jobs.fetch.vendors.FetchVendors;
import io.treadmill.jobs.fetch.vendors.Kind;
import io.treadmill.jobs.ingest.IngestResult;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.vendors.Vendor;
import io.treadmill.jobs.ingest.vendors.Vendors;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Register;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a command fetches and imports before it works. Trouble with single files is kept until the
 * end: one file does not hold back the others.
 */
final class Downloads {
  private final Settings settings;
  private final Console console;
  private final Clock clock;
  private final Consumer<IngestResult> imported;
  private final List<IngestRequest> imports = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();

  /**
   * Makes one.
   *
   * @param imported is told of what was imported
   */
  Downloads(Settings settings, Console console, Clock clock, Consumer<IngestResult> imported) {
    this.imported = imported;
    this.settings = settings;
    this.console = console;
    this.clock = clock;
  }

  /** Returns the folder of a vendor by the settings. */
  Path folder(String vendor) {
    return Path.of(settings.fetch().folder()).resolve(FetchVendors.of(vendor).name());
  }

  /** Opens a fetch of a vendor. */
  Fetch open(String vendor, Fetch.Target target) {
    return new Fetch(
        FetchVendors.of(vendor),
        target,
        settings.fetch(),
        settings.spark().properties(),
        clock,
        console.progress());
  }

  /** Plans what to fetch of a source and prints how much it is. */
  FetchPlan plan(
      Fetch fetch, Source source, UtcDays days, LocalDate monthsFrom, boolean takesMonths) {
    FetchVendor vendor = FetchVendors.of(source.vendor());
    List<String> kinds = source.kinds().isEmpty() ? vendor.usualKinds() : source.kinds();
    Map<String, String> keys =
        System.getenv().entrySet().stream()
            .filter(variable -> variable.getKey().endsWith("_API_KEY"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    FetchPlan plan =
        fetch.plan(
            new FetchRequest(
                source.symbols(),
                kinds.stream().map(Kind::of).toList(),
                days,
                monthsFrom,
                takesMonths,
                keys));
    console.print(plan.summary());
    return plan;
  }

  /** Fetches the sources of the settings for a night: its day, and days before that were late. */
  void bringNight(LocalDate day) {
    UtcDays days = new UtcDays(day.minusDays(settings.fetch().lookBackDays()), day);
    bring(days, day.minusMonths(1), false);
  }

  /** Fetches the sources of the settings for a range of days. */
  void bringRange(UtcDays days) {
    bring(days, days.from(), true);
  }

  private void bring(UtcDays days, LocalDate monthsFrom, boolean takesMonths) {
    List<Source> sources = settings.fetch().sources();
    if (sources.isEmpty()) {
      throw UserError.usage(
          "Invalid fetch.sources: [] (--fetch needs vendors and symbols there; conf/treadmill.yaml"
              + " has an example)");
    }
    for (Source source : sources) {
      Vendor vendor = Vendors.of(source.vendor());
      Fetch.Target target = new Fetch.Target(folder(source.vendor()), false, false);
      try (Fetch fetch = open(source.vendor(), target)) {
        FetchResult result = fetch.run(plan(fetch, source, days, monthsFrom, takesMonths));
        result.summary().forEach(console::print);
        List<String> paths =
            result.here().stream()
                .map(file -> importable(vendor, file.path(), file.bytes()))
                .flatMap(List::stream)
                .toList();
        if (!paths.isEmpty()) {
          imports.add(IngestRequest.of(vendor.name(), paths));
        }
        keepTrouble(result::check);
      }
    }
  }

  /** Kinds that are fetched for other uses are not imported. */
  private static List<String> importable(Vendor vendor, Path path, long bytes) {
    IngestRequest request = IngestRequest.of(vendor.name(), List.of(path.toString()));
    String absolute = path.toAbsolutePath().toString();
    try {
      return vendor.detect(FileName.of(absolute, bytes), request, Register.RULES).isPresent()
          ? List.of(absolute)
          : List.of();
    } catch (UserError e) {
      // What it is may be known by hand or by a list: the import says so, or refuses it.
      return List.of(absolute);
    }
  }

  /** Imports what was fetched. */
  void ingest(Workspace workspace) {
    if (!imports.isEmpty()) {
      keepTrouble(
          () -> {
            IngestResult result = IngestCommand.run(workspace, imports);
            IngestCommand.print(result, console);
            imported.accept(result);
            result.requireNoneRefused();
          });
    }
  }

  private void keepTrouble(Runnable step) {
    try {
      step.run();
    } catch (UserError e) {
      if (e.exitCode() != ExitCode.INPUT) {
        throw e;
      }
      // Told now too: what is missing may end the jobs.
      console.progress().tell(e.getMessage());
      troubles.add(e.getMessage());
    }
  }

  /**
   * Ends with 3 if a file could not be had or imported.
   *
   * @throws UserError that names them
   */
  void check() {
    if (!troubles.isEmpty()) {
      throw UserError.input(
          String.join("\n", troubles) + "\nThe rest is done: run again when they are there");
    }
  }
}
