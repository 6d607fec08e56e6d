package io.treadmill.jobs.bars;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_micros;

import io.treadmill.lake.NamedRow;
import io.treadmill.market.BarClock;
import io.treadmill.market.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Bars and profile of instrument-days that have klines and no trades. One-minute klines give
 * one-minute bars. Five minutes come from their five one-minute klines if all are there, else from
 * the five-minute kline, else from what minutes there are. Other lengths are not read. Of klines of
 * the same start and length the one with the largest volume counts.
 */
final class KlineBars {
  /** Seconds of a bar. */
  static final int MINUTE = 60;

  static final int FIVE_MINUTES = 300;
  private static final Object[] PRODUCTS =
      Arrays.stream(Product.values()).map(Product::text).toArray();
  private static final String KLINES = "klines";
  private static final List<String> VALUES =
      List.of(
          "ts_micros", "interval_seconds",
          "open", "high",
          "low", "close",
          "base_volume", "quote_volume",
          "trade_count", "taker_buy_base_volume",
          "taker_buy_quote_volume", "contracts");

  private KlineBars() {}

  /**
   * Returns the rows that bars can be made of: one or five minutes long, on the grid of their
   * length, not on a day or instrument that has trades. Adds {@code ts_micros}.
   */
  static Dataset<Row> usable(Dataset<Row> klines) {
    return klines
        .withColumn("ts_micros", unix_micros(col("ts")))
        .where(col("product").isin(PRODUCTS))
        .where(col("venue").isNotNull().and(col("symbol").isNotNull()))
        .where(col("interval_seconds").isin(MINUTE, FIVE_MINUTES))
        .where(pmod(col("ts_micros"), col("interval_seconds").multiply(1_000_000L)).equalTo(0));
  }

  /**
   * Returns one row for each five minutes of an instrument: venue, product, symbol, start in
   * microseconds, and the klines that lie in it, sorted.
   */
  static Dataset<Row> intervals(Dataset<Row> usable) {
    Column[] values = VALUES.stream().map(functions::col).toArray(Column[]::new);
    Column start = col("ts_micros").minus(pmod(col("ts_micros"), lit(BarClock.BAR_MICROS)));
    return usable
        .withColumn("start", start)
        .groupBy("venue", "product", "symbol", "start")
        .agg(sort_array(collect_list(struct(values))).as(KLINES));
  }

  static Interval interval(Row row) {
    return new Interval(InstrumentKey.of(row), new NamedRow(row).whole("start"));
  }

  static List<Row> oneMinute(Row row) {
    InstrumentKey instrument = InstrumentKey.of(row);
    return ofLength(klines(row), MINUTE).stream()
        .map(bar -> BarRows.bar(instrument, bar, BarRows.FROM_KLINES))
        .toList();
  }

  /** Returns the rows of {@code bars_5m} of a row of {@link #intervals}; one, or none. */
  static List<Row> fiveMinutes(Row row) {
    List<Bar> bars = chosen(row);
    if (bars.isEmpty()) {
      return List.of();
    }
    Interval interval = interval(row);
    Bar bar = Bar.over(interval.start(), FIVE_MINUTES, bars);
    return List.of(BarRows.bar(interval.instrument(), bar, BarRows.FROM_KLINES));
  }

  static List<Row> profile(Row row) {
    Interval interval = interval(row);
    List<Bar> bars = chosen(row);
    boolean known = bars.stream().noneMatch(bar -> Double.isNaN(bar.takerBuyBase()));
    SortedMap<Integer, double[]> cells = new TreeMap<>();
    bars.forEach(bar -> bar.spread(cells));
    List<Row> rows = new ArrayList<>();
    cells.forEach(
        (bucket, cell) -> {
          double buy = known ? cell[1] : Double.NaN;
          double sell = known ? Math.max(cell[0] - cell[1], 0) : Double.NaN;
          rows.add(
              BarRows.cell(
                  new BarRows.Cell(
                      interval, bucket, buy, sell, cell[0], null, BarRows.FROM_KLINES)));
        });
    return rows;
  }

  private static List<Bar> chosen(Row row) {
    List<Bar> all = klines(row);
    List<Bar> minutes = ofLength(all, MINUTE);
    List<Bar> five = ofLength(all, FIVE_MINUTES);
    return minutes.size() == FIVE_MINUTES / MINUTE || five.isEmpty() ? minutes : five;
  }

  /** Returns the klines of one length in order of time, each start once. */
  private static List<Bar> ofLength(List<Bar> klines, int seconds) {
    SortedMap<Long, Bar> result = new TreeMap<>();
    for (Bar kline : klines) {
      if (kline.seconds() == seconds) {
        result.merge(kline.ts(), kline, (a, b) -> b.base() > a.base() ? b : a);
      }
    }
    return List.copyOf(result.values());
  }

  private static List<Bar> klines(Row row) {
    return row.<Row>getList(row.fieldIndex(KLINES)).stream()
        .map(values -> kline(new NamedRow(values)))
        .filter(Bar::isBar)
        .toList();
  }

  /** A price or volume that is missing makes no bar. */
  private static Bar kline(NamedRow row) {
    return new Bar(
        row.whole("ts_micros"),
        row.integer("interval_seconds"),
        row.number("open"),
        row.number("high"),
        row.number("low"),
        row.number("close"),
        row.number("base_volume"),
        amount(row, "quote_volume"),
        row.isNull("trade_count") ? null : (Long) row.whole("trade_count"),
        amount(row, "taker_buy_base_volume"),
        amount(row, "taker_buy_quote_volume"),
        amount(row, "contracts"));
  }

  /** Returns a number; NaN if it is missing, not finite or negative. */
  private static double amount(NamedRow row, String column) {
    double value = row.number(column);
    return value >= 0 && value < Double.POSITIVE_INFINITY ? value : Double.NaN;
  }
}
