package io.treadmill.jobs.statistics;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.treadmill.book.models.Models;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What statistics read, as one table of small rows of one schema. */
final class SeriesInput {
  /**
   * Kinds of rows: the column that is the text of a row, that which is its whole number, and those
   * that are its values.
   */
  enum Kind {
    /** A five-minute bar. */
    BAR(
        null,
        null,
        "open",
        "high",
        "low",
        "close",
        "base_volume",
        "quote_volume",
        "taker_buy_base_volume",
        "contracts",
        "trade_count"),
    /** A one-minute bar. */
    MINUTE(null, null, "close"),
    /** A snapshot of open interest, in coins or contracts. */
    OPEN_INTEREST(null, null, "size"),
    /** Mark and index. */
    MARK_INDEX(null, null, "mark_close", "index_close"),
    /** A settlement of funding. */
    FUNDING(null, null, "rate", "interval_minutes"),
    /** Forced orders of a feed rule in an interval of some minutes. */
    FORCED(
        "feed_rule",
        "interval_minutes",
        "notional_usd",
        "low_usd",
        "high_usd",
        "print_count",
        "bucket"),
    /** Prediction of the published map in a print scope and interval of some minutes. */
    PREDICTED("print_scope", "minutes", "predicted_usd"),
    /** A zone: hot or thin, by its number. */
    ZONE("kind", "zone", "price_low", "price_high", "mass_usd", "null_usd", "distance_percent"),
    /** A point of fragility. */
    MASS(null, null, "move_percent", "expected_usd"),
    /** Volume of a bar in a bucket. */
    TRADED_AT(null, "bucket", "base_volume");

    private final String text;
    private final String number;
    private final List<String> values;
    private final Map<String, Integer> places = new HashMap<>();

    Kind(String text, String number, String... values) {
      this.text = text;
      this.number = number;
      this.values = List.of(values);
      for (String value : values) {
        places.put(value, places.size());
      }
    }

    /** Returns the number of values of a row. */
    int width() {
      return values.size();
    }

    /**
     * Returns the place of a value among those of a row.
     *
     * @throws IllegalArgumentException if rows of this kind have no such value
     */
    int place(String value) {
      Integer place = places.get(value);
      if (place == null) {
        throw new IllegalArgumentException("Invalid value of %s: %s".formatted(this, value));
      }
      return place;
    }
  }

  /** Schema of the rows; what {@code key} holds is said by {@link SeriesBlock.Key#of}. */
  static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType)
          .add("micros", DataTypes.LongType)
          .add("number", DataTypes.IntegerType)
          .add("values", DataTypes.createArrayType(DataTypes.DoubleType));

  private final RunContext run;
  private final UtcDays history;
  private final Selection assets;

  /**
   * Makes the input of a run.
   *
   * @param history days of the series, the days of the run at their end
   * @param assets instruments of all assets of the run
   */
  SeriesInput(RunContext run, UtcDays history, Selection assets) {
    this.run = run;
    this.history = history;
    this.assets = assets;
  }

  /** Returns the rows. */
  Dataset<Row> read() {
    UtcDays fine = new UtcDays(run.days().from().minusDays(1), run.days().to());
    return Stream.of(
            bars(),
            minutes(fine),
            openInterest(),
            markIndex(),
            funding(),
            forced(),
            predicted(),
            zones(),
            masses(),
            tradedAt())
        .reduce(Dataset::unionByName)
        .orElseThrow();
  }

  private Dataset<Row> bars() {
    return shaped(run.lake().read(LakeTables.BARS_5M, history, assets), Kind.BAR);
  }

  private Dataset<Row> minutes(UtcDays fine) {
    return shaped(run.lake().read(LakeTables.BARS_1M, fine, assets), Kind.MINUTE);
  }

  private Dataset<Row> openInterest() {
    return shaped(
        run.archive()
            .read(ArchiveDataset.OPEN_INTEREST, history, assets)
            .withColumn(
                "size",
                expr("if(product like 'inverse%', open_interest_contracts, open_interest_base)"))
            .where("size > 0"),
        Kind.OPEN_INTEREST);
  }

  private Dataset<Row> markIndex() {
    return shaped(
        run.archive()
            .read(ArchiveDataset.MARK_INDEX, history, assets)
            .where("interval_seconds between 0 and 300"),
        Kind.MARK_INDEX);
  }

  private Dataset<Row> funding() {
    return shaped(
        run.archive()
            .read(ArchiveDataset.FUNDING, history, assets)
            .where(col("rate_kind").equalTo("settled")),
        Kind.FUNDING);
  }

  private Dataset<Row> forced() {
    return shaped(
        run.lake()
            .read(LakeTables.REALISED_LIQUIDATIONS, history, assets)
            .where("1440 % interval_minutes = 0"),
        Kind.FORCED);
  }

  private Dataset<Row> predicted() {
    return shaped(
        run.lake()
            .read(LakeTables.HEATMAP_PREDICTION, history, assets)
            .where(col("model").equalTo(Models.BOOK).and(col("horizon").isin("path_5m", "path_1h")))
            .withColumn("minutes", expr("if(horizon = 'path_5m', 5, 60)")),
        Kind.PREDICTED);
  }

  private Dataset<Row> zones() {
    return shaped(
        run.lake().read(LakeTables.ZONES, history, assets).where(col("model").equalTo(Models.BOOK)),
        Kind.ZONE);
  }

  private Dataset<Row> masses() {
    return shaped(
        run.lake()
            .read(LakeTables.FRAGILITY, history, assets)
            .where(col("model").equalTo(Models.BOOK).and(col("move_percent").leq(5))),
        Kind.MASS);
  }

  private Dataset<Row> tradedAt() {
    return shaped(
        run.lake().read(LakeTables.VOLUME_PROFILE_5M, run.days(), assets), Kind.TRADED_AT);
  }

  private static Dataset<Row> shaped(Dataset<Row> rows, Kind kind) {
    boolean hasSide = List.of(rows.columns()).contains("side");
    Column separator = lit(SeriesBlock.Key.SEPARATOR);
    Column[] key =
        Stream.of(
                col("venue"),
                col("product"),
                col("symbol"),
                lit(kind.name()),
                kind.text == null ? lit("") : col(kind.text),
                hasSide ? col("side") : lit(""))
            .flatMap(part -> Stream.of(part, separator))
            .toArray(Column[]::new);
    Column number = kind.number == null ? lit(0) : col(kind.number);
    Column[] values =
        kind.values.stream()
            .map(value -> col(value).cast(DataTypes.DoubleType))
            .toArray(Column[]::new);
    return rows.select(
        concat(key).as("key"),
        expr("unix_micros(ts)").as("micros"),
        number.cast(DataTypes.IntegerType).as("number"),
        array(values).as("values"));
  }
}
