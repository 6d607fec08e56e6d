package io.treadmill.lab.validate;

import io.treadmill.book.law.Calibration;
import io.treadmill.book.law.Realised;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Step;
import io.treadmill.book.position.Turnover;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.lab.ladder.Ladder;
import io.treadmill.lab.simulate.SimulatedBars;
import io.treadmill.lab.simulate.World;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.BarClock;
import io.treadmill.market.FeedRestoration;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Sixty days of one seed of a simulated world: bars, forced orders and the true book at the end of
 * each day. Models are fitted on days 7 to 32 and scored on days 33 to 59.
 */
final class WorldHistory {
  /** Number of days. */
  static final int DAYS = 60;

  /** First training day. */
  static final int FIRST_TRAIN = 7;

  /** Last training day: the test begins on the next one. */
  static final int LAST_TRAIN = 32;

  /** Width of a cell of scores in 10 bp buckets: 50 bp. */
  static final int CELL_BUCKETS = 5;

  /** The night knows no mean turnover of training days, which a constant activity needs. */
  private static final ParameterSet NIGHT = ParameterSet.WORLD;

  private static final int NULLS = 20;
  private static final String SCOPE = "aggregate of simulated";
  private static final int MARKET_WARM_UP_DAYS = 7;
  private final String symbol;
  private final long seed;
  private final ParameterSet parameters;
  private final SimulatedBars bars;
  private final List<Step> steps = new ArrayList<>();
  private final List<double[]> truths = new ArrayList<>();
  private final List<SimulatedBars.Forced> forced = new ArrayList<>();
  private final List<SimulatedBars.Forced> throttled = new ArrayList<>();

  /** Simulates a seed of the world's BTC. */
  WorldHistory(World world, long seed) {
    this(world, "BTCUSDT", seed);
  }

  /** Simulates a seed of a symbol. */
  WorldHistory(World world, String symbol, long seed) {
    this.symbol = symbol;
    this.seed = seed;
    this.parameters = world.name().equals("hard") ? ParameterSet.HARD_WORLD : ParameterSet.WORLD;
    this.bars = new SimulatedBars(world, symbol, seed, MARKET_WARM_UP_DAYS);
    for (int day = 0; day < DAYS; day++) {
      for (int bar = 0; bar < BarClock.BARS_OF_A_DAY; bar++) {
        steps.add(bars.next());
        forced.addAll(bars.forced());
        throttled.addAll(bars.throttled());
      }
      truths.add(bars.truth());
    }
  }

  /** Returns the first day of the world plus some days. */
  static LocalDate day(int number) {
    return SimulatedBars.firstDay().plusDays(number);
  }

  long seed() {
    return seed;
  }

  List<Step> steps() {
    return steps;
  }

  /** Returns the standing notional of the true book at the end of a day, by cell. */
  double[] truth(int day) {
    return truths.get(day);
  }

  /** Returns all forced orders. */
  List<SimulatedBars.Forced> forced() {
    return forced;
  }

  /** Returns those that a feed of one print a second shows. */
  List<SimulatedBars.Forced> throttled() {
    return throttled;
  }

  /** Returns the same with their notional restored. */
  List<SimulatedBars.Forced> restored(FeedRestoration restoration) {
    double[] factors = restoration.factors(prints(throttled));
    List<SimulatedBars.Forced> restored = new ArrayList<>();
    for (int i = 0; i < factors.length; i++) {
      SimulatedBars.Forced order = throttled.get(i);
      restored.add(
          new SimulatedBars.Forced(
              order.micros(), order.side(), order.bucket(), factors[i] * order.usd()));
    }
    return restored;
  }

  /** Returns forced orders as prints of a feed. */
  static List<FeedRestoration.Print> prints(List<SimulatedBars.Forced> orders) {
    return orders.stream()
        .map(order -> new FeedRestoration.Print(order.micros(), order.usd()))
        .toList();
  }

  /** Returns orders in cells of 1 h x 50 bp. */
  Realised cells(List<SimulatedBars.Forced> orders) {
    return realised(new Realised(BarClock.HOUR_MICROS, CELL_BUCKETS), orders);
  }

  /** Returns orders in totals of hours. */
  Realised totals(List<SimulatedBars.Forced> orders) {
    return realised(Realised.hourlyTotals(), orders);
  }

  private Realised realised(Realised empty, List<SimulatedBars.Forced> orders) {
    steps.forEach(step -> empty.know(step.ts()));
    orders.forEach(
        order -> empty.add(order.micros(), order.side(), order.bucket(), order.usd(), 1));
    return empty;
  }

