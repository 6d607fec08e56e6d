package io.treadmill.jobs.cli;

import static java.util.stream.Collectors.toList;

import io.treadmill.conf.UserError;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
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
    try {
      return reading(
          workspace -> {
            Dataset<Row> rows = rows(workspace.spark());
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

  private Dataset<Row> rows(SparkSession spark) {
    try {
      return ReadOnlyQuery.run(spark, query);
    } catch (ParseException e) {
      throw UserError.usage("Cannot run the query: " + e.getSimpleMessage());
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
