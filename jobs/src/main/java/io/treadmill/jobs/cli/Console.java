package io.treadmill.jobs.cli;

import io.treadmill.jobs.Progress;
import io.treadmill.lake.Lake.Written;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command writes: results to stdout, progress to stderr. */
final class Console {
  private final PrintWriter out;
  private final PrintWriter err;

  Console(CommandSpec spec) {
    this.out = spec.commandLine().getOut();
    this.err = spec.commandLine().getErr();
  }

  /** Prints one line of the result. */
  void print(String line) {
    out.println(line);
    out.flush();
  }

  /** Returns a listener that prints progress. */
  Progress progress() {
    return line -> {
      err.println(line);
      err.flush();
    };
  }

  /** Prints the tables that were written with their rows. */
  void printWritten(Collection<Written> written) {
    for (Written table : written) {
      print(String.format(Locale.ROOT, "%-24s %,14d rows", table.table(), table.rows()));
    }
  }
}
