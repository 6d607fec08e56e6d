package io.treadmill.jobs.realised;

import io.treadmill.conf.Settings.RestorationSettings;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.TableUnion;
import io.treadmill.market.BarClock;
import io.treadmill.market.FeedRestoration;
import io.treadmill.market.FeedRule;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;

/**
 * Puts what was reported of a symbol on a day, by all venues and aggregators, on the grid of the
 * map.
 */
final class RealisedFunction implements FlatMapGroupsFunction<String, Row, Row> {
  /** Prints of feeds. */
  static final String PRINTS = "prints";

  /** Totals of aggregators. */
  static final String TOTALS = "totals";

  /** Bars that price coins. */
  static final String BARS = "bars";

  /** What a group has: one of these a row. */
  static final TableUnion INPUT =
      TableUnion.of(List.of())
          .with(
              PRINTS,
              ArchiveDataset.LIQUIDATIONS,
              "day",
              "liquidated_side",
              "price",
              "notional_usd",
              "completeness")
          .with(
              TOTALS,
              ArchiveDataset.LIQUIDATION_BARS,
              "interval_seconds",
              "scope",
              "venue_set",
              "long_usd",
              "short_usd",
              "long_base",
              "short_base")
          .with(BARS, LakeTables.BARS_5M, "close", "base_volume");

  private static final RowLayout<Cell> LAYOUT =
      RowLayout.<Cell>of(LakeTables.REALISED_LIQUIDATIONS)
          .text("venue", cell -> cell.key().venue())
          .text("product", cell -> cell.key().product())
          .text("symbol", cell -> cell.key().symbol())
          .micros("ts", cell -> cell.key().ts())
          .integer("interval_minutes", Cell::minutes)
          .text("side", cell -> cell.key().side())
          .integerOrNull("bucket", cell -> cell.key().bucket())
          .number("price_low", cell -> edge(cell.key().bucket(), 0))
          .number("price_high", cell -> edge(cell.key().bucket(), 1))
          .number("notional_usd", Cell::usd)
          .number("high_usd", Cell::highUsd)
          .number("low_usd", Cell::usd)
          .wholeOrNull("print_count", Cell::prints)
          .text("feed_rule", cell -> cell.key().rule())
          .build();

  private static final long serialVersionUID = 1;
  private static final long SECOND_MICROS = 1_000_000;
  private static final double SECONDS_OF_A_BAR = 300;

  private final FeedRestoration restoration;

  /** What was reported together: of an interval that begins at an instant. */
  private record Key(
      String venue,
      String product,
      String symbol,
      long ts,
      String side,
      Integer bucket,
      String rule) {
    /** Returns the same of all sides and buckets. */
    Key ofBar() {
      return new Key(venue, product, symbol, ts, "", null, rule);
    }

    /** Returns the same of the span of the clock that an instant lies in. */
    Key ofSpan(long micros, int seconds) {
      return new Key(venue, product, symbol, micros / SECOND_MICROS / seconds, "", seconds, rule);
    }
  }

  /**
   * A row of the table.
   *
   * @param highUsd NaN where there is no estimate
   * @param prints null of totals
   */
  private record Cell(Key key, int minutes, double usd, double highUsd, Long prints) {}

  /** Prints of a cell; sums are exact to 1e-10 USD whatever the order of rows. */
  private static final class Sums {
    private BigDecimal usd = BigDecimal.ZERO;
    private BigDecimal restoredUsd;
    private long prints;

    void add(double value, double factor) {
      usd = usd.add(exact(value));
      prints++;
      if (!Double.isNaN(factor)) {
        restoredUsd =
            (restoredUsd == null ? BigDecimal.ZERO : restoredUsd).add(exact(value * factor));
      }
    }

    private static BigDecimal exact(double value) {
      return BigDecimal.valueOf(value).setScale(10, RoundingMode.HALF_UP);
    }
  }

  /** A print in its cell. */
  private record Print(Key key, long micros, double usd) {}

  RealisedFunction(RestorationSettings settings) {
    this.restoration =
        settings.isKnown() ? new FeedRestoration(settings.origin(), settings.factors()) : null;
  }

  @Override
  public Iterator<Row> call(String symbolAndDay, Iterator<Row> rows) {
    Map<String, List<NamedRow>> parts = INPUT.parts(rows);
    List<Cell> cells = new ArrayList<>();
    addPrints(parts.get(PRINTS).stream().map(RealisedFunction::print).toList(), cells);
    addTotals(parts.get(TOTALS), parts.get(BARS), cells);
    return LAYOUT.rows(cells).iterator();
  }

