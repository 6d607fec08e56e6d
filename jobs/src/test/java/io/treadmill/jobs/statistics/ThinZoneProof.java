package io.treadmill.jobs.statistics;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.MassWithin;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.special.Erf;
import org.apache.spark.sql.Row;

/**
 * Slow computation of {@code thin_zone_test} on a market that moves at planted events alone, every
 * 13 hours, falls and rises by turns. Thinness comes from the planted map, the effect from the
 * formula of partial correlation, p-values and intervals from draws made again one by one.
 */
public final class ThinZoneProof implements ColumnProof {
  private static final LocalDate FIRST = LocalDate.of(2025, 9, 1);
  private static final int DAYS = 146;
  private static final LocalDate DAY = FIRST.plusDays(DAYS - 1);
  private static final int EVENTS = 266;
  private static final int SPACING = 156;
  private static final int DRAWS = 199;
  private static final double[] MOVES = {0.5, 1, 2, 3, 4, 5};
  private static final Instrument BTC = new Instrument("bybit", Product.LINEAR_PERP, "BTCUSDT");
  private static final Instrument ETH = new Instrument("okx", Product.LINEAR_PERP, "ETHUSDT");

  /** What was planted at one close. */
  private record Planted(
      int group,
      long micros,
      Side side,
      double thin,
      double dayBefore,
      double otherSide,
      double volatility,
      double move,
      double reversal,
      double soon,
      double taker,
      double forced,
      double predicted) {
    long day() {
      return Math.floorDiv(micros, BarClock.DAY_MICROS);
    }
  }

  /** A partial rank correlation with its draws. */
  private record Rank(double value, double low, double high, double p, double byDay) {}

  @Override
  public LakeTable table() {
    return LakeTables.THIN_ZONE_TEST;
  }

  @Override
  public void prove(Proof proof) {
    Market market = new Market(BTC, 0, EVENTS, true);
    List<Row> rows = Rows.of(new ThinZoneStatistic(), market.asset(), UtcDays.of(DAY), table());
    String sooner =
        "Thin zones went with sooner turns. A negative coefficient does not prove discretionary"
            + " buying: where the map is thin fewer orders are forced, and a move ends sooner for"
            + " want of sellers (worlds without any discretionary buyer give -.2 too). It would"
            + " need taker flow against the move and realised / predicted near 1 as well.";
    String chance = "No relation of thinness with the next hour beyond chance.";
    List<Planted> falls = market.planted.stream().filter(e -> e.side == Side.LONG).toList();
    List<Planted> rises = market.planted.stream().filter(e -> e.side == Side.SHORT).toList();
    proveRow(proof, rows.get(0), "down", falls, sooner);
    proveRow(proof, rows.get(1), "up", rises, chance);
    proveRow(proof, rows.get(2), "both", market.planted, sooner);
    for (Row row : rows) {
      proof.row(row).is("venue", "bybit").is("product", "linear_perp").is("symbol", "BTCUSDT");
      proof.isNull("reason");
    }

    Market first = new Market(BTC, 0, 40, true);
    Market second = new Market(ETH, 1, 50, true);
    List<Planted> all = new ArrayList<>(first.planted);
    all.addAll(second.planted);
    all.sort(Comparator.comparingLong(Planted::micros).thenComparing(Planted::group));
    List<Row> pooled =
        Rows.pooled(
            new ThinZoneStatistic(),
            List.of(first.series(), second.series()),
            UtcDays.of(DAY),
            table());
    proveRow(proof, pooled.get(2), "both", all, null);
    proof.is("venue", "all").is("product", "all").is("symbol", "all");

    proveReasons(proof);
  }

  private void proveReasons(Proof proof) {
    List<Row> few =
        Rows.of(
            new ThinZoneStatistic(),
            new Market(BTC, 0, 30, false).asset(),
            UtcDays.of(DAY),
            table());
    proof
        .row(few.get(0))
        .isNull("effect")
        .is("n", 15L)
        .is("reading", "Nothing can be said.")
        .is(
            "reason",
            "under 20 events with a map; thinner half: nothing was predicted; other half: nothing"
                + " was predicted");
    proof
        .row(few.get(2))
        .is("n", 30L)
        .isNull("taker_effect")
        .isNull("taker_p")
        .isNull("realised_per_predicted_thin")
        .isNull("realised_per_predicted_other")
        .is(
            "reason",
            "taker: under 20 events; thinner half: nothing was predicted; other half: nothing was"
                + " predicted");
  }

