package io.treadmill.jobs.statistics;

import static io.treadmill.jobs.instrument.InstrumentSeries.BAR;
import static io.treadmill.jobs.instrument.InstrumentSeries.FORCED;
import static io.treadmill.jobs.instrument.InstrumentSeries.FUNDING;
import static io.treadmill.jobs.instrument.InstrumentSeries.MARK_INDEX;
import static io.treadmill.jobs.instrument.InstrumentSeries.MASS;
import static io.treadmill.jobs.instrument.InstrumentSeries.MINUTE;
import static io.treadmill.jobs.instrument.InstrumentSeries.OPEN_INTEREST;
import static io.treadmill.jobs.instrument.InstrumentSeries.PREDICTED;
import static io.treadmill.jobs.instrument.InstrumentSeries.PROFILE;
import static io.treadmill.jobs.instrument.InstrumentSeries.ZONE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.instrument.InstrumentSeries;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The series that statistics read, as one table of small rows of one schema.
 *
 * @param history days of the series, the days of the run at their end
 * @param assets instruments of all assets of the run
 */
record SeriesInput(RunContext run, UtcDays history, Selection assets) {
  /** Schema of the rows; what {@code key} holds is said by {@link SeriesBlock.Key#of}. */
  static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType)
          .add("micros", DataTypes.LongType)
          .add("number", DataTypes.IntegerType)
          .add("values", DataTypes.createArrayType(DataTypes.DoubleType));

  /** Returns the rows. */
  Dataset<Row> read() {
    return Stream.of(
            rows(history, BAR),
            rows(new UtcDays(run.days().from().minusDays(1), run.days().to()), MINUTE),
            rows(history, OPEN_INTEREST),
            rows(history, MARK_INDEX),
            rows(history, FUNDING),
            rows(history, FORCED),
            rows(history, PREDICTED),
            rows(history, ZONE),
            rows(history, MASS),
            rows(run.days(), PROFILE))
        .reduce(Dataset::unionByName)
        .orElseThrow();
  }

  private Dataset<Row> rows(UtcDays days, InstrumentSeries series) {
    return shaped(series.read(run, days, assets), series);
  }

  private static Dataset<Row> shaped(Dataset<Row> rows, InstrumentSeries series) {
    boolean hasSide = List.of(rows.columns()).contains("side");
    Column separator = lit(SeriesBlock.Key.SEPARATOR);
    Column[] key =
        Stream.of(
                col("venue"),
                col("product"),
                col("symbol"),
                lit(series.name()),
                series.textColumn() == null ? lit("") : col(series.textColumn()),
                hasSide ? col("side") : lit(""))
            .flatMap(part -> Stream.of(part, separator))
            .toArray(Column[]::new);
    Column number = series.numberColumn() == null ? lit(0) : col(series.numberColumn());
    Column[] values =
        series.valueColumns().stream()
            .map(value -> col(value).cast(DataTypes.DoubleType))
            .toArray(Column[]::new);
    return rows.select(
        concat(key).as("key"),
        expr("unix_micros(ts)").as("micros"),
        number.cast(DataTypes.IntegerType).as("number"),
        array(values).as("values"));
  }
}
