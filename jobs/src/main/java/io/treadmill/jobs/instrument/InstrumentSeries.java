package io.treadmill.jobs.instrument;

import io.treadmill.book.models.Models;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.market.BarClock;
import io.treadmill.market.UtcDays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

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
          .made(
              "size",
              InstrumentSeries::openInterest,
              "open_interest_base",
              "open_interest_contracts")
          .only(row -> openInterest(row) > 0),
      null,
      null,
      "size"),

  /** How far the mark price went: points do not show it, nor does a bar over five minutes. */
  MARK_RANGE(
      dataset(ArchiveDataset.MARK_INDEX)
          .only(
              row ->
                  isOfSeconds(row, 1)
                      && row.number("mark_low") > 0
                      && row.number("mark_high") >= row.number("mark_low"),
              "interval_seconds"),
      null,
      null,
      "mark_low",
      "mark_high"),

  /** Forced orders of a bar in a bucket: text = feed rule. */
  PRINTS(
      table(LakeTables.REALISED_LIQUIDATIONS)
          .only(
              row -> row.integer("interval_minutes") == 5 && !row.isNull("bucket"),
              "interval_minutes"),
      "feed_rule",
      "bucket",
      "notional_usd",
      "print_count"),

  /** One-minute bars. */
  MINUTE(table(LakeTables.BARS_1M), null, null, "close"),

  /** Mark and index. */
  MARK_INDEX(
      dataset(ArchiveDataset.MARK_INDEX).only(row -> isOfSeconds(row, 0), "interval_seconds"),
      null,
      null,
      "mark_close",
      "index_close"),

  /** Settlements of funding. */
  FUNDING(
      dataset(ArchiveDataset.FUNDING)
          .only(row -> row.text("rate_kind").equals("settled"), "rate_kind"),
      null,
      null,
      "rate",
      "interval_minutes"),

  /** Forced orders of a feed rule in an interval of some minutes, with and without a price. */
  FORCED(
      table(LakeTables.REALISED_LIQUIDATIONS)
          .only(row -> BarClock.MINUTES_OF_A_DAY % row.integer("interval_minutes") == 0),
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
          .only(row -> List.of("path_5m", "path_1h").contains(row.text("horizon")), "horizon")
          .made("minutes", row -> row.text("horizon").equals("path_5m") ? 5 : 60),
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
      ofNow(LakeTables.FRAGILITY).only(row -> row.number("move_percent") <= 5),
      null,
      null,
      "move_percent",
      "expected_usd"),

  /** Volume of a bar in a bucket. */
  PROFILE(table(LakeTables.VOLUME_PROFILE_5M), null, "bucket", "base_volume"),

  /** Cells of the published maps, by what their law was fitted to. */
  CELL(
      published(LakeTables.LIQUIDATION_HEATMAP),
      "print_scope",
      "bucket",
      "horizon_h",
      "price_low",
      "price_high",
      "expected_notional_usd",
      "low_usd",
      "high_usd",
      "inflow_usd");

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
  private interface Reader {
    JavaRDD<Row> rows(RunContext run, UtcDays days, Selection selection, List<String> columns);
  }

  /**
   * Rows that are read.
   *
   * @param columns all columns that there are
   * @param needs columns that say whether a row counts, or that others are made of
   * @param where which rows count
   * @param made values that no column holds
   */
  private record Source(
      Reader reader,
      List<String> columns,
      List<String> needs,
      Predicate<NamedRow> where,
      Map<String, ToDoubleFunction<NamedRow>> made) {
    Source(Reader reader, StructType schema) {
      this(reader, List.of(schema.fieldNames()), List.of(), row -> true, Map.of());
    }

    Source only(Predicate<NamedRow> also, String... further) {
      return new Source(reader, columns, with(further), where.and(also), made);
    }

    Source made(String name, ToDoubleFunction<NamedRow> value, String... further) {
      return new Source(reader, columns, with(further), where, Map.of(name, value));
    }

    private List<String> with(String... further) {
      return Stream.concat(needs.stream(), Stream.of(further)).toList();
    }

    boolean has(String column) {
      return columns.contains(column);
    }
  }

  private static Source table(LakeTable table) {
    return new Source(
        (run, days, selection, columns) -> run.lake().rows(table, days, selection, columns),
        table.schema());
  }

  private static Source dataset(ArchiveDataset dataset) {
    return new Source(
        (run, days, selection, columns) -> run.archive().rows(dataset, days, selection, columns),
        dataset.schema());
  }

  private static Source published(LakeTable table) {
    return table(table).only(row -> row.text("model").equals(Models.BOOK), "model");
  }

  /** The map of now; rows of older versions do not say a horizon. */
  private static Source ofNow(LakeTable table) {
    return published(table)
        .only(row -> row.isNull("horizon_h") || row.integer("horizon_h") == 0, "horizon_h");
  }

  /** Returns the open interest of a snapshot: coins, of inverse products contracts; may be NaN. */
  public static double openInterest(NamedRow row) {
    return row.number(
        row.text("product").startsWith("inverse")
            ? "open_interest_contracts"
            : "open_interest_base");
  }

  private static boolean isOfSeconds(NamedRow row, int least) {
    double seconds = row.asNumber("interval_seconds");
    return seconds >= least && seconds <= BarClock.BAR_MICROS / 1_000_000;
  }

  /** Returns the rows of days in blocks. */
  public JavaRDD<SeriesBlock> blocks(RunContext run, UtcDays days, Selection selection) {
    return blocks(run, days, selection, row -> true);
  }

  /** Returns those rows of days in blocks that count. */
  public JavaRDD<SeriesBlock> blocks(
      RunContext run, UtcDays days, Selection selection, NamedRow.Value<Boolean> counts) {
    List<String> columns =
        Stream.of(
                List.of("product", "side", "ts", "day", "valid_from", "parameter_set"),
                source.needs,
                values,
                number == null ? List.<String>of() : List.of(number),
                text == null ? List.<String>of() : List.of(text))
            .flatMap(List::stream)
            .filter(source::has)
            .distinct()
            .toList();
    Integer day = ofAll(days);
    return source
        .reader
        .rows(run, days, selection, columns)
        .mapPartitions(
            rows -> {
              SeriesRows found =
                  new SeriesRows(
                      this,
                      new SeriesRows.Columns(instant(), day, text, number, values, source.made));
              return SeriesBlock.pack(
                  StreamSupport.stream(((Iterable<Row>) () -> rows).spliterator(), false)
                      .filter(row -> isWanted(new NamedRow(row), counts))
                      .map(found::given)
                      .iterator());
            });
  }

  private boolean isWanted(NamedRow row, NamedRow.Value<Boolean> counts) {
    return source.where.test(row) && counts.of(row);
  }

  private String instant() {
    return switch (this) {
      case STATE -> "day";
      case TIER -> "valid_from";
      default -> "ts";
    };
  }

  /** Brackets have days of their own; they belong to the last of those that are read. */
  private Integer ofAll(UtcDays days) {
    return this == TIER ? (Integer) (int) days.to().toEpochDay() : null;
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
