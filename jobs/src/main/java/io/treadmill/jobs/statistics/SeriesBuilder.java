package io.treadmill.jobs.statistics;

import io.treadmill.jobs.contract.FeedRecordings;
import io.treadmill.jobs.statistics.SeriesBlock.At;
import io.treadmill.jobs.statistics.SeriesInput.Kind;
import io.treadmill.market.FeedCoverage;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Builds the markets of an asset from blocks of rows. */
final class SeriesBuilder {
  private static final Column[] BAR_COLUMNS = {
    Column.OPEN,
    Column.HIGH,
    Column.LOW,
    Column.CLOSE,
    Column.BASE_VOLUME,
    Column.QUOTE_VOLUME,
    Column.TAKER_BUY_BASE,
    Column.CONTRACTS,
    Column.TRADE_COUNT
  };

  private final UtcDays history;
  private final UtcDays days;
  private final Steps fine;
  private final ToDoubleFunction<String> faceUsd;
  private final FeedRecordings recordings;
  private final Map<Instrument, Parts> instruments = new TreeMap<>();

  /**
   * Makes a builder.
   *
   * @param history days of the five-minute grid
   * @param days days of the run
   * @param faceUsd symbol to face value of an inverse contract
   * @param recordings when the feeds of the venues were recorded
   */
  SeriesBuilder(
      UtcDays history,
      UtcDays days,
      ToDoubleFunction<String> faceUsd,
      FeedRecordings recordings) {
    this.recordings = recordings;
    this.history = history;
    this.days = days;
    this.fine = Steps.of(new UtcDays(days.from().minusDays(1), days.to()), Steps.MINUTE_MICROS);
    this.faceUsd = faceUsd;
  }

  /** What is known of one instrument so far. */
  private final class Parts {
    final Steps steps = Steps.of(history, Steps.FIVE_MINUTES);
    final Map<Column, double[]> columns = new TreeMap<>();
    final List<MarketSeries.Settlement> settled = new ArrayList<>();
    final List<MarketSeries.Settlement> predicted = new ArrayList<>();
    final Map<String, Flow> flows = new TreeMap<>();
    final List<MarketSeries.Zone> zones = new ArrayList<>();
    final List<MarketSeries.MassWithin> masses = new ArrayList<>();
    final List<MarketSeries.AtPrice> atPrice = new ArrayList<>();
    double[] minuteClose;
    double[] minuteBase;

    void set(Column column, long micros, double value) {
      int i = steps.index(micros);
      if (steps.contains(i)) {
        columns.computeIfAbsent(column, key -> filled(steps.count(), Double.NaN))[i] = value;
      }
    }
  }

  /** Forced orders of a rule and interval. */
  private final class Flow {
    final String rule;
    final Steps steps;
    final double[][] usd;
    final double[][] low;
    final double[][] high;
    final double[][] prints;
    final double[][] predicted;

    Flow(String rule, int minutes) {
      this.rule = rule;
      this.steps = Steps.of(history, minutes * Steps.MINUTE_MICROS);
      this.usd = bothSides(steps.count());
      this.low = bothSides(steps.count());
      this.high = bothSides(steps.count());
      this.prints = bothSides(steps.count());
      this.predicted = bothSides(steps.count());
    }

    /** A step without a print is zero where the recording of the feed heard it. */
    ForcedFlow toFlow(Instrument instrument) {
      boolean aggregate = rule.startsWith("aggregate of ");
      for (int from = 0; from < steps.count() && !aggregate; from += steps.perDay()) {
        int to = from + steps.perDay();
        if (hasNumber(usd[0], from, to) || hasNumber(usd[1], from, to)) {
          BitSet heard = heard(instrument, from, to);
          for (double[][] part : new double[][][] {usd, low, high, prints}) {
            for (double[] side : part) {
              zeroWhereMissing(side, from, heard, part == high ? usd : null);
            }
          }
        }
      }
      return new ForcedFlow(rule, steps, usd, low, high, prints, predicted);
    }

    private BitSet heard(Instrument instrument, int from, int to) {
      BitSet printed = new BitSet();
      LocalDate day = UtcDays.dayOf(steps.micros(from));
      printed.or(recordings.ofDay(instrument, day).getOrDefault(rule, printed));
      for (int i = from; i < to; i++) {
        if (!Double.isNaN(usd[0][i]) || !Double.isNaN(usd[1][i])) {
          printed.set(i - from);
        }
      }
      return FeedCoverage.heard(printed, (int) (steps.stepMicros() / Steps.MINUTE_MICROS));
    }
  }

