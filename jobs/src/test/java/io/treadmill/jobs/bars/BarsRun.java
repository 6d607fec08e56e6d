package io.treadmill.jobs.bars;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A run of the job on an archive, with its results kept in memory. */
record BarsRun(RunReport report, MemoryLake lake) {

  /** Runs over the day with splits of so many bytes and so many shuffle partitions. */
  static BarsRun of(Path archive, int splitBytes, int partitions, String... symbols) {
    SparkSession spark = SparkForTests.get().newSession();
    spark.conf().set("spark.sql.files.maxPartitionBytes", splitBytes);
    spark.conf().set("spark.sql.files.openCostInBytes", 1);
    spark.conf().set("spark.sql.shuffle.partitions", partitions);
    return of(spark, archive, Map.of(), UtcDays.of(TestTrades.DAY), symbols);
  }

  static BarsRun of(
      SparkSession spark,
      Path archive,
      Map<String, String> values,
      UtcDays days,
      String... symbols) {
    java.util.Map<String, String> all = new java.util.HashMap<>(values);
    all.put("archive.uri", archive.toString());
    Settings settings = SparkForTests.settings(archive.resolve("lake"), all);
    MemoryLake lake = new MemoryLake();
    RunContext context =
        new RunContext(
            spark,
            settings,
            Archive.open(spark, settings.archive()),
            lake,
            days,
            new Selection(null, new TreeSet<>(List.of(symbols))),
            "run",
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            line -> {});
    return new BarsRun(new BarsJob().run(context), lake);
  }

  /** Returns the trades of the day as the archive gives them. */
  static Dataset<Row> trades(Path archive, Map<String, String> values) {
    java.util.Map<String, String> all = new java.util.HashMap<>(values);
    all.put("archive.uri", archive.toString());
    Settings settings = SparkForTests.settings(archive.resolve("lake"), all);
    return Archive.open(SparkForTests.get(), settings.archive())
        .read(ArchiveDataset.TRADES, UtcDays.of(TestTrades.DAY), Selection.ALL);
  }

  List<Row> rows(LakeTable table) {
    return lake.rows(table);
  }

  List<Row> minutes() {
    return rows(LakeTables.BARS_1M);
  }

  List<Row> fiveMinutes() {
    return rows(LakeTables.BARS_5M);
  }

  List<Row> profile() {
    return rows(LakeTables.VOLUME_PROFILE_5M);
  }
}
