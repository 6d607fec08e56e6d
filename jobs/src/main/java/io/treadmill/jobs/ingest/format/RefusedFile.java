package io.treadmill.jobs.ingest.format;

/** A file of which nothing is loaded; the message says why and what to do. */
public final class RefusedFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the reason, without the name of the file. */
  public RefusedFile(String reason) {
    super(reason, null, false, false);
  }
}
