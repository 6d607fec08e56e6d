package io.treadmill.jobs.cli;

import io.treadmill.conf.Secrets;
import io.treadmill.conf.SettingsFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the settings. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Show the settings and where each comes from.",
    subcommands = ConfigCommand.Show.class,
    synopsisSubcommandLabel = "show")
final class ConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return 2;
  }

  /** Prints every key, its value and its layer. */
  @Command(name = "show", description = "Print every setting, its value and the layer that set it.")
  static final class Show extends LakeCommand {
    @Override
    public Integer call() {
      SettingsFile file = common().file();
      Secrets secrets = Secrets.of(common().settings(), System.getenv());
      Console console = console();
      file.values()
          .forEach(
              (key, value) ->
                  console.printf("%-36s %-24s # %s", key, secrets.shown(key, value), file.origin(key)));
      return 0;
    }
  }
}
