package io.treadmill.lab.simulate;

import io.treadmill.market.BarClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * Writes a perpetual future as Tardis does for Bybit: daily {@code trades}, {@code liquidations}
 * and {@code derivative_ticker}, CSV in gzip, microseconds. Side buy of a liquidation is a forced
 * short; its price is the fill. The ticker has a row a minute, 0.2 s before the minute ends; its
 * last row before a settlement carries the rate that settles.
 */
final class TardisWriter implements StepWriter {
  /** Venue in the files. Its feed of forced orders has been complete since February 2025. */
  static final String EXCHANGE = "bybit";

  private static final String TRADE_HEADER =
      "exchange,symbol,timestamp,local_timestamp,id,side,price,amount";
  private static final long FUNDING_MICROS = 8 * BarClock.HOUR_MICROS;
  private static final long LATENCY_MICROS = 3_500;

  private final SimulatedSymbol symbol;
  private final Path root;
  private final int maxPrintsPerSecond;
  private VendorFile trades;
  private VendorFile liquidations;
  private VendorFile ticker;
  private long tradeId = 1;

  /**
   * Makes a writer.
   *
   * @param root folder of the files
   * @param maxPrintsPerSecond cap of the feed; 0 = all
   */
  TardisWriter(SimulatedSymbol symbol, Path root, int maxPrintsPerSecond) {
    this.symbol = symbol;
    this.root = root;
    this.maxPrintsPerSecond = maxPrintsPerSecond;
  }

  @Override
  public void beginDay(LocalDate day) throws IOException {
    trades = open("trades", day, TRADE_HEADER);
    liquidations = open("liquidations", day, TRADE_HEADER);
    ticker =
        open(
            "derivative_ticker",
            day,
            "exchange,symbol,timestamp,local_timestamp,funding_timestamp,funding_rate,"
                + "predicted_funding_rate,open_interest,last_price,index_price,mark_price");
  }

  @Override
  public void step(Step step, List<Print> prints) throws IOException {
    for (Print print : prints) {
      begin(trades, print.micros())
          .number(tradeId++)
          .text(print.takerBuys() ? "buy" : "sell")
          .decimal(print.ticks(), symbol.priceDecimals())
          .decimal(print.lots(), symbol.amountDecimals())
          .endRow();
    }
    // A step lasts whole seconds, so capping step by step is capping the day.
    for (ForcedOrder order : FeedCap.seen(step.forced(), maxPrintsPerSecond)) {
      begin(liquidations, order.micros())
          .text("")
          .text(order.side().sign() > 0 ? "sell" : "buy")
          .decimal(order.fillTicks(), symbol.priceDecimals())
          .decimal(order.lots(), symbol.amountDecimals())
          .endRow();
    }
    if (step.endMicros() % BarClock.MINUTE_MICROS == 0) {
      writeTicker(step);
    }
  }

  private void writeTicker(Step step) throws IOException {
    long next = (Math.floorDiv(step.startMicros(), FUNDING_MICROS) + 1) * FUNDING_MICROS;
    begin(ticker, step.endMicros() - 200_000)
        .number(next)
        .decimal(Math.round(step.runningRate() * 1e8), 8)
        .text("")
        .decimal(step.openInterestLots(), symbol.amountDecimals())
        .decimal(step.closeTicks(), symbol.priceDecimals())
        .decimal(symbol.ticks(step.indexPrice()), symbol.priceDecimals())
        .decimal(step.closeTicks(), symbol.priceDecimals())
        .endRow();
  }

  @Override
  public void endDay() throws IOException {
    trades.close();
    liquidations.close();
    ticker.close();
  }

  private VendorFile begin(VendorFile file, long micros) {
    return file.text(EXCHANGE).text(symbol.symbol()).number(micros).number(micros + LATENCY_MICROS);
  }

  private VendorFile open(String type, LocalDate day, String header) throws IOException {
    return VendorFile.open(
        root.resolve("%s_%s_%s_%s.csv.gz".formatted(EXCHANGE, type, day, symbol.symbol())), header);
  }
}
