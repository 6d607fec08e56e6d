package io.treadmill.jobs.statistics;

import io.treadmill.lake.DiscoveryTables;
import io.treadmill.lake.LakeTable;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.Steps;
import io.treadmill.stats.discovery.Comovement;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Offshore perpetuals, regulated futures and spot in pairs: {@code segment_compare}. */
final class SegmentCompareStatistic implements Statistic {
  private static final int STEPS_OF_AN_HOUR = 12;
  private static final int STEPS_OF_A_BLOCK = 3;
  private static final double STEP_SECONDS = 300;

  /** A segment and its products. */
  private enum Segment {
    OFFSHORE_PERP(Set.of(Product.LINEAR_PERP, Product.INVERSE_PERP)),
    REGULATED_FUTURE(Set.of(Product.REGULATED_FUTURE)),
    SPOT(Set.of(Product.SPOT));

    final Set<Product> products;

    Segment(Set<Product> products) {
      this.products = products;
    }
  }

  @Override
  public List<LakeTable> tables() {
    return List.of(DiscoveryTables.SEGMENT_COMPARE);
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (LocalDate day : days.days()) {
      Optional<MarketSeries> perp = largest(markets, Segment.OFFSHORE_PERP, day);
      Optional<MarketSeries> regulated = largest(markets, Segment.REGULATED_FUTURE, day);
      Optional<MarketSeries> spot = largest(markets, Segment.SPOT, day);
      add(markets, day, Segment.OFFSHORE_PERP, perp, Segment.REGULATED_FUTURE, regulated, rows);
      add(markets, day, Segment.OFFSHORE_PERP, perp, Segment.SPOT, spot, rows);
      add(markets, day, Segment.SPOT, spot, Segment.REGULATED_FUTURE, regulated, rows);
    }
  }

  /** The market of a segment with the largest volume of the day; of equals the first by name. */
  private static Optional<MarketSeries> largest(
      AssetMarkets markets, Segment segment, LocalDate day) {
    MarketSeries largest = null;
    double most = 0;
    for (MarketSeries series :
        markets.where(s -> segment.products.contains(s.instrument().product()))) {
      double usd = 0;
      boolean priced = false;
      for (int i = series.steps().first(day); i < series.steps().end(day); i++) {
        double step = series.volumeUsd(i);
        usd += Double.isNaN(step) ? 0 : step;
        priced |= !Double.isNaN(series.close()[i]);
      }
      if (priced && (largest == null || usd > most)) {
        largest = series;
        most = usd;
      }
    }
    return Optional.ofNullable(largest);
  }

  private static void add(
      AssetMarkets markets,
      LocalDate day,
      Segment firstSegment,
      Optional<MarketSeries> first,
      Segment secondSegment,
      Optional<MarketSeries> second,
      StatisticRows rows) {
    double[] of = {Double.NaN, Double.NaN, Double.NaN};
    Comovement found;
    if (first.isPresent() && second.isPresent()) {
      found = compare(markets.asset(), day, first.get(), second.get());
      of = common(first.get(), second.get(), day);
    } else {
      Segment absent = first.isEmpty() ? firstSegment : secondSegment;
      found =
          Comovement.missing(
              "no " + absent.name().toLowerCase(Locale.ROOT) + " in the lake on the day", 0);
    }
    Estimate ratio = found.volatilityRatio();
    Estimate correlation = found.correlation();
    Estimate lead = found.leadSeconds();
    rows.add(
        DiscoveryTables.SEGMENT_COMPARE,
        markets.asset(),
        VenueSets.name(Stream.of(first, second).flatMap(Optional::stream).toList()),
        day,
        firstSegment,
        secondSegment,
        first.map(s -> s.instrument().toString()).orElse(null),
        second.map(s -> s.instrument().toString()).orElse(null),
        of[0],
        of[1],
        of[2],
        found.volatilityFirst(),
        found.volatilitySecond(),
        ratio.value(),
        ratio.low(),
        ratio.high(),
        correlation.value(),
        correlation.low(),
        correlation.high(),
        lead.value(),
        lead.low(),
        lead.high(),
        ratio.n(),
        ratio.reason() == null ? lead.reason() : ratio.reason());
  }

  private static Comovement compare(
      String asset, LocalDate day, MarketSeries first, MarketSeries second) {
    return Comovement.of(
        logs(first, day),
        logs(second, day),
        STEP_SECONDS,
        STEPS_OF_A_BLOCK,
        Resampling.seed("segment_compare", asset, first.instrument(), second.instrument(), day));
  }

  private static double[] logs(MarketSeries series, LocalDate day) {
    int from = series.steps().first(day);
    double[] logs = new double[series.steps().perDay()];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.log(series.close()[from + i]);
    }
    return logs;
  }

  /** Hours in common and the volume of both on them; NaN where no volume is known. */
  private static double[] common(MarketSeries first, MarketSeries second, LocalDate day) {
    Steps steps = first.steps();
    double[] sums = {0, Double.NaN, Double.NaN};
    MarketSeries[] both = {first, second};
    for (int i = steps.first(day); i < steps.end(day); i++) {
      if (!Double.isNaN(first.close()[i] + second.close()[i])) {
        sums[0] += 1.0 / STEPS_OF_AN_HOUR;
        for (int k = 0; k < both.length; k++) {
          double usd = both[k].volumeUsd(i);
          sums[k + 1] = Double.isNaN(sums[k + 1]) ? usd : sums[k + 1] + (usd >= 0 ? usd : 0);
        }
      }
    }
    return sums;
  }
}
