package io.treadmill.jobs.batch;

import io.treadmill.conf.UserError;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Which Spark the driver and the executors run. Executors of another version fail somewhere in a
 * job, on a class that both serialize differently, or not at all and compute something else.
 */
final class SparkVersions {
  /** Versions of the minor that Treadmill and its Iceberg are built for. */
  static final String BUILT_FOR = "4.1.";

  private static final String REMEDY =
      "submit it with the distribution that the cluster runs: set SPARK_HOME to it, or bring the"
          + " cluster to that of the driver";

  private SparkVersions() {}

  /** Returns the version of this process. */
  static String own() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }

  /**
   * Refuses a driver of another minor version.
   *
   * @throws UserError if it is one (exit 2)
   */
  static void requireBuiltFor(String driver) {
    if (!driver.startsWith(BUILT_FOR)) {
      throw UserError.usage(
          "Cannot run on Spark %s: this build is for Spark %sx (set SPARK_HOME to a distribution of that version, or unset it)"
              .formatted(driver, BUILT_FOR));
    }
  }

  /**
   * Asks executors for their version, before anything is computed on them.
   *
   * @throws UserError if it is not that of the driver (exit 2)
   */
  static void requireSame(SparkSession spark) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int tasks = context.defaultParallelism();
    Set<String> found;
    try {
      found =
          new TreeSet<>(
              context
                  .parallelize(Collections.nCopies(tasks, 0), tasks)
                  .map(one -> own())
                  .collect());
    } catch (Exception e) { // Spark throws checked exceptions that its Java signatures do not name.
      if (!ExceptionUtils.getStackTrace(e).contains("java.io.InvalidClassException")) {
        ExceptionUtils.rethrow(e);
      }
      found = Set.of("another version");
    }
    requireSame(context.master(), own(), found);
  }

  static void requireSame(String master, String driver, Set<String> executors) {
    if (!executors.equals(Set.of(driver))) {
      throw UserError.usage(
          "Cannot run on %s: its executors run Spark %s, the driver %s (%s)"
              .formatted(master, String.join(" and ", List.copyOf(executors)), driver, REMEDY));
    }
  }
}
