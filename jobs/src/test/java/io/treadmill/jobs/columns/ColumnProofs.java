package io.treadmill.jobs.columns;

import io.treadmill.jobs.RunsProof;
import io.treadmill.jobs.bars.BarsProof;
import io.treadmill.jobs.bars.VolumeProfileProof;
import io.treadmill.jobs.ingest.IngestProof;
import io.treadmill.jobs.statistics.PathShapeProof;
import io.treadmill.lake.LakeTables;
import java.util.List;

/** All proofs: one line each. */
public final class ColumnProofs {
  private ColumnProofs() {}

  /** Returns the proofs in the order of the dictionary. */
  public static List<ColumnProof> all() {
    return List.of(
        new BarsProof(LakeTables.BARS_1M),
        new BarsProof(LakeTables.BARS_5M),
        new VolumeProfileProof(),
        new PathShapeProof(),
        new IngestProof(LakeTables.SOURCE_FILES),
        new IngestProof(LakeTables.COVERAGE),
        new IngestProof(LakeTables.QUARANTINE),
        new IngestProof(LakeTables.RECONCILIATION),
        new RunsProof());
  }
}
