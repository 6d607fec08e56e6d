package io.treadmill.jobs.report;

import static java.util.stream.Collectors.joining;

import io.treadmill.book.models.Models;
import io.treadmill.jobs.report.LastNight.Hot;
import io.treadmill.jobs.report.Scorecard.Skill;
import io.treadmill.jobs.report.Scorecard.Verdict;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The index of many symbols: a row for each, by asset.
 *
 * @param night last day of the index
 * @param rows what can be chosen, with what happened to it on that day; null if it has no data
 */
record SiteIndex(LocalDate night, List<Row> rows) {
  static final String FILE = "index.html";
  private static final String TITLE = "Liquidation maps and their scores";

  /** One row. */
  record Row(PageEntry entry, LastNight last) {}

  SiteIndex {
    rows = List.copyOf(rows);
  }

  /**
   * Returns the rows of what a report has read.
   *
   * @param entries the instruments of the report, in their order
   */
  static List<Row> rows(ReportData data, List<PageEntry> entries) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      rows.add(new Row(entries.get(i), LastNight.of(data.days(), data.instruments().get(i))));
    }
    return rows;
  }

  /** Returns the rows of instruments that happened to have data: assets are sums of them. */
  private List<LastNight> nights() {
    return rows.stream()
        .filter(row -> row.entry().asset() == null && row.last() != null)
        .map(Row::last)
        .toList();
  }

  /** Returns what happened last night over all instruments, in one line. */
  String sentence() {
    List<LastNight> known =
        nights().stream().filter(last -> !Double.isNaN(last.forcedUsd())).toList();
    List<String> parts = new ArrayList<>();
    if (known.isEmpty()) {
      parts.add("what was forced is not known of any symbol");
    } else {
      double longs = known.stream().mapToDouble(LastNight::longUsd).sum();
      double shorts = known.stream().mapToDouble(LastNight::shortUsd).sum();
      parts.add(
          "%s of longs and %s of shorts were forced, as reported of %d of %d symbols%s"
              .formatted(
                  LastNight.usd(longs),
                  LastNight.usd(shorts),
                  known.size(),
                  nights().size(),
                  most()));
    }
    int flushes = nights().stream().mapToInt(last -> last.flushes().size()).sum();
    if (flushes > 0) {
      parts.add("%d %s began".formatted(flushes, flushes == 1 ? "flush" : "flushes"));
    }
    return "%s: %s. %s"
        .formatted(LastNight.LONG_DAY.format(night), String.join("; ", parts), verdicts());
  }

  private String most() {
    Map<String, Double> byAsset = new TreeMap<>();
    rows.stream()
        .filter(row -> row.entry().asset() == null && row.last() != null)
        .filter(row -> row.last().forcedUsd() > 0)
        .forEach(
            row -> byAsset.merge(row.entry().assetName(), row.last().forcedUsd(), Double::sum));
    return byAsset.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> ", most in %s (%s)".formatted(most.getKey(), LastNight.usd(most.getValue())))
        .orElse("");
  }

  private String verdicts() {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    nights()
        .forEach(
            last ->
                last.scores()
                    .headline(Models.FINE_FRESHNESS)
                    .ifPresent(skill -> counts.merge(skill.verdict(), 1, Integer::sum)));
    return counts.isEmpty()
        ? "No map has a score yet."
        : "Hour by hour over 30 days " + SiteScores.words(counts, Models.FINE_FRESHNESS);
  }

  /**
   * Returns the page.
   *
   * @param pages address of the folder of the pages of assets
   */
  String render(SiteFrame frame, String pages) {
    StringBuilder body = new StringBuilder();
    Set<String> assets = new LinkedHashSet<>();
    rows.forEach(row -> assets.add(row.entry().assetName()));
    body.append(
        """
        <p class="tools"><label>Find <input id="find" type="search" placeholder="symbol, asset or venue" autocomplete="off"></label>
        <span id="found" class="quiet" role="status">%d symbols of %d assets</span></p>
        <div class="scroll"><table id="symbols" class="sortable sticky">
        <caption class="hidden">Symbols by asset, with the day %s</caption>
        <thead><tr>%s</tr></thead>
        <tbody>
        """
            .formatted(
                rows.stream().filter(row -> row.entry().asset() == null).count(),
                assets.size(),
                night,
                head()));
    sorted().forEach(row -> body.append(row(row, pages)));
    return frame.render(
        TITLE, FILE, sentence(), body.append("</tbody></table></div>\n").append(NOTES).toString());
  }

  private static final String NOTES =
      """
      <section class="panel small">
      <p><b>Forced</b>: longs and shorts that the venue closed by force on the day, USD as reported; of a throttled feed a floor.
      <b>Largest cell</b>: of the last map of the day, within 10 % of price: expected forced notional of that price cell alone, if price
      gets there. <b>Skill</b>: 1 less the deviance of the map over that of the rule named, hour by hour given the path of price, 30 days;
      above 0 the map is better. Behind it the 95 % interval: all above 0 the map <span class="verdict beat">beat</span> the rule, all below it
      <span class="verdict lost">lost</span>, else <span class="verdict unclear">unclear</span>; under 10 days no verdict.</p>
      </section>
      """;

  private List<Row> sorted() {
    Map<String, Double> weight = new TreeMap<>();
    rows.forEach(
        row ->
            weight.merge(
                row.entry().assetName(),
                row.last() == null || !(row.last().forcedUsd() > 0) ? 0 : row.last().forcedUsd(),
                Double::sum));
    return rows.stream()
        .sorted(
            Comparator.comparing((Row row) -> -weight.get(row.entry().assetName()))
                .thenComparing(row -> row.entry().assetName())
                .thenComparing(row -> row.entry().asset() == null)
                .thenComparing(row -> row.entry().folder()))
        .toList();
  }

  private static String head() {
    return List.of(
            "Asset",
            "Symbol",
            "Price",
            "Day",
            "Longs forced",
            "Shorts forced",
            "Largest cell",
            "Away",
            "Skill, fine_freshness",
            "Skill, path_only",
            "State")
        .stream()
        .map(
            title ->
                "<th scope=\"col\"><button type=\"button\">%s</button></th>"
                    .formatted(SiteFrame.text(title)))
        .collect(joining());
  }

  private static String row(Row row, String pages) {
    PageEntry entry = row.entry();
    StringBuilder cells = new StringBuilder("<tr>");
    String page = pages + entry.page();
    cells.append(
        "<th scope=\"row\"><a href=\"%s\">%s</a></th><td><a href=\"%s?symbol=%s\">%s</a></td>"
            .formatted(
                page,
                SiteFrame.text(entry.assetName()),
                page,
                entry.key(),
                entry.asset() != null
                    ? "all instruments"
                    : "%s <span class=\"quiet\">%s, %s</span>"
                        .formatted(
                            SiteFrame.text(entry.symbol()),
                            SiteFrame.text(entry.venue()),
                            entry.product().replace('_', ' '))));
    LastNight last = row.last();
    if (last == null) {
      return cells
          .append(
              "<td colspan=\"9\" class=\"quiet\">no map and no bars of the last week</td></tr>\n")
          .toString();
    }
    cells.append(
        cell(last.close(), Double.isNaN(last.close()) ? "" : LastNight.price(last.close()), ""));
    cells.append(cell(last.change(), percent(last.change()), ""));
    cells.append(cell(last.longUsd(), usd(last.longUsd()), "long"));
    cells.append(cell(last.shortUsd(), usd(last.shortUsd()), "short"));
    Hot hot = last.hot();
    cells.append(
        hot == null
            ? cell(Double.NaN, "", "") + cell(Double.NaN, "", "")
            : cell(
                    hot.usd(),
                    usd(hot.usd()) + " of " + hot.side(),
                    hot.side().substring(0, hot.side().length() - 1))
                + cell(hot.distance(), percent(hot.distance()), ""));
    cells.append(skill(last.scores().headline(Models.FINE_FRESHNESS)));
    cells.append(skill(last.scores().headline(Models.PATH_ONLY)));
    return cells
        .append(
            "<td>%s</td></tr>\n"
                .formatted(last.state() == null ? "" : SiteFrame.text(last.state().name())))
        .toString();
  }

  private static String cell(double value, String text, String kind) {
    return "<td%s%s>%s</td>"
        .formatted(
            Double.isNaN(value) ? "" : " data-value=\"" + value + "\"",
            kind.isEmpty() ? "" : " class=\"" + kind + "\"",
            Double.isNaN(value) ? "<span class=\"quiet\">–</span>" : text);
  }

  /** Returns a cell of a table. */
  static String skill(Optional<Skill> found) {
    if (found.isEmpty() || found.get().skill() == null) {
      return cell(Double.NaN, "", "");
    }
    Skill skill = found.get();
    String interval =
        skill.verdict() == Verdict.NONE
            ? "%d %s".formatted(skill.days(), skill.days() == 1 ? "day" : "days")
            : Scorecard.text("%+.2f to %+.2f", skill.low(), skill.high());
    return "<td data-value=\"%s\"><span class=\"verdict %s\">%s</span> <span class=\"quiet\">%s</span></td>"
        .formatted(
            skill.skill(),
            skill.verdict().name().toLowerCase(Locale.ROOT),
            Scorecard.text("%+.2f", skill.skill()),
            interval);
  }

  private static String usd(double usd) {
    return usd == 0 ? "$0" : LastNight.usd(usd);
  }

  private static String percent(double part) {
    return Scorecard.text("%+.1f %%", 100 * part);
  }
}
