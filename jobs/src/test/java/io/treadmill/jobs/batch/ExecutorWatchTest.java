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
import java.util.Properties;
import org.apache.spark.SparkException;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

class ExecutorWatchTest {
  private final Hand clock = new Hand();
  private final List<String> ended = new ArrayList<>();
  private final ExecutorWatch watch =
      new ExecutorWatch(
          "spark://host:7077",
          Duration.ofMinutes(10),
          clock,
          (job, reason) -> ended.add(job + " " + reason));

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

  private void start(int job) {
    watch.onJobStart(
        new SparkListenerJobStart(
            job, 0, CollectionConverters.asScala(List.<StageInfo>of()).toSeq(), new Properties()));
  }

  private void end(int job) {
    watch.onJobEnd(new SparkListenerJobEnd(job, 0, JobSucceeded$.MODULE$));
  }

  private void comes(String executor) {
    ExecutorInfo info = new ExecutorInfo("host", 1, Map$.MODULE$.empty());
    watch.onExecutorAdded(new SparkListenerExecutorAdded(0, executor, info));
  }

  private void goes(String executor) {
    watch.onExecutorRemoved(new SparkListenerExecutorRemoved(0, executor, "killed"));
  }

  private void lookAfter(int minutes) {
    clock.now = clock.now.plus(Duration.ofMinutes(minutes));
    watch.look();
  }

  @Test
  void workWithoutExecutorsEndsAfterItsTime() {
    lookAfter(60);
    start(3);
    lookAfter(9);
    assertThat(ended).isEmpty();
    lookAfter(1);
    assertThat(ended).containsExactly("3 No executor of spark://host:7077 came up in 10 min");
  }

  @Test
  void executorsThatAreThereMayTakeTheirTime() {
    start(1);
    lookAfter(9);
    comes("a");
    lookAfter(600);
    assertThat(ended).isEmpty();
  }

  @Test
  void timeCountsFromTheLastExecutorThatWent() {
    comes("a");
    comes("b");
    start(1);
    lookAfter(60);
    goes("a");
    lookAfter(60);
    goes("b");
    lookAfter(9);
    assertThat(ended).isEmpty();
    lookAfter(1);
    assertThat(ended).hasSize(1);
  }

  @Test
  void aSessionWithoutWorkWaitsForNothing() {
    start(1);
    end(1);
    lookAfter(60);
    start(2);
    lookAfter(9);
    assertThat(ended).isEmpty();
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
