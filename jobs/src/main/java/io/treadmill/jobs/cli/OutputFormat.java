package io.treadmill.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.treadmill.conf.UserError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How rows are printed: for people, as CSV with a heading, or as one JSON object a line; Parquet is
 * a file. In CSV null is nothing and an empty text is {@code ""}; lists and maps are JSON; what is
 * not a number is NaN, in JSON as a text.
 */
enum OutputFormat {
  TABLE,
  CSV,
  JSON,
  PARQUET;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

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
        console.print(csv(List.copyOf(names)));
        rows.forEachRemaining(row -> console.print(csv(values.apply(row))));
      }
      case JSON -> {
        requireDistinct(names);
        rows.forEachRemaining(row -> console.print(json(names, values.apply(row))));
      }
      case PARQUET ->
          throw UserError.usage("Invalid --format: parquet (only `sql --out FILE` writes it)");
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
    return row.stream()
        .map(value -> value == null ? "" : quoted(text(value)))
        .collect(Collectors.joining(","));
  }

  private static void requireDistinct(List<String> names) {
    for (String name : names) {
      if (Collections.frequency(names, name) > 1) {
        throw UserError.usage(
            "Cannot print JSON: two columns are named %s (name them apart with AS)"
                .formatted(name));
      }
    }
  }

  private static List<String> texts(List<Object> row) {
    return row.stream()
        .map(value -> value == null ? "" : text(value).replaceAll("[\\r\\n\\t]", " "))
        .toList();
  }

  private static String text(Object value) {
    return value instanceof Map || value instanceof List
        ? json(value)
        : value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  private static String quoted(String text) {
    return text.isBlank() || text.matches("(?s).*[\",\r\n].*|\\s.*|.*\\s") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private static String json(List<String> names, List<Object> row) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      object.put(names.get(i), row.get(i));
    }
    return json(object);
  }

  private static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot print as JSON: " + value, e);
    }
  }
}
