package io.treadmill.jobs.fetch.vendors;

import java.util.Map;

/**
 * How a file is asked for.
 *
 * @param headers headers that carry a key: sent to the host of the address alone
 * @param answer reads an answer of an interface; null for a file that is saved as it is
 * @param missing what is needed and not given, in words; null if nothing is
 */
public record Access(Map<String, String> headers, Answer answer, String missing) {
  /** A file that everybody can have. */
  public static final Access OPEN = new Access(Map.of(), null, null);

  /** Returns the access to a file that cannot be asked for. */
  static Access needs(String missing) {
    return new Access(Map.of(), null, missing);
  }
}
