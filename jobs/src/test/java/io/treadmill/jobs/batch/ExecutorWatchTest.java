package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.ExitCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class ExecutorWatchTest {
  private final Hand clock = new Hand();
  private final Made cluster = new Made();
  private final ExecutorWatch watch = new ExecutorWatch(cluster, Duration.ofMinutes(10), clock);

  /** A cluster that is as a test says. */
  private static final class Made implements ExecutorWatch.Cluster {
    private int executors;
    private List<Integer> jobs = List.of();
    private final List<String> ended = new ArrayList<>();

    @Override
    public String master() {
      return "spark://host:7077";
    }

    @Override
    public int executors() {
      return executors;
    }

    @Override
    public List<Integer> jobs() {
      return jobs;
    }

    @Override
    public void end(int job, String reason) {
      ended.add(job + " " + reason);
    }
  }

  /** A clock that is set by hand. */
  private static final class Hand extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private void lookAfter(int minutes) {
    clock.now = clock.now.plus(Duration.ofMinutes(minutes));
    watch.look();
  }

  @Test
  void workWithoutExecutorsEndsAfterItsTime() {
    lookAfter(60);
    cluster.jobs = List.of(3);
    lookAfter(1);
    lookAfter(9);
    assertThat(cluster.ended).isEmpty();
    lookAfter(1);
    assertThat(cluster.ended)
        .containsExactly("3 No executor of spark://host:7077 came up in 10 min");
  }

  @Test
  void executorsThatAreThereMayTakeTheirTimeAlsoIfTheyCameBeforeTheWatch() {
    cluster.executors = 1;
    cluster.jobs = List.of(1);
    lookAfter(1);
    lookAfter(600);
    assertThat(cluster.ended).isEmpty();
  }

  @Test
  void timeCountsFromTheLastExecutorThatWent() {
    cluster.jobs = List.of(1);
    lookAfter(1);
    cluster.executors = 2;
    lookAfter(60);
    cluster.executors = 1;
    lookAfter(60);
    cluster.executors = 0;
    lookAfter(1);
    lookAfter(9);
    assertThat(cluster.ended).isEmpty();
    lookAfter(1);
    assertThat(cluster.ended).hasSize(1);
  }

  @Test
  void aSessionWithoutWorkWaitsForNothing() {
    cluster.jobs = List.of(1);
    lookAfter(1);
    cluster.jobs = List.of();
    lookAfter(60);
    cluster.jobs = List.of(2);
    lookAfter(9);
    lookAfter(9);
    assertThat(cluster.ended).isEmpty();
  }

  @Test
  void itIsToldAsWhatItIs() {
    Failures.Outcome outcome =
        Failures.of(
            new SparkException(
                "[SPARK_JOB_CANCELLED] Job 3 cancelled No executor of spark://host:7077 came up in"
                    + " 10 min SQLSTATE: XXKDA"));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.STORAGE);
    assertThat(outcome.message())
        .startsWith("No executor of spark://host:7077 came up in 10 min (")
        .contains("workers are up");
  }
}
