package io.treadmill.jobs.cli;

import io.treadmill.conf.Named;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.TableColumn;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the dictionary of the lake. */
@Command(name = "tables", description = "Print the dictionary: every table, or the columns of one.")
final class TablesCommand extends LakeCommand {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "A table.")
  private String name;

  @Option(
      names = "--files",
      description = "Print the current data files, for readers such as DuckDB.")
  private boolean files;

  @Option(
      names = "--views",
      description = "Print the views of the newest rows as SQL, for Spark, DuckDB or Trino.")
  private boolean views;

  @Option(
      names = "--markdown",
      description = "Print the whole dictionary as the page docs/tables.md.")
  private boolean markdown;

  @Override
  public Integer call() {
    Console console = console();
    if (markdown) {
      console.print(TablesPage.render().stripTrailing());
      return 0;
    }
    List<LakeTable> tables =
        name == null
            ? LakeTables.all()
            : List.of(
                Named.of(LakeTables.all(), LakeTable::name, name, "Unknown table: %s (one of %s)"));
    if (views) {
      tables.forEach(
          table ->
              console.printf(
                  "CREATE OR REPLACE VIEW %s AS %s;", table.latestName(), table.latestQuery()));
      return 0;
    }
    if (files) {
      return reading(
          workspace ->
              tables.forEach(table -> workspace.lake().dataFiles(table).forEach(console::print)));
    }
    if (name == null) {
      tables.forEach(table -> console.printf("%-24s %s", table.name(), table.comment()));
    } else {
      describe(tables.get(0), console);
    }
    return 0;
  }

  private static void describe(LakeTable table, Console console) {
    console.printf("%s: %s.", table.name(), table.comment());
    console.printf("Key: %s.", String.join(", ", table.key()));
    for (TableColumn column : table.columns()) {
      console.printf(
          "  %-28s %-10s %-8s %s",
          column.name(),
          column.type().spark().simpleString(),
          column.required() ? "" : "nullable",
          column.comment());
    }
  }
}
