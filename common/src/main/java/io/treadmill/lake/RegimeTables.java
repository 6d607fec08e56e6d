package io.treadmill.lake;

import java.util.List;

/** Tables of funding, regimes and what breaks the loop. */
public final class RegimeTables {
  private static final DictionaryFile FILE = DictionaryFile.of("regime");

  public static final LakeTable FUNDING_STATE = FILE.table("funding_state");
  public static final LakeTable REGIME = FILE.table("regime");
  public static final LakeTable REGIME_STATISTICS = FILE.table("regime_statistics");
  public static final LakeTable REGIME_TRANSITION = FILE.table("regime_transition");
  public static final LakeTable CIRCUIT_BREAKER = FILE.table("circuit_breaker");

  private RegimeTables() {}

  /** Returns the tables in the order of the dictionary. */
  public static List<LakeTable> all() {
    return FILE.tables();
  }
}
