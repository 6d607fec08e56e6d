package io.treadmill.jobs.cli;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the lake. */
@Command(
    name = "sql",
    description = {
      "Ask the lake in SQL, for example \"SELECT * FROM liquidation_heatmap LIMIT 5\".",
      "A table that was never written has no rows; latest_TABLE is the newest rows of TABLE by",
      "instrument or asset. With --format parquet --out FILE the rows become a file; --out takes",
      "those of csv and json too."
    })
final class SqlCommand extends LakeCommand {
  /**
   * Classes of SQLSTATE that tell of the query: data, syntax and names, number of rows, feature.
   */
  private static final Set<String> OF_QUERY = Set.of("22", "42", "21", "0A");

  @Parameters(
      arity = "0..1",
      paramLabel = "SELECT",
      description = "One query; nothing that writes.")
  private String query;

  @Option(
      names = "--file",
      arity = "1..*",
      paramLabel = "FILE",
      description = {
        "Read the query from a file, for example one of docs/cookbook. The answers of several files",
        "follow each other, each after the comment that begins its file."
      })
  private List<Path> files = List.of();

  @Mixin private FormatOption format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the rows to a new file instead of stdout.")
  private Path out;

  @Override
  public Integer call() {
    if (format.isParquet() && out == null) {
      throw UserError.usage("Missing --out FILE: --format parquet writes a file");
    }
    if (out != null && Files.exists(out)) {
      throw UserError.usage("Invalid --out: %s (is there already)".formatted(out));
    }
    if ((query == null) == files.isEmpty()) {
      throw UserError.usage("Missing query: give it, or --file FILE with one");
    }
    if (files.size() > 1 && out != null) {
      throw UserError.usage("Invalid --out: it takes the rows of one query, not of several files");
    }
    List<String> queries =
        query == null ? files.stream().map(SqlCommand::read).toList() : List.of(query);
    return reading(workspace -> queries.forEach(one -> answer(workspace, one)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw UserError.input("Cannot read --file %s: %s".formatted(file, e), e);
    }
  }

  private void answer(Workspace workspace, String one) {
    try {
      LakeTables.all().forEach(table -> offer(workspace, table, one));
      Dataset<Row> rows = ReadOnlyQuery.run(workspace.spark(), one);
      if (out != null) {
        write(rows);
      } else if (files.size() > 1) {
        one.lines().takeWhile(line -> line.startsWith("--")).forEach(console()::print);
        print(rows, console());
        console().print("");
      } else {
        print(rows, console());
      }
    } catch (Exception e) { // Spark throws checked exceptions that its Java signatures do not name.
      for (Throwable link : ExceptionUtils.getThrowableList(e)) {
        if (isOfQuery(link)) {
          throw UserError.usage(
              "Cannot run the query: %s (`treadmill tables` lists tables, `treadmill tables NAME` their columns)"
                  .formatted(
                      String.valueOf(link.getMessage())
                          .lines()
                          .filter(line -> !line.isBlank())
                          .findFirst()
                          .orElse(link.toString())));
        }
      }
      ExceptionUtils.rethrow(e);
    }
  }

  /** Makes views of what a query names and is no table. */
  private static void offer(Workspace workspace, LakeTable table, String query) {
    boolean isLatest = isNamed(table.latestName(), query);
    if ((isLatest || isNamed(table.name(), query)) && !workspace.lake().exists(table)) {
      workspace.lake().read(table).createOrReplaceTempView(table.name());
    }
    if (isLatest) {
      workspace.spark().sql(table.latestQuery()).createOrReplaceTempView(table.latestName());
    }
  }

  private static boolean isNamed(String table, String query) {
    return query.matches("(?is).*\\b%s\\b.*".formatted(table));
  }

  private static boolean isOfQuery(Throwable link) {
    String state = link instanceof SparkThrowable spark ? spark.getSqlState() : null;
    return state != null && state.length() > 2 && OF_QUERY.contains(state.substring(0, 2))
        || link instanceof IllegalArgumentException
        || link.getClass().getName().equals("org.apache.iceberg.exceptions.ValidationException");
  }

  private void print(Dataset<Row> rows, Console to) {
    format.print(List.of(rows.columns()), rows.toLocalIterator(), PlainValues::of, to);
  }

  /** Writes beside the file first: it is whole, or not there. */
  private void write(Dataset<Row> rows) {
    Path file = out.toAbsolutePath();
    Path parts = file.resolveSibling("." + file.getFileName() + ".parts");
    try {
      Files.createDirectories(parts);
      try {
        Path whole = parts.resolve("rows");
        if (format.isParquet()) {
          rows.coalesce(1).write().parquet(whole.toUri().toString());
          try (Stream<Path> found = Files.list(whole)) {
            whole =
                found
                    .filter(part -> part.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            UserError.usage(
                                "Cannot write --out %s: Spark runs on other machines (use --master local[*])"
                                    .formatted(out)));
          }
        } else {
          try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(whole))) {
            print(rows, console().to(writer));
          }
        }
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        FileUtils.deleteDirectory(parts.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
