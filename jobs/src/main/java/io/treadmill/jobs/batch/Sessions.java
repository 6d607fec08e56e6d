package io.treadmill.jobs.batch;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.Secrets;
import io.treadmill.conf.Settings;
import io.treadmill.conf.Settings.CatalogSettings;
import io.treadmill.conf.Settings.LakeSettings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.Session;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.Lake;
import io.treadmill.lake.LakeMove;
import io.treadmill.lake.LocalDisk;
import io.treadmill.lake.StagingCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.jdbc.DriverRegistry;

/** Opens the Spark session with the settings that results and promises depend on. */
public final class Sessions {
  private static final String DEFAULT_MASTER = "local[*]";
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\*|[1-9]\\d{0,3})])?");

  /** Masters whose tasks run in this process. */
  private static final String IN_PROCESS = "local(\\[.*)?";

  private static final String LOCAL_FOLDER = "spark.local.dir";
  private static final String HADOOP = "spark.hadoop.";

  private Sessions() {}

  /**
   * Returns a session whose catalog {@code lake} is the lake of the settings.
   *
   * @throws UserError if the folder of a local lake cannot be made
   */
  public static SparkSession open(Settings settings) {
    prepareCatalog(settings);
    return open(settings, properties(settings));
  }

  /**
   * Makes ready what a catalog needs. Under spark-submit the driver comes by --jars, where
   * Iceberg's own class loader does not look.
   */
  private static void prepareCatalog(Settings settings) {
    CatalogSettings catalog = settings.lake().catalog();
    if (catalog.isSqlite()) {
      makeFolder(settings);
      DriverRegistry.register("org.sqlite.JDBC");
    } else if (catalog.uri().startsWith("jdbc:postgresql:")) {
      DriverRegistry.register("org.postgresql.Driver");
    }
  }

  /** Returns what moves the lake of the settings, or its copies; it needs no session. */
  public static LakeMove move(Settings settings) {
    prepareCatalog(settings);
    return new LakeMove(ownProperties(settings), hadoop(settings));
  }

  /** Returns the catalog of the settings, read without a session. */
  public static StagingCatalog catalog(Settings settings) {
    prepareCatalog(settings);
    StagingCatalog catalog = new StagingCatalog();
    catalog.setConf(hadoop(settings));
    catalog.initialize(IcebergLake.CATALOG, ownProperties(settings));
    return catalog;
  }

  static Configuration hadoop(Settings settings) {
    Configuration conf = new Configuration();
    if (!isSubmitted()) {
      conf.set(LocalDisk.KEY, LocalDisk.class.getName());
    }
    Map<String, String> properties = engineProperties();
    properties.putAll(settings.spark().properties());
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(HADOOP)) {
            conf.set(key.substring(HADOOP.length()), value);
          }
        });
    return conf;
  }

  /**
   * Returns a session that is opened when it is first needed, and then reads the archive alone;
   * empty if Spark has other processes, or was started by spark-submit.
   */
  static Optional<Session> later(Settings settings) {
    Matcher local = LOCAL.matcher(settings.spark().master());
    if (isSubmitted() || !local.matches()) {
      return Optional.empty();
    }
    String threads = local.group(1);
    return Optional.of(
        Session.later(
            () -> openWithoutLake(settings),
            hadoop(settings),
            threads == null
                ? 1
                : threads.equals("*")
                    ? Runtime.getRuntime().availableProcessors()
                    : Integer.parseInt(threads)));
  }

  /** Returns a session that reads the archive alone; the lake need not be there. */
  public static SparkSession openWithoutLake(Settings settings) {
    return open(settings, engineProperties());
  }

  /** Returns the same, opened when it is first needed if that can be. */
  public static Session withoutLake(Settings settings) {
    return later(settings).orElseGet(() -> Session.of(openWithoutLake(settings)));
  }

  private static SparkSession open(Settings settings, Map<String, String> properties) {
    SparkVersions.requireBuiltFor(SparkVersions.own());
    SparkSession.Builder builder = SparkSession.builder().appName("treadmill");
    properties.forEach(builder::config);
    builder.config("spark.redaction.regex", Secrets.of(settings, System.getenv()).pattern());
    // spark-submit always names a master, local[*] if it was given none: a setting that is not the
    // default wins over it.
    boolean isSubmitted = isSubmitted();
    if (isSubmitted && !settings.spark().master().equals(DEFAULT_MASTER)) {
      builder.master(settings.spark().master());
    }
    if (!isSubmitted) {
      builder.master(settings.spark().master());
      if (!settings.spark().master().matches(IN_PROCESS)) {
        builder.config("spark.jars", applicationJars());
      } else {
        // A process that was suspended for minutes has missed its own heartbeats: it would end
        // itself.
        builder.config("spark.executor.heartbeat.maxFailures", Integer.toString(Integer.MAX_VALUE));
      }
      if (settings.spark().master().startsWith("local")) {
        builder.config("spark.driver.host", "127.0.0.1");
        builder.config("spark.driver.bindAddress", "127.0.0.1");
        builder.config(HADOOP + LocalDisk.KEY, LocalDisk.class.getName());
      }
    }
    Map<String, String> given = settings.spark().properties();
    ScratchFolder scratch = null;
    if (settings.spark().master().startsWith("local")
        && System.getenv("SPARK_LOCAL_DIRS") == null) {
      scratch = ScratchFolder.take(given.get(LOCAL_FOLDER));
    }
    given.forEach(builder::config);
    if (scratch != null) {
      builder.config(LOCAL_FOLDER, scratch.path().toString());
    }
    SparkSession spark = start(builder, settings);
    if (scratch != null) {
      spark.sparkContext().addSparkListener(scratch);
    }
    spark.sparkContext().setLogLevel("WARN");
    if (!spark.sparkContext().master().matches(IN_PROCESS)) {
      ExecutorWatch.over(
          spark.sparkContext(), Duration.ofMinutes(settings.spark().executorWaitMinutes()));
      try {
        SparkVersions.requireSame(spark);
      } catch (
          Exception e) { // Spark throws checked exceptions that its Java signatures do not name.
        spark.stop();
        return ExceptionUtils.rethrow(e);
      }
    }
    return spark;
  }

  /** Under spark-submit the classes of the application come later than the first files. */
  private static boolean isSubmitted() {
    return System.getProperty("spark.master") != null;
  }

  private static SparkSession start(SparkSession.Builder builder, Settings settings) {
    try {
      return builder.getOrCreate();
    } catch (Exception e) { // Spark throws checked exceptions that its Java signatures do not name.
      if (Failures.of(e).exitCode() == ExitCode.RESOURCES) {
        return ExceptionUtils.rethrow(e);
      }
      String why = String.valueOf(e.getMessage());
      boolean isUnknown = why.startsWith("Could not parse Master URL");
      String message =
          "Cannot start Spark on %s: %s (%s)"
              .formatted(
                  settings.spark().master(),
                  why,
                  isUnknown
                      ? "this Spark has no part for it: set SPARK_HOME to a distribution of Spark "
                          + SparkVersions.BUILT_FOR
                          + "x"
                      : "see spark.master and spark.properties");
      throw isUnknown || e instanceof IllegalArgumentException
          ? UserError.usage(message)
          : UserError.storage(message, e);
    }
  }

  /** The launcher names the jars of the application, so that executors elsewhere get them. */
  private static String applicationJars() {
    return System.getProperty("treadmill.jars", "");
  }

  /**
   * Returns what a Spark session of others needs to read the lake, in order. Values may be secret.
   */
  public static Map<String, String> ofReaders(Settings settings) {
    Map<String, String> result = new LinkedHashMap<>();
    result.put(
        "spark.jars",
        ReaderJars.of(
            settings.lake(), System.getProperty("spark.jars", applicationJars()).split(",")));
    String catalog = "spark.sql.catalog." + IcebergLake.CATALOG;
    result.put(catalog, "org.apache.iceberg.spark.SparkCatalog");
    CatalogSettings of = settings.lake().catalog();
    Map<String, String> own = ownProperties(settings);
    own.keySet().removeIf(key -> key.startsWith(StagingCatalog.PUBLISHED));
    own.remove("catalog-impl");
    own.put(of.type().contains(".") ? "catalog-impl" : "type", of.type());
    own.computeIfPresent("uri", (key, uri) -> uri.replaceFirst("\\?busy_timeout.*", ""));
    own.put("default-namespace", IcebergLake.NAMESPACE);
    own.forEach((key, value) -> result.put(catalog + "." + key, value));
    result.put("spark.sql.defaultCatalog", IcebergLake.CATALOG);
    result.put("spark.sql.session.timeZone", "UTC");
    settings
        .spark()
        .properties()
        .forEach(
            (key, value) -> {
              if (key.startsWith("spark.hadoop.")) {
                result.put(key, value);
              }
            });
    return result;
  }

  /** Returns the properties of a session whose catalog is the lake of the settings. */
  public static Map<String, String> properties(Settings settings) {
    Map<String, String> result = engineProperties();
    result.put("spark.sql.defaultCatalog", IcebergLake.CATALOG);
    String catalog = "spark.sql.catalog." + IcebergLake.CATALOG;
    result.put(catalog, "org.apache.iceberg.spark.SparkCatalog");
    result.put(catalog + ".default-namespace", IcebergLake.NAMESPACE);
    ownProperties(settings).forEach((key, value) -> result.put(catalog + "." + key, value));
    return result;
  }

  /** Opens the ledgers of the lake without a session; empty if there is no lake yet. */
  static Optional<Lake> ledgers(Settings settings) {
    if (settings.lake().catalog().isSqlite() && !Files.exists(sqliteFile(settings))) {
      return Optional.empty();
    }
    return Optional.of(IcebergLake.ofLedgers(catalog(settings)));
  }

  /** Returns the properties that every session of Treadmill has. */
  private static Map<String, String> engineProperties() {
    Map<String, String> result = new TreeMap<>();
    result.put("spark.sql.session.timeZone", "UTC");
    result.put("spark.sql.ansi.enabled", "true");
    result.put("spark.sql.shuffle.partitions", "8");
    result.put("spark.sql.adaptive.coalescePartitions.initialPartitionNum", "8");
    result.put("spark.sql.adaptive.coalescePartitions.parallelismFirst", "false");
    result.put("spark.sql.files.ignoreCorruptFiles", "false");
    result.put("spark.sql.files.ignoreMissingFiles", "false");
    // A year of days is a year of folders: not a task for each.
    result.put("spark.sql.sources.parallelPartitionDiscovery.parallelism", "32");
    result.put("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    // Stamps of pandas; ArchiveColumns makes instants of them.
    result.put("spark.sql.legacy.parquet.nanosAsLong", "true");
    result.put("spark.sql.sources.partitionColumnTypeInference.enabled", "false");
    result.put("spark.hadoop.parquet.page.verify-checksum.enabled", "true");
    // A store that does not come back ends a run within minutes; by Hadoop's default a throttled
    // call is tried again for days, its waits doubled twenty times.
    result.put("spark.hadoop.fs.s3a.retry.limit", "6");
    result.put("spark.hadoop.fs.s3a.retry.throttle.limit", "6");
    // A task without memory ends its run, which says so, and not the process.
    result.put("spark.executor.killOnFatalError.depth", "0");
    result.put("spark.ui.enabled", "false");
    result.put("spark.ui.showConsoleProgress", "false");
    result.put("spark.sql.catalogImplementation", "in-memory");
    // No session has classes of its own; tasks would ask the driver for every class they look for.
    result.put("spark.sql.artifact.isolation.enabled", "false");
    return result;
  }

  /** Returns the properties of the catalog. */
  private static Map<String, String> ownProperties(Settings settings) {
    CatalogSettings catalog = settings.lake().catalog();
    Map<String, String> result = new TreeMap<>();
    result.put("warehouse", absolute(settings.lake().uri()));
    result.put("catalog-impl", StagingCatalog.class.getName());
    String kind = catalog.type().contains(".") ? "catalog-impl" : "type";
    result.put(StagingCatalog.PUBLISHED + kind, catalog.type());
    // The staging catalog holds its tables itself, all as of one instant.
    result.put("cache-enabled", "false");
    result.put("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO");
    if (catalog.isSqlite()) {
      result.put("uri", sqliteUri(settings));
      // One connection: SQLite has one writer, and a second one of ours would only wait for the
      // first.
      result.put("clients", "1");
    } else if (!catalog.uri().isBlank()) {
      result.put("uri", catalog.uri());
    }
    if (catalog.type().equals("jdbc")) {
      result.put("jdbc.schema-version", "V1");
    }
    result.putAll(catalog.properties());
    return result;
  }

  private static String sqliteUri(Settings settings) {
    String uri = settings.lake().catalog().uri();
    String base = uri.isBlank() ? "jdbc:sqlite:" + sqliteFile(settings) : uri;
    return base.contains("?") ? base : base + "?busy_timeout=30000&transaction_mode=IMMEDIATE";
  }

  /** Returns the SQLite file of the catalog; it need not be there. */
  static Path sqliteFile(Settings settings) {
    String uri = settings.lake().catalog().uri();
    Path file =
        uri.isBlank()
            ? localPath(settings.lake().uri()).resolve("catalog.db")
            : Path.of(uri.substring("jdbc:sqlite:".length()).replaceFirst("\\?.*$", ""));
    return file.toAbsolutePath();
  }

  /** Makes the folder of SQLite's catalog if it is not there. */
  static void makeFolder(Settings settings) {
    Path folder = sqliteFile(settings).getParent();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw UserError.storage(
          "Cannot make the folder of the lake %s: %s (give a folder that can be written with --lake)"
              .formatted(folder, Failures.reason(e)),
          e);
    }
  }

  /**
   * Refuses a lake that is not there, before anything is made in its place.
   *
   * @throws UserError if a local lake has no folder, or SQLite's catalog no file (exit 3)
   */
  public static void requireCatalog(Settings settings) {
    requireFolder(settings);
    if (settings.lake().catalog().isSqlite() && !Files.exists(sqliteFile(settings))) {
      throw UserError.input(
          "Cannot read the lake: no catalog %s (give the folder of a lake with --lake)"
              .formatted(sqliteFile(settings)));
    }
  }

  static void requireFolder(Settings settings) {
    String uri = settings.lake().uri();
    if (LakeSettings.isLocal(uri) && !Files.isDirectory(localPath(uri))) {
      throw UserError.input(
          "Cannot read the lake: no folder %s (give it with --lake, or make it with `treadmill demo` or `treadmill backfill`)"
              .formatted(localPath(uri)));
    }
  }

  static Path localPath(String uri) {
    return Path.of(uri.replaceFirst("^file:(//)?", "")).toAbsolutePath().normalize();
  }

  static String absolute(String uri) {
    return LakeSettings.isLocal(uri) ? localPath(uri).toString() : uri;
  }
}
