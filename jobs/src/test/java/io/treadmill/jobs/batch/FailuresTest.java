package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import java.io.EOFException;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
  private static SparkException task(String text) {
    return new SparkException(
        "Job aborted: Lost task 3.0 (TID 7): " + text + "\n\tat x.Y.z(Y.java)");
  }

  static Stream<Arguments> endings() {
    return Stream.of(
        Arguments.of(ExitCode.RESOURCES, new OutOfMemoryError("Java heap space"), "heap space"),
        Arguments.of(
            ExitCode.RESOURCES, task("java.lang.OutOfMemoryError: Java heap space"), "memory"),
        Arguments.of(ExitCode.BUSY, new CommitFailedException("stale"), "Another run"),
        Arguments.of(
            ExitCode.STORAGE, new CommitStateUnknownException(new IOException("reset")), "runs"),
        Arguments.of(
            ExitCode.STORAGE,
            new UncheckedSQLException(
                new SQLException("No suitable driver found for jdbc:x"), "Failed to connect"),
            "No suitable driver"),
        Arguments.of(
            ExitCode.STORAGE, new RESTException(new ConnectException("refused"), "GET"), "reach"),
        Arguments.of(
            ExitCode.STORAGE,
            new UncheckedIOException(new UnknownHostException("nowhere")),
            "nowhere"),
        Arguments.of(ExitCode.STORAGE, new ChecksumException("a.parquet", 7), "damaged"),
        Arguments.of(ExitCode.STORAGE, new ParquetDecodingException("page 3"), "damaged"),
        Arguments.of(
            ExitCode.STORAGE,
            task("org.apache.parquet.io.ParquetDecodingException: could not verify page"),
            "import it again"),
        Arguments.of(
            ExitCode.STORAGE, new UncheckedIOException(new EOFException("footer")), "damaged"),
        Arguments.of(
            ExitCode.STORAGE, new AccessDeniedException("/a/b"), "Cannot use the storage: /a/b"),
        Arguments.of(
            ExitCode.STORAGE,
            new UncheckedIOException(new IOException("No space left on device")),
            "No space left"),
        Arguments.of(
            ExitCode.STORAGE,
            new UncheckedIOException(
                new org.apache.hadoop.fs.s3a.AWSClientIOException(
                    "PUT",
                    software.amazon.awssdk.core.exception.SdkClientException.create("timeout"))),
            "Cannot reach the storage"),
        Arguments.of(ExitCode.BUG, task("java.io.NotSerializableException: a.B"), "a.B"),
        Arguments.of(
            ExitCode.BUG, new UncheckedIOException(new NotSerializableException("a.B")), "a.B"),
        Arguments.of(ExitCode.BUG, new IllegalStateException("no such row"), "no such row"),
        Arguments.of(
            ExitCode.BUG,
            new IllegalStateException("a corrupt state, is not a parquet file, connection refused"),
            "corrupt"),
        Arguments.of(ExitCode.BUG, new ArithmeticException("/ by zero"), "zero"));
  }

  static Stream<Arguments> endingsOfClusters() {
    return Stream.of(
        Arguments.of(
            ExitCode.STORAGE,
            task("ExecutorLostFailure (executor 3 exited caused by one of the running tasks)"),
            "lost executors"),
        Arguments.of(
            ExitCode.STORAGE,
            task("org.apache.spark.shuffle.FetchFailedException: Failed to connect to a/b:1"),
            "lost executors"),
        Arguments.of(
            ExitCode.STORAGE,
            new SparkException(
                "Job aborted due to stage failure: Master removed our application: FAILED"),
            "lost executors"),
        Arguments.of(
            ExitCode.STORAGE,
            new SparkException("Job 3 cancelled because SparkContext was shut down"),
            "lost executors"),
        Arguments.of(
            ExitCode.BUG, new IllegalStateException("ExecutorLostFailure (in words)"), "in words"));
  }

  @ParameterizedTest
  @MethodSource({"endings", "endingsOfClusters"})
  void anEndingIsToldByTheTypeOfWhatWasThrown(ExitCode code, Throwable failure, String word) {
    Failures.Outcome ending = Failures.of(new IllegalStateException("Job bars failed", failure));
    assertThat(ending.exitCode()).as(ending.message()).isEqualTo(code);
    assertThat(ending.message()).contains(word);
    if (code != ExitCode.BUG) {
      assertThat(ending.message()).doesNotContain("\n");
    }
  }

  @Test
  void aHeapThatIsTooSmallIsToldWithTheSettingThatMendsIt() {
    assertThat(Failures.of(new OutOfMemoryError("Java heap space")).message())
        .startsWith("Not enough memory")
        .contains("Java heap space", "TREADMILL_MEMORY");
  }

  @Test
  void whatTheUserCanMendIsToldAsItIsWhereverItStands() {
    Throwable wrapped = new IOException(new IllegalStateException(UserError.busy("wait")));
    assertThat(Failures.of(wrapped)).isEqualTo(new Failures.Outcome(ExitCode.BUSY, "wait"));
  }
}