  /** Returns the windows of the fit and the scores. */
  Ladder.Plan plan(double freshnessShare, int draws) {
    return new Ladder.Plan(
        day(FIRST_TRAIN),
        day(LAST_TRAIN),
        day(LAST_TRAIN + 1),
        day(DAYS - 1),
        false,
        freshnessShare,
        draws,
        seed);
  }

  /** Returns the windows of the fit of 5 min and 1 h, without draws. */
  Ladder.Plan plan() {
    return plan(Calibration.FRESHNESS_SHARE, 0);
  }

  /** Returns what models are told of the market. */
  Models.Market market() {
    double openInterest = steps.get(0).openInterestStart();
    Turnover mean =
        Turnover.mean(
            steps,
            openInterest,
            parameters,
            UtcDays.startMicros(day(FIRST_TRAIN)),
            UtcDays.startMicros(day(LAST_TRAIN + 1)));
    return new Models.Market(
        parameters, bars.tiers(), ContractValue.linear(), day(-1), openInterest, mean, parameters);
  }

  /** Returns the world as the night reads an instrument, with totals of hours. */
  InstrumentHistory instrument() {
    TierHistory tiers = new TierHistory(bars.tiers().maximumLeverage());
    bars.tiers().brackets().forEach(one -> tiers.add(day(0).toEpochDay(), AmountUnit.QUOTE, one));
    List<TrainingHistory.Day> days = new ArrayList<>();
    for (int number = 0; number < DAYS; number++) {
      days.add(new TrainingHistory.Day(daySteps(number), totals(number)));
    }
    return new InstrumentHistory(
        new Instrument("simulated", Product.LINEAR_PERP, symbol),
        days,
        steps,
        steps.get(0).openInterestStart(),
        tiers,
        bars.tiers(),
        ContractValue.linear(),
        SCOPE,
        totals(forced));
  }

  private List<Step> stepsOf(int number) {
    return steps.subList(number * BarClock.BARS_OF_A_DAY, (number + 1) * BarClock.BARS_OF_A_DAY);
  }

  private static double[] column(List<Step> of, ToDoubleFunction<Step> value) {
    return of.stream().mapToDouble(value).toArray();
  }

  private DaySteps daySteps(int number) {
    List<Step> of = stepsOf(number);
    double[] openInterest = Arrays.copyOf(column(of, Step::openInterestStart), of.size() + 1);
    openInterest[of.size()] = of.get(of.size() - 1).openInterestEnd();
    return new DaySteps(
        day(number),
        of.stream().mapToLong(Step::ts).toArray(),
        column(of, Step::open),
        column(of, Step::high),
        column(of, Step::low),
        column(of, Step::close),
        column(of, Step::volume),
        openInterest,
        null,
        null,
        null);
  }

  private ReportedLiquidations totals(int number) {
    long start = UtcDays.startMicros(day(number));
    double[][] hours = new double[2][BarClock.HOURS_OF_A_DAY];
    for (SimulatedBars.Forced order : forced) {
      long hour = Math.floorDiv(order.micros() - start, BarClock.HOUR_MICROS);
      if (hour >= 0 && hour < BarClock.HOURS_OF_A_DAY) {
        hours[order.side().index()][(int) hour] += order.usd();
      }
    }
    ReportedLiquidations totals = new ReportedLiquidations(day(number));
    for (Side side : Side.values()) {
      for (int hour = 0; hour < BarClock.HOURS_OF_A_DAY; hour++) {
        long ts = start + hour * BarClock.HOUR_MICROS;
        totals.add(ts, 60, SCOPE, side, hours[side.index()][hour]);
      }
    }
    return totals;
  }

  private static UtcDays train() {
    return new UtcDays(day(FIRST_TRAIN), day(LAST_TRAIN));
  }

  private static UtcDays test() {
    return new UtcDays(day(LAST_TRAIN + 1), day(DAYS - 1));
  }

  /** Prints the scores of the standing maps, and what they held by distance. */
  void printMaps(Consumer<String> out) {
    InstrumentHistory own = instrument();
    List<InstrumentReplay.Day> days =
        new StandingMaps(own, NIGHT, train(), test(), false).print(NULLS, out);
    new DistanceBands(own, days, forced).print(out);
  }

  /** Returns the level of this symbol with its totals hidden, from another one. */
  HiddenLevel levelFrom(WorldHistory other) {
    return new HiddenLevel(instrument(), List.of(other.instrument()), NIGHT, train(), test());
  }
}