  /** Returns the markets of the asset, the same whatever the order of the blocks. */
  AssetMarkets build(String asset, Iterable<SeriesBlock> blocks) {
    Map<Instrument, Map<Kind, List<At>>> rows = new TreeMap<>();
    for (SeriesBlock block : blocks) {
      List<At> ofKind =
          rows.computeIfAbsent(block.key().instrument(), key -> new EnumMap<>(Kind.class))
              .computeIfAbsent(block.key().kind(), key -> new ArrayList<>());
      for (int i = 0; i < block.size(); i++) {
        ofKind.add(new At(block, i));
      }
    }
    rows.forEach(
        (instrument, ofInstrument) -> {
          Parts parts = instruments.computeIfAbsent(instrument, key -> new Parts());
          ofInstrument.forEach(
              (kind, ofKind) -> {
                ofKind.sort(At.ORDER);
                ofKind.forEach(row -> add(parts, kind, row));
              });
        });
    List<ForcedFlow> totals = new ArrayList<>();
    Map<Instrument, Map<String, ForcedFlow>> own = new TreeMap<>();
    for (Map.Entry<Instrument, Parts> entry : instruments.entrySet()) {
      Map<String, ForcedFlow> flows = new TreeMap<>();
      entry
          .getValue()
          .flows
          .forEach((name, flow) -> flows.put(name, flow.toFlow(entry.getKey())));
      flows.values().stream().filter(ForcedFlow::isAggregate).forEach(totals::add);
      own.put(entry.getKey(), flows);
    }
    List<MarketSeries> markets = new ArrayList<>();
    instruments.forEach(
        (instrument, parts) -> {
          if (parts.columns.containsKey(Column.CLOSE)) {
            markets.add(series(instrument, parts, own.get(instrument), totals));
          }
        });
    return new AssetMarkets(
        asset, markets, totals.stream().filter(SeriesBuilder::hasTotals).toList());
  }

  private MarketSeries series(
      Instrument instrument, Parts parts, Map<String, ForcedFlow> own, List<ForcedFlow> totals) {
    Map<String, ForcedFlow> flows = new TreeMap<>();
    own.forEach(
        (name, flow) -> {
          if (hasTotals(flow)) {
            flows.put(name, flow);
          }
        });
    if (instrument.product().isLeveraged()) {
      for (ForcedFlow total : totals) {
        if (hasTotals(total) && venues(total.feedRule()).contains(instrument.venue())) {
          String name = name(total.feedRule(), minutes(total));
          ForcedFlow predictions = own.get(name);
          flows.put(
              name,
              predictions == null
                  ? total
                  : new ForcedFlow(
                      total.feedRule(),
                      total.steps(),
                      total.usd(),
                      total.lowUsd(),
                      total.highUsd(),
                      total.prints(),
                      predictions.predictedUsd()));
        }
      }
    }
    return new MarketSeries(
        instrument,
        parts.steps,
        new MarketSeries.Parts(
            parts.columns,
            faceUsd.applyAsDouble(instrument.symbol()),
            parts.settled,
            parts.predicted,
            flows,
            parts.zones,
            parts.masses,
            parts.atPrice,
            java.util.Optional.ofNullable(parts.minuteClose)
                .map(close -> new MarketSeries.Minutes(fine, close, parts.minuteBase))));
  }

  private void add(Parts parts, Kind kind, At row) {
    long at = row.micros();
    switch (kind) {
      case BAR -> {
        for (int i = 0; i < BAR_COLUMNS.length; i++) {
          parts.set(BAR_COLUMNS[i], at, row.value(i));
        }
      }
      case MINUTE -> addMinute(parts, at, row);
      case OPEN_INTEREST -> addAtStart(parts, at, row.value(0));
      case MARK_INDEX -> addMark(parts, at, row);
      case FUNDING ->
          (row.text().equals("settled") ? parts.settled : parts.predicted)
              .add(new MarketSeries.Settlement(at, row.value(0), row.value(1)));
      case FORCED -> addForced(parts, at, row);
      case PREDICTED -> {
        Flow flow = flow(parts, row);
        flow.predicted[row.side().index()][flow.steps.index(at)] = row.value(0);
      }
      case ZONE ->
          parts.zones.add(
              new MarketSeries.Zone(
                  at,
                  row.side(),
                  row.text().equals("hot"),
                  row.number(),
                  row.value(0),
                  row.value(1),
                  row.value(2),
                  row.value(3),
                  row.value(4)));
      case MASS ->
          parts.masses.add(new MarketSeries.MassWithin(at, row.side(), row.value(0), row.value(1)));
      case TRADED_AT -> addAtPrice(parts, at, row.number(), 0, row.value(0));
    }
  }

