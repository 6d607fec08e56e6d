package io.treadmill.lab.ladder;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.law.HorizonStack;
import io.treadmill.book.law.ModelFit;
import io.treadmill.book.law.Observations;
import io.treadmill.book.law.Realised;
import io.treadmill.book.map.Exposure;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.position.Step;
import io.treadmill.book.standing.HorizonMap;
import io.treadmill.book.standing.HorizonParts;
import io.treadmill.book.standing.InflowTable;
import io.treadmill.book.standing.MapHorizon;
import io.treadmill.book.standing.MarketOutlook;
import io.treadmill.book.standing.OpenedBars;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Standing maps of 1, 4 and 24 h: the book with its expected inflow, stacked with the rule of
 * freshness, against that rule with and without its far side. Fitted on training days, scored on
 * windows at multiples of the horizon of later ones.
 */
public final class StandingLadder {
  /** The stack, today's map of the published model, and what both are held against. */
  public static final String STACK = "stack";

  private final Ladder.Plan plan;
  private final Models.Market market;
  private final List<Step> steps;
  private final Realised realised;
  private final UtcDays train;

  /** A window of a horizon and side: what it held, and what came. */
  private record Window(
      long ts, long until, Side side, double[] columns, double realised) {}

  /** A law of the hours given the path and its factor of each day by side. */
  private record PathLaw(FittedLaw law, double[][] factors, UtcDays days) {
    double factor(Side side, long ts) {
      int day = (int) (UtcDays.dayOf(ts).toEpochDay() - days.from().toEpochDay());
      return factors[side.index()][day];
    }
  }

  /**
   * Takes a market.
   *
   * @param steps all bars from the warm-up on, by rising time
   * @param realised totals of hours
   */
  public StandingLadder(
      Ladder.Plan plan, Models.Market market, List<Step> steps, Realised realised) {
    this.plan = plan;
    this.market = market;
    this.steps = steps;
    this.realised = realised;
    this.train = new UtcDays(plan.trainFrom(), plan.trainTo());
  }

  /** Returns the scores of each horizon, by its number in {@link MapHorizon#ALL}. */
  public List<List<Scorecard>> run() {
    PathLaw book = path(Models.BOOK);
    PathLaw rule = path(Models.FINE_FRESHNESS);
    List<List<Window>> windows = windows(Models.BOOK);
    List<List<Scorecard>> scores = new ArrayList<>();
    for (int h = 0; h < MapHorizon.ALL.size(); h++) {
      scores.add(score(h, windows.get(h), book, rule));
    }
    return scores;
  }

  private PathLaw path(String name) {
    Models.Definition definition = Models.of(name);
    Observations observations = new Observations(definition.factory().make(market), realised);
    steps.forEach(observations::step);
    List<Observations.Row> rows = observations.finish();
    FittedLaw law =
        ModelFit.of(definition.rule(), observations.model(), rows, train);
    UtcDays days = new UtcDays(plan.trainFrom(), plan.testTo());
    double[][] factors = new double[2][];
    for (Side side : Side.values()) {
      double[] sums = new double[days.count()];
      double[] predicted = new double[days.count()];
      for (Observations.Row row : rows) {
        int day = (int) (UtcDays.dayOf(row.ts()).toEpochDay() - days.from().toEpochDay());
        if (row.side() == side && row.known() && day >= 0 && day < sums.length) {
          sums[day] += row.realised();
          predicted[day] += Exposure.times(row.columns(), law.of(side).weight());
        }
      }
      factors[side.index()] = Rescale.steadyFactors(sums, predicted);
    }
    return new PathLaw(law, factors, days);
  }

  private InflowTable table;

