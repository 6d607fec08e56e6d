package io.treadmill.jobs.cli;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.report.Site;
import io.treadmill.jobs.report.SiteResult;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.LocalDate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the site. */
@Command(
    name = "site",
    description = {
      "Write a static site: an index of all symbols, a page for each asset, scores by week,",
      "coverage, the dictionary, and the tables of the last night as Parquet and CSV.",
      "Run it after each night: weeks that no run touched are not read again, and files that",
      "stay the same are left alone. Any web server can serve the folder; so can a disk."
    })
final class SiteCommand extends LakeCommand {
  private static final int MOST_DAYS = 3660;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the site; it is made.")
  private Path out;

  @Option(
      names = "--to",
      paramLabel = "D",
      description = "Last night of the site (default: the last day with maps).")
  private String to;

  @Option(
      names = "--days",
      defaultValue = "60",
      paramLabel = "N",
      description = "Days back to which its weeks go (default: 60).")
  private int days;

  @Mixin private SelectionOptions selection;

  @Override
  public Integer call() {
    if (days < 1 || days > MOST_DAYS) {
      throw UserError.usage("Invalid --days: %d (must be in 1..%d)".formatted(days, MOST_DAYS));
    }
    LocalDate given = to == null ? null : DayOptions.day("--to", to);
    return reading(
        workspace -> {
          LocalDate night = given == null ? Site.lastNight(workspace.lake()) : given;
          UtcDays range = new UtcDays(night.minusDays(days - 1L), night);
          SiteResult result =
              Site.write(workspace.context(range, selection.selection()), workspace.lake(), out);
          print(result);
        });
  }

  private void print(SiteResult result) {
    console()
        .printf(
            "night                    %s%n"
                + "weeks read               %d%n"
                + "files written            %,d%n"
                + "files unchanged          %,d%n"
                + "site (%.1f MB)           %s",
            result.night(),
            result.weeksRead(),
            result.written(),
            result.left(),
            result.bytes() / 1e6,
            result.index());
  }
}
