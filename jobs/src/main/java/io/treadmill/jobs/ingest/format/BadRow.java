package io.treadmill.jobs.ingest.format;

/** A record that is set aside: the rule it breaks, and the value in words. */
public final class BadRow extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /** Makes one without a stack trace: there may be many. */
  public BadRow(String reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  /** Returns the name of the rule, lower snake case. */
  public String reason() {
    return reason;
  }
}
