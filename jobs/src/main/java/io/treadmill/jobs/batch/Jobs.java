package io.treadmill.jobs.batch;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.asset.AssetJob;
import io.treadmill.jobs.bars.BarsJob;
import io.treadmill.jobs.calibration.CalibrateJob;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.flow.FlowJob;
import io.treadmill.jobs.heatmap.HeatmapJob;
import io.treadmill.jobs.realised.RealisedJob;
import io.treadmill.jobs.score.ScoreJob;
import io.treadmill.jobs.statistics.StatisticsJob;
import java.util.Collections;
import java.util.List;

/** The jobs, in the order in which a nightly run needs them. One line adds a job. */
public final class Jobs {
  private static final List<Job> ALL =
      List.of(
          new BarsJob(),
          new RealisedJob(),
          new FlowJob(),
          new CalibrateJob(),
          new HeatmapJob(),
          new AssetJob(),
          new ScoreJob(),
          new StatisticsJob());

  private Jobs() {}

  public static List<Job> all() {
    return ALL;
  }

  /** Returns the jobs whose tables a job reads. */
  static List<Job> makersOf(Job job) {
    return all().stream()
        .filter(maker -> !maker.name().equals(job.name()))
        .filter(maker -> !Collections.disjoint(maker.plan().writes(), job.plan().reads()))
        .toList();
  }

  /**
   * Returns the job of a name.
   *
   * @throws UserError if there is none
   */
  public static Job named(String name) {
    return all().stream()
        .filter(job -> job.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.usage(
                    "Unknown job: %s (one of %s)"
                        .formatted(
                            name, String.join(", ", all().stream().map(Job::name).toList()))));
  }
}
