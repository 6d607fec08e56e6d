package io.treadmill.jobs.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.instrument.AggregateTotals;
import io.treadmill.jobs.report.ReportData.Forced;
import io.treadmill.jobs.report.ReportData.Funding;
import io.treadmill.jobs.report.ReportData.Marks;
import io.treadmill.jobs.report.ReportData.OpenInterest;
import io.treadmill.jobs.report.ReportData.Series;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.market.WindowTotals;
import io.treadmill.stats.Reasons;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Reads the series of a report: price, forced orders, open interest, funding. */
record SeriesReader(RunContext run) {
  /** Most forced orders shown one by one, for each instrument. */
  static final int MOST_MARKS = 4000;

  private static final int DAYS_WITH_QUARTER_HOURS = 7;
  private static final Column[] INSTRUMENT = {col("venue"), col("product"), col("symbol")};

  private static final String NO_ROWS =
      "the archive has forced orders of these days, but the table has none";
  private static final String NO_FEED = "no forced-order feed in these days";

  /** Time of a row that was read, in microseconds. */
  private static final String AT = "at";

  private static final Comparator<NamedRow> BY_TIME =
      Comparator.comparingLong((NamedRow row) -> row.whole(AT))
          .thenComparing(row -> row.row().mkString());

  private static final String BASE = "open_interest_base";
  private static final String CONTRACTS = "open_interest_contracts";
  private static final String USD = "open_interest_usd";
  private static final Map<String, String> UNITS =
      Map.of(BASE, "base coins", CONTRACTS, "contracts", USD, "USD");

  /** Totals of all prints, by interval. */
  Map<Instrument, Forced> forced() {
    int step = run.days().count() > DAYS_WITH_QUARTER_HOURS ? 60 : 15;
    Column start = micros("ts").minus(micros("ts").mod(lit(step * BarClock.MINUTE_MICROS)));
    Dataset<Row> rows =
        prints()
            .groupBy(with(start.as(AT)))
            .agg(sum(ofSide("long")).as("long_usd"), sum(ofSide("short")).as("short_usd"));
    return byInstrument(
        rows,
        of -> new Forced(step, whole(of), numbers(of, "long_usd"), numbers(of, "short_usd"), null));
  }

  private Dataset<Row> prints() {
    return run.lake()
        .read(LakeTables.REALISED_LIQUIDATIONS, run.days(), run.selection())
        .where("bucket is not null");
  }

  /** Totals of aggregators of the days, of all assets. */
  AggregateTotals totals() {
    return AggregateTotals.read(run, run.days());
  }

  /**
   * Totals of the one feed that tells most of the days, of known venues first, in steps of its
   * longest windows; null if no feed is of the instrument.
   */
  Forced forced(Instrument instrument, AggregateTotals totals) {
    List<ReportedLiquidations> days = new ArrayList<>();
    Map<String, Long> known = new TreeMap<>();
    for (LocalDate day : run.days().days()) {
      ReportedLiquidations told = new ReportedLiquidations(day);
      totals.addTo(told, instrument, day);
      told.rules().forEach(rule -> known.merge(rule, told.known(rule), Long::sum));
      days.add(told);
    }
    return known.keySet().stream()
        .min(ReportedLiquidations.choice(known::get))
        .map(rule -> forced(rule, days))
        .orElse(null);
  }

  private static Forced forced(String rule, List<ReportedLiquidations> days) {
    int step =
        days.stream()
            .flatMap(day -> day.totals(rule, Side.LONG).windows().stream())
            .mapToInt(WindowTotals.Window::hours)
            .max()
            .orElse(1);
    List<Integer> minute = new ArrayList<>();
    List<Double> longs = new ArrayList<>();
    List<Double> shorts = new ArrayList<>();
    for (int hour = 0; hour < days.size() * ReportedLiquidations.HOURS; hour += step) {
      ReportedLiquidations day = days.get(hour / ReportedLiquidations.HOURS);
      int from = hour % ReportedLiquidations.HOURS;
      double ofLongs = day.totals(rule, Side.LONG).sum(from, from + step);
      double ofShorts = day.totals(rule, Side.SHORT).sum(from, from + step);
      if (!Double.isNaN(ofLongs + ofShorts)) {
        minute.add(60 * hour);
        longs.add(ofLongs);
        shorts.add(ofShorts);
      }
    }
    return new Forced(
        60 * step,
        minute.stream().mapToInt(Integer::intValue).toArray(),
        longs.stream().mapToDouble(Double::doubleValue).toArray(),
        shorts.stream().mapToDouble(Double::doubleValue).toArray(),
        rule);
  }

