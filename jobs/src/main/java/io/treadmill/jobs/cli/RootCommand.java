package io.treadmill.jobs.cli;

import io.treadmill.lake.RunLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The root of the command line. */
@Command(
    name = "treadmill",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Historical liquidation heatmaps and leverage statistics of perpetual futures, on Apache"
          + " Spark.",
      ""
    },
    footer = {
      "",
      "Days are UTC; --from and --to are both included. Progress goes to stderr, results to"
          + " stdout.",
      "Exit codes: 0 done, 1 bug, 2 wrong use or configuration, 3 input missing or refused,",
      "4 a check failed, 5 another run holds the lake, 6 storage or catalog unavailable or",
      "damaged, 8 not enough memory, 10 there is something to do (plan --detailed-exitcode),",
      "143 the system asked the process to end."
    },
    subcommands = {
      DemoCommand.class,
      FetchCommand.class,
      IngestCommand.class,
      PlanCommand.class,
      RunCommand.class,
      NightlyCommand.class,
      BackfillCommand.class,
      ReportCommand.class,
      SiteCommand.class,
      TablesCommand.class,
      SqlCommand.class,
      ExportCommand.class,
      InstrumentsCommand.class,
      PriceCommand.class,
      QuarantineCommand.class,
      VerifyCommand.class,
      WatchCommand.class,
      RollbackCommand.class,
      StatusCommand.class,
      DoctorCommand.class,
      RecoverCommand.class,
      MaintainCommand.class,
      PlaceCommand.class,
      ConfigCommand.class,
      VersionCommand.class,
      HelpCommand.class
    })
public final class RootCommand {
  /** Prints the version of the build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"treadmill " + RunLedger.codeVersion()};
    }
  }
}
