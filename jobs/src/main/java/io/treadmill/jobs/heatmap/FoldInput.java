package io.treadmill.jobs.heatmap;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * What the book of an instrument reads, as one table of small rows: sorted by (day, kind, at,
 * bucket) each day comes as its state or tiers, then bars, profile, open interest and mark.
 */
final class FoldInput {
  /** Kinds of rows, in the order in which a day needs them. */
  enum Kind {
    /** A value of the stored state: text = kind of the cell, side, component, bucket, a = value. */
    STATE,
    /**
     * A margin bracket: at = day from which it is valid, a.. = floor, cap, rate, leverage, amount.
     */
    TIER,
    /** A bar: a.. = open, high, low, close, size. */
    BAR,
    /** A bucket of the profile of a bar: a = base coins. */
    PROFILE,
    /** A snapshot of open interest: a = size. */
    OPEN_INTEREST,
    /** A bar of the mark price: a, b = low, high. */
    MARK,
    /** Prints of forced orders of a bar and bucket: text = feed rule, a = USD, b = their number. */
    REALISED
  }

  /** Columns by which a group is sorted. */
  static final Column[] ORDER = {
    col("day"), col("kind"), col("at"), col("side"), col("component"), col("bucket"), col("text")
  };

  /** Length of a bar. */
  static final long BAR_MICROS = 300_000_000L;

  private static final long DAY_MICROS = UtcDays.DAY_MICROS;
  private static final int TASKS_A_CORE = 2;

  private FoldInput() {}

  /**
   * Returns the rows of the days for the selected instruments, with the state before the first day.
   *
   * @param parameterSet id of the parameter set whose state is continued
   * @param historyFrom first day of the bars that fill the baselines; days before the run come
   *     without profile
   * @param totalsFrom first day before the run whose totals their rescale reads
   */
  static Dataset<Row> read(
      RunContext run,
      UtcDays days,
      String parameterSet,
      LocalDate historyFrom,
      LocalDate totalsFrom) {
    LocalDate before = days.from().minusDays(1);
    Dataset<Row> rows = read(run, days, parameterSet);
    if (historyFrom.isAfter(before)) {
      return rows;
    }
    UtcDays history = new UtcDays(historyFrom, before);
    Dataset<Row> all =
        rows.unionByName(bars(run, history))
            .unionByName(openInterest(run, history))
            .unionByName(mark(run, history));
    return totalsFrom.isAfter(before)
        ? all
        : all.unionByName(realised(run, new UtcDays(totalsFrom, before)));
  }

  private static Dataset<Row> read(RunContext run, UtcDays days, String parameterSet) {
    LocalDate before = days.from().minusDays(1);
    return state(run, before, parameterSet)
        .unionByName(tiers(run, before))
        .unionByName(bars(run, days))
        .unionByName(profile(run, days))
        .unionByName(openInterest(run, days))
        .unionByName(mark(run, days))
        .unionByName(realised(run, days));
  }

  /** Returns the rows that models read from an empty book: no state, all else. */
  static Dataset<Row> readWithoutState(RunContext run, UtcDays days) {
    return tiers(run, days.from().minusDays(1))
        .unionByName(bars(run, days))
        .unionByName(profile(run, days))
        .unionByName(openInterest(run, days))
        .unionByName(mark(run, days))
        .unionByName(realised(run, days));
  }

  private static Dataset<Row> state(RunContext run, LocalDate day, String parameterSet) {
    Dataset<Row> rows =
        run.lake()
            .read(LakeTables.BOOK_STATE, UtcDays.of(day), run.selection())
            .where(col("parameter_set").equalTo(parameterSet));
    return shaped(rows, Kind.STATE, col("day"), lit(0L), col("kind"), values(col("value")));
  }

  private static Dataset<Row> tiers(RunContext run, LocalDate before) {
    Dataset<Row> rows =
        run.archive()
            .read(ArchiveDataset.MARGIN_TIERS, UtcDays.of(before), run.selection())
            .withColumn("bucket", col("tier"));
    return shaped(
        rows,
        Kind.TIER,
        lit(Date.valueOf(before)),
        expr("unix_date(valid_from)").cast(DataTypes.LongType),
        col("cap_unit"),
        values(
            col("notional_floor"),
            col("notional_cap"),
            col("maintenance_margin_rate"),
            col("max_leverage"),
            col("maintenance_amount")));
  }