  Map<Instrument, Marks> marks() {
    Column middle = exp(log(col("price_low")).plus(log(col("price_high"))).divide(2));
    Dataset<Row> all = prints();
    Dataset<Row> rows =
        all.select(
                with(
                    micros("ts").as(AT),
                    col("interval_minutes"),
                    col("side"),
                    middle.as("price"),
                    col("notional_usd"),
                    col("high_usd"),
                    col("print_count"),
                    row_number()
                        .over(
                            Window.partitionBy(INSTRUMENT)
                                .orderBy(
                                    col("notional_usd").desc(),
                                    col("ts"),
                                    col("side"),
                                    col("bucket")))
                        .as("place")))
            .where(col("place").leq(MOST_MARKS).and(col("notional_usd").gt(0)));
    Map<Instrument, List<NamedRow>> totals =
        NamedRow.all(
                all.where(col("notional_usd").gt(0))
                    .groupBy(with(col("feed_rule")))
                    .agg(sum("notional_usd").as("usd"), sum(lit(1L)).as("rows")))
            .stream()
            .collect(Collectors.groupingBy(NamedRow::instrument));
    return byInstrument(
        rows,
        of -> {
          List<NamedRow> byRule = totals.get(of.get(0).instrument());
          double[] usd = numbers(of, "notional_usd");
          double total = byRule.stream().mapToDouble(row -> row.number("usd")).sum();
          return new Marks(
              whole(of),
              of.stream().mapToInt(row -> row.integer("interval_minutes")).toArray(),
              of.stream().mapToInt(row -> row.text("side").equals("short") ? 1 : 0).toArray(),
              optional(of, "price", Double[]::new),
              usd,
              optional(of, "high_usd", Double[]::new),
              optional(of, "print_count", Long[]::new),
              byRule.stream().mapToLong(row -> row.whole("rows")).sum() - of.size(),
              Math.min(1, Arrays.stream(usd).sum() / total),
              byRule.stream().map(row -> row.text("feed_rule")).sorted().toList());
        });
  }

  /** The last snapshot of each five minutes, in the unit in which size is fixed. */
  Map<Instrument, OpenInterest> openInterest() {
    Column slot = micros("ts").minus(micros("ts").mod(lit(BarClock.BAR_MICROS)));
    Dataset<Row> rows =
        run.archive()
            .read(ArchiveDataset.OPEN_INTEREST, run.days(), run.selection())
            .where(coalesce(col(BASE), col(CONTRACTS), col(USD)).isNotNull())
            .groupBy(with(slot.as("slot")))
            .agg(
                max(micros("ts")).as(AT),
                max_by(col(BASE), col("ts")).as(BASE),
                max_by(col(CONTRACTS), col("ts")).as(CONTRACTS),
                max_by(col(USD), col("ts")).as(USD));
    return byInstrument(rows, of -> openInterest(of, run.days()));
  }

  private static OpenInterest openInterest(List<NamedRow> rows, UtcDays days) {
    List<String> order =
        rows.get(0).instrument().product().isInverse()
            ? List.of(CONTRACTS, BASE, USD)
            : List.of(BASE, CONTRACTS, USD);
    for (String column : order) {
      List<NamedRow> known = rows.stream().filter(row -> !row.isNull(column)).toList();
      if (2 * known.size() > rows.size() || column.equals(USD)) {
        return new OpenInterest(
            UNITS.get(column),
            minutes(known, days),
            numbers(known, column),
            optional(known, USD, Double[]::new));
      }
    }
    throw new IllegalStateException("No unit of open interest");
  }

