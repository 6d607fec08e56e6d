package io.treadmill.stats.episode;

import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import java.util.Arrays;
import java.util.Optional;

/** Quantities of five minutes that a clock of settlements could move. */
public enum ClockMeasure {
  /** Natural logarithm of volume in USD. */
  VOLUME,
  /** High over low, bp of log price. */
  RANGE,
  /** Size of the change of open interest, bp. */
  OPEN_INTEREST_SIZE,
  /** Change of open interest, bp. */
  OPEN_INTEREST_CHANGE,
  /** Log return from close to close, bp. */
  RETURN,
  /** Forced notional of both sides, bp of open interest; needs forced orders of five minutes. */
  LIQUIDATIONS;

  /** Returns true if the value of a step reads the instant at which the next step starts. */
  public boolean readsNextStart() {
    return this == OPEN_INTEREST_SIZE || this == OPEN_INTEREST_CHANGE;
  }

  /** Returns the values by step; NaN where unknown. */
  public double[] of(MarketSeries series) {
    double[] values = new double[series.steps().count()];
    Optional<ForcedFlow> forced = series.forcedBySteps();
    Arrays.setAll(values, i -> finite(value(series, forced, i)));
    return values;
  }

  private double value(MarketSeries series, Optional<ForcedFlow> forced, int i) {
    double[] openInterest = series.openInterest();
    double[] close = series.close();
    return switch (this) {
      case VOLUME -> Math.log(series.volumeUsd(i));
      case RANGE -> 1e4 * Math.log(series.column(Column.HIGH)[i] / series.column(Column.LOW)[i]);
      case OPEN_INTEREST_SIZE -> Math.abs(change(openInterest, i + 1));
      case OPEN_INTEREST_CHANGE -> change(openInterest, i + 1);
      case RETURN -> change(close, i);
      case LIQUIDATIONS ->
          forced.isEmpty() ? Double.NaN : 1e4 * forced.get().bothUsd(i) / series.openInterestUsd(i);
    };
  }

  private static double change(double[] values, int i) {
    return i < 1 || i >= values.length ? Double.NaN : 1e4 * Math.log(values[i] / values[i - 1]);
  }

  private static double finite(double value) {
    return Double.isInfinite(value) ? Double.NaN : value;
  }
}
