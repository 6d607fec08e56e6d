package io.treadmill.jobs.cli;

import io.treadmill.conf.Secrets;
import io.treadmill.conf.Settings;
import io.treadmill.conf.SettingsFile;
import io.treadmill.jobs.batch.Sessions;
import picocli.CommandLine.Command;

/** Shows the settings. */
@Command(
    name = "config",
    description = "Show the settings and where each comes from, or what other readers need.",
    subcommands = {ConfigCommand.Show.class, ConfigCommand.OfSpark.class},
    synopsisSubcommandLabel = "(show | spark)")
final class ConfigCommand extends CommandGroup {
  private static final String CATALOG = "spark.sql.catalog.lake.";

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
                  console.printf(
                      "%-36s %-24s # %s", key, secrets.shown(key, value), file.origin(key)));
      return 0;
    }
  }

  /** Prints the properties with which another Spark session reads the lake. */
  @Command(
      name = "spark",
      description = {
        "Print the jars and lines with which a Spark session of yours reads the lake: a file for",
        "spark-sql --properties-file FILE; docs/reading.md has a notebook's. Secrets are left out."
      })
  static final class OfSpark extends LakeCommand {
    @Override
    public Integer call() {
      Settings settings = common().settings();
      Secrets secrets = Secrets.of(settings, System.getenv());
      Console console = console();
      Sessions.ofReaders(settings)
          .forEach(
              (key, value) ->
                  console.print(
                      shown(settings, secrets, key, value).equals(value)
                          ? key + " " + value
                          : "# %s is secret: set it yourself".formatted(key)));
      return 0;
    }

    private static String shown(Settings settings, Secrets secrets, String key, String value) {
      String ofCatalog = key.replace(CATALOG, "");
      if (settings.lake().catalog().properties().containsKey(ofCatalog)) {
        return secrets.shown("lake.catalog.properties." + ofCatalog, value);
      }
      return settings.spark().properties().containsKey(key)
          ? secrets.shown("spark.properties." + key, value)
          : secrets.hide(value);
    }
  }
}
