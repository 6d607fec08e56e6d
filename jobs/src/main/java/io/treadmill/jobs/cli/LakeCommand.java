package io.treadmill.jobs.cli;

import io.treadmill.jobs.batch.Workspace;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that reads the settings and works on the archive and the lake that they name. */
@Command(mixinStandardHelpOptions = true)
abstract class LakeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  CommonOptions common() {
    return common;
  }

  Console console() {
    return new Console(spec);
  }

  /** Runs work in a workspace that may write; returns the exit code. */
  int writing(Consumer<Workspace> work) {
    return in(
        Workspace.forWriting(common.settings(), Clock.systemUTC(), console().progress()), work);
  }

  /** Runs work in a workspace that only reads; returns the exit code. */
  int reading(Consumer<Workspace> work) {
    return in(
        Workspace.forReading(common.settings(), Clock.systemUTC(), console().progress()), work);
  }

  private static int in(Workspace workspace, Consumer<Workspace> work) {
    try (workspace) {
      work.accept(workspace);
    }
    return 0;
  }
}
