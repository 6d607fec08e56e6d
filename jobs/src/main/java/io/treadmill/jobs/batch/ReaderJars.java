package io.treadmill.jobs.batch;

import io.treadmill.conf.Settings.LakeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which jars of the application a Spark session of others needs to read the lake. */
final class ReaderJars {
  private static final List<String> DRIVERS = List.of("sqlite-jdbc", "postgresql");

  /** What only Treadmill itself needs. */
  private static final List<String> OWN =
      List.of("treadmill", "duckdb", "echarts", "jackson", "jfreechart", "picocli", "snakeyaml");

  private ReaderJars() {}

  /** Returns them, joined by commas. */
  static String of(LakeSettings lake, String[] jars) {
    return Stream.of(jars)
        .filter(
            jar ->
                isNeeded(
                    lake, Path.of(jar.replaceFirst("^\\w+:/*(?=/)", "")).getFileName().toString()))
        .distinct()
        .collect(Collectors.joining(","));
  }

  private static boolean isNeeded(LakeSettings lake, String name) {
    if (name.startsWith("iceberg-spark-runtime")) {
      return true;
    }
    for (String driver : DRIVERS) {
      if (name.startsWith(driver)) {
        return lake.catalog().type().equals("jdbc")
            && driver.startsWith(lake.catalog().isSqlite() ? "sqlite" : "postgresql");
      }
    }
    boolean isOfOthers = !LakeSettings.isLocal(lake.uri()) || lake.catalog().type().contains(".");
    return isOfOthers && OWN.stream().noneMatch(name::startsWith);
  }
}
