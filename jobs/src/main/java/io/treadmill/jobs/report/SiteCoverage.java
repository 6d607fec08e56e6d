package io.treadmill.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.RunLedger.Told;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The page of what the tables stand on: which days the archive holds, which values gave way, which
 * nights were computed again.
 *
 * @param datasets symbols by dataset, day and status
 * @param gaps rows of instruments and datasets with days that are not complete
 * @param revised values that gave way by dataset and symbol
 * @param again runs that computed days again
 */
record SiteCoverage(
    UtcDays days,
    Map<String, Map<LocalDate, Day>> datasets,
    List<NamedRow> gaps,
    List<NamedRow> revised,
    List<Told> again) {
  static final String FILE = "coverage.html";
  private static final int MOST_GAPS = 500;
  private static final int MOST_RUNS = 50;

  /** Symbols of a dataset on a day, by status. */
  record Day(long complete, long partial, long missing) {
    String kind() {
      return missing > 0 ? "missing" : partial > 0 ? "partial" : "complete";
    }
  }

  static SiteCoverage read(RunContext run, List<Told> told) {
    Map<String, Map<LocalDate, Day>> datasets = new TreeMap<>();
    var coverage = run.lake().read(LakeTables.COVERAGE, run.days(), run.selection());
    NamedRow.all(
            coverage.groupBy("dataset", "day").agg(of("complete"), of("partial"), of("missing")))
        .forEach(
            row ->
                datasets
                    .computeIfAbsent(row.text("dataset"), dataset -> new TreeMap<>())
                    .put(
                        row.day("day"),
                        new Day(
                            row.whole("complete"), row.whole("partial"), row.whole("missing"))));
    List<NamedRow> gaps =
        NamedRow.all(
            coverage
                .groupBy("venue", "product", "symbol", "dataset")
                .agg(
                    of("complete"),
                    of("partial"),
                    of("missing"),
                    max(when(col("status").notEqual("complete"), col("day"))).as("last_gap"))
                .where("partial + missing > 0")
                .orderBy(col("missing").desc(), col("partial").desc(), col("symbol"), col("venue"))
                .limit(MOST_GAPS));
    List<NamedRow> revised =
        NamedRow.all(
            run.lake()
                .read(LakeTables.REVISIONS, run.days(), run.selection())
                .groupBy("dataset", "venue", "symbol", "column")
                .agg(count(lit(1)).as("values"), max("imported_ts").as("last"))
                .orderBy(col("last").desc(), col("symbol"), col("dataset"), col("column"))
                .limit(MOST_GAPS));
    return new SiteCoverage(run.days(), datasets, gaps, revised, again(told, run.days()));
  }

  private static org.apache.spark.sql.Column of(String status) {
    return sum(when(col("status").equalTo(status), 1L).otherwise(0L)).as(status);
  }

  /** Returns the runs of jobs on days that the job had computed before, the newest first. */
  private static List<Told> again(List<Told> told, UtcDays days) {
    Set<List<String>> computed = new HashSet<>();
    List<Told> again = new ArrayList<>();
    told.stream()
        .filter(one -> one.state() == State.DONE && one.days() != null)
        .sorted(Comparator.comparing(Told::finished))
        .filter(one -> !one.days().to().isBefore(days.from()))
        .forEach(
            one -> {
              boolean isNew = true;
              for (LocalDate day : one.days().days()) {
                isNew &= computed.add(List.of(one.job(), one.selection(), day.toString()));
              }
              if (!isNew) {
                again.add(0, one);
              }
            });
    return again.stream().limit(MOST_RUNS).toList();
  }

  String render(SiteFrame frame) {
    StringBuilder body = new StringBuilder();
    body.append("<h2>Days of the archive, %s</h2>\n".formatted(days));
    body.append(
        datasets.isEmpty()
            ? NONE.formatted("Nothing was imported by Treadmill of these days.")
            : strips());
    body.append("<h2>Symbols with gaps</h2>\n");
    body.append(gaps.isEmpty() ? NONE.formatted("None.") : gapRows());
    body.append("<h2>Values that gave way to others</h2>\n");
    body.append(revised.isEmpty() ? NONE.formatted("None of these days.") : revisedRows());
    body.append("<h2>Days that were computed again</h2>\n");
    body.append(again.isEmpty() ? NONE.formatted("None of these days.") : againRows());
    Day last = new Day(0, 0, 0);
    for (Map<LocalDate, Day> byDay : datasets.values()) {
      Day of = byDay.getOrDefault(days.to(), new Day(0, 0, 0));
      last =
          new Day(
              last.complete() + of.complete(),
              last.partial() + of.partial(),
              last.missing() + of.missing());
    }
    return frame.render(
        "Coverage and revisions",
        FILE,
        "Night of %s: of its symbols and datasets %d are complete, %d partial, %d missing; %d values of the last %d days gave way to others, %d runs computed days again."
            .formatted(
                days.to(),
                last.complete(),
                last.partial(),
                last.missing(),
                revised.stream().mapToLong(row -> row.whole("values")).sum(),
                days.count(),
                again.size()),
        body.toString());
  }

  private static final String NONE = "<p class=\"quiet\">%s</p>\n";

  private String strips() {
    StringBuilder table =
        new StringBuilder(
            """
            <p class="small quiet">A cell is a day: green if every symbol is complete, amber if one is partial, red if one has no row where days beside it
            have. Partial events may be a day on which little happened.</p>
            <div class="scroll"><table class="left"><thead><tr><th scope="col">Dataset</th><th scope="col">Days</th><th scope="col">Complete</th>
            <th scope="col">Partial</th><th scope="col">Missing</th></tr></thead><tbody>
            """);
    datasets.forEach(
        (dataset, byDay) -> {
          table.append(
              "<tr><th scope=\"row\"><code>%s</code></th><td><div class=\"strip\">"
                  .formatted(dataset));
          for (LocalDate day : days.days()) {
            Day of = byDay.get(day);
            table.append(
                of == null
                    ? "<i title=\"%s: no symbol\"></i>".formatted(day)
                    : "<i class=\"%s\" title=\"%s: %d complete, %d partial, %d missing\"></i>"
                        .formatted(of.kind(), day, of.complete(), of.partial(), of.missing()));
          }
          table.append(
              "</div></td><td>%,d</td><td>%,d</td><td>%,d</td></tr>\n"
                  .formatted(
                      byDay.values().stream().mapToLong(Day::complete).sum(),
                      byDay.values().stream().mapToLong(Day::partial).sum(),
                      byDay.values().stream().mapToLong(Day::missing).sum()));
        });
    return table.append("</tbody></table></div>\n").toString();
  }

  private String gapRows() {
    StringBuilder table = table("Symbol", "Dataset", "Complete", "Partial", "Missing", "Last");
    gaps.forEach(
        row ->
            table.append(
                cells(
                    row.text("symbol")
                        + " ("
                        + row.text("venue")
                        + ", "
                        + row.text("product")
                        + ")",
                    row.text("dataset"),
                    row.whole("complete"),
                    row.whole("partial"),
                    row.whole("missing"),
                    row.day("last_gap"))));
    return table.append("</tbody></table></div>\n").toString();
  }

  private String revisedRows() {
    StringBuilder table = table("Symbol", "Dataset", "Column", "Values", "Last import");
    revised.forEach(
        row ->
            table.append(
                cells(
                    row.text("symbol") + " (" + row.text("venue") + ")",
                    row.text("dataset"),
                    row.text("column"),
                    row.whole("values"),
                    row.instant("last").truncatedTo(ChronoUnit.SECONDS))));
    return table.append("</tbody></table></div>\n").toString();
  }

  private String againRows() {
    StringBuilder table = table("Run", "Job", "Days", "Of", "Version", "Configuration", "Ended");
    again.forEach(
        one ->
            table.append(
                cells(
                    one.runId(),
                    one.job(),
                    one.days(),
                    one.selection(),
                    one.codeVersion(),
                    one.configurationHash(),
                    one.finished().truncatedTo(ChronoUnit.SECONDS))));
    return table.append("</tbody></table></div>\n").toString();
  }

  private static StringBuilder table(String... titles) {
    StringBuilder table =
        new StringBuilder("<div class=\"scroll\"><table class=\"sortable left\"><thead><tr>");
    for (String title : titles) {
      table.append("<th scope=\"col\"><button type=\"button\">%s</button></th>".formatted(title));
    }
    return table.append("</tr></thead><tbody>\n");
  }

  private static String cells(Object first, Object... others) {
    StringBuilder row =
        new StringBuilder("<tr><th scope=\"row\">%s</th>".formatted(SiteFrame.text("" + first)));
    for (Object other : others) {
      row.append(
          other instanceof Long count
              ? "<td data-value=\"%1$d\">%1$,d</td>".formatted(count)
              : "<td>%s</td>".formatted(SiteFrame.text("" + other)));
    }
    return row.append("</tr>\n").toString();
  }
}
