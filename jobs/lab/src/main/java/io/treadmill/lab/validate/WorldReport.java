package io.treadmill.lab.validate;

import io.treadmill.book.models.Models;
import io.treadmill.lab.ladder.Ladder;
import io.treadmill.lab.ladder.Scorecard;
import io.treadmill.lab.simulate.World;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints the ladder over seeds of a world: means of the seeds, and the stated bounds. */
public final class WorldReport {
  private static final String ROW = "%-18s %8s %7s %7s %7s %7s %7s %6s %6s %6s %6s %6s";

  private WorldReport() {}

  /**
   * Runs the ladder and prints it.
   *
   * @param maps whether the standing maps of 1, 4 and 24 h are scored too
   * @param hidden whether the level of the world's ETH with its totals hidden is told
   * @return the bounds of the world that do not hold
   * @throws IllegalArgumentException if no world has the name or there are no seeds
   */
  public static List<String> print(
      String world, int seeds, boolean maps, boolean hidden, Consumer<String> out) {
    if (seeds < 1) {
      throw new IllegalArgumentException("Invalid seeds: " + seeds + " (must be at least 1)");
    }
    World named = World.named(world);
    if (named.maxPrintsPerSecond() > 0) {
      return ThrottledLadder.print(named, seeds, out);
    }
    List<WorldLadder.Result> results = new ArrayList<>();
    out.accept(
        "world "
            + world
            + ": fitted on days 7 to 32, scored on days 33 to 59 in cells of 1 h x 50 bp");
    for (long seed = 1; seed <= seeds; seed++) {
      WorldHistory history = new WorldHistory(named, seed);
      WorldLadder.Result result = WorldLadder.run(history);
      results.add(result);
      out.accept(seedLine(result));
      out.accept(ranksLine(result));
      if (maps) {
        history.printMaps(out);
      }
      if (hidden) {
        new WorldHistory(named, "ETHUSDT", seed).levelFrom(history).print(out);
      }
    }
    out.accept("");
    printMeans(results, out);
    out.accept(
        "skill of book over path_only, all seeds: " + ScoreTable.text(overPathOnly(results)));
    return gates(world, results);
  }

  private static String seedLine(WorldLadder.Result result) {
    Scorecard book = result.cells().score(Models.BOOK);
    Scorecard.Location location = result.cells().location(result.seed());
    return String.format(
        Locale.ROOT,
        "seed %d: n %d, skill over freshness %s, fine_freshness %s, path_only %s, hobby %s, R2"
            + " %.2f, ratio %.2f, true book %.2f, bands held %.0f %%, location %.3f [%.3f, %.3f] n"
            + " %d, R2 of freshness %.2f",
        result.seed(),
        book.n(),
        ScoreTable.text(book.skills().get(Models.FRESHNESS)),
        ScoreTable.text(book.skills().get(Models.FINE_FRESHNESS)),
        ScoreTable.text(book.skills().get(Models.PATH_ONLY)),
        ScoreTable.text(book.skills().get("hobby")),
        book.r2(),
        book.ratio(),
        result.rankCorrelation(Models.BOOK),
        100 * result.cells().bandCoverage(),
        location.gain(),
        location.low(),
        location.high(),
        location.prints(),
        result.cells().score(Models.FRESHNESS).r2());
  }

  private static String ranksLine(WorldLadder.Result result) {
    return "rank with the true book by distance from the price, to %s %%: %s"
        .formatted(
            WorldLadder.FARTHEST,
            Stream.of(Models.BOOK, Models.PATH_ONLY, Models.FINE_FRESHNESS)
                .map(
                    model ->
                        model
                            + Arrays.stream(result.ranks().get(model))
                                .skip(1)
                                .mapToObj(rank -> String.format(Locale.ROOT, " %.2f", rank))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining(", ")));
  }

