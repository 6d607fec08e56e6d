package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.law.Dispersion;
import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.map.MapGrid;
import io.treadmill.book.position.BookState;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.conf.Settings;
import io.treadmill.conf.SettingsFile;
import io.treadmill.jobs.contract.FeedRecordings;
import io.treadmill.jobs.instrument.AggregateTotals;
import io.treadmill.jobs.instrument.ModelSettings;
import io.treadmill.lake.LakeTable;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Register;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * A day of some bars of one instrument, run by the code of the product under a law of four weights
 * a side: the rows it gives. {@link SlowBook} computes the same day in plain loops.
 *
 * @param low bucket of the low of each bar; prices are at the middle of buckets
 * @param high bucket of the high; open and close are there too
 * @param volume base coins of each bar
 * @param openInterest base coins at the starts and the end, NaN if missing
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once
record SmallBook(int[] low, int[] high, double[] volume, double[] openInterest) {
  static final LocalDate DAY = LocalDate.of(2026, 3, 4);
  static final long START = DAY.toEpochDay() * 86_400_000_000L;
  static final Instrument LINEAR = new Instrument("here", Product.LINEAR_PERP, "BTCUSDT");
  static final String SCOPE = "full";
  static final String FIT = "fit_of_the_test";

  /** A bucket of a price near 49,000. */
  static final int BUCKET = 10_800;

  static final List<String> WEIGHTED =
      List.of("box_2_3", "box_21_30", "box_60_85", "freshness_864");

  /** Weights by side. */
  static final double[][] WEIGHTS = {{0.01, 0.05, 0.3, 1e-5}, {0.02, 0.07, 0.2, 2e-5}};

  /** Rescale of the day by side: (sum realised + kappa) / (sum predicted + kappa). */
  static final double[] FACTORS = {2, 1.5};

  /** Draws are the weights times .5, .6 .. 1.5: the 10 % point is .6, the 90 % point 1.4. */
  static final double LOW = 0.6;

  static final double HIGH = 1.4;

  /**
   * Ends of 80 % of totals over their expectation by side: longs are exponential, shorts the mean
   * of two exponentials, whose 10 % and 90 % points are .2659 and 1.9449.
   */
  static final double[][] COMING = {{-Math.log(0.9), -Math.log(0.1)}, {0.265906, 1.944860}};

  /**
   * Three bars that fall to {@link #BUCKET}, a bar that dips one bucket, then four buckets down.
   */
  static SmallBook falling() {
    int[] high = new int[14];
    double[] volume = new double[14];
    double[] openInterest = new double[15];
    Arrays.fill(high, BUCKET);
    Arrays.fill(openInterest, 1060);
    high[0] = BUCKET + 60;
    high[1] = BUCKET + 20;
    high[12] = BUCKET - 4;
    high[13] = BUCKET - 4;
    volume[0] = 200;
    volume[1] = 100;
    volume[2] = 50;
    openInterest[0] = 1000;
    openInterest[1] = 1100;
    openInterest[2] = 1050;
    openInterest[6] = Double.NaN;
    int[] low = high.clone();
    low[11] = BUCKET - 1;
    return new SmallBook(low, high, volume, openInterest);
  }

  /** Prints of the day: bars 2 and 11 of the first hour, bar 12 of one that was not all heard. */
  static ReportedLiquidations prints() {
    ReportedLiquidations totals = new ReportedLiquidations(DAY);
    BitSet heard = new BitSet();
    heard.set(0, 21);
    totals.hear(SCOPE, heard);
    print(totals, 2, Side.LONG, BUCKET, 4000, 2);
    print(totals, 2, Side.SHORT, BUCKET, 900, 1);
    print(totals, 11, Side.LONG, BUCKET - 1, 3000, 3);
    print(totals, 11, Side.LONG, BUCKET, 1000, 1);
    print(totals, 12, Side.LONG, BUCKET - 4, 7000, 5);
    return totals;
  }

  private static void print(
      ReportedLiquidations to, int bar, Side side, int bucket, double usd, long count) {
    to.addPrints(START + bar * BarClock.BAR_MICROS, SCOPE, side, bucket, usd, count);
  }

  static double price(int bucket) {
    return Math.exp((bucket + 0.5) * 0.001);
  }

