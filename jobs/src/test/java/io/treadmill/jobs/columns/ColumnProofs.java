package io.treadmill.jobs.columns;

import io.treadmill.jobs.statistics.CircuitBreakerProof;
import io.treadmill.jobs.statistics.FlushProof;
import io.treadmill.jobs.statistics.FundingStateProof;
import io.treadmill.jobs.statistics.LiquidationWeekProof;
import io.treadmill.jobs.statistics.PathShapeProof;
import io.treadmill.jobs.statistics.RegimeProof;
import io.treadmill.jobs.statistics.RegimeStatisticsProof;
import io.treadmill.jobs.statistics.RegimeTransitionProof;
import io.treadmill.jobs.statistics.ReloadProof;
import io.treadmill.jobs.statistics.TreadmillProof;
import io.treadmill.jobs.statistics.TreadmillRateProof;
import java.util.List;

/** All proofs: one line each. */
public final class ColumnProofs {
  private ColumnProofs() {}

  /** Returns the proofs. */
  public static List<ColumnProof> all() {
    return List.of(
        new CircuitBreakerProof(),
        new FlushProof(),
        new FundingStateProof(),
        new LiquidationWeekProof(),
        new PathShapeProof(),
        new RegimeProof(),
        new RegimeStatisticsProof(),
        new RegimeTransitionProof(),
        new ReloadProof(),
        new TreadmillProof(),
        new TreadmillRateProof());
  }
}
