package io.treadmill.lab.simulate;

import io.treadmill.market.BarClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a perpetual future as the public archive of Binance USD-M does: daily {@code trades},
 * {@code metrics} (open interest, labels at the end of each 5 min), {@code markPriceKlines} and
 * {@code indexPriceKlines} of one minute, {@code liquidationSnapshot} (at most one print a second),
 * monthly {@code fundingRate}; each zip with its checksum.
 */
final class BinanceVisionWriter implements StepWriter {
  private static final String KLINE_HEADER =
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
          + "taker_buy_quote_volume,ignore";
  private static final DateTimeFormatter LABEL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private final SimulatedSymbol symbol;
  private final Path root;
  private final int maxPrintsPerSecond;
  private LocalDate day;
  private VendorFile trades;
  private VendorFile metrics;
  private VendorFile markBars;
  private VendorFile indexBars;
  private VendorFile funding;
  private YearMonth fundingMonth;
  private final List<ForcedOrder> forced = new ArrayList<>();
  private final MinuteBar mark = new MinuteBar();
  private final MinuteBar index = new MinuteBar();
  private long tradeId = 5_000_000_000L;
  private long lastIndexTicks;
  private long takerBuyLots;
  private long takerSellLots;

  /**
   * Makes a writer.
   *
   * @param root folder that holds {@code data/futures/um/...}
   * @param maxPrintsPerSecond cap of the snapshot, at least 1
   */
  BinanceVisionWriter(SimulatedSymbol symbol, Path root, int maxPrintsPerSecond) {
    this.symbol = symbol;
    this.root = root.resolve("data/futures/um");
    this.maxPrintsPerSecond = maxPrintsPerSecond;
  }

  @Override
  public void beginDay(LocalDate day) throws IOException {
    this.day = day;
    trades = daily("trades", "id,price,qty,quote_qty,time,is_buyer_maker");
    metrics =
        daily(
            "metrics",
            "create_time,symbol,sum_open_interest,sum_open_interest_value,"
                + "count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,"
                + "count_long_short_ratio,sum_taker_long_short_vol_ratio");
    markBars = minuteBars("markPriceKlines");
    indexBars = minuteBars("indexPriceKlines");
    forced.clear();
    if (!YearMonth.from(day).equals(fundingMonth)) {
      close();
      fundingMonth = YearMonth.from(day);
      funding =
          VendorFile.openWithChecksum(
              root.resolve(
                  "monthly/fundingRate/%1$s/%1$s-fundingRate-%2$s.zip"
                      .formatted(symbol.symbol(), fundingMonth)),
              "calc_time,funding_interval_hours,last_funding_rate");
    }
  }

  @Override
  public void step(Step step, List<Print> prints) throws IOException {
    for (Print print : prints) {
      writeTrade(print);
    }
    forced.addAll(step.forced());
    if (!Double.isNaN(step.fundingRate())) {
      // The archive stamps settlements some milliseconds late.
      long millis = step.startMicros() / 1000 + 1 + step.openTicks() % 11;
      funding.number(millis).number(8).decimal(Math.round(step.fundingRate() * 1e8), 8).endRow();
    }
    mark.add(step.openTicks(), step.closeTicks());
    long indexTicks = symbol.ticks(step.indexPrice());
    index.add(lastIndexTicks == 0 ? indexTicks : lastIndexTicks, indexTicks);
    lastIndexTicks = indexTicks;
    if (step.endMicros() % BarClock.MINUTE_MICROS == 0) {
      long openMillis = (step.endMicros() - BarClock.MINUTE_MICROS) / 1000;
      mark.write(markBars, openMillis, symbol.priceDecimals());
      index.write(indexBars, openMillis, symbol.priceDecimals());
    }
    if (step.endMicros() % BarClock.BAR_MICROS == 0) {
      writeMetrics(step);
    }
  }

  @Override
  public void endDay() throws IOException {
    trades.close();
    metrics.close();
    markBars.close();
    indexBars.close();
    if (!forced.isEmpty()) {
      writeForced();
    }
  }

