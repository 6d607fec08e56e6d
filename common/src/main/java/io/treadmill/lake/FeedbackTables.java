package io.treadmill.lake;

import java.util.List;

/** Tables of tests on the map and on forced orders. */
public final class FeedbackTables {
  private static final DictionaryFile FILE = DictionaryFile.of("feedback");

  public static final LakeTable SELF_EXCITATION = FILE.table("self_excitation");
  public static final LakeTable THIN_ZONE_TEST = FILE.table("thin_zone_test");
  public static final LakeTable HUNT_TEST = FILE.table("hunt_test");
  public static final LakeTable ZONE_OUTCOME = FILE.table("zone_outcome");
  public static final LakeTable SEQUENCE_TEST = FILE.table("sequence_test");
  public static final LakeTable LIQUIDATION_CLUSTERING = FILE.table("liquidation_clustering");

  private FeedbackTables() {}

  /** Returns the tables in the order of the dictionary. */
  public static List<LakeTable> all() {
    return FILE.tables();
  }
}
