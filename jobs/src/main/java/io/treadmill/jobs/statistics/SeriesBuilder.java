package io.treadmill.jobs.statistics;

import io.treadmill.jobs.contract.FeedRecordings;
import io.treadmill.jobs.instrument.InstrumentRow;
import io.treadmill.jobs.instrument.InstrumentSeries;
import io.treadmill.jobs.instrument.SeriesBlock;
import io.treadmill.market.AggregateRule;
import io.treadmill.market.BarClock;
import io.treadmill.market.FeedCoverage;
import io.treadmill.market.FeedRule;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.market.WindowTotals;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Builds the markets of an asset from blocks of rows. */
final class SeriesBuilder {
  private static final Map<Column, String> VALUES_OF_A_BAR =
      new EnumMap<>(
          Map.of(
              Column.OPEN, "open",
              Column.HIGH, "high",
              Column.LOW, "low",
              Column.CLOSE, "close",
              Column.BASE_VOLUME, "base_volume",
              Column.QUOTE_VOLUME, "quote_volume",
              Column.TAKER_BUY_BASE, "taker_buy_base_volume",
              Column.CONTRACTS, "contracts",
              Column.TRADE_COUNT, "trade_count"));

  private static final int BAR_MINUTES = (int) (BarClock.BAR_MICROS / BarClock.MINUTE_MICROS);
  private static final int MINUTES_OF_AN_HOUR = 60;

  private final UtcDays history;
  private final UtcDays days;
  private final Steps fine;
  private final ToDoubleFunction<Instrument> faceUsd;
  private final FeedRecordings recordings;
  private final Map<Instrument, Parts> instruments = new TreeMap<>();

  /**
   * Makes a builder.
   *
   * @param history days of the five-minute grid
   * @param days days of the run
   * @param faceUsd instrument to face value of an inverse contract
   * @param recordings when the feeds of the venues were recorded
   */
  SeriesBuilder(
      UtcDays history,
      UtcDays days,
      ToDoubleFunction<Instrument> faceUsd,
      FeedRecordings recordings) {
    this.recordings = recordings;
    this.history = history;
    this.days = days;
    this.fine = Steps.of(new UtcDays(days.from().minusDays(1), days.to()), BarClock.MINUTE_MICROS);
    this.faceUsd = faceUsd;
  }

  /** What is known of one instrument so far. */
  private final class Parts {
    final Steps steps = Steps.of(history, BarClock.BAR_MICROS);
    final Map<Column, double[]> columns = new TreeMap<>();
    final List<MarketSeries.Settlement> settled = new ArrayList<>();
    final Map<String, Flow> flows = new TreeMap<>();
    final List<MarketSeries.Zone> zones = new ArrayList<>();
    final List<MarketSeries.MassWithin> masses = new ArrayList<>();
    final List<MarketSeries.AtPrice> atPrice = new ArrayList<>();
    double[] minuteClose;

    void set(Column column, long micros, double value) {
      int i = steps.index(micros);
      if (steps.contains(i)) {
        columns.computeIfAbsent(column, key -> Steps.unknown(steps.count()))[i] = value;
      }
    }
  }

  /** Forced orders of a rule and interval. */
  private final class Flow {
    final String rule;
    final int minutes;
    final Steps steps;
    final double[][] usd;
    final double[][] low;
    final double[][] high;
    final double[][] prints;
    final double[][] predicted;

    Flow(String rule, int minutes) {
      this.rule = rule;
      this.minutes = minutes;
      this.steps = Steps.of(history, minutes * BarClock.MINUTE_MICROS);
      this.usd = bothSides(steps.count());
      this.low = bothSides(steps.count());
      this.high = bothSides(steps.count());
      this.prints = bothSides(steps.count());
      this.predicted = bothSides(steps.count());
    }

    boolean isAggregate() {
      return AggregateRule.is(rule);
    }

    boolean hasTotals() {
      return hasNumber(usd[0], 0, steps.count()) || hasNumber(usd[1], 0, steps.count());
    }

    /** Fills steps that were not told by what another source of the same feed told of them. */
    Flow filledBy(Flow other) {
      for (int side = 0; side < usd.length; side++) {
        for (int i = 0; i < steps.count(); i++) {
          usd[side][i] = Double.isNaN(usd[side][i]) ? other.usd[side][i] : usd[side][i];
        }
      }
      return this;
    }

    /** Returns the prints of an instrument's own feed. */
    ForcedFlow toFlow(Instrument instrument) {
      boolean hasBound = FeedRule.of(rule).estimatedFactor(0).isPresent();
      BitSet heard = heard(instrument);
      for (Side side : Side.values()) {
        for (int i = heard.nextSetBit(0); i >= 0; i = heard.nextSetBit(i + 1)) {
          if (Double.isNaN(usd[side.index()][i])) {
            setNothingForced(side.index(), i, hasBound);
          }
        }
      }
      return new ForcedFlow(rule, steps, usd, low, high, prints, predicted);
    }

