package io.treadmill.jobs.cli;

import java.util.List;

/** Prints rows in columns. */
public final class TextTable {
  private TextTable() {}

  /** Prints a heading, a rule and the rows; columns as wide as their longest text. */
  static void print(List<String> names, List<List<String>> rows, Console console) {
    int[] widths = names.stream().mapToInt(String::length).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    console.print(line(names, widths));
    console.print(line(java.util.Arrays.stream(widths).mapToObj("-"::repeat).toList(), widths));
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
}
