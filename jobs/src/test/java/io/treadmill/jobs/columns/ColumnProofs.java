package io.treadmill.jobs.columns;

import io.treadmill.jobs.statistics.FlushProof;
import io.treadmill.jobs.statistics.LiquidationWeekProof;
import io.treadmill.jobs.statistics.PathShapeProof;
import io.treadmill.jobs.statistics.ReloadProof;
import io.treadmill.jobs.statistics.TreadmillProof;
import io.treadmill.jobs.statistics.TreadmillRateProof;
import java.util.List;

/** All proofs: one line each. */
public final class ColumnProofs {
  private ColumnProofs() {}

  /** Returns the proofs in the order of the dictionary. */
  public static List<ColumnProof> all() {
    return List.of(
        new FlushProof(),
        new TreadmillProof(),
        new TreadmillRateProof(),
        new ReloadProof(),
        new LiquidationWeekProof(),
        new PathShapeProof());
  }
}
