package io.treadmill.jobs.bars;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.BarClock;
import io.treadmill.market.PriceGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Rows of the result tables: of bars, and of the merged parts of five minutes. */
final class BarRows {
  static final String FROM_TRADES = "trades";
  static final String FROM_KLINES = "klines";

  private record BarOf(InstrumentKey instrument, Bar bar, String source) {}

  /**
   * One row of the profile.
   *
   * @param bucket bucket of the absolute 10 bp log grid
   * @param takerBuy base coins bought by aggressors; NaN if not known
   * @param takerSell base coins sold by aggressors; NaN if not known
   */
  record Cell(
      Interval interval,
      int bucket,
      double takerBuy,
      double takerSell,
      double base,
      Long tradeCount,
      String source) {}

  /** Rows of {@code bars_1m} and of {@code bars_5m}, whose columns are the same. */
  private static final RowLayout<BarOf> BARS =
      RowLayout.<BarOf>of(LakeTables.BARS_1M)
          .text("venue", row -> row.instrument().venue())
          .text("product", row -> row.instrument().product())
          .text("symbol", row -> row.instrument().symbol())
          .micros("ts", row -> row.bar().ts())
          .number("open", row -> row.bar().open())
          .number("high", row -> row.bar().high())
          .number("low", row -> row.bar().low())
          .number("close", row -> row.bar().close())
          .number("base_volume", row -> row.bar().base())
          .number("quote_volume", row -> row.bar().quote())
          .number("taker_buy_base_volume", row -> row.bar().takerBuyBase())
          .number("taker_buy_quote_volume", row -> row.bar().takerBuyQuote())
          .number("unknown_quote_volume", row -> row.bar().unknownQuote())
          .wholeOrNull("trade_count", row -> row.bar().tradeCount())
          .number("vwap", row -> row.bar().vwap())
          .number(
              "contracts", row -> row.instrument().isInverse() ? row.bar().contracts() : Double.NaN)
          .text("source", BarOf::source)
          .build();

  private static final RowLayout<Cell> PROFILE =
      RowLayout.<Cell>of(LakeTables.VOLUME_PROFILE_5M)
          .text("venue", cell -> cell.interval().instrument().venue())
          .text("product", cell -> cell.interval().instrument().product())
          .text("symbol", cell -> cell.interval().instrument().symbol())
          .micros("ts", cell -> cell.interval().start())
          .integer("bucket", Cell::bucket)
          .number("price_low", cell -> PriceGrid.lowerEdge(cell.bucket()))
          .number("price_high", cell -> PriceGrid.upperEdge(cell.bucket()))
          .number("taker_buy_base_volume", Cell::takerBuy)
          .number("taker_sell_base_volume", Cell::takerSell)
          .number("base_volume", Cell::base)
          .wholeOrNull("trade_count", Cell::tradeCount)
          .text("source", Cell::source)
          .build();

  private BarRows() {}

  /** Returns the minutes of an interval, each merged from all its parts, in order of time. */
  static SortedMap<Long, MinutePart> minutes(List<byte[]> parts) {
    SortedMap<Long, MinutePart> minutes = new TreeMap<>();
    for (byte[] bytes : parts) {
      for (MinutePart part : MinutePartCodec.parts(bytes)) {
        long number = Math.floorDiv(part.first().ts(), BarClock.MINUTE_MICROS);
        minutes.merge(number * BarClock.MINUTE_MICROS, part, MinutePart::merge);
      }
    }
    return minutes;
  }

  /** Returns one row of {@code bars_1m} for each minute that has trades. */
  static List<Row> oneMinute(Interval interval, SortedMap<Long, MinutePart> minutes) {
    List<Row> rows = new ArrayList<>();
    minutes.forEach((start, part) -> rows.add(ofTrades(interval, start, KlineBars.MINUTE, part)));
    return rows;
  }

  static List<Row> fiveMinutes(Interval interval, SortedMap<Long, MinutePart> minutes) {
    return List.of(ofTrades(interval, interval.start(), KlineBars.FIVE_MINUTES, whole(minutes)));
  }

  private static Row ofTrades(Interval interval, long start, int seconds, MinutePart part) {
    return bar(interval.instrument(), Bar.of(start, seconds, part), FROM_TRADES);
  }

  /** Returns one row of {@code volume_profile_5m} for each bucket that has trades. */
  static List<Row> profile(Interval interval, SortedMap<Long, MinutePart> minutes) {
    List<Row> rows = new ArrayList<>();
    for (var cell : whole(minutes).cells().entrySet()) {
      SideSums base = cell.getValue().base();
      boolean known = base.hasAggressor();
      double buy = known ? base.buy().doubleValue() : Double.NaN;
      double sell = known ? base.sell().doubleValue() : Double.NaN;
      long count = cell.getValue().tradeCount();
      double total = base.total().doubleValue();
      rows.add(cell(new Cell(interval, cell.getKey(), buy, sell, total, count, FROM_TRADES)));
    }
    return rows;
  }

  static Row bar(InstrumentKey instrument, Bar bar, String source) {
    return BARS.row(new BarOf(instrument, bar, source));
  }

  static Row cell(Cell cell) {
    return PROFILE.row(cell);
  }

  private static MinutePart whole(SortedMap<Long, MinutePart> minutes) {
    return minutes.values().stream().reduce(MinutePart::merge).orElseThrow();
  }
}
