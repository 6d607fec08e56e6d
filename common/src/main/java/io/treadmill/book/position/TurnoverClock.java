package io.treadmill.book.position;

/**
 * The turnover of bars in order, as a book that runs on volume and open interest has it: a missing
 * snapshot is held, and where none was ever seen {@link TradedVolume} stands in.
 */
public final class TurnoverClock {
  private final ParameterSet parameters;
  private double held;
  private TradedVolume traded = TradedVolume.NONE;

  /**
   * Starts before the first bar.
   *
   * @param openInterest snapshot before it, size unit; NaN if none
   */
  public TurnoverClock(ParameterSet parameters, double openInterest) {
    this.parameters = parameters;
    this.held = openInterest;
  }

  /** Returns the turnover of the next bar. */
  public Turnover read(Step step) {
    double start = Double.isNaN(held) ? step.openInterestStart() : held;
    held = Double.isNaN(step.openInterestEnd()) ? start : step.openInterestEnd();
    traded = traded.then(step.volume());
    double none = traded.openInterest();
    return Double.isNaN(held)
        ? Turnover.of(step.volume(), none, none, parameters)
        : Turnover.of(step.volume(), start, held, parameters);
  }
}
