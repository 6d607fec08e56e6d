package io.treadmill.jobs.columns;

import io.treadmill.jobs.statistics.ClusteringProof;
import io.treadmill.jobs.statistics.HuntProof;
import io.treadmill.jobs.statistics.PathShapeProof;
import io.treadmill.jobs.statistics.SelfExcitationProof;
import io.treadmill.jobs.statistics.SequenceProof;
import io.treadmill.jobs.statistics.ThinZoneProof;
import io.treadmill.jobs.statistics.ZoneOutcomeProof;
import java.util.List;

/** All proofs: one line each. */
public final class ColumnProofs {
  private ColumnProofs() {}

  /** Returns the proofs in the order of the dictionary. */
  public static List<ColumnProof> all() {
    return List.of(
        new PathShapeProof(),
        new SelfExcitationProof(),
        new ThinZoneProof(),
        new HuntProof(),
        new ZoneOutcomeProof(),
        new SequenceProof(),
        new ClusteringProof());
  }
}
