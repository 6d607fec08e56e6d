package io.treadmill.conf;

/** What the process tells its caller. Stable: schedulers decide by these numbers. */
public enum ExitCode {
  /** Done, or already done. */
  DONE(0),
  /** A bug in Treadmill; the only ending with a stack trace. */
  BUG(1),
  /** Wrong use: unknown option, unknown setting, value out of range. */
  USAGE(2),
  /** Input missing or refused. Retry when the input is there. */
  INPUT(3),
  /** A check failed; nothing was published. */
  CHECK_FAILED(4),
  /** Another run holds the lake or the archive. Retry later. */
  BUSY(5),
  /** Storage or catalog unavailable or damaged: disk full, read-only, S3 down. */
  STORAGE(6),
  /** Not enough memory. */
  RESOURCES(8),
  /** The system asked the process to end. */
  TERMINATED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** Returns the exit status of the process. */
  public int code() {
    return code;
  }
}
