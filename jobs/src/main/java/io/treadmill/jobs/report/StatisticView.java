package io.treadmill.jobs.report;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the report shows of one table of statistics.
 *
 * @param table the table
 * @param period rows of which days
 * @param columns columns in the order of the table
 */
record StatisticView(LakeTable table, Period period, List<TableColumn> columns) {
  /** Which rows are shown. */
  enum Period {
    /** Those of the days of the report. */
    DAYS,
    /** Those of the last day with rows: tables whose rows look back over a window. */
    LATEST,
    /** Those of the year to the end of the report. */
    YEAR;

    private static final int DAYS_BACK = 6;
    private static final int YEAR_BACK = 370;

    /** Returns the days to read. */
    UtcDays of(UtcDays days) {
      return switch (this) {
        case DAYS -> days;
        case LATEST -> new UtcDays(days.to().minusDays(DAYS_BACK), days.to());
        case YEAR -> new UtcDays(days.to().minusDays(YEAR_BACK), days.to());
      };
    }
  }

  private static final Set<String> OWNERS = Set.of("venue", "product", "symbol", "asset");

  /** Period of each table that is shown; then columns that no chart needs. */
  private static final Map<String, Period> PERIODS = periods();

  private static final Set<String> LEFT_OUT = leftOut();

  private static Map<String, Period> periods() {
    Map<String, Period> periods = new TreeMap<>();
    put(
        periods,
        Period.DAYS,
        "funding_state",
        "regime",
        "circuit_breaker",
        "flush",
        "treadmill_episode",
        "reload",
        "zone_outcome",
        "liquidation_clustering",
        "price_discovery",
        "volume_share",
        "segment_compare",
        "path_shape");
    put(
        periods,
        Period.LATEST,
        "regime_statistics",
        "regime_transition",
        "treadmill_base_rate",
        "funding_clock",
        "self_excitation",
        "thin_zone_test",
        "hunt_test",
        "sequence_test");
    put(periods, Period.YEAR, "liquidation_week");
    return periods;
  }

  private static void put(Map<String, Period> periods, Period period, String... tables) {
    Arrays.stream(tables).forEach(table -> periods.put(table, period));
  }

  private static Set<String> leftOut() {
    Set<String> out = new HashSet<>();
    leaveOut(out, "regime", "return_4h", "return_z", "open_interest_change_4h", "open_interest_z");
    leaveOut(out, "regime", "open_interest_percentile", "crowding_z", "spot_share", "spot_flow");
    leaveOut(out, "regime", "funding_8h", "crowding_source", "spot_source", "flush_source");
    leaveOut(out, "zone_outcome", "map_ts", "zone", "price_low", "price_high", "null_usd");
    leaveOut(out, "zone_outcome", "open_interest_start", "funding_before", "funding_after");
    leaveOut(out, "zone_outcome", "realised_usd", "predicted_usd", "funding_change");
    return out;
  }

  private static void leaveOut(Set<String> out, String table, String... columns) {
    Arrays.stream(columns).forEach(column -> out.add(table + "." + column));
  }

  /** Returns the views in the order of the dictionary. */
  static List<StatisticView> all() {
    List<StatisticView> views = new ArrayList<>();
    for (LakeTable table : LakeTables.all()) {
      if (PERIODS.containsKey(table.name())) {
        views.add(
            new StatisticView(
                table,
                PERIODS.get(table.name()),
                table.columns().stream()
                    .filter(column -> !OWNERS.contains(column.name()))
                    .filter(column -> !LEFT_OUT.contains(table.name() + "." + column.name()))
                    .toList()));
      }
    }
    return views;
  }
}
