package io.treadmill.jobs;

import io.treadmill.conf.Settings;
import io.treadmill.conf.Settings.ArchiveSettings;
import io.treadmill.conf.SettingsFile;
import io.treadmill.jobs.batch.Sessions;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.Archive;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LocalDisk;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of the tests of this module. */
public final class SparkForTests {
  private static SparkSession shared;

  private SparkForTests() {}

  /** Returns the shared session: local[2], UTC, ANSI, page checksums verified. */
  public static synchronized SparkSession get() {
    if (shared == null) {
      SparkSession.Builder builder =
          SparkSession.builder()
              .master("local[2]")
              .appName("tests")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.hadoop." + LocalDisk.KEY, LocalDisk.class.getName())
              .config("spark.sql.warehouse.dir", Path.of("target/warehouse").toUri().toString());
      Sessions.properties(settings(Path.of("target/lake-for-tests"), Map.of()))
          .forEach(builder::config);
      shared = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate();
      shared.sparkContext().setLogLevel("ERROR");
    }
    return shared;
  }

  /** Returns a session of the same context whose lake is in the folder. */
  public static SparkSession withLake(Path lake) {
    return withLake(lake, Map.of());
  }

  /** Returns a session of the same context whose lake is in the folder, with settings. */
  public static SparkSession withLake(Path lake, Map<String, String> values) {
    SparkSession session = get().newSession();
    try {
      Files.createDirectories(lake);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Catalogs are made from the settings of the active session.
    SparkSession.setActiveSession(session);
    Sessions.properties(settings(lake, values))
        .forEach(
            (key, value) -> {
              if (key.startsWith("spark.sql.") && session.conf().isModifiable(key)
                  || key.startsWith("spark.sql.catalog.")) {
                session.conf().set(key, value);
              }
            });
    session.conf().set("spark.sql.shuffle.partitions", "2");
    return session;
  }

  /** Returns the Iceberg lake of a folder. */
  public static IcebergLake lake(Path folder, String runId) {
    return IcebergLake.open(withLake(folder), runId);
  }

  /** Returns what a job is given: the lake and the archive of a folder, run by a clock. */
  public static RunContext context(
      SparkSession spark,
      IcebergLake lake,
      Path folder,
      UtcDays days,
      Selection selection,
      String runId,
      Clock clock) {
    String archive = folder.resolve("archive").toString();
    return new RunContext(
        spark,
        settings(folder.resolve("lake"), Map.of()),
        Archive.open(spark, new ArchiveSettings(archive, Map.of(), Map.of())),
        lake,
        days,
        selection,
        runId,
        clock,
        line -> {});
  }

  /** Returns settings with this lake and these values. */
  public static Settings settings(Path lake, Map<String, String> values) {
    java.util.Map<String, String> all = new java.util.LinkedHashMap<>(values);
    all.put("lake.uri", lake.toString());
    return SettingsFile.load(null, all).settings();
  }
}