    /** Returns the totals of an aggregator: as reported, without a bound and without a count. */
    ForcedFlow toTotals() {
      return new ForcedFlow(rule, steps, usd, usd, high, prints, predicted);
    }

    /** Returns the steps that the recording of the feed heard; none on days without a print. */
    private BitSet heard(Instrument instrument) {
      BitSet heard = new BitSet();
      int minutes = (int) (steps.stepMicros() / BarClock.MINUTE_MICROS);
      for (int from = 0; from < steps.count(); from += steps.perDay()) {
        int to = from + steps.perDay();
        if (hasNumber(usd[0], from, to) || hasNumber(usd[1], from, to)) {
          BitSet printed = new BitSet();
          LocalDate day = UtcDays.dayOf(steps.micros(from));
          printed.or(recordings.ofDay(instrument, day).getOrDefault(rule, printed));
          for (int i = from; i < to; i++) {
            if (!Double.isNaN(usd[0][i]) || !Double.isNaN(usd[1][i])) {
              printed.set(i - from);
            }
          }
          BitSet ofDay = FeedCoverage.heard(printed, minutes);
          for (int i = ofDay.nextSetBit(0); i >= 0; i = ofDay.nextSetBit(i + 1)) {
            heard.set(from + i);
          }
        }
      }
      return heard;
    }

    /** A rule without an estimate has none where nothing was reported, either. */
    private void setNothingForced(int side, int step, boolean hasBound) {
      usd[side][step] = 0;
      low[side][step] = 0;
      high[side][step] = hasBound ? 0 : Double.NaN;
      prints[side][step] = 0;
    }
  }

  /** Returns the markets of the asset, the same whatever the order of the blocks. */
  AssetMarkets build(String asset, Iterable<SeriesBlock> blocks) {
    Map<Instrument, Map<InstrumentSeries, List<InstrumentRow>>> rows = new TreeMap<>();
    for (SeriesBlock block : blocks) {
      List<InstrumentRow> ofSeries =
          rows.computeIfAbsent(
                  block.key().instrument(), key -> new EnumMap<>(InstrumentSeries.class))
              .computeIfAbsent(block.key().series(), key -> new ArrayList<>());
      block.rows().forEach(ofSeries::add);
    }
    rows.forEach(
        (instrument, ofInstrument) -> {
          Parts parts = instruments.computeIfAbsent(instrument, key -> new Parts());
          ofInstrument.forEach(
              (series, ofSeries) -> {
                ofSeries.sort(InstrumentRow.ORDER);
                ofSeries.forEach(row -> add(parts, series, row));
              });
        });
    List<ForcedFlow> totals = totals();
    List<MarketSeries> markets = new ArrayList<>();
    instruments.forEach(
        (instrument, parts) -> {
          if (parts.columns.containsKey(Column.CLOSE)) {
            markets.add(series(instrument, parts, totals));
          }
        });
    return new AssetMarkets(asset, markets, totals);
  }

  /**
   * The totals of aggregators by rule: in five minutes and in hours where parts of them add up, and
   * in longer steps as they were told. Of two sources of one set the first by name counts.
   */
  private List<ForcedFlow> totals() {
    Map<String, TreeMap<Integer, Flow>> told = new TreeMap<>();
    for (Parts parts : instruments.values()) {
      for (Flow flow : parts.flows.values()) {
        if (flow.isAggregate() && flow.hasTotals()) {
          told.computeIfAbsent(flow.rule, key -> new TreeMap<>())
              .merge(flow.minutes, flow, Flow::filledBy);
        }
      }
    }
    List<ForcedFlow> totals = new ArrayList<>();
    told.forEach(
        (rule, flows) -> {
          TreeSet<Integer> lengths = new TreeSet<>(flows.tailMap(MINUTES_OF_AN_HOUR).keySet());
          Stream.of(BAR_MINUTES, MINUTES_OF_AN_HOUR)
              .filter(length -> flows.firstKey() <= length)
              .forEach(lengths::add);
          for (int length : lengths) {
            Flow summed = new Flow(rule, length);
            for (int side = 0; side < 2; side++) {
              TreeMap<Integer, double[]> ofSide = new TreeMap<>();
              for (Flow flow : flows.values()) {
                ofSide.put(flow.minutes, flow.usd[side]);
              }
              summed.usd[side] = WindowTotals.summed(length, hours(), ofSide);
            }
            if (summed.hasTotals()) {
              totals.add(summed.toTotals());
            }
          }
        });
    return totals;
  }

  private int hours() {
    return history.count() * BarClock.HOURS_OF_A_DAY;
  }

