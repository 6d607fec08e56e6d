package io.treadmill.jobs.instrument;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.treadmill.book.models.Models;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What archive and lake hold of an instrument over time, the one definition of each: where it is
 * read and which rows count. A row has at most one text, one whole number and some values, all
 * named by their columns.
 */
public enum InstrumentSeries {
  /** The state of the book: text = kind of the cell. */
  STATE(table(LakeTables.BOOK_STATE), "kind", "bucket", "value", "component"),

  /** Margin brackets, by the day from which they are valid: text = unit of the cap. */
  TIER(
      dataset(ArchiveDataset.MARGIN_TIERS),
      "cap_unit",
      "tier",
      "notional_floor",
      "notional_cap",
      "maintenance_margin_rate",
      "max_leverage",
      "maintenance_amount"),

  /** Five-minute bars; what statistics alone read comes last. */
  BAR(
      table(LakeTables.BARS_5M),
      null,
      null,
      "open",
      "high",
      "low",
      "close",
      "base_volume",
      "contracts",
      "quote_volume",
      "taker_buy_base_volume",
      "trade_count"),

  /** Snapshots of open interest, in coins, of inverse products in contracts. */
  OPEN_INTEREST(
      dataset(ArchiveDataset.OPEN_INTEREST)
          .only(
              rows ->
                  rows.withColumn(
                          "size",
                          expr(
                              "if(product like 'inverse%', open_interest_contracts,"
                                  + " open_interest_base)"))
                      .where("size > 0")),
      null,
      null,
      "size"),

  /** How far the mark price went: points do not show it, nor does a bar over five minutes. */
  MARK_RANGE(
      dataset(ArchiveDataset.MARK_INDEX)
          .only(
              rows ->
                  rows.where(
                      "interval_seconds between 1 and 300 and mark_low > 0"
                          + " and mark_high >= mark_low")),
      null,
      null,
      "mark_low",
      "mark_high"),

  /** Forced orders of a bar in a bucket: text = feed rule. */
  PRINTS(
      table(LakeTables.REALISED_LIQUIDATIONS)
          .only(rows -> rows.where("interval_minutes = 5 and bucket is not null")),
      "feed_rule",
      "bucket",
      "notional_usd",
      "print_count"),

  /** One-minute bars. */
  MINUTE(table(LakeTables.BARS_1M), null, null, "close"),

  /** Mark and index. */
  MARK_INDEX(
      dataset(ArchiveDataset.MARK_INDEX)
          .only(rows -> rows.where("interval_seconds between 0 and 300")),
      null,
      null,
      "mark_close",
      "index_close"),

  /** Settlements of funding. */
  FUNDING(
      dataset(ArchiveDataset.FUNDING).only(rows -> rows.where("rate_kind = 'settled'")),
      null,
      null,
      "rate",
      "interval_minutes"),

  /** Forced orders of a feed rule in an interval of some minutes, with and without a price. */
  FORCED(
      table(LakeTables.REALISED_LIQUIDATIONS)
          .only(rows -> rows.where("1440 % interval_minutes = 0")),
      "feed_rule",
      "interval_minutes",
      "notional_usd",
      "low_usd",
      "high_usd",
      "print_count",
      "bucket"),

  /** Prediction of the published map in a print scope and interval of some minutes. */
  PREDICTED(
      published(LakeTables.HEATMAP_PREDICTION)
          .only(
              rows ->
                  rows.where("horizon in ('path_5m', 'path_1h')")
                      .withColumn("minutes", expr("if(horizon = 'path_5m', 5, 60)"))),
      "print_scope",
      "minutes",
      "predicted_usd"),

  /** Zones of the published map of now: hot or thin, by their number. */
  ZONE(
      ofNow(LakeTables.ZONES),
      "kind",
      "zone",
      "price_low",
      "price_high",
      "mass_usd",
      "null_usd",
      "distance_percent"),

  /** Fragility of now by move, up to 5 %. */
  MASS(
      ofNow(LakeTables.FRAGILITY).only(rows -> rows.where("move_percent <= 5")),
      null,
      null,
      "move_percent",
      "expected_usd"),

  /** Volume of a bar in a bucket. */
  PROFILE(table(LakeTables.VOLUME_PROFILE_5M), null, "bucket", "base_volume");

  private final Source source;
  private final String text;
  private final String number;
  private final List<String> values;
  private final Map<String, Integer> places = new HashMap<>();

  InstrumentSeries(Source source, String text, String number, String... values) {
    this.source = source;
    this.text = text;
    this.number = number;
    this.values = List.of(values);
    for (String value : values) {
      places.put(value, places.size());
    }
  }

  /** Where rows are read. */
  @FunctionalInterface
  private interface Source {
    Dataset<Row> read(RunContext run, UtcDays days, Selection selection);

    default Source only(UnaryOperator<Dataset<Row>> rows) {
      return (run, days, selection) -> rows.apply(read(run, days, selection));
    }
  }

  private static Source table(LakeTable table) {
    return (run, days, selection) -> run.lake().read(table, days, selection);
  }

  private static Source dataset(ArchiveDataset dataset) {
    return (run, days, selection) -> run.archive().read(dataset, days, selection);
  }

  private static Source published(LakeTable table) {
    return table(table).only(rows -> rows.where(col("model").equalTo(Models.BOOK)));
  }

  /** The map of now; rows of older versions do not say a horizon. */
  private static Source ofNow(LakeTable table) {
    return published(table).only(rows -> rows.where("coalesce(horizon_h, 0) = 0"));
  }

  /** Returns the rows of days, their columns by name. */
  public Dataset<Row> read(RunContext run, UtcDays days, Selection selection) {
    return source.read(run, days, selection);
  }

  /** Returns the column that is the text of a row; null if it has none. */
  public String textColumn() {
    return text;
  }

  /** Returns the column that is the whole number of a row; null if it has none. */
  public String numberColumn() {
    return number;
  }

  /** Returns the columns that are the values of a row, in order. */
  public List<String> valueColumns() {
    return values;
  }

  /** Returns the number of values of a row. */
  public int width() {
    return values.size();
  }

  /**
   * Returns the place of a value among those of a row.
   *
   * @throws IllegalArgumentException if rows of this series have no such value
   */
  public int place(String value) {
    Integer place = places.get(value);
    if (place == null) {
      throw new IllegalArgumentException("Invalid value of %s: %s".formatted(this, value));
    }
    return place;
  }
}
