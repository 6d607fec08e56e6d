package io.treadmill.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Workspace;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
  /** How rows are printed. */
  enum Format {
    TABLE,
    CSV,
    JSON
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SELECT", description = "One query; nothing that writes.")
  private String query;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "F",
      description = "table (the default), csv or json: one object a line.")
  private Format format;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    if (!query
        .strip()
        .toLowerCase(java.util.Locale.ROOT)
        .matches("(?s)(select|with|show|describe|explain)\\b.*")) {
      throw UserError.usage(
          "Invalid query: only SELECT, WITH, SHOW, DESCRIBE and EXPLAIN are run; jobs write the lake");
    }
    Console console = new Console(spec);
    try (Workspace workspace =
        Workspace.forReading(common.settings(), Clock.systemUTC(), console.progress())) {
      Dataset<Row> rows = workspace.spark().sql(query);
      print(rows, console);
    } catch (Exception e) {
      if (e instanceof AnalysisException analysis) {
        throw UserError.usage(
            "Cannot run the query: "
                + analysis.getSimpleMessage()
                + " (`treadmill tables` lists tables, `treadmill tables NAME` their columns)");
      }
      throw e;
    }
    return 0;
  }

  private void print(Dataset<Row> rows, Console console) {
    List<String> names = List.of(rows.columns());
    if (format == Format.TABLE) {
      List<List<String>> cells = new ArrayList<>();
      rows.toLocalIterator().forEachRemaining(row -> cells.add(texts(row)));
      TextTable.print(names, cells, console);
      return;
    }
    if (format == Format.CSV) {
      console.print(String.join(",", names));
    }
    for (Iterator<Row> it = rows.toLocalIterator(); it.hasNext(); ) {
      Row row = it.next();
      console.print(
          format == Format.CSV
              ? String.join(",", texts(row).stream().map(SqlCommand::quoted).toList())
              : json(names, row));
    }
  }

  private static List<String> texts(Row row) {
    List<String> result = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Object value = plain(row.get(i));
      result.add(value == null ? "" : value.toString());
    }
    return result;
  }

  private static Object plain(Object value) {
    return value instanceof java.sql.Timestamp ts
        ? ts.toInstant().toString()
        : value instanceof java.sql.Date date ? date.toString() : value;
  }

  private static String quoted(String text) {
    return text.matches("(?s).*[\",\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private static String json(List<String> names, Row row) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      object.put(names.get(i), plain(row.get(i)));
    }
    try {
      return new ObjectMapper().writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot print a row as JSON: " + row, e);
    }
  }
}