  private static Dataset<Row> bars(RunContext run, UtcDays days) {
    Dataset<Row> rows = run.lake().read(LakeTables.BARS_5M, days, run.selection());
    Column size =
        org.apache
            .spark
            .sql
            .functions
            .when(inverse(), col("contracts"))
            .otherwise(col("base_volume"));
    return shaped(
        rows,
        Kind.BAR,
        expr("to_date(ts)"),
        micros(),
        lit(null),
        values(col("open"), col("high"), col("low"), col("close"), size));
  }

  private static Dataset<Row> profile(RunContext run, UtcDays days) {
    Dataset<Row> rows = run.lake().read(LakeTables.VOLUME_PROFILE_5M, days, run.selection());
    return shaped(
        rows, Kind.PROFILE, expr("to_date(ts)"), micros(), lit(null), values(col("base_volume")));
  }

  private static Dataset<Row> openInterest(RunContext run, UtcDays days) {
    Dataset<Row> rows = run.archive().read(ArchiveDataset.OPEN_INTEREST, days, run.selection());
    Column size =
        org.apache
            .spark
            .sql
            .functions
            .when(inverse(), col("open_interest_contracts"))
            .otherwise(col("open_interest_base"));
    return shaped(
        rows.where(size.gt(0)),
        Kind.OPEN_INTEREST,
        expr("to_date(ts)"),
        micros(),
        lit(null),
        values(size));
  }

  /** Bars of at most five minutes only: points do not show how far the mark price went. */
  private static Dataset<Row> mark(RunContext run, UtcDays days) {
    Dataset<Row> rows =
        run.archive()
            .read(ArchiveDataset.MARK_INDEX, days, run.selection())
            .where("interval_seconds between 1 and 300 and mark_low > 0 and mark_high >= mark_low");
    return shaped(
        rows,
        Kind.MARK,
        expr("to_date(ts)"),
        micros(),
        lit(null),
        values(col("mark_low"), col("mark_high")));
  }

  private static Dataset<Row> realised(RunContext run, UtcDays days) {
    Dataset<Row> rows =
        run.lake()
            .read(LakeTables.REALISED_LIQUIDATIONS, days, run.selection())
            .where("interval_minutes = 5 and bucket is not null");
    return shaped(
        rows,
        Kind.REALISED,
        expr("to_date(ts)"),
        micros(),
        col("feed_rule"),
        values(col("notional_usd"), col("print_count")));
  }

  /** A day is a file: many days are read by as many tasks as there is room for, not one a day. */
  static Dataset<Row> inFewTasks(RunContext run, Dataset<Row> rows) {
    return rows.coalesce(TASKS_A_CORE * run.spark().sparkContext().defaultParallelism());
  }

  private static Column inverse() {
    return col("product").startsWith("inverse");
  }

  private static Column micros() {
    return expr("unix_micros(ts)");
  }

  private static List<Column> values(Column... columns) {
    return List.of(columns);
  }

  private static Dataset<Row> shaped(
      Dataset<Row> rows, Kind kind, Column day, Column at, Column text, List<Column> values) {
    List<String> given = List.of(rows.columns());
    Dataset<Row> shaped =
        rows.select(
            col("venue"),
            col("product"),
            col("symbol"),
            day.as("day"),
            lit(kind.ordinal()).as("kind"),
            at.as("at"),
            (given.contains("side") ? col("side") : lit("")).as("side"),
            (given.contains("component") ? col("component") : lit(0)).as("component"),
            (given.contains("bucket") ? col("bucket") : lit(0)).as("bucket"),
            text.cast(DataTypes.StringType).as("text"),
            value(values, 0).as("a"),
            value(values, 1).as("b"),
            value(values, 2).as("c"),
            value(values, 3).as("d"),
            value(values, 4).as("e"));
    return shaped;
  }

  private static Column value(List<Column> values, int i) {
    return (i < values.size() ? values.get(i) : lit(null)).cast(DataTypes.DoubleType);
  }

  /** Returns the start of a five-minute bar. */
  static long barOf(long micros) {
    return Math.floorDiv(micros, BAR_MICROS) * BAR_MICROS;
  }

  /** Returns 00:00 of a day. */
  static long startOf(LocalDate day) {
    return day.toEpochDay() * DAY_MICROS;
  }
}
