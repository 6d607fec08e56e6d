package io.treadmill.jobs.report;

import io.treadmill.jobs.report.ReportData.Bars;
import io.treadmill.jobs.report.ReportData.Forced;
import io.treadmill.jobs.report.ReportData.Funding;
import io.treadmill.jobs.report.ReportData.InstrumentData;
import io.treadmill.jobs.report.ReportData.Marks;
import io.treadmill.jobs.report.ReportData.OpenInterest;
import io.treadmill.jobs.report.ReportData.Series;
import io.treadmill.market.Instrument;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A seeded market that looks like one: a price path with a flush, positions opened at every bar and
 * forced at leverage distances from entry, removed where price goes. Keeps the cells of the map as
 * exact amounts, to compare what a reader sees with.
 */
final class MadeUpMarket {
  static final int CELL_BUCKETS = 2;
  private static final int BARS_OF_DAY = 288;
  private static final double RANGE = 0.30;
  private static final double[] DISTANCES = {0.006, 0.009, 0.0125, 0.018, 0.035, 0.045, 0.09, 0.19};
  private static final double[] SHARES = {.2, .2, .15, .12, .12, .09, .08, .04};

  /** A cell of the map. */
  record Cell(long tsMicros, Side side, int bucket, double usd) {}

  /** A reported forced order, by five minutes and 10 bp bucket. */
  record Print(int bar, Side side, int bucket, double usd) {}

  final Instrument instrument;
  final UtcDays days;
  final double[] open;
  final double[] high;
  final double[] low;
  final double[] close;
  final double[] openInterestBase;
  final List<Cell> cells = new ArrayList<>();
  final List<Print> prints = new ArrayList<>();
  private final TreeMap<Integer, Double> longs = new TreeMap<>();
  private final TreeMap<Integer, Double> shorts = new TreeMap<>();
  private final Random random;

  MadeUpMarket(String symbol, double price, UtcDays days, long seed) {
    this.instrument = new Instrument("binance", Product.LINEAR_PERP, symbol);
    this.days = days;
    this.random = new Random(seed);
    int bars = days.count() * BARS_OF_DAY;
    open = new double[bars];
    high = new double[bars];
    low = new double[bars];
    close = new double[bars];
    openInterestBase = new double[bars];
    run(price);
  }

  private void run(double start) {
    double price = start;
    double volatility = 0.0011;
    double coins = 8e9 / start;
    for (int bar = 0; bar < open.length; bar++) {
      if (bar % 3 == 0) {
        publish(bar, price);
      }
      int sinceFlush = bar - open.length * 3 / 5;
      boolean flush = sinceFlush >= 0 && sinceFlush < 24;
      volatility = Math.max(0.0006, volatility * 0.995 + (flush ? 0.0003 : 0.000006));
      double move = volatility * random.nextGaussian() - (flush ? 0.0022 : 0);
      open[bar] = price;
      price *= Math.exp(move);
      close[bar] = price;
      high[bar] = Math.max(open[bar], price) * (1 + volatility * 0.5 * random.nextDouble());
      low[bar] = Math.min(open[bar], price) * (1 - volatility * 0.5 * random.nextDouble());
      force(bar);
      coins *= 1 + 0.0006 * random.nextGaussian() - (flush ? 0.004 : -0.00002);
      openInterestBase[bar] = coins;
      add(price, 4e6 * (0.3 + random.nextDouble()) * volatility / 0.0011);
    }
  }

  /** Takes what price went through out of the book, as prints; the rest of the book shrinks. */
  private void force(int bar) {
    longs
        .tailMap(PriceGrid.bucket(low[bar]))
        .forEach((bucket, usd) -> prints.add(new Print(bar, Side.LONG, bucket, usd)));
    shorts
        .headMap(PriceGrid.bucket(high[bar]), true)
        .forEach((bucket, usd) -> prints.add(new Print(bar, Side.SHORT, bucket, usd)));
    longs.tailMap(PriceGrid.bucket(low[bar])).clear();
    shorts.headMap(PriceGrid.bucket(high[bar]), true).clear();
    longs.replaceAll((bucket, usd) -> usd * 0.9985);
    shorts.replaceAll((bucket, usd) -> usd * 0.9985);
  }

  private void add(double price, double opened) {
    for (int i = 0; i < DISTANCES.length; i++) {
      for (int spread = -2; spread <= 2; spread++) {
        double distance = DISTANCES[i] * (1 + 0.06 * spread);
        double usd =
            opened * 0.016 * SHARES[i] / (1 + Math.abs(spread)) * (0.5 + random.nextDouble());
        longs.merge(PriceGrid.bucket(price * (1 - distance)), usd, Double::sum);
        shorts.merge(PriceGrid.bucket(price * (1 + distance)), usd, Double::sum);
      }
    }
  }