  private List<List<Window>> windows(String bookName) {
    HeatmapModel book = Models.of(bookName).factory().make(market);
    HeatmapModel rule = Models.of(Models.FINE_FRESHNESS_FAR).factory().make(market);
    OpenedBars bars = OpenedBars.of(steps, market.openInterest(), market.parameters());
    int first = at(train.startMicros());
    int end = at(train.endMicros());
    MarketOutlook.Means means = MarketOutlook.Means.of(bars, first, end);
    table = InflowTable.of(bars, components(), starts(first, end), means, MapHorizon.ALL);
    MarketOutlook outlook = new MarketOutlook(means);
    List<List<Window>> result = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int t = 0; t < steps.size(); t++) {
      if (t >= first && Math.floorMod(steps.get(t).ts(), BarClock.HOUR_MICROS) == 0) {
        for (int h = 0; h < MapHorizon.ALL.size(); h++) {
          HorizonMap map =
              new HorizonMap(book, rule, market.contract(), MapHorizon.ALL.get(h), outlook);
          add(t, MapHorizon.ALL.get(h).bars(), map, result.get(h));
        }
      }
      book.step(steps.get(t));
      rule.step(steps.get(t));
      outlook.step(bars, t);
    }
    return result;
  }

  private LeverageComponents components() {
    return LeverageComponents.of(
        market.parameters(), market.tiers(), market.contract().inverse());
  }

  private int at(long micros) {
    return (int) steps.stream().filter(step -> step.ts() < micros).count();
  }

  /** Full hours of the training window whose longest horizon ends in it. */
  private List<Integer> starts(int first, int end) {
    int longest = MapHorizon.ALL.get(MapHorizon.ALL.size() - 1).bars();
    return IntStream.range(Math.max(1, first), end - longest + 1)
        .filter(t -> Math.floorMod(steps.get(t).ts(), BarClock.HOUR_MICROS) == 0)
        .boxed()
        .toList();
  }

  private void add(int t, int count, HorizonMap map, List<Window> to) {
    long ts = steps.get(t).ts();
    long until = ts + count * BarClock.BAR_MICROS;
    if (t + count > steps.size() || steps.get(t + count - 1).ts() != until - BarClock.BAR_MICROS) {
      return;
    }
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (Step step : steps.subList(t, t + count)) {
      low = Math.min(low, step.crossLow());
      high = Math.max(high, step.crossHigh());
    }
    PriceRange range = PriceRange.of(steps.get(t - 1).close(), low, high);
    for (Side side : Side.values()) {
      double total = 0;
      for (long at = ts; at < until; at += realised.intervalMicros()) {
        total += realised.total(at, side);
      }
      to.add(
          new Window(
              ts,
              until,
              side,
              millions(map.reach(side, range)),
              total / Observations.MILLION));
    }
  }

  private static double[] millions(double[] usd) {
    return Arrays.stream(usd).map(x -> x / Observations.MILLION).toArray();
  }

  private List<Scorecard> score(int h, List<Window> windows, PathLaw book, PathLaw rule) {
    FittedLaw near = ruleLaw(Models.FINE_FRESHNESS, windows);
    FittedLaw far = ruleLaw(Models.FINE_FRESHNESS_FAR, windows);
    HorizonParts[] laws = new HorizonParts[2];
    for (Side side : Side.values()) {
      double[] weights = Arrays.copyOf(book.law.of(side).weight(), table.components());
      laws[side.index()] =
          new HorizonParts(weights, table.forced(side, h, weights), far.of(side).weight());
    }
    List<double[]> parts = new ArrayList<>();
    List<Double> known = new ArrayList<>();
    for (Window window : windows) {
      if (inTraining(window)) {
        parts.add(parts(window, laws, book, rule));
        known.add(window.realised);
      }
    }
    double[] stack =
        HorizonStack.weights(
            parts,
            known.stream().mapToDouble(Double::doubleValue).toArray(),
            HorizonStack.priorWithRule(MapHorizon.ALL.get(h).prior()));
    System.out.println("v " + Arrays.toString(stack));
    List<Window> test = windows.stream().filter(window -> inTest(window, h)).toList();
    List<Observations.Row> rows =
        test.stream()
            .map(w -> new Observations.Row(w.ts, w.until, w.side, 0, w.columns, w.realised, 0))
            .toList();
    Map<String, double[]> predicted = new LinkedHashMap<>();
    predicted.put(
        STACK,
        test.stream()
            .mapToDouble(w -> Exposure.times(parts(w, laws, book, rule), stack))
            .toArray());
    for (int part = 0; part < HorizonParts.COUNT; part++) {
      int one = part;
      String name = List.of("stands", "inflow", "beyond", Models.FINE_FRESHNESS_FAR).get(part);
      predicted.put(
          name, test.stream().mapToDouble(w -> parts(w, laws, book, rule)[one]).toArray());
    }
    predicted.put(
        Models.FINE_FRESHNESS,
        test.stream()
            .mapToDouble(
                w -> rule.factor(w.side, w.ts) * Exposure.times(ofRule(w, near), near.of(w.side).weight()))
            .toArray());
    return predicted.keySet().stream()
        .map(name -> Scorecard.of(name, rows, predicted, plan.seed()))
        .toList();
  }

  /** Returns what each part says of a window under the laws and factors in force. */
  private static double[] parts(Window w, HorizonParts[] laws, PathLaw book, PathLaw rule) {
    double[] parts = laws[w.side.index()].of(w.columns);
    for (int part = 0; part < parts.length; part++) {
      parts[part] *= (part == 3 ? rule : book).factor(w.side, w.ts);
    }
    return parts;
  }

  private double[] ofRule(Window window, FittedLaw law) {
    int from = window.columns.length - FAR_COLUMNS;
    return Arrays.copyOfRange(window.columns, from, from + law.columns().size());
  }

  private static final int FAR_COLUMNS = 20;

  private FittedLaw ruleLaw(String name, List<Window> windows) {
    Models.Definition definition = Models.of(name);
    HeatmapModel model = definition.factory().make(market);
    int columns = model.columns().size();
    List<Observations.Row> rows =
        windows.stream()
            .map(
                w ->
                    new Observations.Row(
                        w.ts, w.until, w.side, 0, Arrays.copyOfRange(w.columns, w.columns.length - FAR_COLUMNS, w.columns.length - FAR_COLUMNS + columns), w.realised, 0))
            .toList();
    return ModelFit.of(
        ModelFit.Rule.of(name, definition.fit(), false), model, rows, train);
  }

  private boolean inTraining(Window window) {
    return !Double.isNaN(window.realised)
        && window.ts >= train.startMicros()
        && window.until <= train.endMicros();
  }

  private boolean inTest(Window window, int h) {
    long length = MapHorizon.ALL.get(h).bars() * BarClock.BAR_MICROS;
    return !Double.isNaN(window.realised)
        && Math.floorMod(window.ts, length) == 0
        && window.ts >= UtcDays.startMicros(plan.testFrom())
        && window.until <= UtcDays.startMicros(plan.testTo().plusDays(1));
  }
}
