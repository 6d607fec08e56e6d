package io.treadmill.lab.validate;

import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.ZoneTouch;
import io.treadmill.book.score.ZoneScore;
import io.treadmill.market.UtcDays;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.Well19937c;

/**
 * What was forced where price went through hot, neutral and thin zones, as {@code zone_score} has
 * it, and the same where zones say nothing: totals drawn about what is usual at their distances.
 */
final class ZoneTables {
  private static final String ROW = "%-10s %-14s %6s %22s %22s %9s %9s %9s  %s";
  private static final double LEAST_SHAPE = 0.05;

  private final int lastDay;
  private final Map<Integer, List<ZoneScore.Touch>> byHorizon;

  private ZoneTables(int lastDay, Map<Integer, List<ZoneScore.Touch>> byHorizon) {
    this.lastDay = lastDay;
    this.byHorizon = byHorizon;
  }

  /** Takes windows by the hours of the horizon of their map; 0: now. */
  static ZoneTables of(int lastDay, Map<Integer, List<ZoneScore.Touch>> byHorizon) {
    return new ZoneTables(lastDay, byHorizon);
  }

  /** Takes the windows of days whose totals are known. */
  static ZoneTables of(List<InstrumentReplay.Day> days) {
    return of(
        (int) days.get(days.size() - 1).end().day().toEpochDay(),
        days.stream()
            .flatMap(day -> day.touches().stream())
            .filter(touch -> !Double.isNaN(touch.realisedUsd()))
            .collect(
                Collectors.groupingBy(
                    ZoneTouch::horizonHours,
                    TreeMap::new,
                    Collectors.mapping(ZoneTables::touch, Collectors.toList()))));
  }

  private static ZoneScore.Touch touch(ZoneTouch one) {
    return new ZoneScore.Touch(
        (int) UtcDays.dayOf(one.ts()).toEpochDay(),
        one.kind(),
        one.massUsd(),
        one.usualUsd(),
        one.beyondUsd(),
        one.realisedUsd());
  }

  /**
   * Prints the scores of the days, at most 30 of them.
   *
   * @param nulls draws in which zones say nothing, 0 for none
   */
  void print(int nulls, Consumer<String> out) {
    out.accept("");
    out.accept("what was forced over what is usual where price went through zones, 95 % by days");
    out.accept(
        ROW.formatted(
            "map", "zones", "n", "over usual", "over neutral", "precision", "share", "random", ""));
    byHorizon.forEach(
        (hours, touches) -> {
          for (ZoneScore score : ZoneScore.of(lastDay, touches)) {
            out.accept(row(hours, score));
          }
        });
    if (nulls > 0) {
      byHorizon.forEach((hours, touches) -> out.accept(ofNull(hours, touches, nulls)));
    }
  }

  private static String row(int hours, ZoneScore score) {
    return ROW.formatted(
        name(hours),
        score.kind(),
        score.n(),
        interval(
            score.realisedOverExpected(),
            score.realisedOverExpectedLow(),
            score.realisedOverExpectedHigh()),
        interval(score.overNeutral(), score.overNeutralLow(), score.overNeutralHigh()),
        percent(score.precision()),
        percent(score.realisedShare()),
        percent(score.randomShare()),
        score.verdict() == null ? "" : score.verdict());
  }

  private static String name(int hours) {
    return hours == 0 ? "now, 1 h" : hours + " h";
  }

  private static String interval(double value, double low, double high) {
    if (Double.isNaN(value)) {
      return "-";
    }
    String one = String.format(Locale.ROOT, "%.2f", value);
    return Double.isNaN(low) ? one : one + String.format(Locale.ROOT, " [%.2f, %.2f]", low, high);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private String ofNull(int hours, List<ZoneScore.Touch> touches, int nulls) {
    double shape = shape(touches);
    int hot = 0;
    int thin = 0;
    double precision = 0;
    double share = 0;
    for (int seed = 1; seed <= nulls; seed++) {
      for (ZoneScore score : ZoneScore.of(lastDay, drawn(touches, shape, seed))) {
        boolean special = "special".equals(score.verdict());
        hot += special && score.kind().equals("hot") ? 1 : 0;
        thin += special && score.kind().equals("thin") ? 1 : 0;
        precision += score.kind().equals(ZoneScore.HOTTEST) ? score.precision() / nulls : 0;
        share += score.kind().equals(ZoneScore.HOTTEST) ? score.realisedShare() / nulls : 0;
      }
    }
    return String.format(
        Locale.ROOT,
        "%s, null: of %d draws about what is usual hot zones are special in %d, thin ones in %d;"
            + " hottest tenth: precision %.0f %%, share %.0f %%",
        name(hours),
        nulls,
        hot,
        thin,
        100 * precision,
        100 * share);
  }

  /** Returns the shape of totals about their level: mean squared over variance, by moments. */
  private static double shape(List<ZoneScore.Touch> touches) {
    double level = level(touches);
    double deviation =
        touches.stream()
            .mapToDouble(one -> Math.pow(one.realisedUsd() / (level * expected(one)) - 1, 2))
            .sorted()
            .limit(Math.max(1, touches.size() * 19 / 20))
            .average()
            .orElse(1);
    return Math.max(LEAST_SHAPE, 1 / deviation);
  }

  private static double level(List<ZoneScore.Touch> touches) {
    return touches.stream().mapToDouble(ZoneScore.Touch::realisedUsd).sum()
        / touches.stream().mapToDouble(ZoneTables::expected).sum();
  }

  private static double expected(ZoneScore.Touch touch) {
    return touch.usualUsd() + touch.beyondUsd();
  }

  /** Returns the same windows with totals that do not know of zones. */
  static List<ZoneScore.Touch> drawn(List<ZoneScore.Touch> touches, double shape, long seed) {
    double level = level(touches);
    GammaDistribution one = new GammaDistribution(new Well19937c(seed), shape, 1 / shape);
    double[] factors = one.sample(touches.size());
    ZoneScore.Touch[] result = new ZoneScore.Touch[factors.length];
    Arrays.setAll(
        result,
        i -> {
          ZoneScore.Touch of = touches.get(i);
          return new ZoneScore.Touch(
              of.day(),
              of.kind(),
              of.massUsd(),
              of.usualUsd(),
              of.beyondUsd(),
              level * expected(of) * factors[i]);
        });
    return List.of(result);
  }
}
