package io.treadmill.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.treadmill.conf.ExitCode;
import java.util.List;
import org.apache.spark.SparkUserAppException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a driver ends that YARN runs: it says so to YARN, which else takes it for a failure. */
class MainTest {
  private static final List<String> PROPERTIES = List.of("spark.master", "spark.submit.deployMode");

  @BeforeEach
  void asYarnDoes() {
    System.setProperty("spark.master", "yarn");
    System.setProperty("spark.submit.deployMode", "cluster");
  }

  @AfterEach
  void asBefore() {
    PROPERTIES.forEach(System::clearProperty);
  }

  @Test
  void aDriverOfYarnThatIsDoneReturns() throws SparkUserAppException {
    Main.main(new String[] {"tables", "bars_1m"});
  }

  @Test
  void oneThatFailedGivesItsExitCode() {
    SparkUserAppException failed =
        catchThrowableOfType(
            SparkUserAppException.class, () -> Main.main(new String[] {"run", "no-such-job"}));
    assertThat(failed.exitCode()).isEqualTo(ExitCode.USAGE.code());
  }
}
