package io.treadmill.jobs.cli;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.TableColumn;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the dictionary of the lake. */
@Command(
    name = "tables",
    mixinStandardHelpOptions = true,
    description = "Print the dictionary: every table, or the columns of one.")
final class TablesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "A table.")
  private String name;

  @Option(
      names = "--files",
      description = "Print the current data files, for readers such as DuckDB.")
  private boolean files;

  @Option(
      names = "--markdown",
      description = "Print the whole dictionary as the page docs/tables.md.")
  private boolean markdown;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    Console console = new Console(spec);
    if (markdown) {
      console.print(TablesPage.render().stripTrailing());
      return 0;
    }
    List<LakeTable> tables = name == null ? LakeTables.all() : List.of(named(name));
    if (files) {
      try (Workspace workspace =
          Workspace.forReading(common.settings(), Clock.systemUTC(), console.progress())) {
        tables.forEach(table -> workspace.lake().dataFiles(table).forEach(console::print));
      }
    } else if (name == null) {
      tables.forEach(
          table -> console.print(String.format("%-24s %s", table.name(), table.comment())));
    } else {
      describe(tables.get(0), console);
    }
    return 0;
  }

  private static void describe(LakeTable table, Console console) {
    console.print(table.name() + ": " + table.comment() + ".");
    console.print("Key: " + String.join(", ", table.key()) + ".");
    for (TableColumn column : table.columns()) {
      console.print(
          String.format(
              "  %-28s %-10s %-8s %s",
              column.name(),
              column.type().spark().simpleString(),
              column.required() ? "" : "nullable",
              column.comment()));
    }
  }

  private static LakeTable named(String name) {
    return LakeTables.all().stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.usage(
                    "Unknown table: %s (one of %s)"
                        .formatted(
                            name,
                            String.join(
                                ", ", LakeTables.all().stream().map(LakeTable::name).toList()))));
  }
}
