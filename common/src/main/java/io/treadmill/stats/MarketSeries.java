package io.treadmill.stats;

import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * All that statistics read of one instrument: columns of five-minute steps, settlements, forced
 * orders, the map. Arrays are shared, not copied: callers do not change them. NaN = missing.
 *
 * @param steps grid of five minutes
 * @param columns one value a step
 * @param faceUsd face value of an inverse contract, USD; NaN for others
 * @param settled settled funding by time
 * @param forced forced orders of each feed, by {@link ForcedFlow#PREFERENCE}
 * @param zones zones of the published map by instant
 * @param masses cumulative mass of the published map by instant
 * @param atPrice what was traded and forced by day and bucket, on the days of the run only
 * @param minutes one-minute closes of the days of the run and the day before
 */
public record MarketSeries(
    Instrument instrument,
    Steps steps,
    Map<Column, double[]> columns,
    double faceUsd,
    List<Settlement> settled,
    List<ForcedFlow> forced,
    NavigableMap<Long, List<Zone>> zones,
    NavigableMap<Long, List<MassWithin>> masses,
    List<AtPrice> atPrice,
    Optional<Minutes> minutes)
    implements Serializable {
  /** Columns with a value for each step of five minutes. */
  public enum Column {
    /** First price, quote units. */
    OPEN,
    /** Highest price. */
    HIGH,
    /** Lowest price. */
    LOW,
    /** Last price. */
    CLOSE,
    /** Base coins traded. */
    BASE_VOLUME,
    /** Quote units traded; NaN where the source has none. */
    QUOTE_VOLUME,
    /** Base coins bought by aggressors; NaN where unknown. */
    TAKER_BUY_BASE,
    /** Contracts traded; NaN for linear contracts and spot. */
    CONTRACTS,
    /** Number of trades; NaN where the source has none. */
    TRADE_COUNT,
    /**
     * Open interest at the <em>start</em> of the step, in the unit in which size is fixed: base
     * coins (linear) or contracts (inverse). NaN without a snapshot at that instant.
     */
    OPEN_INTEREST,
    /** Mark price, last of the step. */
    MARK,
    /** Index price, last of the step. */
    INDEX
  }

  private static final Set<Column> PRICES =
      Set.of(Column.OPEN, Column.HIGH, Column.LOW, Column.CLOSE, Column.MARK, Column.INDEX);
  private static final Set<Column> COINS = Set.of(Column.BASE_VOLUME, Column.TAKER_BUY_BASE);

  /**
   * One settlement of funding.
   *
   * @param micros instant of the settlement
   * @param rate fraction of notional per interval; longs pay if positive
   * @param intervalMinutes length of its interval; NaN if unknown
   */
  public record Settlement(long micros, double rate, double intervalMinutes)
      implements Serializable {
    /**
     * Returns the settlements with the intervals that their source does not say, such as that of
     * the first of a file of a day: the time since the settlement before. Where that is longer than
     * the interval of the one before, one may be missing between, and it stays unknown.
     *
     * @param byTime settlements of one instrument by time
     */
    public static List<Settlement> joined(List<Settlement> byTime) {
      List<Settlement> joined = new ArrayList<>();
      double most = Double.NaN;
      long last = 0;
      for (Settlement one : byTime) {
        double since = Math.round((one.micros - last) / (double) BarClock.MINUTE_MICROS);
        boolean measured = Double.isNaN(one.intervalMinutes) && since > 0 && since <= most;
        double interval = measured ? since : one.intervalMinutes;
        joined.add(new Settlement(one.micros, one.rate, interval));
        most = Double.isNaN(interval) && joined.size() > 1 ? since : interval;
        last = one.micros;
      }
      return joined;
    }
  }

  /**
   * A zone of the published map at one instant.
   *
   * @param micros instant of the map: it uses data before it only
   * @param side long (below the price) or short: the position that is forced
   * @param hot true if hot, false if thin
   * @param zone number from 1 at the price outwards, by side
   * @param priceLow lower edge, quote units
   * @param priceHigh upper edge
   * @param massUsd expected forced notional of its cells
   * @param nullUsd the same under the null of the map
   * @param distancePercent from the price to the nearest edge
   */
  public record Zone(
      long micros,
      Side side,
      boolean hot,
      int zone,
      double priceLow,
      double priceHigh,
      double massUsd,
      double nullUsd,
      double distancePercent)
      implements Serializable {}

  /**
   * Expected forced notional between the price and a move away from it.
   *
   * @param micros instant of the map
   * @param side long: the price falls; short: it rises
   * @param movePercent size of the move
   * @param usd expected forced notional on the way, USD
   */
  public record MassWithin(long micros, Side side, double movePercent, double usd)
      implements Serializable {}

  /**
   * What was traded, or forced, within one interval of a day in one bucket of the price grid.
   *
   * @param epochDay UTC day
   * @param bucket 10 bp bucket
   * @param side 0 = traded (base coins), 1 = long forced (USD), 2 = short forced (USD)
   * @param amount sum
   */
  public record AtPrice(long epochDay, int bucket, int side, double amount)
      implements Serializable {}

  /**
   * One-minute closes of the days of a run and the day before; for what needs a fine clock.
   *
   * @param steps grid of one minute
   * @param close last price of the minute; NaN if nothing traded
   */
  public record Minutes(Steps steps, double[] close) implements Serializable {}

  /** Parts that a loader fills in. */
  public record Parts(
      Map<Column, double[]> columns,
      double faceUsd,
      List<Settlement> settled,
      Map<String, ForcedFlow> forced,
      List<Zone> zones,
      List<MassWithin> masses,
      List<AtPrice> atPrice,
      Optional<Minutes> minutes) {
    /** Returns parts of columns alone: the rest is empty. */
    public static Parts ofColumns(Map<Column, double[]> columns) {
      return new Parts(
          columns,
          Double.NaN,
          List.of(),
          Map.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty());
    }

    /** Returns the same with settlements. */
    public Parts withSettled(List<Settlement> other) {
      return new Parts(columns, faceUsd, other, forced, zones, masses, atPrice, minutes);
    }

    /** Returns the same with forced orders by feed rule. */
    public Parts withForced(Map<String, ForcedFlow> other) {
      return new Parts(columns, faceUsd, settled, other, zones, masses, atPrice, minutes);
    }

    /** Returns the same with zones and masses of the map. */
    public Parts withMap(List<Zone> otherZones, List<MassWithin> otherMasses) {
      return new Parts(
          columns, faceUsd, settled, forced, otherZones, otherMasses, atPrice, minutes);
    }
  }

  /**
   * Makes a series of parts; columns that are not given are unknown.
   *
   * @throws IllegalArgumentException if a column has another length than the grid
   */
  public MarketSeries(Instrument instrument, Steps steps, Parts parts) {
    this(
        instrument,
        steps,
        columns(steps, parts.columns()),
        parts.faceUsd(),
        List.copyOf(parts.settled()),
        parts.forced().values().stream().sorted(ForcedFlow.PREFERENCE).toList(),
        byInstant(parts.zones(), Zone::micros),
        byInstant(parts.masses(), MassWithin::micros),
        List.copyOf(parts.atPrice()),
        parts.minutes());
  }

  private static Map<Column, double[]> columns(Steps steps, Map<Column, double[]> given) {
    Map<Column, double[]> columns = new EnumMap<>(Column.class);
    for (Column column : Column.values()) {
      double[] values = given.getOrDefault(column, Steps.unknown(steps.count()));
      if (values.length != steps.count()) {
        throw new IllegalArgumentException(
            "Invalid column %s: %d steps of %d".formatted(column, values.length, steps.count()));
      }
      columns.put(column, values);
    }
    return columns;
  }

  private static <T> NavigableMap<Long, List<T>> byInstant(
      List<T> values, ToLongFunction<T> micros) {
    NavigableMap<Long, List<T>> result = new TreeMap<>();
    values.forEach(
        one -> result.computeIfAbsent(micros.applyAsLong(one), k -> new ArrayList<>()).add(one));
    return result;
  }

  /**
   * Returns bars and minutes with prices times a number and coins divided by it: the same market in
   * units of so many coins. The rest stays in its own unit.
   */
  MarketSeries inUnitsOf(double coins) {
    if (coins == 1) {
      return this;
    }
    Map<Column, double[]> scaled = new EnumMap<>(columns);
    for (Column price : PRICES) {
      scaled.computeIfPresent(price, (column, values) -> times(values, coins));
    }
    for (Column amount : COINS) {
      scaled.computeIfPresent(amount, (column, values) -> times(values, 1 / coins));
    }
    return new MarketSeries(
        instrument,
        steps,
        scaled,
        faceUsd,
        settled,
        forced,
        zones,
        masses,
        atPrice,
        minutes.map(of -> new Minutes(of.steps(), times(of.close(), coins))));
  }

  private static double[] times(double[] values, double factor) {
    return Arrays.stream(values).map(value -> value * factor).toArray();
  }

  /** Returns a column, one value a step; not to be changed. */
  public double[] column(Column column) {
    return columns().get(column);
  }

  /** Returns the close of each step, quote units; NaN where nothing is known. */
  public double[] close() {
    return columns.get(Column.CLOSE);
  }

  /** Returns open interest at the start of each step, coins (linear) or contracts (inverse). */
  public double[] openInterest() {
    return columns.get(Column.OPEN_INTEREST);
  }

  /** Returns open interest at the start of step {@code i} in USD; NaN if unknown. */
  public double openInterestUsd(int i) {
    double size = openInterest()[i];
    return instrument.product().isInverse() ? size * faceUsd() : size * columns.get(Column.OPEN)[i];
  }

  /** Returns volume of step {@code i} in USD (quote volume, or coins x close); NaN if unknown. */
  public double volumeUsd(int i) {
    if (instrument.product().isInverse()) {
      return columns.get(Column.CONTRACTS)[i] * faceUsd;
    }
    double quote = columns.get(Column.QUOTE_VOLUME)[i];
    return Double.isNaN(quote) ? columns.get(Column.BASE_VOLUME)[i] * close()[i] : quote;
  }

  /** Returns how many settlements lie before an instant. */
  public int settledBefore(long micros) {
    int low = 0;
    int high = settled.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (settled.get(middle).micros() < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns prints, or what else comes by the steps of the bars; empty without. */
  public Optional<ForcedFlow> forcedBySteps() {
    return forced.stream().filter(flow -> flow.steps().equals(steps)).findFirst();
  }

  /**
   * Says which totals are known of steps that are longer than an hour, of which neither an hour nor
   * what happens in it can be told; null if there are none.
   */
  public String longTotals(long fromMicros, long toMicros) {
    String all =
        forced.stream()
            .filter(flow -> flow.steps().stepMicros() > BarClock.HOUR_MICROS)
            .filter(flow -> flow.tellsPartOf(fromMicros, toMicros))
            .map(flow -> "%d h of '%s'".formatted(flow.minutes() / 60, flow.feedRule()))
            .collect(Collectors.joining(", "));
    return all.isEmpty() ? null : "totals of more than an hour are not used: " + all;
  }

  /**
   * Returns the forced orders to use for a window: of the first feed that knows all of it, in steps
   * of an hour at most. A step that holds a part of the window counts whole.
   */
  public Optional<ForcedFlow> forcedIn(long fromMicros, long toMicros) {
    return forced.stream()
        .filter(flow -> flow.steps().stepMicros() <= BarClock.HOUR_MICROS)
        .filter(flow -> flow.knows(fromMicros, toMicros))
        .findFirst();
  }
}
