package io.treadmill.jobs.report;

import io.treadmill.lake.AuditRule;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.TableColumn;
import java.util.List;
import java.util.stream.Collectors;

/** The dictionary of the tables as a page. */
final class SiteDictionary {
  static final String FILE = "tables.html";

  private SiteDictionary() {}

  static String render(SiteFrame frame) {
    List<LakeTable> tables = LakeTables.all();
    StringBuilder body =
        new StringBuilder(
            """
            <p class="prose">A missing value is null, never 0; where a column says why, the reason is in words. USD are US dollars at the price of
            the row. The instant of a row over an interval is its start.</p>
            <div class="scroll"><table class="words"><thead><tr><th scope="col">Table</th><th scope="col">A row is</th></tr></thead><tbody>
            """);
    for (LakeTable table : tables) {
      body.append(
          "<tr><th scope=\"row\"><a href=\"#%1$s\"><code>%1$s</code></a></th><td>%2$s</td></tr>\n"
              .formatted(table.name(), SiteFrame.text(table.comment())));
    }
    body.append("</tbody></table></div>\n");
    tables.forEach(table -> append(body, table));
    return frame.render(
        "Tables and columns",
        FILE,
        "%d tables; the words are those of the catalog.".formatted(tables.size()),
        body.toString());
  }

  private static void append(StringBuilder body, LakeTable table) {
    body.append(
        """
        <section id="%1$s"><h2><code>%1$s</code></h2>
        <p class="prose">%2$s. Key: <code>%3$s</code>. A row is of the day of <code>%4$s</code>.%5$s</p>
        <div class="scroll"><table class="words"><thead><tr><th scope="col">Column</th><th scope="col">Type</th><th scope="col">Null</th>
        <th scope="col">Meaning</th></tr></thead><tbody>
        """
            .formatted(
                table.name(),
                SiteFrame.text(table.comment()),
                String.join(", ", table.key()),
                table.dayColumn(),
                rules(table)));
    for (TableColumn column : table.columns()) {
      body.append(
          "<tr><th scope=\"row\"><code>%s</code></th><td>%s</td><td>%s</td><td>%s</td></tr>\n"
              .formatted(
                  column.name(),
                  column.type().spark().simpleString(),
                  column.required() ? "" : "null",
                  SiteFrame.text(column.comment())));
    }
    body.append("</tbody></table></div></section>\n");
  }

  private static String rules(LakeTable table) {
    return table.rules().isEmpty()
        ? ""
        : table.rules().stream()
            .map(AuditRule::text)
            .map(rule -> "<code>" + SiteFrame.text(rule) + "</code>")
            .collect(Collectors.joining(", ", " Rules: ", "."));
  }
}
