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

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.report.ReportData.Bars;
import io.treadmill.jobs.report.ReportData.Forced;
import io.treadmill.jobs.report.ReportData.Funding;
import io.treadmill.jobs.report.ReportData.Marks;
import io.treadmill.jobs.report.ReportData.OpenInterest;
import io.treadmill.jobs.report.ReportData.Series;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Reads the series of a report: price, forced orders, open interest, funding. */
final class SeriesReader {
  /** Most forced orders shown one by one, for each instrument. */
  static final int MOST_MARKS = 4000;

  private static final long MINUTE_MICROS = 60_000_000L;
  private static final long FIVE_MINUTES_MICROS = 5 * MINUTE_MICROS;
  private static final int DAYS_WITH_QUARTER_HOURS = 7;
  private static final Column[] INSTRUMENT = {col("venue"), col("product"), col("symbol")};

  private final RunContext run;

  SeriesReader(RunContext run) {
    this.run = run;
  }

  /** Returns the instrument of a row that starts with venue, product, symbol. */
  static Instrument instrument(Row row) {
    return new Instrument(row.getString(0), Product.of(row.getString(1)), row.getString(2));
  }

  Map<Instrument, Bars> bars() {
    Dataset<Row> rows =
        run.lake()
            .read(LakeTables.BARS_5M, run.days(), run.selection())
            .select(with(micros("ts"), col("open"), col("high"), col("low"), col("close")));
    return byInstrument(
        rows,
        of -> new Bars(whole(of), numbers(of, 4), numbers(of, 5), numbers(of, 6), numbers(of, 7)));
  }

  /** Totals of all rows, also of those whose price is not known. */
  Map<Instrument, Forced> forced() {
    int step = run.days().count() > DAYS_WITH_QUARTER_HOURS ? 60 : 15;
    Column start = micros("ts").minus(micros("ts").mod(lit(step * MINUTE_MICROS)));
    Dataset<Row> rows =
        run.lake()
            .read(LakeTables.REALISED_LIQUIDATIONS, run.days(), run.selection())
            .groupBy(with(start.as("start")))
            .agg(sum(ofSide("long")).as("long_usd"), sum(ofSide("short")).as("short_usd"));
    return byInstrument(rows, of -> new Forced(step, whole(of), numbers(of, 4), numbers(of, 5)));
  }

