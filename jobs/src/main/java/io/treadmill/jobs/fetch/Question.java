package io.treadmill.jobs.fetch;

import java.net.URI;
import java.util.Map;

/**
 * What is asked of a host.
 *
 * @param method GET or HEAD
 * @param address what
 * @param keys headers that carry a key, for the host of the address alone
 * @param offset first byte that is wanted
 * @param validator entity tag or date of the bytes that are here: others are wanted from their
 *     start; null without bytes
 */
record Question(
    String method, URI address, Map<String, String> keys, long offset, String validator) {
  static Question head(URI address, Map<String, String> keys) {
    return new Question("HEAD", address, keys, 0, null);
  }

  static Question get(URI address, Map<String, String> keys) {
    return new Question("GET", address, keys, 0, null);
  }
}
