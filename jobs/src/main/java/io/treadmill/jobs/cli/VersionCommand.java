package io.treadmill.jobs.cli;

import io.treadmill.lake.RunLedger;
import picocli.CommandLine.Command;

/** Prints the versions. */
@Command(name = "version", description = "Print the versions of RootCommand, Spark and Java.")
final class VersionCommand extends ConsoleCommand {
  @Override
  public Integer call() {
    Console console = console();
    console.print("treadmill " + RunLedger.codeVersion());
    console.print("spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION());
    console.print("java " + Runtime.version());
    return 0;
  }
}
