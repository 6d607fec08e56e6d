package io.treadmill.jobs.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * What a host answered.
 *
 * @param status HTTP status; that of a file store is put in these words
 * @param from first byte of the body within the file
 * @param length bytes of the whole file; -1 if the host does not say
 * @param etag strong entity tag in quotes; null if there is none
 * @param modified date of the last change as the host writes it; null if it does not say
 * @param retryAfter how long to wait, as the host asks; null if it does not
 * @param body the bytes; empty for HEAD
 */
record Reply(
    int status,
    long from,
    long length,
    String etag,
    String modified,
    Duration retryAfter,
    InputStream body)
    implements AutoCloseable {
  /** Returns what tells these bytes from others: the tag, else the date; null without both. */
  String validator() {
    return etag == null ? modified : etag;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