  private MarketSeries series(Instrument instrument, Parts parts, List<ForcedFlow> totals) {
    Map<String, ForcedFlow> flows = new TreeMap<>();
    parts.flows.forEach(
        (name, flow) -> {
          if (!flow.isAggregate() && flow.hasTotals()) {
            flows.put(name, flow.toFlow(instrument));
          }
        });
    for (ForcedFlow total : totals) {
      if (new AggregateRule(total.feedRule()).holds(instrument)) {
        String name = name(total.feedRule(), total.minutes());
        Flow predicted = parts.flows.get(name);
        flows.put(name, predicted == null ? total : total.withPredicted(predicted.predicted));
      }
    }
    return new MarketSeries(
        instrument,
        parts.steps,
        new MarketSeries.Parts(
            parts.columns,
            faceUsd.applyAsDouble(instrument),
            MarketSeries.Settlement.joined(parts.settled),
            flows,
            parts.zones,
            parts.masses,
            parts.atPrice,
            Optional.ofNullable(parts.minuteClose)
                .map(close -> new MarketSeries.Minutes(fine, close))));
  }

  private void add(Parts parts, InstrumentSeries series, InstrumentRow row) {
    long at = row.at();
    switch (series) {
      case BAR ->
          VALUES_OF_A_BAR.forEach((column, value) -> parts.set(column, at, row.value(value)));
      case MINUTE -> addMinute(parts, at, row);
      case OPEN_INTEREST -> addAtStart(parts, at, row.value("size"));
      case MARK_INDEX -> addMark(parts, at, row);
      case FUNDING ->
          parts.settled.add(
              new MarketSeries.Settlement(at, row.value("rate"), row.value("interval_minutes")));
      case FORCED -> addForced(parts, at, row);
      case PREDICTED -> {
        Flow flow = flow(parts, row);
        flow.predicted[row.side().index()][flow.steps.index(at)] = row.value("predicted_usd");
      }
      case ZONE ->
          parts.zones.add(
              new MarketSeries.Zone(
                  at,
                  row.side(),
                  row.text().equals("hot"),
                  row.number(),
                  row.value("price_low"),
                  row.value("price_high"),
                  row.value("mass_usd"),
                  row.value("null_usd"),
                  row.value("distance_percent")));
      case MASS ->
          parts.masses.add(
              new MarketSeries.MassWithin(
                  at, row.side(), row.value("move_percent"), row.value("expected_usd")));
      case PROFILE -> addAtPrice(parts, at, row.number(), 0, row.value("base_volume"));
      case STATE, TIER, MARK_RANGE, PRINTS ->
          throw new IllegalArgumentException("Invalid row of a statistic: " + series);
    }
  }

  private static void addAtPrice(Parts parts, long at, int bucket, int side, double amount) {
    parts.atPrice.add(
        new MarketSeries.AtPrice(UtcDays.dayOf(at).toEpochDay(), bucket, side, amount));
  }

  private void addMinute(Parts parts, long at, InstrumentRow row) {
    if (parts.minuteClose == null) {
      parts.minuteClose = Steps.unknown(fine.count());
    }
    int i = fine.index(at);
    if (fine.contains(i)) {
      parts.minuteClose[i] = row.value("close");
    }
  }

  /** A snapshot within a minute after the start of a step stands for its start. */
  private static void addAtStart(Parts parts, long at, double size) {
    int i = parts.steps.index(at);
    if (parts.steps.contains(i) && at - parts.steps.micros(i) < BarClock.MINUTE_MICROS) {
      double[] column =
          parts.columns.computeIfAbsent(
              Column.OPEN_INTEREST, key -> Steps.unknown(parts.steps.count()));
      if (Double.isNaN(column[i])) {
        column[i] = size;
      }
    }
  }

  /** The last value of a step counts: rows come sorted by time. */
  private static void addMark(Parts parts, long at, InstrumentRow row) {
    double mark = row.value("mark_close");
    if (!Double.isNaN(mark)) {
      parts.set(Column.MARK, at, mark);
    }
    double index = row.value("index_close");
    if (!Double.isNaN(index)) {
      parts.set(Column.INDEX, at, index);
    }
  }

  private void addForced(Parts parts, long at, InstrumentRow row) {
    Flow flow = flow(parts, row);
    int i = flow.steps.index(at);
    int side = row.side().index();
    double usd = row.value("notional_usd");
    plus(flow.usd[side], i, usd);
    plus(flow.low[side], i, row.value("low_usd"));
    plus(flow.high[side], i, row.value("high_usd"));
    plus(flow.prints[side], i, row.value("print_count"));
    double bucket = row.value("bucket");
    if (!Double.isNaN(bucket) && at >= days.startMicros()) {
      // What is forced at once at one price is one burst.
      addAtPrice(parts, at, (int) bucket, 1 + side, usd);
    }
  }

  private Flow flow(Parts parts, InstrumentRow row) {
    return parts.flows.computeIfAbsent(
        name(row.text(), row.number()), key -> new Flow(row.text(), row.number()));
  }

  private static void plus(double[] sums, int i, double value) {
    sums[i] = Double.isNaN(sums[i]) ? value : sums[i] + value;
  }

  private static boolean hasNumber(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).anyMatch(value -> !Double.isNaN(value));
  }

  private static String name(String rule, int minutes) {
    return rule + " @" + minutes;
  }

  private static double[][] bothSides(int count) {
    return new double[][] {Steps.unknown(count), Steps.unknown(count)};
  }
}
