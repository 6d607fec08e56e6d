package io.treadmill.jobs.columns;

import io.treadmill.jobs.RunsProof;
import io.treadmill.jobs.asset.AssetHeatmapProof;
import io.treadmill.jobs.asset.AssetScoreProof;
import io.treadmill.jobs.bars.BarsProof;
import io.treadmill.jobs.bars.VolumeProfileProof;
import io.treadmill.jobs.batch.AuditsProof;
import io.treadmill.jobs.batch.ReprocessChangesProof;
import io.treadmill.jobs.batch.RunSettingsProof;
import io.treadmill.jobs.heatmap.BookBalanceProof;
import io.treadmill.jobs.heatmap.BookStateProof;
import io.treadmill.jobs.heatmap.FragilityProof;
import io.treadmill.jobs.heatmap.HeatmapPredictionProof;
import io.treadmill.jobs.heatmap.LiquidationHeatmapProof;
import io.treadmill.jobs.heatmap.ZoneTouchProof;
import io.treadmill.jobs.heatmap.ZonesProof;
import io.treadmill.jobs.ingest.IngestProof;
import io.treadmill.jobs.ingest.RevisionsProof;
import io.treadmill.jobs.instrument.LawProof;
import io.treadmill.jobs.realised.RealisedLiquidationsProof;
import io.treadmill.jobs.score.CoverageProof;
import io.treadmill.jobs.score.ReliabilityProof;
import io.treadmill.jobs.score.ScoreProof;
import io.treadmill.jobs.score.ZoneScoreProof;
import io.treadmill.jobs.statistics.CircuitBreakerProof;
import io.treadmill.jobs.statistics.ClusteringProof;
import io.treadmill.jobs.statistics.FlushProof;
import io.treadmill.jobs.statistics.FundingClockProof;
import io.treadmill.jobs.statistics.FundingStateProof;
import io.treadmill.jobs.statistics.HuntProof;
import io.treadmill.jobs.statistics.LiquidationWeekProof;
import io.treadmill.jobs.statistics.PathShapeProof;
import io.treadmill.jobs.statistics.PriceDiscoveryProof;
import io.treadmill.jobs.statistics.RegimeProof;
import io.treadmill.jobs.statistics.RegimeStatisticsProof;
import io.treadmill.jobs.statistics.RegimeTransitionProof;
import io.treadmill.jobs.statistics.ReloadProof;
import io.treadmill.jobs.statistics.SegmentCompareProof;
import io.treadmill.jobs.statistics.SelfExcitationProof;
import io.treadmill.jobs.statistics.SequenceProof;
import io.treadmill.jobs.statistics.ThinZoneProof;
import io.treadmill.jobs.statistics.TreadmillProof;
import io.treadmill.jobs.statistics.TreadmillRateProof;
import io.treadmill.jobs.statistics.VolumeShareProof;
import io.treadmill.jobs.statistics.ZoneOutcomeProof;
import io.treadmill.lake.LakeTables;
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
        new TreadmillRateProof(),
        new BarsProof(LakeTables.BARS_1M),
        new BarsProof(LakeTables.BARS_5M),
        new VolumeProfileProof(),
        new IngestProof(LakeTables.SOURCE_FILES),
        new IngestProof(LakeTables.COVERAGE),
        new IngestProof(LakeTables.QUARANTINE),
        new IngestProof(LakeTables.RECONCILIATION),
        new RevisionsProof(),
        new RunsProof(),
        new ReprocessChangesProof(),
        new RunSettingsProof(),
        new AssetHeatmapProof(),
        new AssetScoreProof(),
        new AuditsProof(),
        new BookBalanceProof(),
        new BookStateProof(),
        new FragilityProof(),
        new HeatmapPredictionProof(),
        new LiquidationHeatmapProof(),
        new ZonesProof(),
        new ZoneTouchProof(),
        new RealisedLiquidationsProof(),
        new PriceDiscoveryProof(),
        new VolumeShareProof(),
        new SegmentCompareProof(),
        new ClusteringProof(),
        new HuntProof(),
        new SelfExcitationProof(),
        new SequenceProof(),
        new ThinZoneProof(),
        new ZoneOutcomeProof(),
        new FundingClockProof(),
        new LawProof(LakeTables.LEVERAGE_LAW),
        new LawProof(LakeTables.LEVERAGE_LAW_DRAWS),
        new ScoreProof(),
        new CoverageProof(),
        new ReliabilityProof(),
        new ZoneScoreProof());
  }
}