  private static void proveRow(
      Proof proof, Row row, String direction, List<Planted> events, String reading) {
    int n = events.size();
    long seed =
        Resampling.seed("thin_zone_test", n, events.get(0).micros, events.get(n - 1).micros);
    Rank hour = rank(events, Planted::thin, Planted::reversal, seed);
    Rank soon = rank(events, Planted::thin, Planted::soon, seed + 1);
    Rank dayBefore = rank(events, Planted::dayBefore, Planted::reversal, seed + 2);
    Rank otherSide = rank(events, Planted::otherSide, Planted::reversal, seed + 3);
    Rank taker = rank(events, Planted::thin, Planted::taker, seed + 4);
    proof
        .row(row)
        .is("day", DAY)
        .is("direction", direction)
        .is("effect", hour.value, 1e-9)
        .is("effect_low", hour.low, 1e-9)
        .is("effect_high", hour.high, 1e-9)
        .is("p", hour.p, 1e-9)
        .is("p_by_day", hour.byDay, 1e-9)
        .is("effect_15m", soon.value, 1e-9)
        .is("p_15m", soon.p, 1e-9)
        .is("placebo_day_before", dayBefore.value, 1e-9)
        .is("placebo_day_before_p", dayBefore.p, 1e-9)
        .is("placebo_other_side", otherSide.value, 1e-9)
        .is("placebo_other_side_p", otherSide.p, 1e-9)
        .is("taker_effect", taker.value, 1e-9)
        .is("taker_p", taker.p, 1e-9)
        .is("realised_per_predicted_thin", ratio(events, true), 1e-9)
        .is("realised_per_predicted_other", ratio(events, false), 1e-9)
        .is("n", (long) n)
        .is("days", (int) events.stream().map(Planted::day).distinct().count());
    if (reading != null) {
      proof.is("reading", reading);
    }
  }

  private static double ratio(List<Planted> events, boolean thinner) {
    double median =
        PlainArithmetic.quantile(events.stream().mapToDouble(Planted::thin).toArray(), 0.5);
    double forced = 0;
    double predicted = 0;
    for (Planted event : events) {
      if (event.thin < median == thinner && !Double.isNaN(event.predicted)) {
        forced += event.forced;
        predicted += event.predicted;
      }
    }
    return forced / predicted;
  }

