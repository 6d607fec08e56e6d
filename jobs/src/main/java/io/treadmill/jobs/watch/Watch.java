package io.treadmill.jobs.watch;

import io.treadmill.book.models.Models;
import io.treadmill.conf.WatchSettings.Kind;
import io.treadmill.conf.WatchSettings.WatchRule;
import io.treadmill.lake.Lake;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/** Holds rules against the tables of a day. */
public final class Watch {
  private final Lake lake;
  private final LocalDate day;
  private final List<WatchEvent> events = new ArrayList<>();

  private Watch(Lake lake, LocalDate day) {
    this.lake = lake;
    this.day = day;
  }

  /**
   * Returns what rules say of a day, rule after rule, by instrument and side: of near-hot-zone an
   * event for each instrument and side with a map at the last full hour, of flush one for each that
   * was told of the day, of score-lost one for each score.
   */
  public static List<WatchEvent> events(Lake lake, List<WatchRule> rules, LocalDate day) {
    Watch watch = new Watch(lake, day);
    for (WatchRule rule : rules) {
      switch (rule.kind()) {
        case NEAR_HOT_ZONE -> watch.nearHotZone(rule);
        case FLUSH -> watch.flushes(rule);
        case SCORE_LOST -> watch.scores(rule);
      }
    }
    return watch.events;
  }

  private Stream<NamedRow> matching(WatchRule rule, JavaRDD<Row> rows) {
    return NamedRow.all(rows.filter(found -> isOf(rule, new NamedRow(found)))).stream()
        .sorted(Comparator.comparing(NamedRow::instrument));
  }

  private static boolean isOf(WatchRule rule, NamedRow row) {
    return rule.isOf(row.text("venue"), row.text("symbol"));
  }

  private JavaRDD<Row> rows(LakeTable table) {
    return lake.rows(table, UtcDays.of(day), Selection.ALL, List.of(table.schema().fieldNames()));
  }

  private void nearHotZone(WatchRule rule) {
    Instant last = UtcDays.of(day).end().minus(1, ChronoUnit.HOURS);
    int hours = rule.horizonH();
    Map<Instrument, Map<String, NamedRow>> nearest = new HashMap<>();
    List<Instrument> mapped = new ArrayList<>();
    matching(
            rule,
            rows(LakeTables.ZONES)
                .filter(
                    found -> {
                      NamedRow row = new NamedRow(found);
                      int own = row.isNull("horizon_h") ? 0 : row.integer("horizon_h");
                      return own == hours
                          && row.text("model").equals(Models.BOOK)
                          && row.instant("ts").equals(last);
                    }))
        .forEach(
            row -> {
              if (!mapped.contains(row.instrument())) {
                mapped.add(row.instrument());
              }
              if (row.text("kind").equals("hot") && row.number("excess_usd") >= rule.leastUsd()) {
                nearest
                    .computeIfAbsent(row.instrument(), key -> new HashMap<>())
                    .merge(row.text("side"), row, Watch::nearer);
              }
            });
    for (Instrument instrument : mapped) {
      Stream.of(Side.values())
          .map(Side::text)
          .filter(side -> rule.side() == null || rule.side().equals(side))
          .forEach(
              side ->
                  zone(
                      rule,
                      instrument,
                      side,
                      last,
                      nearest.getOrDefault(instrument, Map.of()).get(side)));
    }
  }

  private static NamedRow nearer(NamedRow one, NamedRow other) {
    return one.number("distance_percent") <= other.number("distance_percent") ? one : other;
  }

