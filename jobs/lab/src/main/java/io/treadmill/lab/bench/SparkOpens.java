package io.treadmill.lab.bench;

import java.util.List;
import java.util.stream.Stream;

/** Options of a JVM that runs Spark on Java 17, as spark-submit gives them. */
final class SparkOpens {
  static final List<String> OPTIONS =
      Stream.of(org.apache.spark.launcher.JavaModuleOptions.defaultModuleOptionArray()).toList();

  private SparkOpens() {}
}
