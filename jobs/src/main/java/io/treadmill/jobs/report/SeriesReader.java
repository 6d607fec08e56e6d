package io.treadmill.jobs.report;

import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.instrument.AggregateTotals;
import io.treadmill.jobs.report.ReportData.Forced;
import io.treadmill.jobs.report.ReportData.Funding;
import io.treadmill.jobs.report.ReportData.OpenInterest;
import io.treadmill.jobs.report.ReportData.Series;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.market.WindowTotals;
import io.treadmill.stats.Reasons;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/** Reads the series of a report: price, forced orders, open interest, funding. */
record SeriesReader(RunContext run) {
  private static final int DAYS_WITH_QUARTER_HOURS = 7;
  private static final String NO_ROWS =
      "the archive has forced orders of these days, but the table has none";
  private static final String NO_FEED = "no forced-order feed in these days";

  private static final String BASE = "open_interest_base";
  private static final String CONTRACTS = "open_interest_contracts";
  private static final String USD = "open_interest_usd";
  private static final Map<String, String> UNITS =
      Map.of(BASE, "base coins", CONTRACTS, "contracts", USD, "USD");

  /** What the reported forced orders of the days are. */
  Prints prints() {
    return Prints.read(run, run.days().count() > DAYS_WITH_QUARTER_HOURS ? 60 : 15);
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

  private JavaRDD<Row> rows(ArchiveDataset dataset, String... columns) {
    return run.archive().rows(dataset, run.days(), run.selection(), List.of(columns));
  }

  /** The last snapshot of each five minutes, in the unit in which size is fixed. */
  Map<Instrument, OpenInterest> openInterest() {
    JavaRDD<Row> rows =
        rows(ArchiveDataset.OPEN_INTEREST, "product", "ts", BASE, CONTRACTS, USD)
            .filter(
                row -> UNITS.keySet().stream().anyMatch(unit -> !new NamedRow(row).isNull(unit)));
    return byInstrument(
        last(rows, row -> Long.toString(Math.floorDiv(row.micros("ts"), BarClock.BAR_MICROS))),
        of -> openInterest(of, run.days()));
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
    List<NamedRow> ofHours =
        last(
            rows(ArchiveDataset.FUNDING, "product", "ts", "rate_kind", "rate", "interval_minutes"),
            row ->
                row.text("rate_kind")
                    + Math.floorDiv(row.micros("ts"), 60 * BarClock.MINUTE_MICROS));
    return byInstrument(
        ofHours,
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
                NamedRow.distinct(rows(dataset, "product"), NamedRow::instrumentKey).stream())
        .map(Instrument::parse)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Returns the last row of each instrument and key; of rows of one instant that which is read
   * last.
   */
  private static List<NamedRow> last(JavaRDD<Row> rows, NamedRow.Value<String> key) {
    NamedRow.Value<String> ofInstrument = row -> row.instrumentKey() + " " + key.of(row);
    Map<String, NamedRow> last = new TreeMap<>();
    rows.mapPartitions(
            part -> {
              Map<String, NamedRow> own = new HashMap<>();
              part.forEachRemaining(row -> addLast(own, new NamedRow(row), ofInstrument));
              return own.values().stream().map(NamedRow::row).iterator();
            })
        .collect()
        .forEach(row -> addLast(last, new NamedRow(row), ofInstrument));
    return List.copyOf(last.values());
  }

  private static void addLast(
      Map<String, NamedRow> last, NamedRow row, NamedRow.Value<String> key) {
    last.merge(key.of(row), row, (a, b) -> b.micros("ts") >= a.micros("ts") ? b : a);
  }

  /** Makes something of the rows of each instrument, in order of time. */
  private static <T> Map<Instrument, T> byInstrument(
      List<NamedRow> rows, Function<List<NamedRow>, T> make) {
    Map<Instrument, T> result = new TreeMap<>();
    rows.stream()
        .collect(Collectors.groupingBy(NamedRow::instrumentKey))
        .forEach(
            (instrument, own) ->
                result.put(
                    Instrument.parse(instrument),
                    make.apply(
                        own.stream()
                            .sorted(Comparator.comparingLong(row -> row.micros("ts")))
                            .toList())));
    return result;
  }

  private static double[] minutes(List<NamedRow> rows, UtcDays days) {
    return rows.stream()
        .mapToDouble(row -> (row.micros("ts") - days.startMicros()) / 1000 / 60_000.0)
        .toArray();
  }

  private static double[] numbers(List<NamedRow> rows, String column) {
    return rows.stream().mapToDouble(row -> row.number(column)).toArray();
  }

  private static <T> T[] optional(List<NamedRow> rows, String column, IntFunction<T[]> array) {
    return rows.stream().map(row -> row.row().<T>getAs(column)).toArray(array);
  }
}
