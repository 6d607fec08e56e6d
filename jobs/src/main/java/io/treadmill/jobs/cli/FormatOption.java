package io.treadmill.jobs.cli;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** How a command prints its answer. */
final class FormatOption {
  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "F",
      description = "table (the default), csv, or json: one object a line; sql also parquet.")
  private OutputFormat format;

  boolean isTable() {
    return format == OutputFormat.TABLE;
  }

  boolean isParquet() {
    return format == OutputFormat.PARQUET;
  }

  /** Prints rows, as {@link OutputFormat#print}. */
  <R> void print(
      List<String> names, Iterator<R> rows, Function<R, List<Object>> values, Console console) {
    format.print(names, rows, values, console);
  }
}
