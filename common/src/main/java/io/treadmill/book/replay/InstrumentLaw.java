package io.treadmill.book.replay;

import io.treadmill.book.law.Dispersion;
import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.map.Exposure;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.standing.LevelRule;
import io.treadmill.market.AggregateRule;
import io.treadmill.market.Fingerprint;
import io.treadmill.market.Side;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What comes into use for an instrument on one day: a {@link FittedLaw} of each model and horizon,
 * all of one training window, and where they are from.
 *
 * @param fitId hash of what it says
 * @param validFrom first day of use
 * @param trainedFrom first day of the training window
 * @param trainedTo last day of it, before validFrom
 * @param printScope feed rule of the totals
 * @param origin {@link #OWN} or {@code pooled} with the number of symbols
 * @param models laws by {@link #key}
 */
public record InstrumentLaw(
    String fitId,
    LocalDate validFrom,
    LocalDate trainedFrom,
    LocalDate trainedTo,
    String printScope,
    String origin,
    Map<String, FittedLaw> models)
    implements Serializable {
  /** Origin of a law that was fitted to the instrument's own totals. */
  public static final String OWN = "own";

  private static final String HORIZON = "@";

  /** Refuses a law that saw days on which it is used. */
  public InstrumentLaw {
    if (!validFrom.isAfter(trainedTo)) {
      throw new IllegalArgumentException(
          "Invalid law %s: valid from %s, trained to %s (must be trained on earlier days)"
              .formatted(fitId, validFrom, trainedTo));
    }
  }

  /** Returns a law of models; its id is a hash of its window, scope and every weight to the bit. */
  static InstrumentLaw of(
      LocalDate validFrom,
      LocalDate trainedFrom,
      LocalDate trainedTo,
      String printScope,
      String origin,
      Map<String, FittedLaw> models) {
    StringBuilder text = new StringBuilder();
    text.append(validFrom).append(trainedFrom).append(printScope);
    new TreeMap<>(models)
        .forEach(
            (name, law) -> {
              FittedLaw.OfSide longs = law.longs();
              FittedLaw.OfSide shorts = law.shorts();
              text.append(name)
                  .append(law.columns())
                  .append(Arrays.deepToString(new double[][] {longs.weight(), shorts.weight()}))
                  .append(Arrays.deepToString(new double[][][] {longs.draws(), shorts.draws()}))
                  .append(List.of(longs.kappaUsd(), shorts.kappaUsd()))
                  .append(law.sums())
                  .append(law.dispersions());
            });
    return new InstrumentLaw(
        Fingerprint.of(text.toString()),
        validFrom,
        trainedFrom,
        trainedTo,
        printScope,
        origin,
        models);
  }

  /**
   * Returns the law pooled over symbols of one venue and product, for one with too few totals: over
   * those whose totals are of the venue set of the first, and of the models that all of them have.
   * One without totals takes its level from its volume ({@link LevelRule}).
   *
   * @param symbol the one with too few totals
   * @param fitted what it has of its own
   * @param known the symbols that stand on their own totals, in a fixed order, at least one
   */
  public static InstrumentLaw pooled(
      String symbol, Calibrator.Fitted fitted, List<Calibrator.Fitted> known) {
    boolean hasTotals = fitted.law() != null;
    InstrumentLaw law =
        pooled(
            symbol,
            known.stream().map(Calibrator.Fitted::law).toList(),
            hasTotals ? fitted.day().columnsUsd() : null);
    double predicted = 0;
    for (Side side : Side.values()) {
      predicted +=
          Exposure.times(fitted.day().columnsUsd()[side.index()], law.book().of(side).weight());
    }
    if (hasTotals || !(predicted > 0)) {
      return law;
    }
    List<LevelRule.Known> alike =
        known.stream()
            .filter(
                one -> AggregateRule.ofSymbol(one.law().printScope, symbol).equals(law.printScope))
            .map(one -> new LevelRule.Known(one.day().activity(), one.day().realisedUsd()))
            .toList();
    return law.atLevel(LevelRule.factor(alike, fitted.day().activity(), predicted));
  }

  /**
   * Returns the law pooled over symbols, at their mean level.
   *
   * @param own laws of the symbols that stand on their own totals, in a fixed order, at least one
   * @param dailyColumnsUsd mean daily unweighted columns of the book of the symbol by side; null if
   *     it has no totals: then there is no rescale
   */
  static InstrumentLaw pooled(String symbol, List<InstrumentLaw> own, double[][] dailyColumnsUsd) {
    InstrumentLaw first = own.get(0);
    String scope = AggregateRule.ofSymbol(first.printScope, symbol);
    List<InstrumentLaw> alike =
        own.stream()
            .filter(law -> AggregateRule.ofSymbol(law.printScope, symbol).equals(scope))
            .toList();
    Map<String, FittedLaw> models = new TreeMap<>();
    for (String name : first.models.keySet()) {
      if (alike.stream().allMatch(law -> law.models.containsKey(name))) {
        List<FittedLaw> laws = alike.stream().map(law -> law.models.get(name)).toList();
        models.put(name, FittedLaw.pooled(laws, name.equals(Models.BOOK) ? dailyColumnsUsd : null));
      }
    }
    return of(
        first.validFrom,
        alike.stream().map(InstrumentLaw::trainedFrom).min(LocalDate::compareTo).orElseThrow(),
        first.trainedTo,
        scope,
        "pooled over " + alike.size() + " symbols",
        models);
  }

  /**
   * Returns this law for a symbol without totals: the weights of the book at the level that the
   * traded volume of the symbol tells.
   */
  InstrumentLaw atLevel(double factor) {
    Map<String, FittedLaw> levelled = new TreeMap<>(models);
    levelled.replaceAll(
        (key, law) ->
            key.equals(Models.BOOK) || key.startsWith(Models.BOOK + HORIZON)
                ? law.times(factor, LevelRule.VARIANCE)
                : law);
    return of(
        validFrom, trainedFrom, trainedTo, printScope, origin + ", level by volume", levelled);
  }

  /** Returns the law of the published model. */
  public FittedLaw book() {
    return models.get(Models.BOOK);
  }

  /** Returns the key of a law: the model given the path of hours, else {@code model@horizon}. */
  static String key(String model, Horizon horizon) {
    return horizon == Horizon.PATH_1H ? model : model + HORIZON + horizon.text();
  }

  /**
   * Returns the laws of a model: that given the path of hours where a horizon has none of its own.
   *
   * @param columns order of the columns of a horizon
   */
  Map<Horizon, FittedLaw> byHorizon(String model, Function<Horizon, List<String>> columns) {
    Map<Horizon, FittedLaw> laws = new TreeMap<>();
    for (Horizon horizon : Horizon.values()) {
      laws.put(horizon, law(model, horizon).arranged(columns.apply(horizon)));
    }
    return laws;
  }

  /** Returns whether the standing map of the book has laws of its own parts. */
  boolean hasStandingParts() {
    FittedLaw map = models.get(key(Models.BOOK, Horizon.MAP_1H));
    return map != null && map.columns().containsAll(Models.farColumns());
  }

  /**
   * Returns the law of a model for a horizon: that given the path of hours where it has none of its
   * own, which tells nothing of how totals of other windows lie about it; null if it has none at
   * all.
   */
  public FittedLaw law(String model, Horizon horizon) {
    FittedLaw own = models.get(key(model, horizon));
    FittedLaw path = models.get(model);
    return own != null || path == null
        ? own
        : path.withDispersions(List.of(Dispersion.NONE, Dispersion.NONE));
  }

  /** Returns laws by horizon with the factors of a day: the hours given the path have them. */
  static Map<Horizon, FittedLaw> inForce(Map<Horizon, FittedLaw> laws, List<Rescale> before) {
    Map<Horizon, FittedLaw> result = new TreeMap<>(laws);
    result.replaceAll((horizon, law) -> law.inForce(laws.get(Horizon.PATH_1H), before));
    return result;
  }

  /** Returns the law in force on a day, or null before the first. */
  static InstrumentLaw on(SortedMap<LocalDate, InstrumentLaw> laws, LocalDate day) {
    SortedMap<LocalDate, InstrumentLaw> until = laws.headMap(day.plusDays(1));
    return until.isEmpty() ? null : until.get(until.lastKey());
  }
}