  Map<Instrument, Marks> marks() {
    Column middle = exp(log(col("price_low")).plus(log(col("price_high"))).divide(2));
    Dataset<Row> all =
        run.lake().read(LakeTables.REALISED_LIQUIDATIONS, run.days(), run.selection());
    Dataset<Row> rows =
        all.select(
                with(
                    micros("ts"),
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
    Map<Instrument, double[]> totals = new LinkedHashMap<>();
    Map<Instrument, TreeSet<String>> rules = new LinkedHashMap<>();
    all.where(col("notional_usd").gt(0))
        .groupBy(with(col("feed_rule")))
        .agg(sum("notional_usd"), sum(lit(1L)))
        .collectAsList()
        .forEach(
            row -> {
              double[] total = totals.computeIfAbsent(instrument(row), key -> new double[2]);
              total[0] += row.getDouble(4);
              total[1] += row.getLong(5);
              rules.computeIfAbsent(instrument(row), key -> new TreeSet<>()).add(row.getString(3));
            });
    return byInstrument(
        rows,
        of -> {
          double[] usd = numbers(of, 7);
          double[] total = totals.get(instrument(of.get(0)));
          double shown = Arrays.stream(usd).sum();
          return new Marks(
              whole(of),
              of.stream().mapToInt(row -> row.getInt(4)).toArray(),
              of.stream().mapToInt(row -> row.getString(5).equals("short") ? 1 : 0).toArray(),
              optional(of, 6, Double[]::new),
              usd,
              optional(of, 8, Double[]::new),
              optional(of, 9, Long[]::new),
              (long) total[1] - of.size(),
              Math.min(1, shown / total[0]),
              List.copyOf(rules.get(instrument(of.get(0)))));
        });
  }

  /** The last snapshot of each five minutes, in the unit in which size is fixed. */
  Map<Instrument, OpenInterest> openInterest() {
    Column slot = micros("ts").minus(micros("ts").mod(lit(FIVE_MINUTES_MICROS)));
    Dataset<Row> rows =
        run.archive()
            .read(ArchiveDataset.OPEN_INTEREST, run.days(), run.selection())
            .where(
                coalesce(
                        col("open_interest_base"),
                        col("open_interest_contracts"),
                        col("open_interest_usd"))
                    .isNotNull())
            .groupBy(with(slot.as("slot")))
            .agg(
                max(micros("ts")).as("at"),
                max_by(col("open_interest_base"), col("ts")),
                max_by(col("open_interest_contracts"), col("ts")),
                max_by(col("open_interest_usd"), col("ts")))
            .drop("slot");
    return byInstrument(rows, of -> openInterest(of, run.days()));
  }

  private static OpenInterest openInterest(List<Row> rows, UtcDays days) {
    int[] order =
        instrument(rows.get(0)).product().isInverse() ? new int[] {5, 4, 6} : new int[] {4, 5, 6};
    for (int column : order) {
      List<Row> known = rows.stream().filter(row -> !row.isNullAt(column)).toList();
      if (2 * known.size() > rows.size() || column == 6) {
        String unit = column == 4 ? "base coins" : column == 5 ? "contracts" : "USD";
        return new OpenInterest(
            unit, minutes(known, days), numbers(known, column), optional(known, 6, Double[]::new));
      }
    }
    throw new IllegalStateException("No unit of open interest");
  }

  /** Settled rates; where there is none, the last predicted rate of each hour. */
  Map<Instrument, Funding> funding() {
    Column hour = micros("ts").minus(micros("ts").mod(lit(60 * MINUTE_MICROS)));
    Dataset<Row> rows =
        run.archive()
            .read(ArchiveDataset.FUNDING, run.days(), run.selection())
            .groupBy(with(col("rate_kind"), hour.as("hour")))
            .agg(
                max(micros("ts")).as("at"),
                max_by(col("rate"), col("ts")).as("rate"),
                max_by(col("interval_minutes"), col("ts")).as("interval_minutes"))
            .select(with(col("at"), col("rate_kind"), col("rate"), col("interval_minutes")));
    return byInstrument(
        rows,
        of -> {
          List<Row> settled =
              of.stream().filter(row -> row.getString(4).equals("settled")).toList();
          List<Row> shown = settled.isEmpty() ? of : settled;
          return new Funding(
              settled.isEmpty() ? "predicted" : "settled",
              minutes(shown, run.days()),
              numbers(shown, 5),
              optional(shown, 6, Integer[]::new));
        });
  }

  /** Returns why series of an instrument are not there. */
  Map<String, String> missing(Instrument instrument, Series of) {
    Map<String, String> missing = new LinkedHashMap<>();
    if (of.bars() == null) {
      missing.put("price", "no bars of these days in the lake");
    }
    if (of.marks() == null) {
      missing.put("liquidations", noForcedOrders(instrument));
    }
    if (of.openInterest() == null) {
      missing.put("open_interest", "no open interest in the archive for these days");
    }
    if (of.funding() == null) {
      missing.put("funding", "no funding rates in the archive for these days");
    }
    return missing;
  }

  private String noForcedOrders(Instrument instrument) {
    Selection only = new Selection(instrument.venue(), new TreeSet<>(List.of(instrument.symbol())));
    boolean feed =
        List.of(ArchiveDataset.LIQUIDATIONS, ArchiveDataset.LIQUIDATION_BARS).stream()
            .anyMatch(dataset -> !run.archive().read(dataset, run.days(), only).isEmpty());
    return feed
        ? "the archive has forced orders of these days, but the table has none"
        : "no forced-order feed in these days";
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

  /** Collects rows whose fourth column is a time in microseconds, in time order. */
  private static <T> Map<Instrument, T> byInstrument(
      Dataset<Row> rows, Function<List<Row>, T> make) {
    Map<Instrument, T> result = new TreeMap<>();
    rows.collectAsList().stream()
        .sorted(
            Comparator.comparingLong((Row row) -> row.getLong(3))
                .thenComparing((Row row) -> row.mkString()))
        .collect(Collectors.groupingBy(SeriesReader::instrument))
        .forEach((instrument, own) -> result.put(instrument, make.apply(own)));
    return result;
  }

  private int[] whole(List<Row> rows) {
    return rows.stream()
        .mapToInt(row -> (int) ((row.getLong(3) - run.days().startMicros()) / MINUTE_MICROS))
        .toArray();
  }

  private static double[] minutes(List<Row> rows, UtcDays days) {
    return rows.stream()
        .mapToDouble(row -> (row.getLong(3) - days.startMicros()) / 1000 / 60_000.0)
        .toArray();
  }

  private static double[] numbers(List<Row> rows, int column) {
    return rows.stream().mapToDouble(row -> row.getDouble(column)).toArray();
  }

  private static <T> T[] optional(List<Row> rows, int column, IntFunction<T[]> array) {
    return rows.stream().map(row -> row.<T>getAs(column)).toArray(array);
  }
}
