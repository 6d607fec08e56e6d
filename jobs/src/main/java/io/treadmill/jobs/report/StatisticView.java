package io.treadmill.jobs.report;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.UtcDays;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the report shows of one table of statistics. */
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

    UtcDays of(UtcDays days) {
      return switch (this) {
        case DAYS -> days;
        case LATEST -> new UtcDays(days.to().minusDays(DAYS_BACK), days.to());
        case YEAR -> new UtcDays(days.to().minusDays(YEAR_BACK), days.to());
      };
    }
  }

  private static final Set<String> OWNERS = Set.of("venue", "product", "symbol", "asset");

  /** The tables that are shown, by period. */
  private static final Map<Period, Set<String>> SHOWN =
      Map.of(
          Period.DAYS,
          words(
              """
              funding_state regime circuit_breaker flush treadmill_episode reload zone_outcome
              liquidation_clustering price_discovery volume_share segment_compare path_shape
              """),
          Period.LATEST,
          words(
              """
              regime_statistics regime_transition treadmill_base_rate funding_clock self_excitation
              thin_zone_test hunt_test sequence_test
              """),
          Period.YEAR,
          words("liquidation_week"));

  /** Columns that no chart needs, by table. */
  private static final Map<String, Set<String>> LEFT_OUT =
      Map.of(
          "regime",
          words(
              """
              return_4h return_z open_interest_change_4h open_interest_z open_interest_percentile
              crowding_z crowding_source spot_share spot_flow spot_source funding_8h flush_source
              """),
          "zone_outcome",
          words(
              """
              map_ts zone price_low price_high null_usd open_interest_start funding_before
              funding_after funding_change realised_usd predicted_usd
              """));

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  static List<StatisticView> all() {
    return LakeTables.all().stream().flatMap(table -> of(table).stream()).toList();
  }

  private static Optional<StatisticView> of(LakeTable table) {
    Set<String> out = LEFT_OUT.getOrDefault(table.name(), Set.of());
    List<TableColumn> columns =
        table.columns().stream()
            .filter(column -> !OWNERS.contains(column.name()) && !out.contains(column.name()))
            .toList();
    return Arrays.stream(Period.values())
        .filter(period -> SHOWN.get(period).contains(table.name()))
        .findFirst()
        .map(period -> new StatisticView(table, period, columns));
  }
}
