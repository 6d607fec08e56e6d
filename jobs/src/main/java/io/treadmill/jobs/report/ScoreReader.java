package io.treadmill.jobs.report;

import static java.util.stream.Collectors.groupingBy;

import io.treadmill.book.models.Models;
import io.treadmill.book.score.Score;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the scores of the last day of a report that has any. */
record ScoreReader(RunContext run) {
  /** Days back to which the history of the score goes. */
  private static final int HISTORY_DAYS = 63;

  /** Returns the scorecard of each instrument that has scores in the days of the report. */
  Map<Instrument, Scorecard> read() {
    Map<Instrument, LocalDate> last = new TreeMap<>();
    LocalDate from = run.days().to().minusDays(HISTORY_DAYS - 1L);
    List<NamedRow> all =
        ofBook(
            LakeTables.HEATMAP_SCORE,
            new UtcDays(
                from.isBefore(run.days().from()) ? from : run.days().from(), run.days().to()),
            Comparator.comparing((NamedRow row) -> row.text("horizon"))
                .thenComparing(row -> row.text("baseline")));
    Map<Instrument, List<Scorecard.Week>> weeks = weeks(all);
    List<NamedRow> rows = all.stream().filter(row -> run.days().contains(row.day("day"))).toList();
    for (NamedRow row : rows) {
      last.merge(row.instrument(), row.day("day"), (a, b) -> a.isAfter(b) ? a : b);
    }
    Map<Instrument, List<NamedRow>> scores = ofLastDay(rows, last);
    Map<Instrument, List<NamedRow>> deciles = deciles(last);
    Map<Instrument, LawHistory> laws = LawHistory.read(run);
    Map<Instrument, List<NamedRow>> zones =
        ofLastDay(
            ofBook(
                LakeTables.ZONE_SCORE, run.days(), Comparator.comparing(row -> row.text("kind"))),
            last);
    Map<Instrument, Scorecard> result = new TreeMap<>();
    scores.forEach(
        (instrument, own) -> {
          LawHistory law = laws.getOrDefault(instrument, LawHistory.NONE);
          Scorecard card =
              Scorecard.of(
                  last.get(instrument).toString(),
                  own.stream().map(ScoreReader::skill).toList(),
                  deciles.getOrDefault(instrument, List.of()).stream()
                      .map(ScoreReader::decile)
                      .toList(),
                  own.get(0).text("print_scope"),
                  law.origin(last.get(instrument)));
          for (String sentence : law.words(last.get(instrument), run.days())) {
            card = card.with(sentence);
          }
          Optional<String> location =
              own.stream().map(ScoreReader::location).flatMap(Optional::stream).findFirst();
          for (String sentence : ZoneWords.of(zones.getOrDefault(instrument, List.of()))) {
            card = card.with(sentence);
          }
          result.put(instrument, location.map(card::with).orElse(card).with(weeks.get(instrument)));
        });
    return result;
  }

  /** Returns what the last scored day of each week said of the comparisons that are shown. */
  private static Map<Instrument, List<Scorecard.Week>> weeks(List<NamedRow> rows) {
    Map<Instrument, TreeMap<String, TreeMap<LocalDate, List<Scorecard.Skill>>>> found =
        new TreeMap<>();
    for (NamedRow row : rows) {
      if (Scorecard.isShownByWeek(row.text("horizon"), row.text("baseline"))) {
        found
            .computeIfAbsent(row.instrument(), instrument -> new TreeMap<>())
            .computeIfAbsent(SitePeriod.weekOf(row.day("day")), week -> new TreeMap<>())
            .computeIfAbsent(row.day("day"), day -> new ArrayList<>())
            .add(skill(row));
      }
    }
    Map<Instrument, List<Scorecard.Week>> weeks = new TreeMap<>();
    found.forEach(
        (instrument, byWeek) ->
            weeks.put(
                instrument,
                byWeek.entrySet().stream()
                    .map(
                        week ->
                            new Scorecard.Week(
                                week.getKey(),
                                week.getValue().lastKey().toString(),
                                week.getValue().lastEntry().getValue()))
                    .toList()));
    return weeks;
  }

  /** Says whether the map knows where in the path prints fall, where their prices are known. */
  private static Optional<String> location(NamedRow row) {
    boolean headline =
        row.text("horizon").equals("path_1h") && row.text("baseline").equals(Models.FINE_FRESHNESS);
    if (!headline || row.isNull("location_prints")) {
      return Optional.empty();
    }
    String what = "Where in the path prints fall: ";
    String many = Scorecard.text("%,d prints with prices", row.whole("location_prints"));
    Double gain = number(row, "location_gain");
    if (gain == null) {
      return Optional.of(what + many + " are too few to say.");
    }
    Double low = number(row, "location_gain_low");
    String over = Scorecard.text("log-likelihood per print over fine_freshness %+.3f, ", gain);
    return Optional.of(
        what
            + over
            + (low == null || row.integer("days") < Score.LEAST_DAYS
                ? "%s on too few days for an interval.".formatted(many)
                : Scorecard.text(
                    "95 %% interval %+.3f to %+.3f, %s.",
                    low, number(row, "location_gain_high"), many)));
  }

  private static Map<Instrument, List<NamedRow>> ofLastDay(
      List<NamedRow> rows, Map<Instrument, LocalDate> last) {
    return rows.stream()
        .filter(row -> row.day("day").equals(last.get(row.instrument())))
        .collect(groupingBy(NamedRow::instrument));
  }

  private Map<Instrument, List<NamedRow>> deciles(Map<Instrument, LocalDate> last) {
    return ofLastDay(
        ofBook(
                LakeTables.HEATMAP_RELIABILITY,
                run.days(),
                Comparator.comparingInt(row -> row.integer("decile")))
            .stream()
            .filter(row -> row.text("horizon").equals("path_1h"))
            .toList(),
        last);
  }

  /** Returns rows of the model of the map in some order; they are few. */
  private List<NamedRow> ofBook(LakeTable table, UtcDays days, Comparator<NamedRow> order) {
    List<String> columns = table.columns().stream().map(TableColumn::name).toList();
    return run
        .lake()
        .rows(table, days, run.selection(), columns)
        .filter(row -> new NamedRow(row).text("model").equals(Models.BOOK))
        .collect()
        .stream()
        .map(NamedRow::new)
        .sorted(order)
        .toList();
  }

  private static Scorecard.Decile decile(NamedRow row) {
    double n = row.whole("n");
    Double low = number(row, "low_usd");
    Double high = number(row, "high_usd");
    return new Scorecard.Decile(
        number(row, "predicted_usd") / n,
        low == null ? null : (Double) (low / n),
        high == null ? null : (Double) (high / n),
        number(row, "realised_usd") / n);
  }

  private static Scorecard.Skill skill(NamedRow row) {
    return new Scorecard.Skill(
        row.text("horizon"),
        row.text("baseline"),
        number(row, "skill"),
        number(row, "skill_low"),
        number(row, "skill_high"),
        number(row, "ratio"),
        number(row, "spearman"),
        row.whole("n"),
        row.integer("days"),
        row.text("reason"));
  }

  private static Double number(NamedRow row, String name) {
    return row.isNull(name) ? null : (Double) row.number(name);
  }
}
