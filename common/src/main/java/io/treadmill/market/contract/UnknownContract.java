package io.treadmill.market.contract;

/** Says that a symbol is not known, what was tried, and what to give. */
public final class UnknownContract extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one without a stack trace: there may be many. */
  public UnknownContract(String message) {
    super(message, null, false, false);
  }
}
