package io.treadmill.jobs.statistics;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.treadmill.jobs.RunContext;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/** What statistics read, as one table of small rows of one schema, by asset. */
final class SeriesInput {
  /** Kinds of rows. */
  enum Kind {
    /**
     * A five-minute bar: a.. = open, high, low, close, base, quote, taker buy, contracts, count.
     */
    BAR,
    /** A one-minute bar: a = close, b = base. */
    MINUTE,
    /** A snapshot of open interest: a = size. */
    OPEN_INTEREST,
    /** Mark and index: a = mark close, b = index close, c = length in seconds. */
    MARK_INDEX,
    /** Funding: text = settled or predicted, a = rate, b = minutes of the interval. */
    FUNDING,
    /** Forced orders: text = feed rule, number = minutes, a.. = USD, low, high, prints. */
    FORCED,
    /** Prediction of the published map: text = print scope, number = minutes, a = USD. */
    PREDICTED,
    /** A zone: text = kind, number = zone, a.. = price low, high, mass, null, distance percent. */
    ZONE,
    /** A point of fragility: a = move percent, b = USD. */
    MASS,
    /** Volume of a day by bucket: number = bucket, a = base coins. */
    TRADED_AT,
    /** Forced notional of an interval by bucket: number = bucket, a = USD. */
    FORCED_AT
  }

  /** Columns by which the rows of an asset are sorted. */
  static final Column[] ORDER =
      Stream.of("venue", "product", "symbol", "kind", "ts", "text", "side", "number")
          .map(name -> col(name))
          .toArray(Column[]::new);

  /** Number of values of a row. */
  static final int VALUES = 9;

  /** Name of the published model. */
  private static final String MODEL = "book";

  private static final UserDefinedFunction ASSET = udf(new AssetOf(), DataTypes.StringType);

  /** The asset of a symbol; rows are many, symbols are few. */
  private static final class AssetOf implements UDF1<String, String> {
    private static final long serialVersionUID = 1L;

    private final Map<String, String> known = new ConcurrentHashMap<>();

    @Override
    public String call(String symbol) {
      return known.computeIfAbsent(symbol, Instrument::asset);
    }
  }

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
            tradedAt(),
            forcedAt())
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
        "print_count");
  }

  private Dataset<Row> predicted() {
    Dataset<Row> rows =
        run.lake()
            .read(LakeTables.HEATMAP_PREDICTION, history, assets)
            .where(col("model").equalTo(MODEL).and(col("horizon").isin("path_5m", "path_1h")))
            .withColumn("minutes", expr("if(horizon = 'path_5m', 5, 60)"));
    return shaped(rows, Kind.PREDICTED, "print_scope", "minutes", "predicted_usd");
  }

  private Dataset<Row> zones() {
    Dataset<Row> rows =
        run.lake().read(LakeTables.ZONES, history, assets).where(col("model").equalTo(MODEL));
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
            .where(col("model").equalTo(MODEL).and(col("move_percent").leq(5)));
    return shaped(rows, Kind.MASS, "", "0", "move_percent", "expected_usd");
  }

  private Dataset<Row> tradedAt() {
    Dataset<Row> rows =
        run.lake()
            .read(LakeTables.VOLUME_PROFILE_5M, run.days(), assets)
            .groupBy(
                col("venue"),
                col("product"),
                col("symbol"),
                expr("to_date(ts)").as("day"),
                col("bucket"))
            .agg(expr("cast(sum(cast(base_volume as decimal(38,12))) as double)").as("base"))
            .withColumn("ts", expr("cast(day as timestamp)"));
    return shaped(rows, Kind.TRADED_AT, "", "bucket", "base");
  }

  /** By interval and bucket: what is forced at once at one price is one burst. */
  private Dataset<Row> forcedAt() {
    return shaped(
        run.lake()
            .read(LakeTables.REALISED_LIQUIDATIONS, run.days(), assets)
            .where("bucket is not null"),
        Kind.FORCED_AT,
        "feed_rule",
        "bucket",
        "notional_usd");
  }

  private static Dataset<Row> shaped(
      Dataset<Row> rows, Kind kind, String text, String number, String... values) {
    List<String> given = List.of(rows.columns());
    Column[] columns = new Column[9 + VALUES];
    columns[0] = ASSET.apply(col("symbol")).as("asset");
    columns[1] = col("venue");
    columns[2] = col("product");
    columns[3] = col("symbol");
    columns[4] = lit(kind.ordinal()).as("kind");
    columns[5] = expr("unix_micros(ts)").as("ts");
    columns[6] = (text.isEmpty() ? lit("") : col(text)).as("text");
    columns[7] = (given.contains("side") ? col("side") : lit("")).as("side");
    columns[8] = expr(number).cast(DataTypes.IntegerType).as("number");
    for (int i = 0; i < VALUES; i++) {
      Column value = i < values.length ? col(values[i]) : lit(null);
      columns[9 + i] = value.cast(DataTypes.DoubleType).as("v" + i);
    }
    return rows.select(columns);
  }
}
