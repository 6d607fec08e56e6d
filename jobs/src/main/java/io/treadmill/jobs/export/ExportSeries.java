package io.treadmill.jobs.export;

import io.treadmill.lake.ColumnType;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.TableColumn;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What is exported: some columns of a table, under their names. */
enum ExportSeries {
  MAP(
      LakeTables.LIQUIDATION_HEATMAP,
      "side",
      "price_low",
      "price_high",
      "expected_notional_usd",
      "low_usd",
      "high_usd",
      "inflow_usd"),
  ASSET_MAP(
      LakeTables.ASSET_HEATMAP,
      "side",
      "price_low",
      "price_high",
      "expected_notional_usd",
      "low_usd",
      "high_usd",
      "inflow_usd",
      "instruments",
      "instruments_missing",
      "reference"),
  ZONES(
      LakeTables.ZONES,
      "side",
      "kind",
      "price_low",
      "price_high",
      "distance_percent",
      "mass_usd",
      "low_usd",
      "high_usd",
      "null_usd",
      "excess_usd",
      "age_hours"),
  FRAGILITY(
      LakeTables.FRAGILITY,
      "side",
      "move_percent",
      "expected_usd",
      "low_usd",
      "high_usd",
      "inflow_usd"),
  FORCED(
      LakeTables.REALISED_LIQUIDATIONS,
      "side",
      "price_low",
      "price_high",
      "notional_usd",
      "low_usd",
      "high_usd",
      "interval_minutes",
      "print_count",
      "feed_rule"),
  POSITIONING(
      LakeTables.POSITIONING,
      "open_interest",
      "open_interest_usd",
      "long_short_account_ratio",
      "top_account_ratio",
      "top_position_ratio",
      "taker_volume_ratio");

  static final String REFERENCE = "reference";

  /** Beside the reference of an asset's map; no column of its table. */
  static final String REFERENCE_PRICE = "reference_price";

  private static final long MINUTE_MICROS = 60_000_000L;

  private final LakeTable table;
  private final List<TableColumn> columns;

  ExportSeries(LakeTable table, String... columns) {
    this.table = table;
    Stream<TableColumn> ofTable =
        Arrays.stream(columns)
            .map(
                name ->
                    table.columns().stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseThrow());
    this.columns =
        Stream.concat(ofTable, isOfAsset() ? Stream.of(referencePrice()) : Stream.empty()).toList();
  }

  private static TableColumn referencePrice() {
    return new TableColumn(
        REFERENCE_PRICE,
        ColumnType.NUMBER,
        false,
        "Close of the five minutes of the reference that end at ts, quote units; null without that bar");
  }

  /** Whether its rows are of an asset over its instruments. */
  boolean isOfAsset() {
    return table.hasAsset();
  }

  LakeTable table() {
    return table;
  }

  List<TableColumn> columns() {
    return columns;
  }

  /** Returns the columns that are numbers, or words that have one. */
  List<TableColumn> countable() {
    return columns.stream()
        .filter(column -> column.type() != ColumnType.TEXT || isWord(column.name()))
        .toList();
  }

  private static boolean isWord(String column) {
    return column.equals("side") || column.equals("kind");
  }

  /** Returns a value as a number: 1 for long and hot, -1 for short and thin; NaN for null. */
  static double number(TableColumn column, NamedRow row) {
    if (column.type() != ColumnType.TEXT) {
      return row.asNumber(column.name());
    }
    String word = row.text(column.name());
    return word.equals("long") || word.equals("hot") ? 1 : -1;
  }

  /** Returns the end of the data that a row reads, in microseconds. */
  long instant(NamedRow row) {
    long ts = row.micros("ts");
    return this == FORCED ? ts + row.integer("interval_minutes") * MINUTE_MICROS : ts;
  }

  /** Whether it has rows of several horizons. */
  boolean hasHorizon() {
    return table.columns().stream().anyMatch(column -> column.name().equals("horizon_h"));
  }

  /** Returns the columns that order its rows of an instant. */
  List<String> orderOfInstant() {
    return switch (this) {
      case MAP, ASSET_MAP, ZONES, FORCED -> List.of("side", "price_low");
      case FRAGILITY -> List.of("side", "move_percent");
      case POSITIONING -> List.of();
    };
  }
}
