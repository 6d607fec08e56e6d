package io.treadmill.lake;

import java.util.List;

/** Tables of flushes, episodes, weeks and the clock of funding settlements. */
public final class EpisodeTables {
  private static final DictionaryFile FILE = DictionaryFile.of("episode");

  public static final LakeTable FLUSH = FILE.table("flush");
  public static final LakeTable TREADMILL_EPISODE = FILE.table("treadmill_episode");
  public static final LakeTable TREADMILL_BASE_RATE = FILE.table("treadmill_base_rate");
  public static final LakeTable RELOAD = FILE.table("reload");
  public static final LakeTable LIQUIDATION_WEEK = FILE.table("liquidation_week");
  public static final LakeTable FUNDING_CLOCK = FILE.table("funding_clock");

  private EpisodeTables() {}

  /** Returns the tables in the order of the dictionary. */
  public static List<LakeTable> all() {
    return FILE.tables();
  }
}
