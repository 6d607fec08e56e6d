package io.treadmill.jobs.report;

import io.treadmill.book.models.Models;
import io.treadmill.jobs.report.Scorecard.Comparison;
import io.treadmill.jobs.report.Scorecard.Skill;
import io.treadmill.jobs.report.Scorecard.Verdict;
import io.treadmill.jobs.report.Scorecard.Week;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeSet;

/** The page of scores: by week over all symbols, then each symbol. Losses stand beside wins. */
record SiteScores(LocalDate night, List<SiteIndex.Row> rows) {
  static final String FILE = "scores.html";

  SiteScores {
    rows = rows.stream().filter(row -> row.last() != null && !weeks(row).isEmpty()).toList();
  }

  private static List<Week> weeks(SiteIndex.Row row) {
    return row.last().scores().weeks();
  }

  private List<String> allWeeks() {
    TreeSet<String> names = new TreeSet<>(Comparator.reverseOrder());
    rows.forEach(row -> weeks(row).forEach(week -> names.add(week.week())));
    return List.copyOf(names);
  }

  private Optional<Skill> skill(SiteIndex.Row row, String name, Comparison of) {
    return weeks(row).stream()
        .filter(week -> week.week().equals(name))
        .findFirst()
        .flatMap(week -> week.skill(of));
  }

  private Map<Verdict, Integer> counts(String week, Comparison of) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    rows.forEach(
        row ->
            skill(row, week, of)
                .ifPresent(skill -> counts.merge(skill.verdict(), 1, Integer::sum)));
    return counts;
  }

  String render(SiteFrame frame) {
    if (rows.isEmpty()) {
      return frame.render(
          "Scores by week",
          FILE,
          "No map has a score yet: a score needs what was forced, and a law that was fitted before.",
          "");
    }
    String last = allWeeks().get(0);
    StringBuilder body = new StringBuilder(HEAD);
    for (Comparison one : Scorecard.BY_WEEK) {
      if (allWeeks().stream().anyMatch(week -> !counts(week, one).isEmpty())) {
        body.append(weeksOf(one));
      }
    }
    body.append("<h2>Each symbol, week %s</h2>\n".formatted(last)).append(symbols(last));
    return frame.render(
        "Scores by week",
        FILE,
        "Week %s, to %s: hour by hour %s"
            .formatted(
                last, night, words(counts(last, Scorecard.BY_WEEK.get(0)), Models.FINE_FRESHNESS)),
        body.toString());
  }

  /** Returns how many maps won and lost, as the end of a sentence. */
  static String words(Map<Verdict, Integer> counts, String baseline) {
    int scored = counts.values().stream().mapToInt(Integer::intValue).sum();
    StringJoiner words = new StringJoiner(", ");
    counts.forEach(
        (verdict, count) -> words.add("%s the rule for %d".formatted(verdict.words(), count)));
    return "the map against %s: it %s, of %d with a score."
        .formatted(Scorecard.rule(baseline), words, scored);
  }

  private static final String HEAD =
      """
      <section class="panel small prose">
      <p>Every night the published map is held against simpler rules over the 30 days before, with laws of earlier days only.
      <b>Skill</b> is 1 less its deviance over that of the rule: above 0 the map is better. With its 95 % interval over days the map
      <span class="verdict beat">beat</span> the rule (all of it above 0), <span class="verdict lost">lost</span> (all below 0) or is
      <span class="verdict unclear">unclear</span>; under 10 days there is no verdict. A week shows its last scored day; weeks share days, so
      neighbouring weeks are alike.</p>
      </section>
      """;

  private String weeksOf(Comparison of) {
    StringBuilder table =
        new StringBuilder(
            """
            <h2>%s</h2>
            <div class="scroll"><table><thead><tr><th scope="col">Week</th><th scope="col">Beat</th><th scope="col">Lost</th><th scope="col">Unclear</th>
            <th scope="col">No verdict</th><th scope="col">Median skill</th><th scope="col">Share of symbols</th></tr></thead><tbody>
            """
                .formatted(SiteFrame.text(of.title())));
    for (String week : allWeeks()) {
      Map<Verdict, Integer> counts = counts(week, of);
      if (!counts.isEmpty()) {
        table.append("<tr><th scope=\"row\">%s</th>".formatted(week));
        for (Verdict verdict : Verdict.values()) {
          table.append(
              "<td class=\"verdict %s\">%d</td>"
                  .formatted(kind(verdict), counts.getOrDefault(verdict, 0)));
        }
        table.append("<td>%s</td><td>%s</td></tr>\n".formatted(median(week, of), bar(counts)));
      }
    }
    return table.append("</tbody></table></div>\n").toString();
  }

  private static String bar(Map<Verdict, Integer> counts) {
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    StringBuilder bar =
        new StringBuilder(
            "<svg class=\"bar\" viewBox=\"0 0 %d 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                .formatted(all));
    int from = 0;
    for (Map.Entry<Verdict, Integer> one : counts.entrySet()) {
      bar.append(
          "<rect class=\"%s\" x=\"%d\" width=\"%d\" height=\"10\"/>"
              .formatted(kind(one.getKey()), from, one.getValue()));
      from += one.getValue();
    }
    return bar.append("</svg>").toString();
  }

  private String median(String week, Comparison of) {
    double[] skills =
        rows.stream()
            .flatMap(row -> skill(row, week, of).stream())
            .filter(skill -> skill.skill() != null)
            .mapToDouble(Skill::skill)
            .sorted()
            .toArray();
    int half = skills.length / 2;
    return skills.length == 0
        ? "–"
        : Scorecard.text(
            "%+.2f", skills.length % 2 == 1 ? skills[half] : (skills[half - 1] + skills[half]) / 2);
  }

  private String symbols(String last) {
    StringBuilder table =
        new StringBuilder(
            """
            <p class="tools"><label>Find <input id="find" type="search" placeholder="symbol or venue" autocomplete="off"></label>
            <span id="found" class="quiet" role="status">%d symbols with a score</span></p>
            <div class="scroll"><table class="sortable sticky"><thead><tr><th scope="col"><button type="button">Symbol</button></th>
            """
                .formatted(rows.size()));
    for (Comparison one : Scorecard.BY_WEEK) {
      table.append(
          "<th scope=\"col\"><button type=\"button\">%s</button></th>"
              .formatted(SiteFrame.text(one.title())));
    }
    table.append("</tr></thead><tbody>\n");
    for (SiteIndex.Row row : rows) {
      table.append(
          "<tr><th scope=\"row\"><a href=\"%s%s?symbol=%s\">%s</a></th>"
              .formatted(
                  AssetPages.PAGES,
                  row.entry().page(),
                  row.entry().key(),
                  SiteFrame.text(row.entry().title())));
      for (Comparison one : Scorecard.BY_WEEK) {
        table.append(SiteIndex.skill(skill(row, last, one)));
      }
      table.append("</tr>\n");
    }
    return table.append("</tbody></table></div>\n").toString();
  }

  private static String kind(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}
