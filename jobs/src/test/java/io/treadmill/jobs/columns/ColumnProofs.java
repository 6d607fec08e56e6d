package io.treadmill.jobs.columns;

import io.treadmill.jobs.heatmap.LawProof;
import io.treadmill.jobs.heatmap.ReliabilityProof;
import io.treadmill.jobs.heatmap.ScoreProof;
import io.treadmill.jobs.statistics.PathShapeProof;
import io.treadmill.lake.LakeTables;
import java.util.List;

/** All proofs: one line each. */
public final class ColumnProofs {
  private ColumnProofs() {}

  /** Returns the proofs in the order of the dictionary. */
  public static List<ColumnProof> all() {
    return List.of(
        new LawProof(LakeTables.LEVERAGE_LAW),
        new LawProof(LakeTables.LEVERAGE_LAW_DRAWS),
        new ScoreProof(),
        new ReliabilityProof(),
        new PathShapeProof());
  }
}