  private static void printMeans(List<WorldLadder.Result> results, Consumer<String> out) {
    out.accept(
        String.format(
            ROW,
            "mean of seeds",
            "deviance",
            "M0",
            "hobby",
            "M0s",
            "fine",
            "path",
            "rank",
            "R2",
            "ratio",
            "hot",
            Models.BOOK));
    for (Models.Definition model : Models.ALL) {
      String name = model.name();
      out.accept(
          String.format(
              ROW,
              name,
              text("%.0f", mean(results, name, Scorecard::deviance)),
              skill(results, name, "constant"),
              skill(results, name, "hobby"),
              skill(results, name, Models.FRESHNESS),
              skill(results, name, Models.FINE_FRESHNESS),
              skill(results, name, Models.PATH_ONLY),
              text("%.2f", mean(results, name, Scorecard::spearman)),
              text("%.2f", mean(results, name, Scorecard::r2)),
              text("%.2f", mean(results, name, Scorecard::ratio)),
              text("%.2f", mean(results, name, Scorecard::hotPrecision)),
              text("%.2f", rankCorrelation(results, name))));
    }
    out.accept(
        "columns M0 to path: deviance skill over that baseline; rank: of cells; book: rank"
            + " correlation of the standing map with the true book within 10 % of price");
  }

  private static double mean(
      List<WorldLadder.Result> results, String model, ToDoubleFunction<Scorecard> value) {
    return results.stream()
        .mapToDouble(result -> value.applyAsDouble(result.cells().score(model)))
        .average()
        .orElse(Double.NaN);
  }

  private static double rankCorrelation(List<WorldLadder.Result> results, String model) {
    return results.stream()
        .mapToDouble(result -> result.rankCorrelation(model))
        .average()
        .orElse(Double.NaN);
  }

  private static String skill(List<WorldLadder.Result> results, String model, String baseline) {
    return model.equals(baseline)
        ? "-"
        : text("%.2f", mean(results, model, score -> score.skills().get(baseline).skill()));
  }

  private static String text(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  private static List<String> gates(String world, List<WorldLadder.Result> results) {
    Gates gates = new Gates();
    for (WorldLadder.Result result : results) {
      Scorecard book = result.cells().score(Models.BOOK);
      Scorecard.Skill fresh = book.skills().get(Models.FRESHNESS);
      String seed = "seed " + result.seed() + ", ";
      if (world.equals("base")) {
        gates.check(seed + "skill over freshness at least 0.55", fresh.skill(), 0.55);
        gates.check(seed + "over hobby at least 0.9", book.skills().get("hobby").skill(), 0.9);
        gates.check(seed + "R2 at least 0.78", book.r2(), 0.78);
        gates.check(seed + "ratio at least 0.9", book.ratio(), 0.9);
        gates.check(seed + "ratio at most 1.15", -book.ratio(), -1.15);
      }
      if (world.equals("hard")) {
        gates.check(seed + "R2 at least 0.5", book.r2(), 0.5);
        gates.check(seed + "skill over freshness at least 0.25", fresh.skill(), 0.25);
        gates.check(seed + "its interval above 0", fresh.low(), 0);
      }
    }
    if (world.equals("base")) {
      gates.check(
          "mean rank correlation with the true book at least 0.85",
          rankCorrelation(results, Models.BOOK),
          0.85);
      double held =
          results.stream()
              .mapToDouble(result -> result.cells().bandCoverage())
              .average()
              .orElse(Double.NaN);
      gates.check("80 % bands hold at least 70 % of the deciles", held, 0.7);
      gates.check("80 % bands hold at most 90 % of the deciles", -held, -0.9);
    }
    if (world.equals("hard")) {
      gates.check(
          "interval of the skill over path_only, all seeds, not below -0.03",
          0.03 + overPathOnly(results).low(),
          0);
    }
    return gates.failed();
  }

  /** Skill over the path-only book of all seeds together: their days are drawn from one urn. */
  private static Scorecard.Skill overPathOnly(List<WorldLadder.Result> results) {
    double[] realised = joined(results, Ladder.Result::realised);
    double[] book = joined(results, ladder -> ladder.predicted().get(Models.BOOK));
    double[] path = joined(results, ladder -> ladder.predicted().get(Models.PATH_ONLY));
    long[] days =
        results.stream()
            .flatMapToLong(
                result ->
                    result.cells().rows().stream()
                        .mapToLong(
                            row -> result.seed() * 100_000 + UtcDays.dayOf(row.ts()).toEpochDay()))
            .toArray();
    return Scorecard.skill(realised, book, path, days, 1000, 1);
  }

  private static double[] joined(
      List<WorldLadder.Result> results, Function<Ladder.Result, double[]> values) {
    return results.stream()
        .flatMapToDouble(result -> Arrays.stream(values.apply(result.cells())))
        .toArray();
  }
}
