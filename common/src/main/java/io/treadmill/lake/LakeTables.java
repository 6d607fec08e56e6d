package io.treadmill.lake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every table of the lake by a constant. What it is says the dictionary: YAML files beside this
 * class, {@code docs/tables.md} on paper.
 */
public final class LakeTables {
  private static final DictionaryFile BARS = DictionaryFile.of("bars");
  private static final DictionaryFile MAP = DictionaryFile.of("map");
  private static final DictionaryFile ASSETS = DictionaryFile.of("asset");
  private static final DictionaryFile REGIMES = DictionaryFile.of("regime");
  private static final DictionaryFile EPISODE = DictionaryFile.of("episode");
  private static final DictionaryFile FEEDBACK = DictionaryFile.of("feedback");
  private static final DictionaryFile DISCOVERY = DictionaryFile.of("discovery");
  private static final DictionaryFile LEDGER = DictionaryFile.of("ledger");

  public static final LakeTable BARS_1M = BARS.table("bars_1m");
  public static final LakeTable BARS_5M = BARS.table("bars_5m");
  public static final LakeTable VOLUME_PROFILE_5M = BARS.table("volume_profile_5m");
  public static final LakeTable VOLUME_DELTA = BARS.table("volume_delta");
  public static final LakeTable FORCED_KIND = BARS.table("forced_kind");
  public static final LakeTable POSITIONING = BARS.table("positioning");

  public static final LakeTable BOOK_STATE = MAP.table("book_state");
  public static final LakeTable LIQUIDATION_HEATMAP = MAP.table("liquidation_heatmap");
  public static final LakeTable REALISED_LIQUIDATIONS = MAP.table("realised_liquidations");
  public static final LakeTable BOOK_BALANCE = MAP.table("book_balance");
  public static final LakeTable LEVERAGE_LAW = MAP.table("leverage_law");
  public static final LakeTable LEVERAGE_LAW_DRAWS = MAP.table("leverage_law_draws");
  public static final LakeTable ZONES = MAP.table("zones");
  public static final LakeTable ZONE_TOUCH = MAP.table("zone_touch");
  public static final LakeTable FRAGILITY = MAP.table("fragility");
  public static final LakeTable HEATMAP_PREDICTION = MAP.table("heatmap_prediction");
  public static final LakeTable HEATMAP_SCORE = MAP.table("heatmap_score");
  public static final LakeTable HEATMAP_COVERAGE = MAP.table("heatmap_coverage");
  public static final LakeTable HEATMAP_RELIABILITY = MAP.table("heatmap_reliability");
  public static final LakeTable ZONE_SCORE = MAP.table("zone_score");

  public static final LakeTable ASSET_HEATMAP = ASSETS.table("asset_heatmap");
  public static final LakeTable ASSET_SCORE = ASSETS.table("asset_score");

  public static final LakeTable FUNDING_STATE = REGIMES.table("funding_state");
  public static final LakeTable REGIME = REGIMES.table("regime");
  public static final LakeTable REGIME_STATISTICS = REGIMES.table("regime_statistics");
  public static final LakeTable REGIME_TRANSITION = REGIMES.table("regime_transition");
  public static final LakeTable CIRCUIT_BREAKER = REGIMES.table("circuit_breaker");

  public static final LakeTable FLUSH = EPISODE.table("flush");
  public static final LakeTable TREADMILL_EPISODE = EPISODE.table("treadmill_episode");
  public static final LakeTable TREADMILL_BASE_RATE = EPISODE.table("treadmill_base_rate");
  public static final LakeTable RELOAD = EPISODE.table("reload");
  public static final LakeTable LIQUIDATION_WEEK = EPISODE.table("liquidation_week");
  public static final LakeTable FUNDING_CLOCK = EPISODE.table("funding_clock");

  public static final LakeTable SELF_EXCITATION = FEEDBACK.table("self_excitation");
  public static final LakeTable THIN_ZONE_TEST = FEEDBACK.table("thin_zone_test");
  public static final LakeTable HUNT_TEST = FEEDBACK.table("hunt_test");
  public static final LakeTable ZONE_OUTCOME = FEEDBACK.table("zone_outcome");
  public static final LakeTable SEQUENCE_TEST = FEEDBACK.table("sequence_test");
  public static final LakeTable LIQUIDATION_CLUSTERING = FEEDBACK.table("liquidation_clustering");

  public static final LakeTable PRICE_DISCOVERY = DISCOVERY.table("price_discovery");
  public static final LakeTable VOLUME_SHARE = DISCOVERY.table("volume_share");
  public static final LakeTable SEGMENT_COMPARE = DISCOVERY.table("segment_compare");
  public static final LakeTable PATH_SHAPE = DISCOVERY.table("path_shape");

  public static final LakeTable SOURCE_FILES = LEDGER.table("source_files");
  public static final LakeTable COVERAGE = LEDGER.table("coverage");
  public static final LakeTable QUARANTINE = LEDGER.table("quarantine");
  public static final LakeTable RECONCILIATION = LEDGER.table("reconciliation");
  public static final LakeTable REVISIONS = LEDGER.table("revisions");
  public static final LakeTable RUNS = LEDGER.table("runs");
  public static final LakeTable RUN_SETTINGS = LEDGER.table("run_settings");

  public static final LakeTable AUDITS = LEDGER.table("audits");
  public static final LakeTable REPROCESS_CHANGES = LEDGER.table("reprocess_changes");
  public static final LakeTable WATCH_EVENT = LEDGER.table("watch_event");

  private static final Map<String, LakeTable> BY_NAME =
      all().stream().collect(Collectors.toUnmodifiableMap(LakeTable::name, table -> table));

  private LakeTables() {}

  /** Returns all tables in the order of the dictionary. */
  public static List<LakeTable> all() {
    return tables(BARS, MAP, ASSETS, REGIMES, EPISODE, FEEDBACK, DISCOVERY, LEDGER);
  }

  /** Returns the table of a name; nothing if there is none. */
  public static Optional<LakeTable> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Returns true if a table tells of runs and not of markets: it is not audited itself. */
  static boolean isOfRuns(LakeTable table) {
    return List.of(RUNS, AUDITS, REPROCESS_CHANGES, WATCH_EVENT).contains(table);
  }

  /** Returns the tables that jobs fill from the archive: all but those that tell of runs. */
  static List<LakeTable> results() {
    return all().stream().filter(table -> !LEDGER.tables().contains(table)).toList();
  }

  /** Returns the tables that statistics fill. */
  public static List<LakeTable> statistics() {
    return tables(REGIMES, EPISODE, FEEDBACK, DISCOVERY);
  }

  private static List<LakeTable> tables(DictionaryFile... files) {
    return Stream.of(files).flatMap(file -> file.tables().stream()).toList();
  }
}
