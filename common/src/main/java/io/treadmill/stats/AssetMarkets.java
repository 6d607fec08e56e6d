package io.treadmill.stats;

import io.treadmill.market.Product;
import io.treadmill.market.contract.Asset;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All markets of one asset on one grid.
 *
 * @param asset base asset, for example BTC
 * @param markets series sorted by instrument
 * @param totals totals of aggregators for the asset, by rule and length of a step
 */
public record AssetMarkets(String asset, List<MarketSeries> markets, List<ForcedFlow> totals)
    implements Serializable {
  /** Keeps copies. */
  public AssetMarkets {
    markets = List.copyOf(markets);
    totals = List.copyOf(totals);
  }

  /** Returns the perpetual futures. */
  public List<MarketSeries> perpetuals() {
    return where(
        s ->
            s.instrument().product() == Product.LINEAR_PERP
                || s.instrument().product() == Product.INVERSE_PERP);
  }

  /** Returns the series that a condition holds for, in order. */
  public List<MarketSeries> where(Predicate<MarketSeries> condition) {
    return markets.stream().filter(condition).toList();
  }

  /**
   * Returns the spot market beside a perpetual: of the same venue if there is one, else any. Its
   * prices and coins are in the unit of the perpetual, which may be thousand coins.
   */
  public Optional<MarketSeries> spotFor(MarketSeries perpetual) {
    List<MarketSeries> spots = where(s -> s.instrument().product() == Product.SPOT);
    return spots.stream()
        .filter(s -> s.instrument().venue().equals(perpetual.instrument().venue()))
        .findFirst()
        .or(() -> spots.stream().findFirst())
        .map(spot -> spot.inUnitsOf(scale(perpetual) / scale(spot)));
  }

  private static double scale(MarketSeries series) {
    return Asset.ofSymbol(series.instrument().symbol()).scale();
  }
}
