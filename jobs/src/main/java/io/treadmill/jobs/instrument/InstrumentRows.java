package io.treadmill.jobs.instrument;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTable;
import io.treadmill.market.UtcDays;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Series of the instruments of a run as one table of small rows, each as it is asked for: sorted by
 * {@link #ORDER} the rows of an instrument come day after day, each series of a day in order of
 * time.
 */
public final class InstrumentRows {
  /** Start of the names of the columns that hold the values of a series. */
  static final String VALUE = "value_";

  /** The first values of a series that a row holds: all that a fold reads. */
  private static final int MOST_VALUES = 6;

  /** Schema of the rows; the values stand at the end, named by their series. */
  public static final StructType SCHEMA = schema();

  /** Columns by which the rows of an instrument are sorted. */
  public static final Column[] ORDER = {
    col("day"), col("series"), col("at"), col("side"), col("number"), col("text")
  };

  private static final int TASKS_A_CORE = 2;

  private final RunContext run;
  private Dataset<Row> rows;

  /** Asks for nothing yet. */
  public InstrumentRows(RunContext run) {
    this.run = run;
  }

  private static StructType schema() {
    StructType schema =
        new StructType()
            .add("venue", DataTypes.StringType)
            .add("product", DataTypes.StringType)
            .add("symbol", DataTypes.StringType)
            .add("day", DataTypes.DateType)
            .add("series", DataTypes.IntegerType)
            .add("at", DataTypes.LongType)
            .add("side", DataTypes.StringType)
            .add("number", DataTypes.IntegerType)
            .add("text", DataTypes.StringType);
    for (int i = 0; i < MOST_VALUES; i++) {
      schema = schema.add(VALUE + i, DataTypes.DoubleType);
    }
    return schema;
  }

  /** Asks for series of some days. */
  public InstrumentRows with(UtcDays days, InstrumentSeries... series) {
    for (InstrumentSeries one : series) {
      add(one, one.read(run, days, run.selection()), expr("to_date(ts)"), expr("unix_micros(ts)"));
    }
    return this;
  }

  /** Asks for all that models read of the days, from an empty book. */
  public InstrumentRows withDays(UtcDays days) {
    return withTiers(days.from().minusDays(1))
        .with(
            days,
            InstrumentSeries.BAR,
            InstrumentSeries.PROFILE,
            InstrumentSeries.OPEN_INTEREST,
            InstrumentSeries.MARK_RANGE,
            InstrumentSeries.PRINTS);
  }

  /** Asks for the margin tiers as of the end of a day. */
  private InstrumentRows withTiers(LocalDate day) {
    add(
        InstrumentSeries.TIER,
        InstrumentSeries.TIER.read(run, UtcDays.of(day), run.selection()),
        lit(Date.valueOf(day)),
        expr("unix_date(valid_from)"));
    return this;
  }

  /** Asks for the states after a day of the books of a parameter set. */
  public InstrumentRows withState(LocalDate day, String parameterSet) {
    add(
        InstrumentSeries.STATE,
        InstrumentSeries.STATE
            .read(run, UtcDays.of(day), run.selection())
            .where(col("parameter_set").equalTo(parameterSet)),
        col("day"),
        lit(0L));
    return this;
  }

  private void add(InstrumentSeries series, Dataset<Row> read, Column day, Column at) {
    boolean hasSide = List.of(read.columns()).contains("side");
    List<Column> columns =
        new ArrayList<>(
            List.of(
                col("venue"),
                col("product"),
                col("symbol"),
                day,
                lit(series.ordinal()),
                at,
                hasSide ? col("side") : lit(""),
                series.numberColumn() == null ? lit(0) : col(series.numberColumn()),
                series.textColumn() == null ? lit(null) : col(series.textColumn())));
    for (int i = 0; i < MOST_VALUES; i++) {
      columns.add(i < series.width() ? col(series.valueColumns().get(i)) : lit(null));
    }
    for (int i = 0; i < columns.size(); i++) {
      DataType type = SCHEMA.fields()[i].dataType();
      columns.set(i, columns.get(i).cast(type).as(SCHEMA.fieldNames()[i]));
    }
    Dataset<Row> shaped = read.select(columns.toArray(Column[]::new));
    rows = rows == null ? shaped : rows.unionByName(shaped);
  }

  /** Returns the rows of products that have a book. */
  public Dataset<Row> leveraged() {
    return rows.where(
        col("product").isin("linear_perp", "inverse_perp", "linear_future", "inverse_future"));
  }

  /** Hands the sorted rows of each instrument that has a book to a function. */
  public <T> JavaRDD<T> ofEach(FlatMapGroupsFunction<String, Row, T> function) {
    return InstrumentGroups.of(inFewTasks(run, leveraged()), function, ORDER);
  }

  /** Returns the days of a run, stretched to the last day of which a table has rows. */
  public static UtcDays throughLastDay(RunContext run, LakeTable table, Column condition) {
    UtcDays asked = run.days();
    Row last =
        run.lake()
            .read(table, new UtcDays(asked.to(), LocalDate.of(2100, 1, 1)), run.selection())
            .where(condition)
            .selectExpr("max(day)")
            .first();
    LocalDate to = last.isNullAt(0) ? asked.to() : last.getDate(0).toLocalDate();
    return new UtcDays(asked.from(), to.isAfter(asked.to()) ? to : asked.to());
  }

  /** A day is a file: many days are read by as many tasks as there is room for, not one a day. */
  public static Dataset<Row> inFewTasks(RunContext run, Dataset<Row> rows) {
    return rows.coalesce(TASKS_A_CORE * run.spark().sparkContext().defaultParallelism());
  }
}
