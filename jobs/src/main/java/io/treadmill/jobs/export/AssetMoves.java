package io.treadmill.jobs.export;

import io.treadmill.lake.NamedRow;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;

/** Sums over the cells of an asset's map, as {@code fragility} has them of an instrument. */
final class AssetMoves {
  private AssetMoves() {}

  /**
   * Returns what of a cell is forced on the way from the price of the reference to a move away from
   * it, USD: down for longs, up for shorts. A cell that the way covers in part counts in part,
   * uniform in log price; the 10 bp bucket of the price belongs to the way whole.
   *
   * @param cell a row of {@code asset_heatmap} with {@code reference_price}, which is not null
   * @param movePercent percent of the price, under 100
   */
  static double usd(NamedRow cell, Side side, double movePercent) {
    double price = cell.number(ExportSeries.REFERENCE_PRICE);
    double start = Math.floor(PriceGrid.position(price));
    double end = PriceGrid.position(price * (1 - side.sign() * movePercent / 100));
    double from = side == Side.LONG ? end : start;
    double to = side == Side.LONG ? start + 1 : end;
    double low = PriceGrid.position(cell.number("price_low"));
    double high = PriceGrid.position(cell.number("price_high"));
    double covered = Math.min(to, high) - Math.max(from, low);
    return Math.max(covered, 0) / (high - low) * cell.number("expected_notional_usd");
  }
}
