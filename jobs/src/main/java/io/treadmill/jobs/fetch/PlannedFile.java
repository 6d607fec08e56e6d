package io.treadmill.jobs.fetch;

import io.treadmill.jobs.fetch.vendors.RemoteFile;

/**
 * What is known of a file before anything is fetched.
 *
 * @param file the file
 * @param outcome what became of it already; null if it is to be fetched
 * @param bytes its size; -1 if the host does not say
 * @param begun bytes of it that are here
 * @param reason why it is not here and will not be fetched; null else
 */
public record PlannedFile(RemoteFile file, Outcome outcome, long bytes, long begun, String reason) {
  /** Returns true if it is to be fetched. */
  boolean isOpen() {
    return outcome == null;
  }

  /** Returns the bytes that are to come; 0 if unknown. */
  long left() {
    return isOpen() && bytes >= 0 ? Math.max(0, bytes - begun) : 0;
  }
}
