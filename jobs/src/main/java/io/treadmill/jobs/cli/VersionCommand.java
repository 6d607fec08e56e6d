package io.treadmill.jobs.cli;

import io.treadmill.lake.RunLedger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the versions. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Print the versions of RootCommand, Spark and Java.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Console console = new Console(spec);
    console.print("treadmill " + RunLedger.codeVersion());
    console.print("spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION());
    console.print("java " + Runtime.version());
    return 0;
  }
}
