package io.treadmill.lake;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every table of the lake by a constant. What it is says the dictionary: YAML files beside this
 * class, {@code docs/tables.md} on paper.
 */
public final class LakeTables {
  private static final DictionaryFile BARS = DictionaryFile.of("bars");
  private static final DictionaryFile MAP = DictionaryFile.of("map");
  private static final DictionaryFile LEDGER = DictionaryFile.of("ledger");

  public static final LakeTable BARS_1M = BARS.table("bars_1m");
  public static final LakeTable BARS_5M = BARS.table("bars_5m");
  public static final LakeTable VOLUME_PROFILE_5M = BARS.table("volume_profile_5m");

  public static final LakeTable BOOK_STATE = MAP.table("book_state");
  public static final LakeTable LIQUIDATION_HEATMAP = MAP.table("liquidation_heatmap");
  public static final LakeTable REALISED_LIQUIDATIONS = MAP.table("realised_liquidations");
  public static final LakeTable BOOK_BALANCE = MAP.table("book_balance");
  public static final LakeTable LEVERAGE_LAW = MAP.table("leverage_law");
  public static final LakeTable LEVERAGE_LAW_DRAWS = MAP.table("leverage_law_draws");
  public static final LakeTable ZONES = MAP.table("zones");
  public static final LakeTable FRAGILITY = MAP.table("fragility");
  public static final LakeTable HEATMAP_PREDICTION = MAP.table("heatmap_prediction");
  public static final LakeTable HEATMAP_SCORE = MAP.table("heatmap_score");
  public static final LakeTable HEATMAP_RELIABILITY = MAP.table("heatmap_reliability");

  public static final LakeTable SOURCE_FILES = LEDGER.table("source_files");
  public static final LakeTable COVERAGE = LEDGER.table("coverage");
  public static final LakeTable QUARANTINE = LEDGER.table("quarantine");
  public static final LakeTable RECONCILIATION = LEDGER.table("reconciliation");
  public static final LakeTable REVISIONS = LEDGER.table("revisions");
  public static final LakeTable RUNS = LEDGER.table("runs");

  private LakeTables() {}

  /** Returns all tables in the order of the dictionary. */
  public static List<LakeTable> all() {
    return Stream.of(
            BARS.tables(),
            MAP.tables(),
            RegimeTables.all(),
            EpisodeTables.all(),
            FeedbackTables.all(),
            DiscoveryTables.all(),
            LEDGER.tables())
        .flatMap(List::stream)
        .toList();
  }
}
