package io.treadmill.jobs.statistics;

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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** What statistics read, as one table of small rows of one schema. */
final class SeriesInput {
  /** Kinds of rows. */
  enum Kind {
    /** A five-minute bar: open, high, low, close, base, quote, taker buy, contracts, count. */
    BAR(9),
    /** A one-minute bar: close, base. */
    MINUTE(2),
    /** A snapshot of open interest: size. */
    OPEN_INTEREST(1),
    /** Mark and index: mark close, index close, length in seconds. */
    MARK_INDEX(3),
    /** Funding: text = settled or predicted; rate, minutes of the interval. */
    FUNDING(2),
    /** Forced orders: text = feed rule, number = minutes; USD, low, high, prints, bucket. */
    FORCED(5),
    /** Prediction of the published map: text = print scope, number = minutes; USD. */
    PREDICTED(1),
    /** A zone: text = kind, number = zone; price low, high, mass, null, distance percent. */
    ZONE(5),
    /** A point of fragility: move percent, USD. */
    MASS(2),
    /** Volume of a bar by bucket: number = bucket; base coins. */
    TRADED_AT(1);

    private final int width;

    Kind(int width) {
      this.width = width;
    }

    /** Returns the number of values of a row. */
    int width() {
      return width;
    }
  }

  /** Place of what a block's rows share: {@link SeriesBlock.Key#of}. */
  static final int KEY = 0;

  /** Place of the instant, microseconds since 1970. */
  static final int MICROS = 1;

  /** Place of the number. */
  static final int NUMBER = 2;

  /** Place of the first value. */
  static final int FIRST_VALUE = 3;

  private static final int MOST_VALUES = 9;

  /** Name of the published model. */
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
    return shaped(
        run.lake().read(LakeTables.BARS_5M, history, assets),
        Kind.BAR,
        "",
        "0",
        "open",
        "high",
        "low",
        "close",
        "base_volume",
        "quote_volume",
        "taker_buy_base_volume",
        "contracts",
        "trade_count");
  }

  private Dataset<Row> minutes(UtcDays fine) {
    return shaped(
        run.lake().read(LakeTables.BARS_1M, fine, assets),
        Kind.MINUTE,
        "",
        "0",
        "close",
        "base_volume");
  }

  private Dataset<Row> openInterest() {
    return shaped(
        run.archive()
            .read(ArchiveDataset.OPEN_INTEREST, history, assets)
            .withColumn(
                "size",
                expr("if(product like 'inverse%', open_interest_contracts, open_interest_base)"))
            .where("size > 0"),
        Kind.OPEN_INTEREST,
        "",
        "0",
        "size");
  }

  private Dataset<Row> markIndex() {
    return shaped(
        run.archive()
            .read(ArchiveDataset.MARK_INDEX, history, assets)
            .where("interval_seconds between 0 and 300"),
        Kind.MARK_INDEX,
        "",
        "0",
        "mark_close",
        "index_close",
        "interval_seconds");
  }

  private Dataset<Row> funding() {
    return shaped(
        run.archive().read(ArchiveDataset.FUNDING, history, assets),
        Kind.FUNDING,
        "rate_kind",
        "0",
        "rate",
        "interval_minutes");
  }

  private Dataset<Row> forced() {
    Dataset<Row> rows =
        run.lake()
            .read(LakeTables.REALISED_LIQUIDATIONS, history, assets)
            .where("1440 % interval_minutes = 0");
    return shaped(
        rows,
        Kind.FORCED,
        "feed_rule",
        "interval_minutes",
        "notional_usd",
        "low_usd",
        "high_usd",
        "print_count",
        "bucket");
  }

  private Dataset<Row> predicted() {
    Dataset<Row> rows =
        run.lake()
            .read(LakeTables.HEATMAP_PREDICTION, history, assets)
            .where(col("model").equalTo(Models.BOOK).and(col("horizon").isin("path_5m", "path_1h")))
            .withColumn("minutes", expr("if(horizon = 'path_5m', 5, 60)"));
    return shaped(rows, Kind.PREDICTED, "print_scope", "minutes", "predicted_usd");
  }

  private Dataset<Row> zones() {
    Dataset<Row> rows =
        run.lake().read(LakeTables.ZONES, history, assets).where(col("model").equalTo(Models.BOOK));
    return shaped(
        rows,
        Kind.ZONE,
        "kind",
        "zone",
        "price_low",
        "price_high",
        "mass_usd",
        "null_usd",
        "distance_percent");
  }

  private Dataset<Row> masses() {
    Dataset<Row> rows =
        run.lake()
            .read(LakeTables.FRAGILITY, history, assets)
            .where(col("model").equalTo(Models.BOOK).and(col("move_percent").leq(5)));
    return shaped(rows, Kind.MASS, "", "0", "move_percent", "expected_usd");
  }

  private Dataset<Row> tradedAt() {
    return shaped(
        run.lake().read(LakeTables.VOLUME_PROFILE_5M, run.days(), assets),
        Kind.TRADED_AT,
        "",
        "bucket",
        "base_volume");
  }

  private static Dataset<Row> shaped(
      Dataset<Row> rows, Kind kind, String text, String number, String... values) {
    if (values.length != kind.width()) {
      throw new IllegalArgumentException(
          "Invalid values of " + kind + ": " + values.length + " (must be " + kind.width() + ")");
    }
    List<String> given = List.of(rows.columns());
    Column[] columns = new Column[FIRST_VALUE + MOST_VALUES];
    Column[] key = {
      col("venue"),
      col("product"),
      col("symbol"),
      lit(kind.name()),
      text.isEmpty() ? lit("") : col(text),
      given.contains("side") ? col("side") : lit("")
    };
    Column separator = lit(SeriesBlock.Key.SEPARATOR);
    columns[KEY] =
        concat(
                Arrays.stream(key)
                    .flatMap(part -> Stream.of(part, separator))
                    .toArray(Column[]::new))
            .as("key");
    columns[MICROS] = expr("unix_micros(ts)").as("micros");
    columns[NUMBER] = expr(number).cast(DataTypes.IntegerType).as("number");
    for (int i = 0; i < MOST_VALUES; i++) {
      Column value = i < values.length ? col(values[i]) : lit(null);
      columns[FIRST_VALUE + i] = value.cast(DataTypes.DoubleType).as("v" + i);
    }
    return rows.select(columns);
  }
}