  /** Tells of the nearest hot zone of a side; null if there is none. */
  private void zone(
      WatchRule rule, Instrument instrument, String side, Instant last, NamedRow zone) {
    double distance = zone == null ? Double.NaN : zone.number("distance_percent");
    String found =
        zone == null
            ? "no hot zone of %ss%s"
                .formatted(
                    side,
                    rule.leastUsd() == 0
                        ? ""
                        : " that holds %s USD more than is usual"
                            .formatted(amount(rule.leastUsd())))
            : "hot zone of %ss %s %% away, %s to %s, %s USD expected, %s more than is usual"
                .formatted(
                    side,
                    number(distance),
                    number(zone.number("price_low")),
                    number(zone.number("price_high")),
                    amount(zone.number("mass_usd")),
                    amount(zone.number("excess_usd")));
    add(
        rule,
        instrument,
        last,
        side,
        distance,
        rule.withinPercent(),
        distance <= rule.withinPercent(),
        found);
  }

  private void flushes(WatchRule rule) {
    matching(rule, rows(LakeTables.FLUSH))
        .filter(row -> rule.side() == null || row.text("side").equals(rule.side()))
        .forEach(
            row -> {
              double forced = row.number("forced_usd");
              String verdict = row.isNull("verdict") ? "not known" : row.text("verdict");
              add(
                  rule,
                  row.instrument(),
                  row.instant("start_ts"),
                  row.text("side"),
                  forced,
                  rule.leastUsd(),
                  Double.isNaN(forced) ? rule.leastUsd() == 0 : forced >= rule.leastUsd(),
                  "flush of %ss from %s, a move of %s bp, %s USD forced, six hours later: %s"
                      .formatted(
                          row.text("side"),
                          row.instant("start_ts"),
                          number(row.number("move_bp")),
                          Double.isNaN(forced) ? "unknown" : amount(forced),
                          verdict));
            });
  }

  private void scores(WatchRule rule) {
    matching(rule, rows(LakeTables.HEATMAP_SCORE))
        .filter(
            row ->
                row.text("model").equals(Models.BOOK)
                    && row.text("baseline").equals(rule.baseline())
                    && row.text("horizon").equals(rule.horizon()))
        .forEach(
            row -> {
              double skill = row.number("skill");
              String interval =
                  row.isNull("skill_low")
                      ? ""
                      : " [%s, %s]"
                          .formatted(
                              number(row.number("skill_low")), number(row.number("skill_high")));
              add(
                  rule,
                  row.instrument(),
                  null,
                  null,
                  skill,
                  rule.below(),
                  skill < rule.below(),
                  "skill of %s over %s in 30 days: %s%s"
                      .formatted(
                          rule.horizon(),
                          rule.baseline(),
                          Double.isNaN(skill)
                              ? "none (%s)".formatted(row.text("reason"))
                              : number(skill),
                          interval));
            });
  }

  private void add(
      WatchRule rule,
      Instrument instrument,
      Instant ts,
      String side,
      double value,
      double threshold,
      boolean fired,
      String found) {
    events.add(
        new WatchEvent(
            rule,
            instrument,
            day,
            ts,
            side,
            value,
            threshold,
            fired,
            "%s: %s".formatted(instrument, found)));
  }

  /** Returns a rule that found nothing to look at, in words; rules of flushes may find none. */
  public static List<String> idle(List<WatchRule> rules, List<WatchEvent> events) {
    return rules.stream()
        .filter(rule -> rule.kind() != Kind.FLUSH)
        .filter(rule -> events.stream().noneMatch(event -> event.rule().equals(rule)))
        .map(
            rule ->
                "watch: %s found no %s of its instruments"
                    .formatted(
                        rule.name(),
                        rule.kind() == Kind.SCORE_LOST
                            ? "score of %s over %s".formatted(rule.horizon(), rule.baseline())
                            : "zones of horizon %d at the last hour".formatted(rule.horizonH())))
        .toList();
  }

  private static String number(double value) {
    return Math.abs(value) >= 1000
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  private static String amount(double usd) {
    return usd >= 1e6
        ? String.format(Locale.ROOT, "%,.1f million", usd / 1e6)
        : String.format(Locale.ROOT, "%,.0f", usd);
  }
}