  private static void addAtPrice(Parts parts, long at, int bucket, int side, double amount) {
    parts.atPrice.add(
        new MarketSeries.AtPrice(UtcDays.dayOf(at).toEpochDay(), bucket, side, amount));
  }

  private void addMinute(Parts parts, long at, At row) {
    if (parts.minuteClose == null) {
      parts.minuteClose = filled(fine.count(), Double.NaN);
      parts.minuteBase = filled(fine.count(), Double.NaN);
    }
    int i = fine.index(at);
    if (fine.contains(i)) {
      parts.minuteClose[i] = row.value(0);
      parts.minuteBase[i] = row.value(1);
    }
  }

  /** A snapshot within a minute after the start of a step stands for its start. */
  private static void addAtStart(Parts parts, long at, double size) {
    int i = parts.steps.index(at);
    if (parts.steps.contains(i) && at - parts.steps.micros(i) < Steps.MINUTE_MICROS) {
      double[] column =
          parts.columns.computeIfAbsent(
              Column.OPEN_INTEREST, key -> filled(parts.steps.count(), Double.NaN));
      if (Double.isNaN(column[i])) {
        column[i] = size;
      }
    }
  }

  /** The last value of a step counts: rows come sorted by time. */
  private static void addMark(Parts parts, long at, At row) {
    if (!Double.isNaN(row.value(0))) {
      parts.set(Column.MARK, at, row.value(0));
    }
    if (!Double.isNaN(row.value(1))) {
      parts.set(Column.INDEX, at, row.value(1));
    }
  }

  private void addForced(Parts parts, long at, At row) {
    Flow flow = flow(parts, row);
    int i = flow.steps.index(at);
    int side = row.side().index();
    plus(flow.usd[side], i, row.value(0));
    plus(flow.low[side], i, row.value(1));
    plus(flow.high[side], i, row.value(2));
    plus(flow.prints[side], i, row.value(3));
    double bucket = row.value(4);
    if (!Double.isNaN(bucket) && at >= days.startMicros()) {
      // What is forced at once at one price is one burst.
      addAtPrice(parts, at, (int) bucket, 1 + side, row.value(0));
    }
  }

  private Flow flow(Parts parts, At row) {
    return parts.flows.computeIfAbsent(
        name(row.text(), row.number()), key -> new Flow(row.text(), row.number()));
  }

  private static void plus(double[] sums, int i, double value) {
    sums[i] = Double.isNaN(sums[i]) ? value : sums[i] + value;
  }

  /** A bound that is unknown where there were prints stays unknown. */
  private static void zeroWhereMissing(double[] side, int from, BitSet heard, double[][] unless) {
    for (int bar = heard.nextSetBit(0); bar >= 0; bar = heard.nextSetBit(bar + 1)) {
      int i = from + bar;
      boolean printed = unless != null && (unless[0][i] > 0 || unless[1][i] > 0);
      if (Double.isNaN(side[i]) && !printed) {
        side[i] = 0;
      }
    }
  }

  private static boolean hasTotals(ForcedFlow flow) {
    return hasNumber(flow.usd()[0], 0, flow.steps().count())
        || hasNumber(flow.usd()[1], 0, flow.steps().count());
  }

  private static boolean hasNumber(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).anyMatch(value -> !Double.isNaN(value));
  }

  private static String name(String rule, int minutes) {
    return rule + " @" + minutes;
  }

  private static int minutes(ForcedFlow flow) {
    return (int) (flow.steps().stepMicros() / Steps.MINUTE_MICROS);
  }

  private static List<String> venues(String rule) {
    return Arrays.asList(
        rule.substring("aggregate of ".length()).toLowerCase(Locale.ROOT).split("[+,; ]+"));
  }

  private static double[][] bothSides(int count) {
    return new double[][] {filled(count, Double.NaN), filled(count, Double.NaN)};
  }

  private static double[] filled(int count, double value) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }
}
