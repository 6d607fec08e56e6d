package io.treadmill.jobs.asset;

import io.treadmill.book.map.AssetMap;
import io.treadmill.book.models.Models;
import io.treadmill.jobs.asset.AssetShares.Share;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.TableUnion;
import io.treadmill.market.AggregateRule;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Sums the maps of the instruments of one asset and day, instant after instant. */
final class AssetMapFunction implements FlatMapGroupsFunction<String, Row, Row> {
  /** Cells of maps. */
  static final String CELL = LakeTables.LIQUIDATION_HEATMAP.name();

  /** Bars of the day. */
  static final String BAR = LakeTables.BARS_5M.name();

  /** Last prices of the day before. */
  static final String STATE = LakeTables.BOOK_STATE.name();

  private static final StructType INSTRUMENT =
      new StructType()
          .add("venue", DataTypes.StringType)
          .add("product", DataTypes.StringType)
          .add("symbol", DataTypes.StringType);

  /** What a group has: one of these a row. */
  static final TableUnion INPUT =
      TableUnion.of(List.of(LakeTables.LIQUIDATION_HEATMAP))
          .with(
              BAR,
              INSTRUMENT
                  .add("ts", DataTypes.TimestampType)
                  .add("open", DataTypes.DoubleType)
                  .add("close", DataTypes.DoubleType))
          .with(STATE, INSTRUMENT.add("value", DataTypes.DoubleType));

  static final RowLayout<Cell> LAYOUT =
      RowLayout.<Cell>of(LakeTables.ASSET_HEATMAP)
          .components(Snapshot.class, Cell::of)
          .text("side", cell -> cell.side().text())
          .integer("bucket", Cell::bucket)
          .number("price_low", cell -> PriceGrid.lowerEdge(cell.bucket()))
          .number(
              "price_high", cell -> PriceGrid.lowerEdge(cell.bucket() + cell.of().stepBuckets()))
          .number("expected_notional_usd", cell -> cell.amount().expected())
          .number("low_usd", cell -> cell.amount().low())
          .number("high_usd", cell -> cell.amount().high())
          .number("inflow_usd", cell -> cell.amount().inflow())
          .text("model", cell -> Models.BOOK)
          .build();

  private static final long serialVersionUID = 1L;

  private final Broadcast<AssetShares> shares;

  /**
   * What all cells of an asset at an instant have in common.
   *
   * @param horizonH hours of the standing map; 0: now
   * @param instruments number of instruments that are summed
   * @param instrumentsMissing those that were there the day before and have no map, those whose
   *     share is not known, and venues of the totals without any; null if none is missing
   * @param reference the instrument on whose price the cells stand
   */
  record Snapshot(
      String asset,
      String venueSet,
      long ts,
      int horizonH,
      int stepBuckets,
      int instruments,
      String instrumentsMissing,
      String reference,
      String shareSource,
      String printScope) {}

  /** A cell of the sum. */
  record Cell(Snapshot of, Side side, int bucket, AssetMap.Amount amount) {}

  /** An instant and the hours that maps of it are for. */
  private record Moment(long ts, int horizonHours) implements Comparable<Moment> {
    @Override
    public int compareTo(Moment other) {
      int byTs = Long.compare(ts, other.ts);
      return byTs != 0 ? byTs : Integer.compare(horizonHours, other.horizonHours);
    }
  }

  /** A cell of the map of an instrument. */
  private record Given(Side side, int low, int high, AssetMap.Amount amount) {}

  /** The map of an instrument at an instant. */
  private record InstrumentMap(String printScope, List<Given> cells) {}

  AssetMapFunction(Broadcast<AssetShares> shares) {
    this.shares = shares;
  }

  @Override
  public Iterator<Row> call(String key, Iterator<Row> rows) {
    return rows(shares.value(), key, rows);
  }

  /** Returns the rows of an asset and day. */
  static Iterator<Row> rows(AssetShares shares, String key, Iterator<Row> rows) {
    int slash = key.lastIndexOf('/');
    OfDay day =
        new OfDay(shares, key.substring(0, slash), LocalDate.parse(key.substring(slash + 1)));
    rows.forEachRemaining(day::add);
    return day.sums().map(LAYOUT::row).iterator();
  }

  /** The maps of one asset and day. */
  private static final class OfDay {
    private final AssetShares shares;
    private final String asset;
    private final LocalDate day;
    private final SortedMap<Moment, TreeMap<Instrument, InstrumentMap>> maps = new TreeMap<>();
    private final Map<Instrument, NavigableMap<Long, double[]>> bars = new HashMap<>();
    private final Map<Instrument, Double> before = new HashMap<>();

    OfDay(AssetShares shares, String asset, LocalDate day) {
      this.shares = shares;
      this.asset = asset;
      this.day = day;
    }

    void add(Row union) {
      NamedRow row;
      if ((row = part(union, CELL)) != null) {
        addCell(row);
      } else if ((row = part(union, BAR)) != null) {
        bars.computeIfAbsent(row.instrument(), key -> new TreeMap<>())
            .put(row.micros("ts"), new double[] {row.number("open"), row.number("close")});
      } else {
        row = part(union, STATE);
        before.put(row.instrument(), row.number("value"));
      }
    }

    private static NamedRow part(Row union, String name) {
      int place = union.fieldIndex(name);
      return union.isNullAt(place) ? null : new NamedRow(union.getStruct(place));
    }

