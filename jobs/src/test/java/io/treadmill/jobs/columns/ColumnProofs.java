package io.treadmill.jobs.columns;

import io.treadmill.jobs.statistics.PathShapeProof;
import io.treadmill.jobs.statistics.PriceDiscoveryProof;
import io.treadmill.jobs.statistics.SegmentCompareProof;
import io.treadmill.jobs.statistics.VolumeShareProof;
import java.util.List;

/** All proofs: one line each. */
public final class ColumnProofs {
  private ColumnProofs() {}

  /** Returns the proofs in the order of the dictionary. */
  public static List<ColumnProof> all() {
    return List.of(
        new PriceDiscoveryProof(),
        new VolumeShareProof(),
        new SegmentCompareProof(),
        new PathShapeProof());
  }
}
