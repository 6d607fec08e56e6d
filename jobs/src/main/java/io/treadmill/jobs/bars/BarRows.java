package io.treadmill.jobs.bars;

import io.treadmill.market.PriceGrid;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows of the result tables from the merged parts of five minutes. */
final class BarRows {
  static final String FROM_TRADES = "trades";
  static final String FROM_KLINES = "klines";

  private BarRows() {}

  /** Returns the minutes of an interval, each merged from all its parts, in order of time. */
  static SortedMap<Long, MinutePart> minutes(List<byte[]> parts) {
    SortedMap<Long, MinutePart> minutes = new TreeMap<>();
    for (byte[] bytes : parts) {
      for (MinutePart part : MinutePartCodec.parts(bytes)) {
        long number = Math.floorDiv(part.first().ts(), InstrumentTrades.MINUTE_MICROS);
        minutes.merge(number * InstrumentTrades.MINUTE_MICROS, part, MinutePart::merge);
      }
    }
    return minutes;
  }

  /** Returns one row of {@code bars_1m} for each minute that has trades. */
  static List<Row> oneMinute(Interval interval, SortedMap<Long, MinutePart> minutes) {
    List<Row> rows = new ArrayList<>();
    minutes.forEach((start, part) -> rows.add(bar(interval.instrument(), start, part)));
    return rows;
  }

  /** Returns the row of {@code bars_5m}. */
  static List<Row> fiveMinutes(Interval interval, SortedMap<Long, MinutePart> minutes) {
    return List.of(bar(interval.instrument(), interval.start(), whole(minutes)));
  }

  /** Returns one row of {@code volume_profile_5m} for each bucket that has trades. */
  static List<Row> profile(Interval interval, SortedMap<Long, MinutePart> minutes) {
    List<Row> rows = new ArrayList<>();
    for (var cell : whole(minutes).cells().entrySet()) {
      SideSums base = cell.getValue().base();
      boolean known = base.hasAggressor();
      rows.add(
          cell(
              interval,
              cell.getKey(),
              known ? number(base.buy()) : null,
              known ? number(base.sell()) : null,
              number(base.total()),
              cell.getValue().tradeCount(),
              FROM_TRADES));
    }
    return rows;
  }

  /** Returns one row of the profile. */
  static Row cell(
      Interval interval,
      int bucket,
      Double takerBuy,
      Double takerSell,
      double base,
      Long tradeCount,
      String source) {
    InstrumentKey instrument = interval.instrument();
    return RowFactory.create(
        instrument.venue(),
        instrument.product(),
        instrument.symbol(),
        timestamp(interval.start()),
        bucket,
        PriceGrid.lowerEdge(bucket),
        PriceGrid.upperEdge(bucket),
        takerBuy,
        takerSell,
        base,
        tradeCount,
        source);
  }

  static Timestamp timestamp(long micros) {
    return Timestamp.from(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  private static MinutePart whole(SortedMap<Long, MinutePart> minutes) {
    return minutes.values().stream().reduce(MinutePart::merge).orElseThrow();
  }

  private static Row bar(InstrumentKey instrument, long start, MinutePart part) {
    SideSums base = part.base();
    boolean known = base.hasAggressor();
    double baseVolume = number(base.total());
    double quoteVolume = number(part.quote().total());
    boolean counted = instrument.isInverse() && part.contractTrades() == part.tradeCount();
    return RowFactory.create(
        instrument.venue(),
        instrument.product(),
        instrument.symbol(),
        timestamp(start),
        part.first().price(),
        part.high(),
        part.low(),
        part.last().price(),
        baseVolume,
        quoteVolume,
        known ? number(base.buy()) : null,
        known ? number(part.quote().buy()) : null,
        part.tradeCount(),
        quoteVolume / baseVolume,
        counted ? number(part.contracts()) : null,
        FROM_TRADES);
  }

  private static Double number(BigDecimal exact) {
    return exact.doubleValue();
  }
}