    private void addCell(NamedRow row) {
      double edges =
          PriceGrid.position(row.number("price_high"))
              - PriceGrid.position(row.number("price_low"));
      int low = row.integer("bucket");
      int hours = row.isNull("horizon_h") ? 0 : row.integer("horizon_h");
      maps.computeIfAbsent(new Moment(row.micros("ts"), hours), key -> new TreeMap<>())
          .computeIfAbsent(
              row.instrument(),
              key -> new InstrumentMap(row.text("print_scope"), new ArrayList<>()))
          .cells
          .add(
              new Given(
                  Side.of(row.text("side")),
                  low,
                  low + (int) Math.round(edges),
                  new AssetMap.Amount(
                      row.number("expected_notional_usd"),
                      row.number("low_usd"),
                      row.number("high_usd"),
                      row.isNull("inflow_usd") ? 0 : row.number("inflow_usd"))));
    }

    /** The price that the map of an instrument stands around: its last one before the instant. */
    private double price(Instrument instrument, long ts) {
      NavigableMap<Long, double[]> own = bars.getOrDefault(instrument, new TreeMap<>());
      Map.Entry<Long, double[]> last = own.floorEntry(ts - BarClock.BAR_MICROS);
      if (last != null) {
        return last.getValue()[1];
      }
      double[] first = own.get(ts);
      return before.getOrDefault(instrument, first == null ? Double.NaN : first[0]);
    }

    Stream<Cell> sums() {
      return maps.entrySet().stream().flatMap(at -> sum(at.getKey(), at.getValue()));
    }

    private Stream<Cell> sum(Moment moment, TreeMap<Instrument, InstrumentMap> all) {
      long ts = moment.ts;
      TreeMap<Instrument, InstrumentMap> priced = new TreeMap<>(all);
      priced.keySet().removeIf(one -> Double.isNaN(price(one, ts)));
      Map<Instrument, Share> parts = new HashMap<>();
      priced.forEach(
          (one, map) -> parts.put(one, shares.of(one, map.printScope, priced.keySet(), day)));
      TreeMap<Instrument, InstrumentMap> present = new TreeMap<>(priced);
      present.keySet().removeIf(one -> parts.get(one).equals(Share.NONE));
      if (present.isEmpty()) {
        return Stream.empty();
      }
      Instrument reference = shares.largest(present.keySet(), day);
      int step =
          present.get(reference).cells.stream().mapToInt(c -> c.high - c.low).min().orElse(1);
      Map<Side, AssetMap> sums = new TreeMap<>();
      for (Side side : Side.values()) {
        sums.put(side, new AssetMap(step, price(reference, ts)));
      }
      TreeSet<String> sources = new TreeSet<>();
      present.forEach(
          (instrument, map) -> {
            Share share = parts.get(instrument);
            sources.add(share.source().name().toLowerCase(Locale.ROOT));
            add(instrument, map, price(instrument, ts), share, sums);
          });
      Snapshot snapshot =
          new Snapshot(
              asset,
              venueSet(present.keySet()),
              ts,
              moment.horizonHours,
              step,
              present.size(),
              missing(present, all.keySet()),
              reference.toString(),
              String.join("+", sources),
              present.values().stream()
                  .map(InstrumentMap::printScope)
                  .distinct()
                  .sorted()
                  .collect(Collectors.joining("; ")));
      return sums.entrySet().stream()
          .flatMap(
              side ->
                  side.getValue().cells().entrySet().stream()
                      .map(
                          cell ->
                              new Cell(snapshot, side.getKey(), cell.getKey(), cell.getValue())));
    }

    private static void add(
        Instrument instrument,
        InstrumentMap map,
        double price,
        Share share,
        Map<Side, AssetMap> sums) {
      String totals = AssetShares.totalsOf(instrument, map.printScope);
      map.cells.stream()
          .sorted(Comparator.comparing(Given::side).thenComparing(Given::low))
          .forEach(
              cell ->
                  sums.get(cell.side)
                      .add(totals, price, cell.low, cell.high, cell.amount.times(share.value())));
    }

    private String missing(
        SortedMap<Instrument, InstrumentMap> present, Collection<Instrument> mapped) {
      TreeSet<String> missing = new TreeSet<>();
      TreeSet<String> venues = new TreeSet<>();
      present.keySet().forEach(one -> venues.add(one.venue()));
      TreeSet<Instrument> expected = new TreeSet<>(shares.before(day, asset));
      expected.addAll(mapped);
      for (Instrument one : expected) {
        if (!present.containsKey(one)) {
          missing.add(one.toString());
          venues.add(one.venue());
        }
      }
      present.forEach(
          (instrument, map) -> {
            String totals = AssetShares.totalsOf(instrument, map.printScope);
            if (AggregateRule.is(totals) && !AggregateRule.isOfUnknownVenues(totals)) {
              missing.addAll(new AggregateRule(totals).venues());
            }
          });
      missing.removeAll(venues);
      return missing.isEmpty() ? null : String.join("+", missing);
    }
  }

  /** Returns the venues and products of instruments. */
  static String venueSet(Collection<Instrument> instruments) {
    return instruments.stream()
        .map(one -> one.venue() + " " + one.product().text())
        .distinct()
        .sorted()
        .collect(Collectors.joining("+"));
  }
}
