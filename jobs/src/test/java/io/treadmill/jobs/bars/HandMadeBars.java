package io.treadmill.jobs.bars;

import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Tuple2;

/** A few trades and klines, brought through the code of the job without a session. */
final class HandMadeBars {
  static final LocalDate DAY = LocalDate.of(2026, 3, 3);
  static final String VENUE = "binance";

  /** Start of the five minutes that hold everything, ten past midnight. */
  static final long START = UtcDays.startMicros(DAY) + 600_000_000L;

  private static final StructType KLINE =
      new StructType()
          .add("ts", "timestamp")
          .add("interval_seconds", "int")
          .add("open", "double")
          .add("high", "double")
          .add("low", "double")
          .add("close", "double")
          .add("base_volume", "double")
          .add("quote_volume", "double")
          .add("trade_count", "long")
          .add("taker_buy_base_volume", "double")
          .add("taker_buy_quote_volume", "double")
          .add("contracts", "double");

  private HandMadeBars() {}

  /** A trade so many seconds after {@link #START}. */
  record Trade(
      double second,
      Long id,
      long sequence,
      String side,
      double price,
      double amount,
      Double contracts) {}

  /** What the trades of one instrument give. */
  record Five(Interval interval, SortedMap<Long, MinutePart> minutes) {
    List<Row> oneMinute() {
      return BarRows.oneMinute(interval, minutes);
    }

    Row fiveMinutes() {
      return BarRows.fiveMinutes(interval, minutes).get(0);
    }

    List<Row> profile() {
      return BarRows.profile(interval, minutes);
    }
  }

  /** Returns the minutes of trades, each part as it travels between tasks. */
  static Five trades(String product, String symbol, List<Trade> trades) {
    Iterator<InternalRow> rows =
        trades.stream().map(trade -> internal(product, symbol, trade)).iterator();
    TradeKernel kernel = new TradeKernel(UtcDays.of(DAY), Selection.ALL);
    PartIterator parts = new PartIterator(kernel, new RowReader(rows, kernel)::readBatch);
    List<byte[]> all = new ArrayList<>();
    while (parts.hasNext()) {
      Tuple2<Interval, byte[]> part = parts.next();
      all.add(part._2());
    }
    return new Five(
        Interval.fiveMinutes(new InstrumentKey(VENUE, product, symbol), START),
        BarRows.minutes(all));
  }

  /** Returns five minutes of klines as the job groups them. */
  static KlineBars.Five klines(String product, String symbol, List<Row> klines) {
    return KlineBars.Five.of(
        new Interval(new InstrumentKey(VENUE, product, symbol), START),
        klines.stream().map(row -> KlineBars.kline(new NamedRow(row))).toList());
  }

  /** Returns a kline so many minutes after {@link #START}; its values in the order of the bar. */
  static Row kline(int minute, int seconds, Object... values) {
    Object[] all = new Object[KLINE.size()];
    all[0] = RowLayout.timestamp(START + minute * 60_000_000L);
    all[1] = seconds;
    System.arraycopy(values, 0, all, 2, values.length);
    return new GenericRowWithSchema(all, KLINE);
  }

  private static InternalRow internal(String product, String symbol, Trade trade) {
    return new GenericInternalRow(
        new Object[] {
          UTF8String.fromString(VENUE),
          UTF8String.fromString(product),
          UTF8String.fromString(symbol),
          START + Math.round(trade.second() * 1e6),
          trade.id(),
          trade.sequence(),
          UTF8String.fromString(trade.side()),
          trade.price(),
          trade.amount(),
          trade.contracts()
        });
  }
}
