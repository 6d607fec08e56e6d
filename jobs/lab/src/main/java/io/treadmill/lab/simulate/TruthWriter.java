package io.treadmill.lab.simulate;

import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes what no vendor knows, one file a day for all symbols: every forced order, and the standing
 * positions by side and by the 10 bp bucket of their liquidation price. Notional is the amount at
 * the liquidation price, in USD. A snapshot at an instant holds what stands just before it; the
 * last of a day is that of 00:00 of the next.
 */
final class TruthWriter implements AutoCloseable {
  private final VendorFile positions;
  private final VendorFile liquidations;

  TruthWriter(Path folder, LocalDate day) throws IOException {
    positions =
        VendorFile.open(
            folder.resolve("positions-" + day + ".csv.gz"),
            "ts,symbol,side,bucket,notional_usd,amount_base");
    liquidations =
        VendorFile.open(
            folder.resolve("liquidations-" + day + ".csv.gz"),
            "ts,symbol,side,price,amount_base,notional_usd,liquidation_price");
  }

  /** Adds the forced orders of a step; {@code ts} in microseconds since 1970. */
  void forced(SimulatedSymbol symbol, Step step) throws IOException {
    for (ForcedOrder order : step.forced()) {
      liquidations
          .number(order.micros())
          .text(symbol.symbol())
          .text(order.side().text())
          .decimal(order.fillTicks(), symbol.priceDecimals())
          .decimal(order.lots(), symbol.amountDecimals())
          .decimal(
              Math.multiplyExact(order.fillTicks(), order.lots()),
              symbol.priceDecimals() + symbol.amountDecimals())
          .decimal(Math.round(order.liquidationPrice() * 1e4), 4)
          .endRow();
    }
  }

  /** Adds the standing positions that some price &gt; 0 liquidates. */
  void snapshot(SimulatedSymbol symbol, Positions book, long micros) throws IOException {
    write(symbol, book, micros, Side.LONG);
    write(symbol, book, micros, Side.SHORT);
  }

  private void write(SimulatedSymbol symbol, Positions book, long micros, Side side)
      throws IOException {
    Map<Integer, double[]> buckets = new TreeMap<>();
    Map<Integer, Long> lots = new TreeMap<>();
    for (int slot = 0; slot < book.slotLimit(); slot++) {
      double price = book.liquidationPrice(slot);
      if (book.lots(slot) > 0 && book.sign(slot) == side.sign() && price > 0) {
        int bucket = PriceGrid.bucket(price);
        buckets.computeIfAbsent(bucket, unused -> new double[1])[0] +=
            symbol.amount(book.lots(slot)) * price;
        lots.merge(bucket, book.lots(slot), Long::sum);
      }
    }
    for (Map.Entry<Integer, double[]> bucket : buckets.entrySet()) {
      positions
          .number(micros)
          .text(symbol.symbol())
          .text(side.text())
          .number(bucket.getKey())
          .number(Math.round(bucket.getValue()[0]))
          .decimal(lots.get(bucket.getKey()), symbol.amountDecimals())
          .endRow();
    }
  }

  @Override
  public void close() throws IOException {
    try (positions) {
      liquidations.close();
    }
  }
}
