package io.treadmill.jobs.statistics;

import io.treadmill.stats.MarketSeries;
import java.util.List;
import java.util.stream.Collectors;

/** Names of the sets of markets that rows of an asset are made of. */
final class VenueSets {
  private VenueSets() {}

  /**
   * Returns venues and products of markets, for example {@code binance linear_perp+binance spot};
   * {@code none} without markets.
   */
  static String name(List<MarketSeries> markets) {
    return markets.isEmpty()
        ? "none"
        : markets.stream()
            .map(s -> s.instrument().venue() + " " + s.instrument().product().text())
            .distinct()
            .sorted()
            .collect(Collectors.joining("+"));
  }
}
