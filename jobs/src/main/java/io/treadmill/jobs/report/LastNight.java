package io.treadmill.jobs.report;

import static java.util.stream.Collectors.joining;

import io.treadmill.book.models.Models;
import io.treadmill.book.score.Score;
import io.treadmill.jobs.report.ReportData.Bars;
import io.treadmill.jobs.report.ReportData.Forced;
import io.treadmill.jobs.report.ReportData.InstrumentData;
import io.treadmill.jobs.report.Scorecard.Skill;
import io.treadmill.jobs.report.Scorecard.Verdict;
import io.treadmill.market.BarClock;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What happened to an instrument on the last day of a report, in few words.
 *
 * @param open first price of the day; NaN without bars, as the other prices
 * @param longUsd longs that were forced as reported, USD; NaN if nothing is known of the day
 * @param shortUsd the same of shorts
 * @param flushes flushes that began on the day, in words
 * @param state state of the last full hour that has one; null if none has
 * @param hot largest cell of the last map within 10 % of price; null without a map
 */
record LastNight(
    LocalDate day,
    double open,
    double close,
    double low,
    double high,
    double longUsd,
    double shortUsd,
    List<String> flushes,
    State state,
    Hot hot,
    Scorecard scores) {
  static final DateTimeFormatter LONG_DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final double REACH = 0.1;

  /**
   * A cell of a map.
   *
   * @param distance from the last price, as part of it
   */
  record Hot(String side, double distance, double usd) {}

  /** The state of a market at a full hour. */
  record State(Instant hour, String name) {}

  /** Returns what happened; nothing of the instrument need be known. */
  static LastNight of(UtcDays days, InstrumentData of) {
    int start = (days.count() - 1) * BarClock.MINUTES_OF_A_DAY;
    double[] prices = prices(of.series().bars(), start);
    double[] forced = forced(of.series().forced(), start);
    return new LastNight(
        days.to(),
        prices[0],
        prices[1],
        prices[2],
        prices[3],
        forced[0],
        forced[1],
        flushes(of.statistics().get("flush"), days.to()),
        state(of.statistics().get("regime"), days.to()),
        hot(of.maps(), days.to(), prices[1]),
        of.scores());
  }

  /** Returns open, close, low and high of the bars from a minute on. */
  private static double[] prices(Bars bars, int start) {
    double[] found = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
    if (bars == null) {
      return found;
    }
    for (int i = 0; i < bars.minute().length; i++) {
      if (bars.minute()[i] >= start) {
        found[0] = Double.isNaN(found[0]) ? bars.open()[i] : found[0];
        found[1] = bars.close()[i];
        found[2] = Double.isNaN(found[2]) ? bars.low()[i] : Math.min(found[2], bars.low()[i]);
        found[3] = Double.isNaN(found[3]) ? bars.high()[i] : Math.max(found[3], bars.high()[i]);
      }
    }
    return found;
  }

  private static double[] forced(Forced forced, int start) {
    if (forced == null) {
      return new double[] {Double.NaN, Double.NaN};
    }
    // Prints that are not there did not happen; hours of totals that are not there are not known.
    double known = forced.source() == null ? 0 : Double.NaN;
    double[] sums = {known, known};
    for (int i = 0; i < forced.minute().length; i++) {
      if (forced.minute()[i] >= start) {
        Arrays.setAll(sums, side -> Double.isNaN(sums[side]) ? 0 : sums[side]);
        sums[0] += forced.longUsd()[i];
        sums[1] += forced.shortUsd()[i];
      }
    }
    return sums;
  }

  private static List<String> flushes(StatisticReader.Rows rows, LocalDate day) {
    List<String> found = new ArrayList<>();
    if (rows != null) {
      int at = rows.columns().indexOf("start_ts");
      int side = rows.columns().indexOf("side");
      for (Object[] row : rows.rows()) {
        Instant start = Instant.ofEpochMilli(((Number) row[at]).longValue());
        if (LocalDate.ofInstant(start, ZoneOffset.UTC).equals(day)) {
          found.add("a flush of %ss began at %s".formatted(row[side], CLOCK.format(start)));
        }
      }
    }
    return found;
  }

  private static State state(StatisticReader.Rows rows, LocalDate day) {
    State last = null;
    if (rows != null) {
      int at = rows.columns().indexOf("ts");
      int state = rows.columns().indexOf("state");
      for (Object[] row : rows.rows()) {
        Instant hour = Instant.ofEpochMilli(((Number) row[at]).longValue());
        if (row[state] != null && LocalDate.ofInstant(hour, ZoneOffset.UTC).equals(day)) {
          last = new State(hour, row[state].toString().replace('_', ' '));
        }
      }
    }
    return last;
  }

  private static Hot hot(List<MapDay> maps, LocalDate day, double price) {
    if (maps.isEmpty() || !maps.get(maps.size() - 1).day().equals(day) || !(price > 0)) {
      return null;
    }
    MapDay map = maps.get(maps.size() - 1);
    int column = map.minutes().length - 1;
    Hot best = null;
    for (int row = 0; row < map.rows(); row++) {
      int bucket = map.firstBucket() + row * map.stepBuckets();
      double middle =
          Math.sqrt(PriceGrid.lowerEdge(bucket) * PriceGrid.lowerEdge(bucket + map.stepBuckets()));
      double usd = UsdCode.usd(map.larger(column, row));
      if (Math.abs(middle / price - 1) <= REACH && usd > (best == null ? 0 : best.usd())) {
        boolean isLong = map.larger(column, row) == map.longs()[column * map.rows() + row];
        best = new Hot(isLong ? "longs" : "shorts", middle / price - 1, usd);
      }
    }
    return best;
  }

  /** Returns the change of price over the day as part of its first price; NaN without bars. */
  double change() {
    return close / open - 1;
  }

  double forcedUsd() {
    return longUsd + shortUsd;
  }

  /** Returns the night in one line. */
  String sentence() {
    List<String> parts = new ArrayList<>();
    parts.add(priceWords());
    parts.add(
        Double.isNaN(forcedUsd())
            ? "what was forced is not known"
            : forcedUsd() == 0
                ? "no forced orders were reported"
                : "%s of longs and %s of shorts were forced"
                    .formatted(usd(longUsd), usd(shortUsd)));
    parts.addAll(flushes);
    if (state != null) {
      boolean isAtEnd = state.hour().equals(new UtcDays(day, day).end().minus(1, ChronoUnit.HOURS));
      parts.add(
          "%s the market was %s"
              .formatted(
                  isAtEnd ? "at its end" : "at " + CLOCK.format(state.hour()), state.name()));
    }
    return "%s: %s. %s".formatted(LONG_DAY.format(day), String.join("; ", parts), scoreWords());
  }

  private String priceWords() {
    if (Double.isNaN(close)) {
      return "no price is known";
    }
    String way =
        Math.abs(change()) < 5e-5
            ? "did not move, at"
            : Scorecard.text(
                "%s %.1f %% to", change() > 0 ? "rose" : "fell", 100 * Math.abs(change()));
    return Scorecard.text(
        "price %s %s, in a range of %.1f %%", way, price(close), 100 * (high / low - 1));
  }

  private String scoreWords() {
    List<Skill> skills =
        Stream.of(Models.FINE_FRESHNESS, Models.PATH_ONLY)
            .flatMap(baseline -> scores.headline(baseline).stream())
            .toList();
    if (skills.isEmpty()) {
      return "The map has no score yet.";
    }
    if (skills.stream().allMatch(skill -> skill.verdict() == Verdict.NONE)) {
      int days = skills.get(0).days();
      return days < Score.LEAST_DAYS
          ? "No verdict on the map yet: %d of the %d days that it needs are scored."
              .formatted(days, Score.LEAST_DAYS)
          : "No verdict on the map: %s.".formatted(skills.get(0).reason());
    }
    return skills.stream()
        .map(skill -> skill.verdict().words() + " " + Scorecard.rule(skill.baseline()))
        .collect(joining(", and ", "Over 30 days the map ", "."));
  }

  /** Returns an amount as a reader sees it. */
  static String usd(double usd) {
    return Double.isNaN(usd) ? "an unknown amount" : usd == 0 ? "nothing" : UsdCode.text(usd);
  }

  /** Returns a price with at least five digits. */
  static String price(double price) {
    int decimals = Math.max(0, Math.min(10, 4 - (int) Math.floor(Math.log10(price))));
    return String.format(Locale.ROOT, "%,." + decimals + "f", price);
  }
}
