package io.treadmill.jobs.columns;

import io.treadmill.jobs.heatmap.BookBalanceProof;
import io.treadmill.jobs.heatmap.BookStateProof;
import io.treadmill.jobs.heatmap.FragilityProof;
import io.treadmill.jobs.heatmap.HeatmapPredictionProof;
import io.treadmill.jobs.heatmap.LiquidationHeatmapProof;
import io.treadmill.jobs.heatmap.RealisedLiquidationsProof;
import io.treadmill.jobs.heatmap.ZonesProof;
import io.treadmill.jobs.statistics.PathShapeProof;
import java.util.List;

/** All proofs: one line each. */
public final class ColumnProofs {
  private ColumnProofs() {}

  /** Returns the proofs in the order of the dictionary. */
  public static List<ColumnProof> all() {
    return List.of(
        new BookBalanceProof(),
        new BookStateProof(),
        new FragilityProof(),
        new HeatmapPredictionProof(),
        new LiquidationHeatmapProof(),
        new ZonesProof(),
        new RealisedLiquidationsProof(),
        new PathShapeProof());
  }
}