  private DaySteps steps(LocalDate day) {
    long start = day.toEpochDay() * 86_400_000_000L;
    double[] tops = Arrays.stream(high).mapToDouble(SmallBook::price).toArray();
    return new DaySteps(
        day,
        IntStream.range(0, low.length).mapToLong(t -> start + t * BarClock.BAR_MICROS).toArray(),
        tops,
        tops,
        Arrays.stream(low).mapToDouble(SmallBook::price).toArray(),
        tops,
        volume,
        openInterest,
        null,
        null,
        null);
  }

  /** A law whose draws are its weights times some factors. */
  static FittedLaw.OfSide law(double[] weight, double kappaUsd, double realisedUsd) {
    double[][] draws = new double[11][];
    for (int d = 0; d < 11; d++) {
      double factor = (5 + 7 * d % 11) / 10.0;
      draws[d] = Arrays.stream(weight).map(one -> factor * one).toArray();
    }
    Rescale sums = new Rescale(realisedUsd, 1e6);
    boolean[] poor = new boolean[weight.length];
    return new FittedLaw.OfSide(weight, weight, weight, poor, draws, kappaUsd, sums, 1);
  }

  /** The law of the hours given the path. */
  static FittedLaw path() {
    return new FittedLaw(
        WEIGHTED,
        law(WEIGHTS[0], 1e6, 3e6),
        law(WEIGHTS[1], 1e6, 2e6),
        100,
        List.of(new Dispersion(0, 1, 1e-3, 0), new Dispersion(0, 0.5, 1e-3, 0)));
  }

  /** A law of models. */
  static InstrumentLaw law(Map<String, FittedLaw> models) {
    return new InstrumentLaw(
        FIT, DAY, DAY.minusDays(1), DAY.minusDays(1), SCOPE, InstrumentLaw.OWN, models);
  }

  /** Returns the rows of all tables of the day, from an empty book. */
  List<Row> rows(ReportedLiquidations totals) {
    return rows(LINEAR, totals, null, law(Map.of("book", path())));
  }

  /** Returns the rows of the day before any law. */
  List<Row> rowsWithoutLaw() {
    return rows(LINEAR, new ReportedLiquidations(DAY), null);
  }

  /** Returns the rows of the day. */
  List<Row> rows(
      Instrument instrument,
      ReportedLiquidations totals,
      List<BookState.Cell> start,
      InstrumentLaw... laws) {
    Settings settings =
        SettingsFile.load(null, Map.of("heatmap.step-minutes", "60", "heatmap.step-bp", "20"))
            .settings();
    TreeMap<LocalDate, InstrumentLaw> byDay = new TreeMap<>();
    for (InstrumentLaw law : laws) {
      byDay.put(law.validFrom(), law);
    }
    BookFunction.Plan plan =
        new BookFunction.Plan(
            ParameterSet.REAL,
            MapGrid.of(60, 20, 0.3),
            settings,
            UtcDays.of(DAY),
            Map.of(),
            Map.of(),
            new AggregateTotals(new FeedRecordings()),
            Register.RULES);
    InstrumentReplay book =
        new InstrumentReplay(
            plan.rules(),
            instrument,
            ModelSettings.contract(instrument, Register.RULES),
            new TierHistory(100),
            byDay);
    book.remember(
        new TrainingHistory.Day(
            steps(DAY.minusDays(1)), new ReportedLiquidations(DAY.minusDays(1))));
    LocalDate before = DAY.minusDays(1);
    int components = book.components(DAY).count();
    book.start(
        start == null
            ? BookState.start(ParameterSet.REAL, components, before, Double.NaN)
            : BookState.fromRows(ParameterSet.REAL.id(), before, components, start));
    List<Row> rows = new ArrayList<>();
    new FoldOutput(instrument, ParameterSet.REAL.id(), 2)
        .emit(book.run(new TrainingHistory.Day(steps(DAY), totals)), rows::add);
    return rows;
  }

  /** Returns the only row of a table for which a condition on values by column name holds. */
  static Row only(List<Row> union, LakeTable table, Map<String, Object> values) {
    List<String> names = table.columns().stream().map(column -> column.name()).toList();
    Predicate<Row> matches =
        row ->
            values.entrySet().stream()
                .allMatch(entry -> entry.getValue().equals(row.get(names.indexOf(entry.getKey()))));
    List<Row> found = FoldOutput.UNION.only(union, table.name()).stream().filter(matches).toList();
    assertThat(found).as("%s %s", table.name(), values).hasSize(1);
    return found.get(0);
  }
}
