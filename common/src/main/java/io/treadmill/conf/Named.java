package io.treadmill.conf;

import java.util.List;
import java.util.function.Function;

/** What a user names. */
public final class Named {
  private Named() {}

  /**
   * Returns the one of a name.
   *
   * @param unknown what to say of a name that none has: a format of the name and all names
   * @throws UserError if none has the name (exit 2)
   */
  public static <T> T of(List<T> all, Function<T, String> nameOf, String name, String unknown) {
    return all.stream()
        .filter(one -> nameOf.apply(one).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.usage(
                    unknown.formatted(name, String.join(", ", all.stream().map(nameOf).toList()))));
  }
}
