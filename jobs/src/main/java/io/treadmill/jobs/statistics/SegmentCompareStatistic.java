package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.BarClock;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.discovery.Comovement;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Offshore perpetuals, regulated futures and spot in pairs: {@code segment_compare}. */
final class SegmentCompareStatistic implements Statistic {
  private static final int STEPS_OF_AN_HOUR = BarClock.BARS_OF_AN_HOUR;
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

  private static final Segment[][] PAIRS = {
    {Segment.OFFSHORE_PERP, Segment.REGULATED_FUTURE},
    {Segment.OFFSHORE_PERP, Segment.SPOT},
    {Segment.SPOT, Segment.REGULATED_FUTURE}
  };

  /**
   * The largest market of a segment on a day.
   *
   * @param usd what it traded on the steps in common with another, NaN where no volume is known
   */
  private record Member(Segment segment, Optional<MarketSeries> series, double usd) {
    String name() {
      return series.map(one -> one.instrument().toString()).orElse(null);
    }
  }

  /** What a row is made of. */
  private record Found(
      String asset,
      LocalDate day,
      Member first,
      Member second,
      double commonHours,
      Comovement moves) {
    String venueSet() {
      return VenueSets.name(
          Stream.of(first.series, second.series).flatMap(Optional::stream).toList());
    }

    String reason() {
      return moves.volatilityRatio().reason() != null
          ? moves.volatilityRatio().reason()
          : moves.leadSeconds().reason() != null
              ? moves.leadSeconds().reason()
              : Double.isNaN(first.usd + second.usd) ? "no volume of a market is known" : null;
    }
  }

  private static final RowLayout<Found> ROWS =
      RowLayout.<Found>of(LakeTables.SEGMENT_COMPARE)
          .components(Found.class, one -> one)
          .text("venue_set", Found::venueSet)
          .label("first_segment", one -> one.first().segment())
          .label("second_segment", one -> one.second().segment())
          .text("first_market", one -> one.first().name())
          .text("second_market", one -> one.second().name())
          .number("first_volume_usd", one -> one.first().usd())
          .number("second_volume_usd", one -> one.second().usd())
          .components(Comovement.class, Found::moves)
          .sample(one -> one.moves().volatilityRatio().n(), Found::reason)
          .build();

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (LocalDate day : days.days()) {
      for (Segment[] pair : PAIRS) {
        rows.add(ROWS, found(markets, day, pair[0], pair[1]));
      }
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

  private static Found found(
      AssetMarkets markets, LocalDate day, Segment firstSegment, Segment secondSegment) {
    Optional<MarketSeries> first = largest(markets, firstSegment, day);
    Optional<MarketSeries> second = largest(markets, secondSegment, day);
    if (first.isEmpty() || second.isEmpty()) {
      Segment absent = first.isEmpty() ? firstSegment : secondSegment;
      return new Found(
          markets.asset(),
          day,
          new Member(firstSegment, first, Double.NaN),
          new Member(secondSegment, second, Double.NaN),
          Double.NaN,
          Comovement.missing(
              "no %s in the lake on the day".formatted(absent.name().toLowerCase(Locale.ROOT)), 0));
    }
    int[] common = common(first.get(), second.get(), day);
    return new Found(
        markets.asset(),
        day,
        new Member(firstSegment, first, usd(first.get(), common)),
        new Member(secondSegment, second, usd(second.get(), common)),
        (double) common.length / STEPS_OF_AN_HOUR,
        compare(markets.asset(), day, first.get(), second.get()));
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

  /** Steps of the day on which both have a price. */
  private static int[] common(MarketSeries first, MarketSeries second, LocalDate day) {
    return IntStream.range(first.steps().first(day), first.steps().end(day))
        .filter(i -> !Double.isNaN(first.close()[i] + second.close()[i]))
        .toArray();
  }

  /** What a market traded on some steps; NaN if it is known of none. */
  private static double usd(MarketSeries series, int[] steps) {
    double sum = Double.NaN;
    for (int i : steps) {
      double usd = series.volumeUsd(i);
      sum = Double.isNaN(sum) ? usd : sum + (usd >= 0 ? usd : 0);
    }
    return sum;
  }
}
