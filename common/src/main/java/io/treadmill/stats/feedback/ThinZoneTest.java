package io.treadmill.stats.feedback;

import io.treadmill.market.BarClock;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.Ranks;
import io.treadmill.stats.Reasons;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.feedback.ThinZoneEvents.Event;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Does a move turn sooner where the map ahead of it is thin? Partial rank correlation of thinness
 * (small = thin) with the return against the move, volatility of 24 h and size of the move held
 * fixed. Negative = thin zones turn sooner.
 *
 * @param effect the outcome fixed before: return over the next hour
 * @param pByDay p of the same if events of a day depend on each other
 * @param effect15m second outcome: 15 minutes
 * @param placeboDayBefore placebo: the map of 24 h earlier
 * @param placeboOtherSide placebo: the map on the other side of the price
 * @param takerEffect the same correlation for taker imbalance against the move in the hour after
 * @param realisedPerPredictedThin forced over predicted given the path in the hour after, thinner
 *     half of the events; 1 = no more than the map says; NaN if unknown
 * @param realisedPerPredictedOther the same of the other half
 * @param days days with events
 */
public record ThinZoneTest(
    Estimate effect,
    double pByDay,
    Estimate effect15m,
    Estimate placeboDayBefore,
    Estimate placeboOtherSide,
    Estimate takerEffect,
    double realisedPerPredictedThin,
    double realisedPerPredictedOther,
    int days) {
  /** What a negative coefficient does not prove. */
  public static final String CAVEAT =
      "A negative coefficient does not prove discretionary buying: where the map is thin fewer"
          + " orders are forced, and a move ends sooner for want of sellers (worlds without any"
          + " discretionary buyer give -.2 too). It would need taker flow against the move and"
          + " realised / predicted near 1 as well.";

  private static final double LEVEL = 0.05;

  /** Outcome of an event: x against y. */
  private interface Value extends ToDoubleFunction<Event> {}

  /**
   * Tests events.
   *
   * @param events events, at any order of groups
   * @param group instrument of each, as a number
   */
  public static ThinZoneTest of(List<Event> events, int[] group, long seed) {
    Event[] all = events.toArray(Event[]::new);
    double[] thin = Arrays.stream(all).mapToDouble(Event::thin).toArray();
    double median = Ranks.median(thin);
    PartialRank hour = rank(all, group, Event::thin, Event::reversal, seed);
    return new ThinZoneTest(
        hour.rank(),
        hour.clusterP(),
        rank(all, group, Event::thin, Event::reversalSoon, seed + 1).rank(),
        rank(all, group, Event::dayBefore, Event::reversal, seed + 2).rank(),
        rank(all, group, Event::otherSide, Event::reversal, seed + 3).rank(),
        rank(all, group, Event::thin, Event::taker, seed + 4).rank(),
        ratio(all, median, true),
        ratio(all, median, false),
        (int) Arrays.stream(all).mapToLong(ThinZoneTest::day).distinct().count());
  }

  /** Returns what the numbers say, with what they do not. */
  public String reading() {
    if (Double.isNaN(effect.value())) {
      return "Nothing can be said.";
    }
    boolean found = effect.p() < LEVEL && pByDay < LEVEL;
    if (!found) {
      return "No relation of thinness with the next hour beyond chance.";
    }
    if (effect.value() > 0) {
      return "Moves into thin zones ran on: the opposite of the hypothesis.";
    }
    boolean placebo = placeboDayBefore.p() < LEVEL || placeboOtherSide.p() < LEVEL;
    return (placebo
            ? "Thin zones went with sooner turns, but so did a placebo. "
            : "Thin zones went with sooner turns. ")
        + CAVEAT;
  }

  /** Returns why something is missing; null if nothing is. */
  public String reason() {
    return Reasons.join(
        effect.n() < PartialRank.LEAST_EVENTS ? effect.reason() + " with a map" : effect.reason(),
        reason("15 min", effect15m),
        reason("day before", placeboDayBefore),
        reason("other side", placeboOtherSide),
        reason("taker", takerEffect),
        Double.isNaN(realisedPerPredictedThin) ? "thinner half: nothing was predicted" : null,
        Double.isNaN(realisedPerPredictedOther) ? "other half: nothing was predicted" : null);
  }

  /** The reason of another test, where it is not that of the first. */
  private String reason(String what, Estimate test) {
    String own = test.reason();
    return own == null || own.equals(effect.reason()) ? null : "%s: %s".formatted(what, own);
  }

  private static PartialRank rank(Event[] all, int[] group, Value x, Value y, long seed) {
    int[] known = new int[all.length];
    int n = 0;
    for (int i = 0; i < all.length; i++) {
      if (!Double.isNaN(x.applyAsDouble(all[i])) && !Double.isNaN(y.applyAsDouble(all[i]))) {
        known[n++] = i;
      }
    }
    int[] rows = Arrays.copyOf(known, n);
    return PartialRank.of(
        values(all, rows, x),
        values(all, rows, y),
        new double[][] {values(all, rows, Event::volatility), values(all, rows, Event::move)},
        Arrays.stream(rows).map(i -> group[i]).toArray(),
        Arrays.stream(rows).mapToLong(i -> day(all[i])).toArray(),
        seed);
  }

  private static double[] values(Event[] all, int[] rows, Value value) {
    return Arrays.stream(rows).mapToDouble(i -> value.applyAsDouble(all[i])).toArray();
  }

  private static double ratio(Event[] all, double median, boolean thin) {
    double forced = 0;
    double predicted = 0;
    for (Event event : all) {
      boolean known = !Double.isNaN(event.forcedUsd()) && !Double.isNaN(event.predictedUsd());
      if (known && event.thin() < median == thin) {
        forced += event.forcedUsd();
        predicted += event.predictedUsd();
      }
    }
    return predicted > 0 ? forced / predicted : Double.NaN;
  }

  private static long day(Event event) {
    return Math.floorDiv(event.micros(), BarClock.DAY_MICROS);
  }

  /** Returns a seed that depends on the events alone. */
  public static long seed(List<Event> events) {
    return Resampling.seed(
        "thin_zone_test",
        events.size(),
        events.isEmpty() ? 0 : events.get(0).micros(),
        events.isEmpty() ? 0 : events.get(events.size() - 1).micros());
  }
}