  private static Rank rank(
      List<Planted> events,
      ToDoubleFunction<Planted> cause,
      ToDoubleFunction<Planted> outcome,
      long seed) {
    double[] x = ranks(events, cause);
    double[] y = ranks(events, outcome);
    double[] u = ranks(events, Planted::volatility);
    double[] v = ranks(events, Planted::move);
    double given = partial(x, y, u);
    double xv = partial(x, v, u);
    double yv = partial(y, v, u);
    double value = (given - xv * yv) / Math.sqrt((1 - xv * xv) * (1 - yv * yv));

    double[] left = cleaned(x, u, v);
    double[] right = cleaned(y, u, v);
    SplittableRandom random = new SplittableRandom(seed);
    double product = product(left, right);
    double p;
    if (events.size() < 250) {
      p = PlainArithmetic.shareAsFar(product, shuffled(events, left, right, random));
    } else {
      p = Erf.erfc(Math.abs(value) * Math.sqrt(events.size() - 1.0) / Math.sqrt(2));
    }
    Map<Long, double[]> days = new TreeMap<>();
    for (int i = 0; i < left.length; i++) {
      double[] day = days.computeIfAbsent(events.get(i).day(), key -> new double[3]);
      day[0] += left[i] * right[i];
      day[1] += left[i] * left[i];
      day[2] += right[i] * right[i];
    }
    List<double[]> sums = List.copyOf(days.values());
    double[] flipped = new double[DRAWS];
    double[] drawn = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      double[] sum = new double[3];
      for (double[] day : sums) {
        flipped[draw] += random.nextBoolean() ? day[0] : -day[0];
        double[] one = sums.get(random.nextInt(sums.size()));
        for (int k = 0; k < 3; k++) {
          sum[k] += one[k];
        }
      }
      drawn[draw] = sum[0] / Math.sqrt(sum[1] * sum[2]);
    }
    return new Rank(
        value,
        PlainArithmetic.quantile(drawn, 0.05),
        PlainArithmetic.quantile(drawn, 0.95),
        p,
        PlainArithmetic.shareAsFar(product, flipped));
  }

  /** Products of x, shuffled among the events of each instrument again and again, with y. */
  private static double[] shuffled(
      List<Planted> events, double[] left, double[] right, SplittableRandom random) {
    double[] mixed = left.clone();
    double[] products = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int group = 0; group < 2; group++) {
        List<Integer> own = new ArrayList<>();
        for (int i = 0; i < mixed.length; i++) {
          if (events.get(i).group == group) {
            own.add(i);
          }
        }
        for (int last = own.size() - 1; last > 0; last--) {
          int other = own.get(random.nextInt(last + 1));
          double swapped = mixed[own.get(last)];
          mixed[own.get(last)] = mixed[other];
          mixed[other] = swapped;
        }
      }
      products[draw] = product(mixed, right);
    }
    return products;
  }

  private static double partial(double[] x, double[] y, double[] held) {
    double xy = PlainArithmetic.correlation(x, y);
    double xh = PlainArithmetic.correlation(x, held);
    double yh = PlainArithmetic.correlation(y, held);
    return (xy - xh * yh) / Math.sqrt((1 - xh * xh) * (1 - yh * yh));
  }

  /** What least squares on two others leave. */
  private static double[] cleaned(double[] values, double[] u, double[] v) {
    double[] weights =
        PlainArithmetic.solve(
            new double[][] {{product(u, u), product(u, v)}, {product(u, v), product(v, v)}},
            new double[] {product(u, values), product(v, values)});
    double[] left = new double[values.length];
    Arrays.setAll(left, i -> values[i] - weights[0] * u[i] - weights[1] * v[i]);
    return left;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Place among the events of the instrument, centred, over their number and one. */
  private static double[] ranks(List<Planted> events, ToDoubleFunction<Planted> value) {
    double[] ranks = new double[events.size()];
    for (int i = 0; i < ranks.length; i++) {
      double size = 0;
      double place = 1;
      for (Planted other : events) {
        if (other.group == events.get(i).group) {
          size++;
          place += value.applyAsDouble(other) < value.applyAsDouble(events.get(i)) ? 1 : 0;
        }
      }
      ranks[i] = place / (size + 1) - 0.5;
    }
    return ranks;
  }

  /** A market that stands still but for its events. */
  private static final class Market {
    final Steps steps = Steps.of(new UtcDays(FIRST, DAY), BarClock.BAR_MICROS);
    final List<Planted> planted = new ArrayList<>();
    private final Instrument instrument;
    private final Random random;
    private final Map<Column, double[]> columns = new EnumMap<>(Column.class);
    private final List<MassWithin> masses = new ArrayList<>();
    private final double[][] usd = new double[2][steps.count()];
    private final double[][] predicted = new double[2][steps.count()];

    Market(Instrument instrument, int group, int events, boolean told) {
      this.instrument = instrument;
      this.random = new Random(3 + group);
      for (Column column : List.of(Column.CLOSE, Column.BASE_VOLUME, Column.TAKER_BUY_BASE)) {
        columns.put(column, new double[steps.count()]);
        Arrays.fill(columns.get(column), column == Column.TAKER_BUY_BASE ? 50 : 100);
      }
      Arrays.fill(predicted[0], told ? 0 : Double.NaN);
      Arrays.fill(predicted[1], told ? 0 : Double.NaN);
      for (int k = 0; k < events; k++) {
        plant(400 + k * SPACING + 12 * group, k % 2 == 0 ? Side.LONG : Side.SHORT, group);
      }
      if (!told) {
        columns.remove(Column.TAKER_BUY_BASE);
      }
    }

    /** Moves the price from a step on by a log return. */
    private void move(int step, double logReturn) {
      double[] close = columns.get(Column.CLOSE);
      Arrays.fill(close, step, close.length, close[step - 1] * Math.exp(logReturn));
    }

    private void plant(int step, Side side, int group) {
      double noise = 0.008 * random.nextDouble();
      move(step - 36, noise);
      move(step - 35, -noise);
      // The map of the last five minutes knows the first part of the move, if there are two; the
      // price is beyond a hundredth of it otherwise, and the map does not reach four further.
      double size = 0.0105 + 0.008 * random.nextDouble();
      double first = random.nextBoolean() ? 0.0095 : 0;
      move(step - 1, -side.sign() * first);
      move(step, -side.sign() * (size - first));
      double moved = 100 * side.sign() * (1 - Math.exp(-side.sign() * (size - first)));
      double thin = thinness(steps.micros(step), side, moved);
      double otherSide = thinness(steps.micros(step), side.opposite(), 0);
      double dayBefore = thinness(steps.micros(step - 289), side, 0);
      double planted = side == Side.LONG ? 0.006 - 0.005 * thin : 0.002 * random.nextDouble();
      double reversal = planted + 0.0012 * random.nextGaussian();
      double soon = reversal / 2 + 0.0012 * random.nextGaussian();
      move(step + 3, side.sign() * soon);
      move(step + 12, side.sign() * (reversal - soon));
      double taker = 0.4 * random.nextDouble() - 0.3 * thin;
      double forced = 1e6 * random.nextDouble();
      double expected = random.nextInt(10) == 0 ? Double.NaN : 8e5 * random.nextDouble();
      for (int i = step + 1; i <= step + 12; i++) {
        columns.get(Column.TAKER_BUY_BASE)[i] = 50 * (1 + side.sign() * taker);
        usd[side.index()][i] = forced / 12;
        predicted[side.index()][i] += expected / 12;
      }
      double squares = 0;
      double[] close = columns.get(Column.CLOSE);
      for (int i = step - 287; i <= step; i++) {
        squares += Math.pow(Math.log(close[i] / close[i - 1]), 2);
      }
      this.planted.add(
          new Planted(
              group,
              steps.micros(step + 1),
              side,
              thin,
              dayBefore,
              otherSide,
              Math.sqrt(squares),
              size,
              reversal,
              soon,
              taker,
              forced,
              expected));
    }

    /**
     * Writes a map and returns its mass within 1 % of a price that moved already over that within 4
     * %, or as far as the map reaches, for each hundredth.
     */
    private double thinness(long map, Side side, double moved) {
      double[] within = new double[MOVES.length];
      double sum = 0;
      for (int k = 0; k < within.length; k++) {
        sum += (k == 0 ? 0.5 : MOVES[k] - MOVES[k - 1]) * (0.2 + random.nextDouble());
        within[k] = sum;
        masses.add(new MassWithin(map, side, MOVES[k], sum));
      }
      double reach = Math.min(5, moved + 4);
      double near = at(within, moved + 1) - at(within, moved);
      double far = at(within, reach) - at(within, moved);
      return near / (far / (reach - moved));
    }

    private static double at(double[] within, double move) {
      double before = 0;
      double massBefore = 0;
      for (int k = 0; k < within.length; k++) {
        if (move <= MOVES[k]) {
          double share = (move - before) / (MOVES[k] - before);
          return massBefore + share * (within[k] - massBefore);
        }
        before = MOVES[k];
        massBefore = within[k];
      }
      throw new IllegalArgumentException("the map does not reach " + move);
    }

    MarketSeries series() {
      ForcedFlow flow = new ForcedFlow("prints", steps, usd, usd, usd, usd, predicted);
      return new MarketSeries(
          instrument,
          steps,
          MarketSeries.Parts.ofColumns(columns)
              .withMap(List.of(), masses)
              .withForced(Map.of("prints", flow)));
    }

    AssetMarkets asset() {
      return new AssetMarkets("any", List.of(series()), List.of());
    }
  }
}
