package io.treadmill.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedProcessTest {
  @TempDir Path spark;

  @Test
  void aSparkWithoutSparkSubmitIsTheLaunchersOwnAndNotHandedOn() throws IOException {
    Map<String, String> environment = new HashMap<>(Map.of("SPARK_HOME", spark.toString()));
    Files.createDirectories(spark.resolve("jars"));
    TimedProcess.forgetOwnSpark(environment);
    assertThat(environment).isEmpty();
    TimedProcess.forgetOwnSpark(environment);
    assertThat(environment).isEmpty();
  }

  @Test
  void aDistributionOfSparkIsKept() throws IOException {
    Map<String, String> environment = new HashMap<>(Map.of("SPARK_HOME", spark.toString()));
    Files.createDirectories(spark.resolve("bin"));
    Files.createFile(spark.resolve("bin/spark-submit"));
    TimedProcess.forgetOwnSpark(environment);
    assertThat(environment).containsEntry("SPARK_HOME", spark.toString());
  }
}
