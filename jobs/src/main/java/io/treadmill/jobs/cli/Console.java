package io.treadmill.jobs.cli;

import io.treadmill.jobs.contract.Progress;
import io.treadmill.lake.Lake.Written;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command writes: results to stdout, progress to stderr. */
public final class Console {
  private final PrintWriter out;
  private final PrintWriter err;

  public Console(CommandSpec spec) {
    this.out = spec.commandLine().getOut();
    this.err = spec.commandLine().getErr();
  }

  private Console(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** Returns a console whose results go elsewhere. */
  Console to(PrintWriter other) {
    return new Console(other, err);
  }

  /** Prints one line of the result, numbers as in English. */
  void printf(String format, Object... values) {
    print(String.format(Locale.ROOT, format, values));
  }

  public void print(String line) {
    out.println(line);
    out.flush();
  }

  public Progress progress() {
    return line -> {
      err.println(line);
      err.flush();
    };
  }

  public void printWritten(Collection<Written> written) {
    for (Written table : written) {
      printf("%-24s %,14d rows", table.table(), table.rows());
    }
  }
}
