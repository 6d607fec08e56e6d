package io.treadmill.jobs.cli;

import static java.util.stream.Collectors.toList;

import io.treadmill.conf.UserError;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks the lake. */
@Command(
    name = "sql",
    description = "Ask the lake in SQL, for example \"SELECT * FROM liquidation_heatmap LIMIT 5\".")
final class SqlCommand extends LakeCommand {
  @Parameters(paramLabel = "SELECT", description = "One query; nothing that writes.")
  private String query;

  @Mixin private FormatOption format;

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
    try {
      return reading(
          workspace -> {
            Dataset<Row> rows = workspace.spark().sql(query);
            List<String> names = List.of(rows.columns());
            format.print(names, rows.toLocalIterator(), SqlCommand::values, console());
          });
    } catch (Exception e) {
      if (e instanceof AnalysisException analysis) {
        throw UserError.usage(
            "Cannot run the query: %s (`treadmill tables` lists tables, `treadmill tables NAME` their columns)"
                .formatted(analysis.getSimpleMessage()));
      }
      throw e;
    }
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
