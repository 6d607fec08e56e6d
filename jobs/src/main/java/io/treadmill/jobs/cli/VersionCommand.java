package io.treadmill.jobs.cli;

import io.treadmill.conf.CodeVersion;
import picocli.CommandLine.Command;

/** Prints the versions. */
@Command(name = "version", description = "Print the versions of Treadmill, Spark and Java.")
final class VersionCommand extends ConsoleCommand {
  @Override
  public Integer call() {
    Console console = console();
    console.print("treadmill " + CodeVersion.get());
    console.print("spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION());
    console.print("java " + Runtime.version());
    return 0;
  }
}
