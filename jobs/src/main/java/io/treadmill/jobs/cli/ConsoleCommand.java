package io.treadmill.jobs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command: it helps, and writes where its command line does. */
@Command(mixinStandardHelpOptions = true)
public abstract class ConsoleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  CommandSpec spec() {
    return spec;
  }

  /** Returns where the command writes. */
  protected Console console() {
    return new Console(spec);
  }
}
