package io.treadmill.jobs.instrument;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.BarClock;
import io.treadmill.market.UtcDays;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What the book of an instrument reads, as one table of small rows: sorted by (day, kind, at,
 * bucket) each day comes as its state or tiers, then bars, profile, open interest and mark.
 */
public final class FoldInput {
  /** Kinds of rows, in the order in which a day needs them, with the names of their numbers. */
  public enum Kind {
    /** A value of the stored state: text = kind of the cell. */
    STATE("value"),
    /** A margin bracket: at = day since 1970 from which it is valid, text = unit of the cap. */
    TIER("floor", "cap", "maintenance_margin_rate", "max_leverage", "maintenance_amount"),
    /** A bar. */
    BAR("open", "high", "low", "close", "size"),
    /** A bucket of the profile of a bar. */
    PROFILE("base_volume"),
    /** A snapshot of open interest. */
    OPEN_INTEREST("size"),
    /** A bar of the mark price. */
    MARK("low", "high"),
    /** Prints of forced orders of a bar and bucket: text = feed rule. */
    REALISED("notional_usd", "print_count");

    private final List<String> numbers;

    Kind(String... numbers) {
      this.numbers = List.of(numbers);
    }

    /**
     * Returns the place of a number among those of the kind.
     *
     * @throws IllegalArgumentException if the kind has no such number
     */
    int place(String number) {
      int place = numbers.indexOf(number);
      if (place < 0) {
        throw new IllegalArgumentException("Invalid number of %s: %s".formatted(this, number));
      }
      return place;
    }
  }

  /** Start of the names of the columns that hold the numbers of a kind. */
  private static final String NUMBER = "number_";

  private static final int MOST_NUMBERS = 5;

  /** Schema of the rows; the numbers stand at the end, named by their kind. */
  public static final StructType SCHEMA = schema();

  /** Columns by which a group is sorted. */
  public static final Column[] ORDER = {
    col("day"), col("kind"), col("at"), col("side"), col("component"), col("bucket"), col("text")
  };

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
  public static Dataset<Row> read(
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
  public static Dataset<Row> readWithoutState(RunContext run, UtcDays days) {
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
    return shaped(
        rows, Kind.STATE, col("day"), lit(0L), col("kind"), number("value", col("value")));
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
        number("floor", col("notional_floor")),
        number("cap", col("notional_cap")),
        number("maintenance_margin_rate", col("maintenance_margin_rate")),
        number("max_leverage", col("max_leverage")),
        number("maintenance_amount", col("maintenance_amount")));
  }

  private static Dataset<Row> bars(RunContext run, UtcDays days) {
    Dataset<Row> rows = run.lake().read(LakeTables.BARS_5M, days, run.selection());
    Column size = when(inverse(), col("contracts")).otherwise(col("base_volume"));
    return shaped(
        rows,
        Kind.BAR,
        expr("to_date(ts)"),
        micros(),
        lit(null),
        number("open", col("open")),
        number("high", col("high")),
        number("low", col("low")),
        number("close", col("close")),
        number("size", size));
  }

  private static Dataset<Row> profile(RunContext run, UtcDays days) {
    Dataset<Row> rows = run.lake().read(LakeTables.VOLUME_PROFILE_5M, days, run.selection());
    return shaped(
        rows,
        Kind.PROFILE,
        expr("to_date(ts)"),
        micros(),
        lit(null),
        number("base_volume", col("base_volume")));
  }

  private static Dataset<Row> openInterest(RunContext run, UtcDays days) {
    Dataset<Row> rows = run.archive().read(ArchiveDataset.OPEN_INTEREST, days, run.selection());
    Column size =
        when(inverse(), col("open_interest_contracts")).otherwise(col("open_interest_base"));
    return shaped(
        rows.where(size.gt(0)),
        Kind.OPEN_INTEREST,
        expr("to_date(ts)"),
        micros(),
        lit(null),
        number("size", size));
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
        number("low", col("mark_low")),
        number("high", col("mark_high")));
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
        number("notional_usd", col("notional_usd")),
        number("print_count", col("print_count")));
  }

  /** A day is a file: many days are read by as many tasks as there is room for, not one a day. */
  public static Dataset<Row> inFewTasks(RunContext run, Dataset<Row> rows) {
    return rows.coalesce(TASKS_A_CORE * run.spark().sparkContext().defaultParallelism());
  }

  private static Column inverse() {
    return col("product").startsWith("inverse");
  }

  private static Column micros() {
    return expr("unix_micros(ts)");
  }

  private static Map.Entry<String, Column> number(String name, Column value) {
    return Map.entry(name, value);
  }

  private static StructType schema() {
    StructType schema =
        new StructType()
            .add("venue", DataTypes.StringType)
            .add("product", DataTypes.StringType)
            .add("symbol", DataTypes.StringType)
            .add("day", DataTypes.DateType)
            .add("kind", DataTypes.IntegerType)
            .add("at", DataTypes.LongType)
            .add("side", DataTypes.StringType)
            .add("component", DataTypes.IntegerType)
            .add("bucket", DataTypes.IntegerType)
            .add("text", DataTypes.StringType);
    for (int i = 0; i < MOST_NUMBERS; i++) {
      schema = schema.add(NUMBER + i, DataTypes.DoubleType);
    }
    return schema;
  }

  @SafeVarargs
  private static Dataset<Row> shaped(
      Dataset<Row> rows,
      Kind kind,
      Column day,
      Column at,
      Column text,
      Map.Entry<String, Column>... numbers) {
    List<String> given = List.of(rows.columns());
    Map<String, Column> columns = new HashMap<>();
    for (String name : List.of("venue", "product", "symbol")) {
      columns.put(name, col(name));
    }
    columns.put("day", day);
    columns.put("kind", lit(kind.ordinal()));
    columns.put("at", at);
    columns.put("text", text);
    columns.put("side", given.contains("side") ? col("side") : lit(""));
    columns.put("component", given.contains("component") ? col("component") : lit(0));
    columns.put("bucket", given.contains("bucket") ? col("bucket") : lit(0));
    for (Map.Entry<String, Column> number : numbers) {
      columns.put(NUMBER + kind.place(number.getKey()), number.getValue());
    }
    return rows.select(
        Arrays.stream(SCHEMA.fields())
            .map(
                field ->
                    columns
                        .getOrDefault(field.name(), lit(null))
                        .cast(field.dataType())
                        .as(field.name()))
            .toArray(Column[]::new));
  }

  /** Returns the start of a five-minute bar. */
  static long barOf(long micros) {
    return Math.floorDiv(micros, BarClock.BAR_MICROS) * BarClock.BAR_MICROS;
  }

  /** Returns the rows of products that have a book. */
  public static Dataset<Row> leveraged(Dataset<Row> rows) {
    return rows.where(
        col("product").isin("linear_perp", "inverse_perp", "linear_future", "inverse_future"));
  }
}