  /** Settled rates; where there is none, the last predicted rate of each hour. */
  Map<Instrument, Funding> funding() {
    Column hour = micros("ts").minus(micros("ts").mod(lit(60 * BarClock.MINUTE_MICROS)));
    Dataset<Row> rows =
        run.archive()
            .read(ArchiveDataset.FUNDING, run.days(), run.selection())
            .groupBy(with(col("rate_kind"), hour.as("hour")))
            .agg(
                max(micros("ts")).as(AT),
                max_by(col("rate"), col("ts")).as("rate"),
                max_by(col("interval_minutes"), col("ts")).as("interval_minutes"));
    return byInstrument(
        rows,
        of -> {
          List<NamedRow> settled =
              of.stream().filter(row -> row.text("rate_kind").equals("settled")).toList();
          List<NamedRow> shown = settled.isEmpty() ? of : settled;
          return new Funding(
              settled.isEmpty() ? "predicted" : "settled",
              minutes(shown, run.days()),
              numbers(shown, "rate"),
              optional(shown, "interval_minutes", Integer[]::new));
        });
  }

  /**
   * Returns why series of an instrument are not there.
   *
   * @param hasFeed whether the archive has forced orders of it
   */
  Map<String, String> missing(
      Instrument instrument, Series of, AggregateTotals totals, boolean hasFeed) {
    Map<String, String> missing = new LinkedHashMap<>();
    if (of.bars() == null) {
      missing.put("price", "no bars of these days in the lake");
    }
    if (of.forced() == null) {
      missing.put(
          "liquidations",
          Reasons.join(hasFeed ? NO_ROWS : NO_FEED, totals.ofOtherVenues(instrument)));
    }
    if (of.openInterest() == null) {
      missing.put("open_interest", "no open interest in the archive for these days");
    }
    if (of.funding() == null) {
      missing.put("funding", "no funding rates in the archive for these days");
    }
    return missing;
  }

  /** Instruments of which the archive has forced orders of the days. */
  Set<Instrument> withFeed() {
    return Stream.of(ArchiveDataset.LIQUIDATIONS, ArchiveDataset.LIQUIDATION_BARS)
        .flatMap(
            dataset ->
                NamedRow.all(
                    run.archive()
                        .read(dataset, run.days(), run.selection())
                        .select(INSTRUMENT)
                        .distinct())
                    .stream())
        .map(NamedRow::instrument)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Column ofSide(String side) {
    return when(col("side").equalTo(side), col("notional_usd")).otherwise(0.0);
  }

  private static Column micros(String column) {
    return unix_micros(col(column));
  }

  private static Column[] with(Column... own) {
    List<Column> all = new ArrayList<>(List.of(INSTRUMENT));
    all.addAll(List.of(own));
    return all.toArray(Column[]::new);
  }

  /** Collects rows that have a time {@link #AT} in microseconds, in time order. */
  private static <T> Map<Instrument, T> byInstrument(
      Dataset<Row> rows, Function<List<NamedRow>, T> make) {
    InstrumentNames names = new InstrumentNames();
    Map<Instrument, T> result = new TreeMap<>();
    NamedRow.all(rows).stream()
        .collect(Collectors.groupingBy(names::of))
        .forEach(
            (instrument, own) ->
                result.put(instrument, make.apply(own.stream().sorted(BY_TIME).toList())));
    return result;
  }

  private int[] whole(List<NamedRow> rows) {
    return rows.stream()
        .mapToInt(
            row -> (int) ((row.whole(AT) - run.days().startMicros()) / BarClock.MINUTE_MICROS))
        .toArray();
  }

  private static double[] minutes(List<NamedRow> rows, UtcDays days) {
    return rows.stream()
        .mapToDouble(row -> (row.whole(AT) - days.startMicros()) / 1000 / 60_000.0)
        .toArray();
  }

  private static double[] numbers(List<NamedRow> rows, String column) {
    return rows.stream().mapToDouble(row -> row.number(column)).toArray();
  }

  private static <T> T[] optional(List<NamedRow> rows, String column, IntFunction<T[]> array) {
    return rows.stream().map(row -> row.row().<T>getAs(column)).toArray(array);
  }
}
