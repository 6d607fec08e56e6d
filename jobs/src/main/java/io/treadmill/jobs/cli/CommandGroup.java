package io.treadmill.jobs.cli;

import io.treadmill.conf.ExitCode;
import picocli.CommandLine;

/** A command that only has others below it: alone it says how it is used. */
public abstract class CommandGroup extends ConsoleCommand {
  @Override
  public Integer call() {
    CommandLine line = spec().commandLine();
    line.usage(line.getErr());
    return ExitCode.USAGE.code();
  }
}
