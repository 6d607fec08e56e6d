package io.treadmill.jobs.watch;

import io.treadmill.jobs.MemoryLake;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.TableColumn;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows of a day of one market that rules look at. */
final class WatchedDay {
  static final LocalDate DAY = LocalDate.of(2026, 3, 4);

  private final Map<LakeTable, List<Row>> rows = new HashMap<>();

  /** A hot zone of 7.5 million, of which a part is more than is usual. */
  WatchedDay zone(String side, int horizonH, int hour, double distance, double excess) {
    return add(
        LakeTables.ZONES,
        Map.of(
            "ts",
            at(hour),
            "horizon_h",
            horizonH,
            "side",
            side,
            "kind",
            "hot",
            "price_low",
            101.0,
            "price_high",
            102.0,
            "distance_percent",
            distance,
            "mass_usd",
            7.5e6,
            "excess_usd",
            excess));
  }

  /** A zone that is not hot. */
  WatchedDay thinZone(String side, int hour) {
    return add(
        LakeTables.ZONES,
        Map.of(
            "ts",
            at(hour),
            "horizon_h",
            0,
            "side",
            side,
            "kind",
            "thin",
            "distance_percent",
            0.1,
            "excess_usd",
            -1e6));
  }

  /** A flush; without a total if forced is null. */
  WatchedDay flush(String symbol, String side, Double forced) {
    Map<String, Object> values =
        new HashMap<>(
            Map.of(
                "symbol",
                symbol,
                "side",
                side,
                "start_ts",
                at(5),
                "day",
                Date.valueOf(DAY),
                "verdict",
                "cleared"));
    values.put("forced_usd", forced);
    return add(LakeTables.FLUSH, values);
  }

  /** A score; without a skill if it is null. */
  WatchedDay score(String horizon, String baseline, Double skill) {
    Map<String, Object> values =
        new HashMap<>(Map.of("day", Date.valueOf(DAY), "horizon", horizon, "baseline", baseline));
    values.put("skill", skill);
    values.put("reason", skill == null ? "no totals" : null);
    return add(LakeTables.HEATMAP_SCORE, values);
  }

  MemoryLake lake() {
    MemoryLake lake = new MemoryLake();
    for (LakeTable table : List.of(LakeTables.ZONES, LakeTables.FLUSH, LakeTables.HEATMAP_SCORE)) {
      lake.append(
          table,
          SparkForTests.get().createDataFrame(rows.getOrDefault(table, List.of()), table.schema()));
    }
    return lake;
  }

  private static Timestamp at(int hour) {
    return Timestamp.from(DAY.atTime(hour, 0).toInstant(ZoneOffset.UTC));
  }

  private WatchedDay add(LakeTable table, Map<String, Object> values) {
    List<Object> row = new ArrayList<>();
    for (TableColumn column : table.columns()) {
      row.add(
          values.containsKey(column.name())
              ? values.get(column.name())
              : column.required() ? any(column) : null);
    }
    rows.computeIfAbsent(table, key -> new ArrayList<>()).add(RowFactory.create(row.toArray()));
    return this;
  }

  private static Object any(TableColumn column) {
    return switch (column.name()) {
      case "venue" -> "binance";
      case "product" -> "linear_perp";
      case "symbol" -> "BTCUSDT";
      case "model" -> "book";
      default ->
          switch (column.type()) {
            case TEXT -> "x";
            case NUMBER -> 1.0;
            case WHOLE -> 1L;
            case INTEGER -> 1;
            case FLAG -> false;
            case INSTANT -> at(0);
            case DATE -> Date.valueOf(DAY);
          };
    };
  }
}
