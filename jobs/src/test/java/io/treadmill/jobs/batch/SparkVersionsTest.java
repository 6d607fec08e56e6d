package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkVersionsTest {
  @Test
  void thisBuildIsForTheSparkThatItBrings() {
    assertThatCode(() -> SparkVersions.requireBuiltFor(SparkVersions.own()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.0.5", "4.2.1", "4.10.0", "3.5.9"})
  void aDriverOfAnotherMinorVersionIsRefused(String driver) {
    assertThatThrownBy(() -> SparkVersions.requireBuiltFor(driver))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContainingAll(driver, "4.1.x", "SPARK_HOME");
  }

  @Test
  void executorsOfAnotherPatchLevelAreRefusedAndNamed() {
    assertThatThrownBy(
            () ->
                SparkVersions.requireSame(
                    "spark://m:7077", "4.1.3", new TreeSet<>(List.of("4.1.3", "4.1.1"))))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContainingAll(
            "spark://m:7077", "executors run Spark 4.1.1 and 4.1.3", "the driver 4.1.3");
    assertThatCode(() -> SparkVersions.requireSame("spark://m:7077", "4.1.3", Set.of("4.1.3")))
        .doesNotThrowAnyException();
  }
}
