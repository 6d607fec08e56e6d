package io.treadmill.lake;

import java.util.List;

/** Tables of price discovery, volume shares and the shape of the path. */
public final class DiscoveryTables {
  private static final DictionaryFile FILE = DictionaryFile.of("discovery");

  public static final LakeTable PRICE_DISCOVERY = FILE.table("price_discovery");
  public static final LakeTable VOLUME_SHARE = FILE.table("volume_share");
  public static final LakeTable SEGMENT_COMPARE = FILE.table("segment_compare");
  public static final LakeTable PATH_SHAPE = FILE.table("path_shape");

  private DiscoveryTables() {}

  /** Returns the tables in the order of the dictionary. */
  public static List<LakeTable> all() {
    return FILE.tables();
  }
}
