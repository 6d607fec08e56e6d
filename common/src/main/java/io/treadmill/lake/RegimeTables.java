package io.treadmill.lake;

import java.util.List;

/** Tables of funding, regimes and what breaks the loop. */
public final class RegimeTables {
  private RegimeTables() {}

  /** Returns the tables in the order of the dictionary. */
  public static List<LakeTable> all() {
    return List.of();
  }
}
