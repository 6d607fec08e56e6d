package io.treadmill.jobs.ingest;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Looks once in some thousand rows whether anybody still waits for what is made of them. */
final class EndingCheck {
  /** A power of two. */
  private static final int ROWS_BETWEEN_LOOKS = 4_096;

  private final BooleanSupplier isEnding;
  private long rows;

  EndingCheck(BooleanSupplier isEnding) {
    this.isEnding = isEnding;
  }

  /**
   * Counts a row.
   *
   * @throws CancellationException nobody waits
   */
  void row() {
    if ((++rows & (ROWS_BETWEEN_LOOKS - 1)) == 0 && isEnding.getAsBoolean()) {
      throw new CancellationException("nobody waits for the import");
    }
  }
}
