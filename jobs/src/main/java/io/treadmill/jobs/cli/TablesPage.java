package io.treadmill.jobs.cli;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.AuditRule;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.TableColumn;
import java.util.List;

/** The dictionary as a page of Markdown: {@code docs/tables.md}. */
final class TablesPage {
  private static final String COLUMNS = "| column | type | null | meaning |\n|---|---|---|---|\n";

  private TablesPage() {}

  static String render() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Tables

        Made by `submit/treadmill tables --markdown`; the same words are comments in the catalog.

        Days are UTC and instants of interval rows are their start. A missing value is null, never 0; where a column says
        why, the reason is in words. USD are US dollars at the price of the row. `ts` or `day` says which day owns a row: a
        run replaces the days it computes. Ledgers (`runs`, laws, accounts of the import) only grow.

        Before a run publishes, its rows are held against rules (see [operations](operations.md#the-audit)). Of every table: no two
        rows of a key, a value in each column that may not be null, no number that is infinite or none. What is null breaks no
        rule. `coverage`: a day has at least half of the fewest rows of each instrument on one of the 7 days before. `drift of
        COLUMN within FACTOR`: its sum over a day and instrument is within the factor of those of the 7 days before.

        | table | a row |
        |---|---|
        """);
    for (LakeTable table : LakeTables.all()) {
      page.append("| [`%1$s`](#%1$s) | %2$s |\n".formatted(table.name(), cell(table.comment())));
    }
    page.append(
        "\nThe [archive](#the-archive), which import fills or others wrote, has %d datasets.\n"
            .formatted(ArchiveDataset.values().length));
    for (LakeTable table : LakeTables.all()) {
      page.append("\n## %s\n\n%s.\n\n".formatted(table.name(), table.comment()));
      page.append(
          "Key: %s. Owner of a row: `%s`.\n\n".formatted(names(table.key()), table.dayColumn()));
      if (!table.rules().isEmpty()) {
        page.append(
            "Rules: %s.\n\n"
                .formatted(names(table.rules().stream().map(AuditRule::text).toList())));
      }
      appendColumns(page, table.columns());
    }
    page.append(
        """

        ## The archive

        One folder of Parquet for each dataset. An archive of others needs the columns that may not be null, by these names
        or by those of `archive.columns`; `archive.constants` fills what it lacks.
        """);
    for (ArchiveDataset dataset : ArchiveDataset.values()) {
      page.append("\n### %s\n\n%s\n\n".formatted(dataset.folder(), dataset.comment()));
      appendColumns(page, dataset.columns());
    }
    return page.toString();
  }

  private static void appendColumns(StringBuilder page, List<TableColumn> columns) {
    page.append(COLUMNS);
    for (TableColumn column : columns) {
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  column.name(),
                  column.type().spark().simpleString(),
                  column.required() ? "" : "null",
                  cell(column.comment())));
    }
  }

  private static String names(List<String> columns) {
    return String.join(", ", columns.stream().map("`%s`"::formatted).toList());
  }

  /** A bar ends a cell of Markdown; what looks like a tag is none. */
  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
