package io.treadmill.jobs.bars;

import io.treadmill.lake.NamedRow;
import io.treadmill.market.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import scala.Tuple2;

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

  /** What a kline is made of. */
  static final List<String> COLUMNS =
      List.of(
          "product",
          "ts",
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

  private static final Set<String> PRODUCTS =
      Arrays.stream(Product.values()).map(Product::text).collect(Collectors.toSet());

  /** By time and length, then by values, those that are missing first: equal klines are equal. */
  private static final Comparator<Bar> ORDER =
      Comparator.comparingLong(Bar::ts)
          .thenComparingInt(Bar::seconds)
          .thenComparing(
              bar ->
                  DoubleStream.of(
                          bar.open(),
                          bar.high(),
                          bar.low(),
                          bar.close(),
                          bar.base(),
                          bar.quote(),
                          bar.tradeCount() == null ? Double.NaN : bar.tradeCount(),
                          bar.takerBuyBase(),
                          bar.takerBuyQuote(),
                          bar.contracts())
                      .map(value -> Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value)
                      .toArray(),
              Arrays::compare);

  private KlineBars() {}

  /**
   * The klines that lie in five minutes of an instrument.
   *
   * @param bars in order of time
   */
  record Five(Interval interval, List<Bar> bars) {
    static Five of(Interval interval, Iterable<Bar> bars) {
      return new Five(
          interval,
          StreamSupport.stream(bars.spliterator(), false)
              .filter(Bar::isBar)
              .sorted(ORDER)
              .toList());
    }
  }

  /**
   * Returns the klines that bars can be made of, by the five minutes that they lie in: one or five
   * minutes long, on the grid of their length.
   */
  static JavaPairRDD<Interval, Bar> usable(JavaRDD<Row> klines) {
    return klines
        .map(NamedRow::new)
        .filter(KlineBars::isUsable)
        .mapToPair(
            row ->
                new Tuple2<>(
                    Interval.fiveMinutes(InstrumentKey.of(row.row()), row.micros("ts")),
                    kline(row)));
  }

  private static boolean isUsable(NamedRow row) {
    int seconds = row.isNull("interval_seconds") ? 0 : row.integer("interval_seconds");
    return (seconds == MINUTE || seconds == FIVE_MINUTES)
        && row.text("venue") != null
        && row.text("symbol") != null
        && row.text("product") != null
        && PRODUCTS.contains(row.text("product"))
        && row.micros("ts") % (seconds * 1_000_000L) == 0;
  }

  static List<Row> oneMinute(Five klines) {
    return ofLength(klines.bars(), MINUTE).stream()
        .map(bar -> BarRows.bar(klines.interval().instrument(), bar, BarRows.FROM_KLINES))
        .toList();
  }

  /** Returns the rows of {@code bars_5m} of five minutes; one, or none. */
  static List<Row> fiveMinutes(Five klines) {
    List<Bar> bars = chosen(klines.bars());
    if (bars.isEmpty()) {
      return List.of();
    }
    Bar bar = Bar.over(klines.interval().start(), FIVE_MINUTES, bars);
    return List.of(BarRows.bar(klines.interval().instrument(), bar, BarRows.FROM_KLINES));
  }

  static List<Row> profile(Five klines) {
    List<Bar> bars = chosen(klines.bars());
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
                      klines.interval(), bucket, buy, sell, cell[0], null, BarRows.FROM_KLINES)));
        });
    return rows;
  }

  private static List<Bar> chosen(List<Bar> all) {
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

  /** A price or volume that is missing makes no bar. */
  static Bar kline(NamedRow row) {
    double quote = amount(row, "quote_volume");
    double takerBuyQuote = amount(row, "taker_buy_quote_volume");
    return new Bar(
        row.micros("ts"),
        row.integer("interval_seconds"),
        row.number("open"),
        row.number("high"),
        row.number("low"),
        row.number("close"),
        row.number("base_volume"),
        quote,
        row.isNull("trade_count") ? null : (Long) row.whole("trade_count"),
        amount(row, "taker_buy_base_volume"),
        takerBuyQuote,
        Bar.unknownOf(quote, takerBuyQuote),
        amount(row, "contracts"));
  }

  /** Returns a number; NaN if it is missing, not finite or negative. */
  private static double amount(NamedRow row, String column) {
    double value = row.number(column);
    return value >= 0 && value < Double.POSITIVE_INFINITY ? value : Double.NaN;
  }
}
