package io.treadmill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.Main;
import io.treadmill.lake.LakeTables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dictionary on paper is that of the code. */
class DictionaryTest {
  @Test
  void thePageIsThatOfTheCommand() throws IOException {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      assertThat(Main.run("tables", "--markdown")).isZero();
    } finally {
      System.setOut(out);
    }
    List<String> printed = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(Files.readAllLines(Path.of("../docs/tables.md")))
        .as(
            "docs/tables.md is not that of the code: submit/treadmill tables --markdown > docs/tables.md")
        .isEqualTo(printed);
  }

  @Test
  void everyColumnOfEveryTableIsOnIt() {
    List<String> lines = TablesPage.render().lines().toList();
    LakeTables.all()
        .forEach(
            table -> {
              int at = lines.indexOf("## " + table.name());
              List<String> section =
                  lines.subList(at + 1, lines.size()).stream()
                      .takeWhile(line -> !line.startsWith("## "))
                      .toList();
              assertThat(section)
                  .as(table.name())
                  .anyMatch(line -> line.equals(table.comment() + "."));
              table
                  .columns()
                  .forEach(
                      column ->
                          assertThat(section)
                              .as(table.name())
                              .anyMatch(
                                  line ->
                                      line.startsWith("| `" + column.name() + "` |")
                                          && line.contains(column.type().spark().simpleString())
                                          && line.contains(
                                              column.required() ? "|  |" : "| null |")));
            });
  }
}
