package io.treadmill.jobs.score;

import io.treadmill.book.models.Models;
import io.treadmill.book.score.ZoneScore;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;

/** Scores the zones of one instrument, for each day of the run over the days before it. */
final class ZoneScoreFunction implements FlatMapGroupsFunction<String, Row, Row> {
  private static final long serialVersionUID = 1L;

  private static final RowLayout<Scored> ROWS =
      RowLayout.<Scored>of(LakeTables.ZONE_SCORE)
          .components(Scored.class, one -> one)
          .components(ZoneScore.class, Scored::score)
          .text("model", one -> Models.BOOK)
          .integer("horizon_h", Scored::horizonHours)
          .text("verdict", one -> one.score().verdict())
          .text("reason", one -> one.score().reason())
          .build();

  /** Rows come in any order; of windows as hot the earlier counts. */
  private static final Comparator<NamedRow> IN_TIME =
      Comparator.<NamedRow>comparingLong(row -> row.micros("ts"))
          .thenComparing(row -> row.text("side"));

  private final ArrayList<LocalDate> days;

  ZoneScoreFunction(List<LocalDate> days) {
    this.days = new ArrayList<>(days);
  }

  /** What a row is made of. */
  private record Scored(
      Instrument instrument, LocalDate day, int horizonHours, String printScope, ZoneScore score) {}

  /** The windows of a day; those whose totals are not known have none. */
  private static final class OfDay {
    private final List<ZoneScore.Touch> touches = new ArrayList<>();
    private String printScope;

    void add(int day, NamedRow row) {
      printScope = row.text("print_scope");
      if (!row.isNull("realised_usd")) {
        touches.add(
            new ZoneScore.Touch(
                day,
                row.text("kind"),
                row.number("mass_usd"),
                row.number("usual_usd"),
                row.number("beyond_usd"),
                row.number("realised_usd")));
      }
    }
  }

  @Override
  public Iterator<Row> call(String key, Iterator<Row> rows) {
    TreeMap<Integer, TreeMap<LocalDate, OfDay>> horizons = new TreeMap<>();
    List<NamedRow> inTime = new ArrayList<>();
    rows.forEachRemaining(row -> inTime.add(new NamedRow(row)));
    inTime.sort(IN_TIME);
    for (NamedRow row : inTime) {
      LocalDate day = UtcDays.dayOf(row.micros("ts"));
      horizons
          .computeIfAbsent(row.integer("horizon_h"), hours -> new TreeMap<>())
          .computeIfAbsent(day, date -> new OfDay())
          .add((int) day.toEpochDay(), row);
    }
    Instrument instrument = Instrument.parse(key);
    List<Row> result = new ArrayList<>();
    for (LocalDate day : days) {
      horizons.forEach(
          (hours, byDay) -> {
            if (byDay.containsKey(day)) {
              String scope = byDay.get(day).printScope;
              List<ZoneScore.Touch> touches =
                  byDay.headMap(day, true).values().stream()
                      .filter(ofDay -> ofDay.printScope.equals(scope))
                      .flatMap(ofDay -> ofDay.touches.stream())
                      .toList();
              for (ZoneScore score : ZoneScore.of((int) day.toEpochDay(), touches)) {
                Scored one = new Scored(instrument, day, hours, scope, score);
                result.add(ScoreFunction.OUTPUT.row(ROWS.name(), ROWS.row(one)));
              }
            }
          });
    }
    return result.iterator();
  }
}
