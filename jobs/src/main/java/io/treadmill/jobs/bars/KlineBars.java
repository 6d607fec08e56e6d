package io.treadmill.jobs.bars;

import static org.apache.spark.sql.functions.col;

import io.treadmill.market.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;

/**
 * Bars and profile of instrument-days that have klines and no trades. One-minute klines give
 * one-minute bars. Five minutes come from their five one-minute klines if all are there, else from
 * the five-minute kline, else from what minutes there are. Other lengths are not read. Of klines of
 * the same start and length the one with the largest volume counts.
 */
final class KlineBars {
  private static final int MINUTE = 60;
  private static final int FIVE_MINUTES = 300;
  private static final Object[] PRODUCTS =
      Arrays.stream(Product.values()).map(Product::text).toArray();
  private static final String KLINES = "klines";
  private static final List<String> VALUES =
      List.of(
          "ts_micros",
          "interval_seconds",
          "open",
          "high",
          "low",
          "close",
          "base_volume",
          "quote_volume",
          "trade_count",
          "taker_buy_base_volume",
          "taker_buy_quote_volume",
          "contracts");

  private KlineBars() {}

  /**
   * Returns the rows that bars can be made of: one or five minutes long, on the grid of their
   * length, not on a day or instrument that has trades. Adds {@code ts_micros}.
   */
  static Dataset<Row> usable(Dataset<Row> klines) {
    return klines
        .withColumn("ts_micros", functions.unix_micros(col("ts")))
        .where(col("product").isin(PRODUCTS))
        .where(col("venue").isNotNull().and(col("symbol").isNotNull()))
        .where(col("interval_seconds").isin(MINUTE, FIVE_MINUTES))
        .where(
            functions
                .pmod(col("ts_micros"), col("interval_seconds").multiply(1_000_000L))
                .equalTo(0));
  }

  /**
   * Returns one row for each five minutes of an instrument: venue, product, symbol, start in
   * microseconds, and the klines that lie in it, sorted.
   */
  static Dataset<Row> intervals(Dataset<Row> usable) {
    return usable
        .withColumn(
            "start",
            col("ts_micros")
                .minus(functions.pmod(col("ts_micros"), functions.lit(Interval.MICROS))))
        .groupBy("venue", "product", "symbol", "start")
        .agg(
            functions
                .sort_array(
                    functions.collect_list(
                        functions.struct(
                            VALUES.stream()
                                .map(functions::col)
                                .toArray(org.apache.spark.sql.Column[]::new))))
                .as(KLINES));
  }

  /** Returns the five minutes of a row of {@link #intervals}. */
  static Interval interval(Row row) {
    return new Interval(
        new InstrumentKey(row.getString(0), row.getString(1), row.getString(2)), row.getLong(3));
  }

  /** Returns the rows of {@code bars_1m} of a row of {@link #intervals}. */
  static List<Row> oneMinute(Row row) {
    return klines(row, MINUTE).stream().map(bar -> bar(interval(row), bar)).toList();
  }

  /** Returns the rows of {@code bars_5m} of a row of {@link #intervals}; one, or none. */
  static List<Row> fiveMinutes(Row row) {
    Interval interval = interval(row);
    List<Kline> bars = chosen(row);
    return bars.isEmpty()
        ? List.of()
        : List.of(bar(interval, Kline.over(interval.start(), FIVE_MINUTES, bars)));
  }

  /** Returns the rows of {@code volume_profile_5m} of a row of {@link #intervals}. */
  static List<Row> profile(Row row) {
    Interval interval = interval(row);
    List<Kline> bars = chosen(row);
    boolean known = bars.stream().allMatch(bar -> bar.takerBuyBase() != null);
    SortedMap<Integer, double[]> cells = new TreeMap<>();
    bars.forEach(bar -> bar.spread(cells));
    List<Row> rows = new ArrayList<>();
    cells.forEach(
        (bucket, cell) ->
            rows.add(
                BarRows.cell(
                    interval,
                    bucket,
                    known ? cell[1] : null,
                    known ? Math.max(cell[0] - cell[1], 0) : null,
                    cell[0],
                    null,
                    BarRows.FROM_KLINES)));
    return rows;
  }

  private static List<Kline> chosen(Row row) {
    List<Kline> minutes = klines(row, MINUTE);
    List<Kline> five = klines(row, FIVE_MINUTES);
    return minutes.size() == FIVE_MINUTES / MINUTE || five.isEmpty() ? minutes : five;
  }

  /** Returns the klines of one length in order of time, each start once. */
  private static List<Kline> klines(Row row, int seconds) {
    SortedMap<Long, Kline> result = new TreeMap<>();
    for (Row values : row.<Row>getList(row.fieldIndex(KLINES))) {
      Kline kline = kline(values);
      if (kline != null && kline.seconds() == seconds && kline.isBar()) {
        result.merge(kline.ts(), kline, (a, b) -> b.base() > a.base() ? b : a);
      }
    }
    return List.copyOf(result.values());
  }

  private static Kline kline(Row row) {
    for (int column = 2; column <= 6; column++) {
      if (row.isNullAt(column)) {
        return null;
      }
    }
    return new Kline(
        row.getLong(0),
        row.getInt(1),
        row.getDouble(2),
        row.getDouble(3),
        row.getDouble(4),
        row.getDouble(5),
        row.getDouble(6),
        number(row, 7),
        row.isNullAt(8) ? null : row.getLong(8),
        number(row, 9),
        number(row, 10),
        number(row, 11));
  }

  /** Returns a number; null if it is missing, not finite or negative. */
  private static Double number(Row row, int column) {
    if (row.isNullAt(column)) {
      return null;
    }
    double value = row.getDouble(column);
    return value >= 0 && value < Double.POSITIVE_INFINITY ? value : null;
  }

  private static Row bar(Interval interval, Kline kline) {
    InstrumentKey instrument = interval.instrument();
    return RowFactory.create(
        instrument.venue(),
        instrument.product(),
        instrument.symbol(),
        BarRows.timestamp(kline.ts()),
        kline.open(),
        kline.high(),
        kline.low(),
        kline.close(),
        kline.base(),
        kline.quote(),
        kline.takerBuyBase(),
        kline.takerBuyQuote(),
        kline.tradeCount(),
        kline.quote() == null || kline.base() == 0 ? null : kline.quote() / kline.base(),
        instrument.isInverse() ? kline.contracts() : null,
        BarRows.FROM_KLINES);
  }
}
