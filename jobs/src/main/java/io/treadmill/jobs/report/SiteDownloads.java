package io.treadmill.jobs.report;

import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * The rows of the last night of each table as files, and the page that lists them.
 *
 * @param files what there is
 */
record SiteDownloads(LocalDate night, List<Table> files) {
  static final String FILE = "downloads.html";

  /** Most rows of a file of comma-separated values: a spreadsheet has a million. */
  private static final long MOST_CSV_ROWS = 1_000_000;

  private static final String FOLDER = "downloads/";

  /**
   * One table.
   *
   * @param csvBytes -1 without such a file
   */
  record Table(LakeTable table, long rows, long parquetBytes, long csvBytes) {}

  /** Writes the files into the folder; those of tables without rows of the night are removed. */
  static SiteDownloads write(IcebergLake lake, LocalDate night, PageFolder folder) {
    List<Callable<Table>> steps = new ArrayList<>();
    for (LakeTable table : LakeTables.all()) {
      if (table.partition() != LakeTable.Partition.NONE) {
        steps.add(() -> write(lake, table, night, folder));
      }
    }
    return new SiteDownloads(
        night, ConcurrentSteps.run(steps).stream().filter(one -> one.rows() > 0).toList());
  }

  private static Table write(
      IcebergLake lake, LakeTable table, LocalDate night, PageFolder folder) {
    String name = FOLDER + table.name();
    Path parquet = folder.root().resolve(FOLDER + "." + table.name() + ".parquet.part");
    Path csv = folder.root().resolve(FOLDER + "." + table.name() + ".csv.part");
    long rows = lake.export(table, night, parquet, csv, MOST_CSV_ROWS);
    long parquetBytes = folder.move(parquet, name + ".parquet");
    long csvBytes = folder.move(csv, name + ".csv");
    return new Table(table, rows, parquetBytes, csvBytes);
  }

  String render(SiteFrame frame) {
    StringBuilder body =
        new StringBuilder(
            """
            <p class="prose">Rows of the night alone, of all symbols. Parquet is compressed with zstd and keeps types; CSV has a first line of names,
            nothing for null, and instants as in ISO 8601. A table of more than %,d rows comes as Parquet alone. Every night is in the lake itself.</p>
            <div class="scroll"><table class="sortable"><thead><tr><th scope="col"><button type="button">Table</button></th>
            <th scope="col"><button type="button">Rows</button></th><th scope="col">Parquet</th><th scope="col">CSV</th></tr></thead><tbody>
            """
                .formatted(MOST_CSV_ROWS));
    for (Table one : files) {
      body.append(
          "<tr><th scope=\"row\"><a href=\"%s#%s\"><code>%2$s</code></a></th><td data-value=\"%3$d\">%3$,d</td><td>%4$s</td><td>%5$s</td></tr>\n"
              .formatted(
                  SiteDictionary.FILE,
                  one.table().name(),
                  one.rows(),
                  link(one, "parquet", one.parquetBytes()),
                  link(one, "csv", one.csvBytes())));
    }
    body.append("</tbody></table></div>\n");
    return frame.render(
        "Downloads",
        FILE,
        "The night of %s: %d tables have %,d rows of it."
            .formatted(night, files.size(), files.stream().mapToLong(Table::rows).sum()),
        body.toString());
  }

  private static String link(Table one, String kind, long bytes) {
    return bytes < 0
        ? "<span class=\"quiet\">too large</span>"
        : "<a href=\"%s%s.%s\" download>%s</a>"
            .formatted(FOLDER, one.table().name(), kind, size(bytes));
  }

  private static String size(long bytes) {
    return bytes < 1_000_000
        ? "%d kB".formatted((bytes + 999) / 1000)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