  private void publish(int bar, double price) {
    for (Side side : Side.values()) {
      TreeMap<Integer, Double> sums = new TreeMap<>();
      (side == Side.LONG ? longs : shorts)
          .subMap(PriceGrid.bucket(price * (1 - RANGE)), PriceGrid.bucket(price * (1 + RANGE)))
          .forEach(
              (bucket, usd) ->
                  sums.merge(Math.floorDiv(bucket, CELL_BUCKETS) * CELL_BUCKETS, usd, Double::sum));
      sums.forEach((bucket, usd) -> cells.add(new Cell(micros(bar), side, bucket, usd)));
    }
  }

  long micros(int bar) {
    return days.startMicros() + bar * 300_000_000L;
  }

  /** Returns what the reader would make of this market. */
  InstrumentData data() {
    return data(Map.of());
  }

  /** Returns the same with rows of statistics by table. */
  InstrumentData data(Map<String, StatisticReader.Rows> statistics) {
    MapBuilder builder = new MapBuilder(CELL_BUCKETS);
    cells.stream()
        .collect(java.util.stream.Collectors.groupingBy(c -> List.of(c.tsMicros(), c.side())))
        .values()
        .forEach(
            column ->
                builder.add(
                    MadeUpMarket.run(
                        column.get(0).tsMicros(),
                        column.get(0).side(),
                        column.stream().mapToInt(Cell::bucket).toArray(),
                        column.stream().mapToDouble(Cell::usd).toArray(),
                        new double[column.size()])));
    List<MapDay> maps = builder.build();
    return new InstrumentData(
        null,
        instrument,
        "activity-book-1",
        List.of(),
        "prior law, scale of full, before any calibration",
        days.days().stream().limit(days.count() > 7 ? 7 : 1).map(Object::toString).toList(),
        true,
        MapScale.of(maps),
        List.of(new ReportData.MapView(0, maps)),
        series(),
        Map.of(),
        Scorecard.NONE,
        statistics);
  }

  private Series series() {
    int[] minute = new int[open.length];
    Arrays.setAll(minute, bar -> bar * 5);
    double[] at = Arrays.stream(minute).asDoubleStream().toArray();
    Double[] usd = new Double[open.length];
    Arrays.setAll(usd, bar -> openInterestBase[bar] * close[bar]);
    int settlements = days.count() * 3;
    double[] fundingAt = new double[settlements];
    double[] rate = new double[settlements];
    Integer[] interval = new Integer[settlements];
    for (int i = 0; i < settlements; i++) {
      fundingAt[i] = i * 480;
      rate[i] = Math.round((0.0001 + 0.00012 * Math.sin(i / 6.0)) * 1e8) / 1e8;
      interval[i] = 480;
    }
    return new Series(
        new Bars(minute, open, high, low, close),
        marks(),
        forced(),
        new OpenInterest("base coins", at, openInterestBase, usd),
        new Funding("settled", fundingAt, rate, interval));
  }

  private Marks marks() {
    List<Print> largest =
        prints.stream()
            .sorted((a, b) -> Double.compare(b.usd(), a.usd()))
            .limit(Prints.MOST_MARKS)
            .toList();
    double all = prints.stream().mapToDouble(Print::usd).sum();
    return new Marks(
        largest.stream().mapToInt(print -> print.bar() * 5).toArray(),
        largest.stream().mapToInt(print -> 5).toArray(),
        largest.stream().mapToInt(print -> print.side() == Side.SHORT ? 1 : 0).toArray(),
        largest.stream().map(p -> PriceGrid.bucketPrice(p.bucket())).toArray(Double[]::new),
        largest.stream().mapToDouble(Print::usd).toArray(),
        largest.stream().map(print -> print.usd() * 2).toArray(Double[]::new),
        largest.stream().map(print -> 3L).toArray(Long[]::new),
        prints.size() - largest.size(),
        largest.stream().mapToDouble(Print::usd).sum() / all,
        List.of("one print a second, the largest"));
  }

  private Forced forced() {
    int step = days.count() > 7 ? 60 : 15;
    int count = days.count() * 1440 / step;
    int[] minute = new int[count];
    Arrays.setAll(minute, i -> i * step);
    double[][] usd = new double[2][count];
    prints.forEach(p -> usd[p.side() == Side.LONG ? 0 : 1][p.bar() * 5 / step] += p.usd());
    return new Forced(step, minute, usd[0], usd[1], null);
  }

  /**
   * Returns cells of a map as they are read.
   *
   * @param usd expected forced notional of each cell in USD
   * @param inflowUsd part of it that is not opened yet
   */
  static CellRuns.Run run(long at, Side side, int[] buckets, double[] usd, double[] inflowUsd) {
    char[] codes = new char[usd.length];
    char[] percent = new char[usd.length];
    for (int i = 0; i < usd.length; i++) {
      codes[i] = UsdCode.of(usd[i]);
      percent[i] = MapBuilder.percent(inflowUsd[i], usd[i]);
    }
    return new CellRuns.Run(
        List.of("binance", "linear_perp", "BTCUSDT", "book", "full"),
        1,
        side,
        0,
        at,
        CELL_BUCKETS,
        buckets,
        codes,
        percent);
  }
}