  private static Print print(NamedRow row) {
    long micros = row.micros("ts");
    Key key =
        new Key(
            row.text("venue"),
            row.text("product"),
            row.text("symbol"),
            Math.floorDiv(micros, BarClock.BAR_MICROS) * BarClock.BAR_MICROS,
            row.text("liquidated_side"),
            PriceGrid.bucket(row.number("price")),
            RealisedJob.rule(row));
    return new Print(key, micros, row.number("notional_usd"));
  }

  private void addPrints(List<Print> prints, List<Cell> to) {
    Map<Key, Set<Long>> seconds = new HashMap<>();
    for (Print print : prints) {
      long second = print.micros / SECOND_MICROS;
      seconds.computeIfAbsent(print.key.ofBar(), key -> new HashSet<>()).add(second);
      if (isRestored(print)) {
        for (int span : new int[] {10, 60}) {
          seconds
              .computeIfAbsent(print.key.ofSpan(print.micros, span), key -> new HashSet<>())
              .add(second);
        }
      }
    }
    Map<Key, Sums> cells = new HashMap<>();
    for (Print print : prints) {
      double factor =
          isRestored(print)
              ? restoration.factor(
                  seconds.get(print.key.ofSpan(print.micros, 10)).size(),
                  seconds.get(print.key.ofSpan(print.micros, 60)).size())
              : Double.NaN;
      cells.computeIfAbsent(print.key, key -> new Sums()).add(print.usd, factor);
    }
    cells.forEach(
        (key, sums) -> {
          double usd = sums.usd.doubleValue();
          OptionalDouble factor =
              FeedRule.of(key.rule)
                  .estimatedFactor(Math.min(1, seconds.get(key.ofBar()).size() / SECONDS_OF_A_BAR));
          double high =
              sums.restoredUsd != null
                  ? sums.restoredUsd.doubleValue()
                  : factor.isPresent() ? usd * factor.getAsDouble() : Double.NaN;
          to.add(new Cell(key, 5, usd, high, sums.prints));
        });
  }

  private boolean isRestored(Print print) {
    return restoration != null && print.key.rule.startsWith("throttled");
  }

  /**
   * Totals carry no price and no estimate: what the aggregator saw of each venue is not known. The
   * total of a pair is a part of that of its coin: its rule says so, and no rule is ever added to
   * another.
   */
  private static void addTotals(List<NamedRow> totals, List<NamedRow> bars, List<Cell> to) {
    Set<Cell> priced = new LinkedHashSet<>();
    for (NamedRow row : totals) {
      for (Side side : Side.values()) {
        String pair = isOfPair(row) ? ", pair " + row.text("symbol") : "";
        Key key =
            new Key(
                row.text("venue"),
                row.text("product"),
                row.text("symbol"),
                row.micros("ts"),
                side.text(),
                null,
                "aggregate of " + row.text("venue_set") + pair);
        int minutes = row.integer("interval_seconds") / 60;
        double usd = row.number(side.text() + "_usd");
        if (!Double.isNaN(usd)) {
          to.add(new Cell(key, minutes, usd, Double.NaN, null));
        } else if (isPriced(row, side)) {
          double price = price(row, bars);
          if (!Double.isNaN(price)) {
            double coins = row.number(side.text() + "_base");
            priced.add(new Cell(key, minutes, coins * price, Double.NaN, null));
          }
        }
      }
    }
    to.addAll(priced);
  }

  private static boolean isOfPair(NamedRow total) {
    return "pair".equals(total.text("scope"));
  }

  /** Returns whether a side of a total is known in coins of a pair alone. */
  static boolean isPriced(NamedRow total, Side side) {
    return isOfPair(total)
        && total.isNull(side.text() + "_usd")
        && !total.isNull(side.text() + "_base");
  }

  /**
   * The price of a pair by its own bars in the interval, closes weighted by volume; NaN without a
   * bar.
   */
  private static double price(NamedRow total, List<NamedRow> bars) {
    long interval = Math.max(total.integer("interval_seconds"), 300) * SECOND_MICROS;
    long place = Math.floorDiv(total.micros("ts"), interval);
    TreeMap<Long, NamedRow> own = new TreeMap<>();
    for (NamedRow bar : bars) {
      if (bar.text("venue").equals(total.text("venue_set"))
          && bar.text("product").equals(total.text("product"))
          && Math.floorDiv(bar.micros("ts"), interval) == place) {
        own.put(bar.micros("ts"), bar);
      }
    }
    double weighted = 0;
    double volume = 0;
    double closes = 0;
    for (NamedRow bar : own.values()) {
      weighted += bar.number("close") * bar.number("base_volume");
      volume += bar.number("base_volume");
      closes += bar.number("close");
    }
    return own.isEmpty() ? Double.NaN : volume > 0 ? weighted / volume : closes / own.size();
  }

  private static double edge(Integer bucket, int step) {
    return bucket == null ? Double.NaN : PriceGrid.lowerEdge(bucket + step);
  }
}
