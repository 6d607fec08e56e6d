package io.treadmill.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How rows are printed: for people, as CSV with a heading, or as one JSON object a line. */
enum OutputFormat {
  TABLE,
  CSV,
  JSON;

  /**
   * Prints rows as they come, a table when all are there.
   *
   * @param values the values of a row, one for each name; null is empty, or null in JSON
   */
  <R> void print(
      List<String> names, Iterator<R> rows, Function<R, List<Object>> values, Console console) {
    switch (this) {
      case TABLE -> {
        List<List<String>> cells = new ArrayList<>();
        rows.forEachRemaining(row -> cells.add(texts(values.apply(row))));
        printTable(names, cells, console);
      }
      case CSV -> {
        console.print(String.join(",", names));
        rows.forEachRemaining(row -> console.print(csv(values.apply(row))));
      }
      case JSON -> rows.forEachRemaining(row -> console.print(json(names, values.apply(row))));
    }
  }

  /** Prints a heading, a rule and the rows; columns as wide as their longest text. */
  private static void printTable(List<String> names, List<List<String>> rows, Console console) {
    int[] widths = names.stream().mapToInt(String::length).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    console.print(line(names, widths));
    console.print(line(Arrays.stream(widths).mapToObj("-"::repeat).toList(), widths));
    rows.forEach(row -> console.print(line(row, widths)));
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : "  ").append(cells.get(i));
      line.append(" ".repeat(widths[i] - cells.get(i).length()));
    }
    return line.toString().stripTrailing();
  }

  private static String csv(List<Object> row) {
    return String.join(",", texts(row).stream().map(OutputFormat::quoted).toList());
  }

  private static List<String> texts(List<Object> row) {
    return row.stream().map(value -> value == null ? "" : value.toString()).toList();
  }

  private static String quoted(String text) {
    return text.matches("(?s).*[\",\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private static String json(List<String> names, List<Object> row) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      object.put(names.get(i), row.get(i));
    }
    try {
      return new ObjectMapper().writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot print a row as JSON: " + row, e);
    }
  }
}