  @Override
  public void close() throws IOException {
    if (funding != null) {
      funding.close();
    }
  }

  private void writeTrade(Print print) throws IOException {
    takerBuyLots += print.takerBuys() ? print.lots() : 0;
    takerSellLots += print.takerBuys() ? 0 : print.lots();
    trades
        .number(tradeId++)
        .decimal(print.ticks(), symbol.priceDecimals())
        .decimal(print.lots(), symbol.amountDecimals())
        .decimal(
            Math.multiplyExact(print.ticks(), print.lots()),
            symbol.priceDecimals() + symbol.amountDecimals())
        .number(print.micros() / 1000)
        .text(print.takerBuys() ? "false" : "true")
        .endRow();
  }

  private void writeMetrics(Step step) throws IOException {
    metrics
        .text(LABEL.format(Instant.ofEpochSecond(step.endMicros() / 1_000_000)))
        .text(symbol.symbol())
        .decimal(step.openInterestLots(), symbol.amountDecimals())
        .decimal(
            Math.multiplyExact(step.openInterestLots(), step.closeTicks()),
            symbol.priceDecimals() + symbol.amountDecimals())
        .text("")
        .text("")
        .text("");
    if (takerSellLots > 0) {
      metrics.decimal(Math.round(1e6 * takerBuyLots / takerSellLots), 6);
    } else {
      metrics.text("");
    }
    metrics.endRow();
    takerBuyLots = 0;
    takerSellLots = 0;
  }

  private void writeForced() throws IOException {
    try (VendorFile file =
        daily(
            "liquidationSnapshot",
            "time,side,order_type,time_in_force,original_quantity,price,average_price,"
                + "order_status,last_fill_quantity,accumulated_fill_quantity")) {
      for (ForcedOrder order : FeedCap.seen(forced, maxPrintsPerSecond)) {
        long[] pieces = Tape.pieces(order.lots());
        file.number(order.micros() / 1000)
            .text(order.side().sign() > 0 ? "SELL" : "BUY")
            .text("LIMIT")
            .text("IOC")
            .decimal(order.lots(), symbol.amountDecimals())
            .decimal(symbol.ticks(order.bankruptcyPrice()), symbol.priceDecimals())
            .decimal(order.fillTicks(), symbol.priceDecimals())
            .text("FILLED")
            .decimal(pieces[pieces.length - 1], symbol.amountDecimals())
            .decimal(order.lots(), symbol.amountDecimals())
            .endRow();
      }
    }
  }

  private VendorFile daily(String type, String header) throws IOException {
    return VendorFile.openWithChecksum(
        root.resolve("daily/%2$s/%1$s/%1$s-%2$s-%3$s.zip".formatted(symbol.symbol(), type, day)),
        header);
  }

  private VendorFile minuteBars(String type) throws IOException {
    return VendorFile.openWithChecksum(
        root.resolve("daily/%2$s/%1$s/1m/%1$s-1m-%3$s.zip".formatted(symbol.symbol(), type, day)),
        KLINE_HEADER);
  }

  /** A one-minute bar of a price without volume. */
  private static final class MinuteBar {
    private boolean empty = true;
    private long open;
    private long high;
    private long low;
    private long close;

    void add(long first, long last) {
      if (empty) {
        open = first;
        high = first;
        low = first;
        empty = false;
      }
      high = Math.max(high, Math.max(first, last));
      low = Math.min(low, Math.min(first, last));
      close = last;
    }

    void write(VendorFile file, long openMillis, int decimals) throws IOException {
      file.number(openMillis)
          .decimal(open, decimals)
          .decimal(high, decimals)
          .decimal(low, decimals)
          .decimal(close, decimals)
          .number(0)
          .number(openMillis + 59_999)
          .number(0)
          .number(6)
          .number(0)
          .number(0)
          .number(0)
          .endRow();
      empty = true;
    }
  }
}
