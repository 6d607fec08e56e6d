package io.treadmill.jobs.cli;

import static java.util.stream.Collectors.toList;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Workspace;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the lake. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = "Ask the lake in SQL, for example \"SELECT * FROM liquidation_heatmap LIMIT 5\".")
final class SqlCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SELECT", description = "One query; nothing that writes.")
  private String query;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "F",
      description = "table (the default), csv or json: one object a line.")
  private OutputFormat format;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    if (!query
        .strip()
        .toLowerCase(java.util.Locale.ROOT)
        .matches("(?s)(select|with|show|describe|explain)\\b.*")) {
      throw UserError.usage(
          "Invalid query: only SELECT, WITH, SHOW, DESCRIBE and EXPLAIN are run; jobs write the"
              + " lake");
    }
    Console console = new Console(spec);
    try (Workspace workspace =
        Workspace.forReading(common.settings(), Clock.systemUTC(), console.progress())) {
      Dataset<Row> rows = workspace.spark().sql(query);
      format.print(List.of(rows.columns()), rows.toLocalIterator(), SqlCommand::values, console);
    } catch (Exception e) {
      if (e instanceof AnalysisException analysis) {
        throw UserError.usage(
            "Cannot run the query: %s (`treadmill tables` lists tables, `treadmill tables NAME` their columns)"
                .formatted(analysis.getSimpleMessage()));
      }
      throw e;
    }
    return 0;
  }

  private static List<Object> values(Row row) {
    return IntStream.range(0, row.size()).mapToObj(i -> plain(row.get(i))).collect(toList());
  }

  private static Object plain(Object value) {
    return value instanceof java.sql.Timestamp ts
        ? ts.toInstant().toString()
        : value instanceof java.sql.Date date ? date.toString() : value;
  }
}
