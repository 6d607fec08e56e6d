package io.treadmill.stats.feedback;

import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.Settlement;
import io.treadmill.stats.MarketSeries.Zone;
import io.treadmill.stats.Reasons;
import io.treadmill.stats.episode.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened when price first touched a hot zone. The columns of {@code zone_outcome} say what
 * each number is; NaN = unknown.
 *
 * @param hitMicros start of the five minutes that touched it
 * @param completeMicros when all of it was known
 * @param zone the zone as the last map before the touch drew it
 * @param longTotals which totals there are of more than the hour; null if there are none
 */
public record ZoneOutcome(
    long hitMicros,
    long completeMicros,
    Zone zone,
    double openInterestStart,
    double openInterestDropPercent,
    double openInterestRebuiltShare,
    double openInterestChangePercent,
    String feedRule,
    String longTotals,
    double realisedUsd,
    double predictedUsd,
    double fundingBefore,
    double fundingAfter,
    int openInterestSteps) {
  /** Hours after the touch at which the verdict is read. */
  public static final int VERDICT_HOURS = 6;

  /** Minutes after the touch after which an outcome is complete: the next settlement is known. */
  public static final int COMPLETE_MINUTES = 485;

  private static final int SAME_ZONE_STEPS = BarClock.BARS_OF_A_DAY;

  /** A zone that was hit lately. */
  private record Hit(int step, Zone zone) {}

  /** Returns what became of the leverage, by {@link Verdict}; null if open interest is unknown. */
  public String verdict() {
    return Double.isNaN(openInterestChangePercent)
        ? null
        : Verdict.text(
            Verdict.of(
                openInterestDropPercent / 100, openInterestRebuiltShare, Verdict.LEAST_DROP));
  }

  /** Returns forced over predicted notional; NaN if one is unknown or nothing was predicted. */
  public double realisedPerPredicted() {
    return predictedUsd > 0 ? realisedUsd / predictedUsd : Double.NaN;
  }

  /** Returns why something is missing; null if nothing is. */
  public String reason() {
    return Reasons.join(
        verdict() == null
            ? "no open interest at the touch or 6 h later"
            : Double.isNaN(openInterestRebuiltShare) ? "open interest did not drop" : null,
        Double.isNaN(realisedUsd)
            ? Reasons.join("no totals of forced orders", longTotals)
            : Double.isNaN(predictedUsd)
                ? "no prediction given the path"
                : predictedUsd > 0 ? null : "nothing was predicted given the path",
        Double.isNaN(fundingBefore) || Double.isNaN(fundingAfter)
            ? "no settlement within 8 h"
            : null);
  }

  /**
   * Returns the first touches of hot zones that are complete before the end of the series, by time.
   * A zone that overlaps one of the same side touched in the 24 h before is the same zone.
   */
  public static List<ZoneOutcome> of(MarketSeries series) {
    List<ZoneOutcome> outcomes = new ArrayList<>();
    List<Hit> recent = new ArrayList<>();
    long end = series.steps().micros(series.steps().count());
    series
        .zones()
        .forEach(
            (micros, zones) -> {
              int step = series.steps().index(micros);
              recent.removeIf(hit -> step - hit.step > SAME_ZONE_STEPS);
              List<Hit> now = new ArrayList<>();
              for (Zone zone : zones) {
                int hit = zone.hot() && zone.distancePercent() > 0 ? hit(series, zone, step) : -1;
                if (hit >= 0) {
                  now.add(new Hit(hit, zone));
                }
              }
              for (Hit hit : now) {
                if (recent.stream().noneMatch(old -> overlaps(old.zone, hit.zone))) {
                  ZoneOutcome outcome = outcome(series, hit);
                  if (outcome.completeMicros <= end) {
                    outcomes.add(outcome);
                  }
                }
              }
              recent.addAll(now);
            });
    return outcomes;
  }

  private static boolean overlaps(Zone a, Zone b) {
    return a.side() == b.side() && a.priceLow() < b.priceHigh() && b.priceLow() < a.priceHigh();
  }

  /** First step of the map's hour that touched the near edge; -1 if none did. */
  private static int hit(MarketSeries series, Zone zone, int from) {
    boolean isLong = zone.side() == Side.LONG;
    double[] reach = series.column(isLong ? Column.LOW : Column.HIGH);
    double edge = isLong ? zone.priceHigh() : zone.priceLow();
    for (int i = Math.max(0, from);
        i < Math.min(from + BarClock.BARS_OF_AN_HOUR, reach.length);
        i++) {
      if (zone.side().sign() * (reach[i] - edge) <= 0) {
        return i;
      }
    }
    return -1;
  }

  private static ZoneOutcome outcome(MarketSeries series, Hit hit) {
    long at = series.steps().micros(hit.step);
    double[] size = series.openInterest();
    double start = size[hit.step];
    double least = start;
    int known = 0;
    for (int i = hit.step; i <= hit.step + BarClock.BARS_OF_AN_HOUR && i < size.length; i++) {
      least = size[i] < least ? size[i] : least;
      known += Double.isNaN(size[i]) ? 0 : 1;
    }
    int later = hit.step + VERDICT_HOURS * BarClock.BARS_OF_AN_HOUR;
    double after = later < size.length ? size[later] : Double.NaN;
    known += Double.isNaN(after) ? 0 : 1;
    ForcedFlow flow = series.forcedIn(at, at + BarClock.HOUR_MICROS).orElse(null);
    double[] forced = forced(flow, hit, at);
    return new ZoneOutcome(
        at,
        at + COMPLETE_MINUTES * BarClock.MINUTE_MICROS,
        hit.zone,
        start,
        100 * (start - least) / start,
        start > least ? (after - least) / (start - least) : Double.NaN,
        100 * (after / start - 1),
        flow == null ? null : flow.feedRule(),
        series.longTotals(at, at + BarClock.HOUR_MICROS),
        forced[0],
        forced[1],
        settled(series, at, true),
        settled(series, at, false),
        known);
  }

  /** Forced and predicted notional of the hour from the touch; full hours if totals are hourly. */
  private static double[] forced(ForcedFlow flow, Hit hit, long at) {
    if (flow == null) {
      return new double[] {Double.NaN, Double.NaN};
    }
    int from = flow.steps().index(at);
    int steps = (int) (BarClock.HOUR_MICROS / flow.steps().stepMicros());
    double[] sums = new double[2];
    for (int i = from; i < from + steps && i < flow.steps().count(); i++) {
      sums[0] += flow.usd(hit.zone.side())[i];
      sums[1] += flow.predictedUsd(hit.zone.side())[i];
    }
    return sums;
  }

  private static double settled(MarketSeries series, long at, boolean before) {
    long reach = COMPLETE_MINUTES * BarClock.MINUTE_MICROS;
    int n = series.settledBefore(at + 1) - (before ? 1 : 0);
    if (n < 0 || n >= series.settled().size()) {
      return Double.NaN;
    }
    Settlement found = series.settled().get(n);
    long away = Math.abs(found.micros() - at);
    return away < reach || (before && away == reach) ? found.rate() : Double.NaN;
  }
}
