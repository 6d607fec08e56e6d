package io.treadmill.lake;

import java.util.List;

/** Tables of tests on the map and on forced orders. */
public final class ReflexivityTables {
  private ReflexivityTables() {}

  /** Returns the tables in the order of the dictionary. */
  public static List<LakeTable> all() {
    return List.of();
  }
}
