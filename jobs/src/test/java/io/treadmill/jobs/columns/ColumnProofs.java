package io.treadmill.jobs.columns;

import io.treadmill.jobs.statistics.CircuitBreakerProof;
import io.treadmill.jobs.statistics.FundingClockProof;
import io.treadmill.jobs.statistics.FundingStateProof;
import io.treadmill.jobs.statistics.PathShapeProof;
import io.treadmill.jobs.statistics.RegimeProof;
import io.treadmill.jobs.statistics.RegimeStatisticsProof;
import io.treadmill.jobs.statistics.RegimeTransitionProof;
import java.util.List;

/** All proofs: one line each. */
public final class ColumnProofs {
  private ColumnProofs() {}

  /** Returns the proofs in the order of the dictionary. */
  public static List<ColumnProof> all() {
    return List.of(
        new CircuitBreakerProof(),
        new FundingClockProof(),
        new FundingStateProof(),
        new RegimeProof(),
        new RegimeStatisticsProof(),
        new RegimeTransitionProof(),
        new PathShapeProof());
  }
}
