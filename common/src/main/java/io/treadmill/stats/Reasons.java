package io.treadmill.stats;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/** Why values of a row are null, where they have different reasons. */
public final class Reasons {
  private Reasons() {}

  /** Returns the first reason that is no null; null if none is. */
  public static String first(String... reasons) {
    return Arrays.stream(reasons).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** Returns the different reasons in order, nulls left out; null if none is left. */
  public static String join(String... reasons) {
    String all =
        Arrays.stream(reasons)
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? null : all;
  }
}
