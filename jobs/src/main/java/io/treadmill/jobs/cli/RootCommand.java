package io.treadmill.jobs.cli;

import io.treadmill.conf.CodeVersion;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/** The root of the command line. */
@Command(
    name = RootCommand.NAME,
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
  static final String NAME = "treadmill";

  /**
   * Returns the command line of one command.
   *
   * @return none if there is no such command in this module, or if it needs to know the others
   */
  public static Optional<CommandLine> named(String name) {
    return Stream.of(RootCommand.class.getAnnotation(Command.class).subcommands())
        .filter(one -> one != HelpCommand.class)
        .filter(one -> one.getAnnotation(Command.class).name().equals(name))
        .findFirst()
        .map(one -> new CommandLine(CommandSpec.create().name(NAME)).addSubcommand(one));
  }

  /** Prints the version of the build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"treadmill " + CodeVersion.get()};
    }
  }
}
