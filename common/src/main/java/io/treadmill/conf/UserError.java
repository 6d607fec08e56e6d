package io.treadmill.conf;

/**
 * An ending that the user can mend: wrong use, missing or refused input, failed check, storage
 * down. The message says what, where, which rule, and what to do; no stack trace is shown.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  private UserError(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public static UserError usage(String message) {
    return new UserError(ExitCode.USAGE, message, null);
  }

  public static UserError input(String message) {
    return new UserError(ExitCode.INPUT, message, null);
  }

  public static UserError input(String message, Throwable cause) {
    return new UserError(ExitCode.INPUT, message, cause);
  }

  public static UserError checkFailed(String message) {
    return new UserError(ExitCode.CHECK_FAILED, message, null);
  }

  public static UserError busy(String message) {
    return new UserError(ExitCode.BUSY, message, null);
  }

  public static UserError storage(String message, Throwable cause) {
    return new UserError(ExitCode.STORAGE, message, cause);
  }

  public static UserError terminated(Throwable cause) {
    return new UserError(
        ExitCode.TERMINATED,
        "The process was asked to end; nothing was published by the run it was in (run again)",
        cause);
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
