package io.treadmill.jobs.asset;

import io.treadmill.book.map.AssetMap;
import io.treadmill.book.models.Models;
import io.treadmill.jobs.asset.AssetShares.Share;
import io.treadmill.jobs.instrument.InstrumentRow;
import io.treadmill.jobs.instrument.InstrumentSeries;
import io.treadmill.jobs.instrument.SeriesBlock;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.TableUnion;
import io.treadmill.market.AggregateRule;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.contract.Asset;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
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
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/** Sums the maps of the instruments of one asset and day, instant after instant. */
final class AssetMapFunction implements FlatMapGroupsFunction<String, SeriesBlock, Row> {
  /** The cell of the state of a book that tells its last price. */
  static final String LAST_CLOSE = "last_close";

  /** The cells of a sum and side are one row. */
  private static final RowLayout<Cells> LAYOUT =
      RowLayout.<Cells>packed(LakeTables.ASSET_HEATMAP)
          .components(Snapshot.class, Cells::of)
          .text("side", cells -> cells.side().text())
          .integers("bucket", Cells::buckets)
          .numbers("price_low", cells -> cells.prices(0))
          .numbers("price_high", cells -> cells.prices(cells.of().stepBuckets()))
          .numbers("expected_notional_usd", cells -> cells.usd(AssetMap.Amount::expected))
          .numbers("low_usd", cells -> cells.usd(AssetMap.Amount::low))
          .numbers("high_usd", cells -> cells.usd(AssetMap.Amount::high))
          .numbers("inflow_usd", cells -> cells.usd(AssetMap.Amount::inflow))
          .text("model", cells -> Models.BOOK)
          .build();

  /** Rows of sums, each of which stands for many of the table. */
  static final TableUnion UNION = TableUnion.of(List.of()).with(LAYOUT.name(), LAYOUT.schema());

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

  /** The cells of one side of a sum. */
  private record Cells(Snapshot of, Side side, SortedMap<Integer, AssetMap.Amount> amounts) {
    int[] buckets() {
      return amounts.keySet().stream().mapToInt(bucket -> bucket).toArray();
    }

    double[] prices(int above) {
      return Arrays.stream(buckets())
          .mapToDouble(bucket -> PriceGrid.lowerEdge(bucket + above))
          .toArray();
    }

    double[] usd(ToDoubleFunction<AssetMap.Amount> value) {
      return amounts.values().stream().mapToDouble(value).toArray();
    }
  }

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

  /** Returns asset and day of a block; the state at the end of a day is of the day after. */
  static String groupOf(SeriesBlock.Key key) {
    int day = key.series() == InstrumentSeries.STATE ? key.day() + 1 : key.day();
    return Asset.ofSymbol(key.symbol()).name() + "/" + LocalDate.ofEpochDay(day);
  }

  @Override
  public Iterator<Row> call(String key, Iterator<SeriesBlock> blocks) {
    return rows(shares.value(), key, blocks);
  }

  /** Returns the rows of an asset and day. */
  static Iterator<Row> rows(AssetShares shares, String key, Iterator<SeriesBlock> blocks) {
    int slash = key.lastIndexOf('/');
    OfDay day =
        new OfDay(shares, key.substring(0, slash), LocalDate.parse(key.substring(slash + 1)));
    blocks.forEachRemaining(day::add);
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

    void add(SeriesBlock block) {
      Instrument instrument = block.key().instrument();
      switch (block.key().series()) {
        case CELL -> block.rows().forEach(row -> addCell(instrument, row));
        case BAR -> {
          NavigableMap<Long, double[]> own =
              bars.computeIfAbsent(instrument, key -> new TreeMap<>());
          block
              .rows()
              .forEach(
                  row -> own.put(row.at(), new double[] {row.value("open"), row.value("close")}));
        }
        case STATE -> block.rows().forEach(row -> before.put(instrument, row.value("value")));
        default ->
            throw new IllegalArgumentException(
                "No map of an asset is made of %s".formatted(block.key()));
      }
    }

    private void addCell(Instrument instrument, InstrumentRow row) {
      double edges =
          PriceGrid.position(row.value("price_high")) - PriceGrid.position(row.value("price_low"));
      int low = row.number();
      maps.computeIfAbsent(
              new Moment(row.at(), (int) orZero(row.value("horizon_h"))), key -> new TreeMap<>())
          .computeIfAbsent(instrument, key -> new InstrumentMap(row.text(), new ArrayList<>()))
          .cells
          .add(
              new Given(
                  row.side(),
                  low,
                  low + (int) Math.round(edges),
                  new AssetMap.Amount(
                      row.value("expected_notional_usd"),
                      row.value("low_usd"),
                      row.value("high_usd"),
                      orZero(row.value("inflow_usd")))));
    }

    private static double orZero(double value) {
      return Double.isNaN(value) ? 0 : value;
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

    Stream<Cells> sums() {
      return maps.entrySet().stream().flatMap(at -> sum(at.getKey(), at.getValue()));
    }

    private Stream<Cells> sum(Moment moment, TreeMap<Instrument, InstrumentMap> all) {
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
          .map(side -> new Cells(snapshot, side.getKey(), side.getValue().cells()));
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
