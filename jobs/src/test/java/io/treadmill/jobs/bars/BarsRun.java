package io.treadmill.jobs.bars;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.MemoryLake;
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
import java.util.HashMap;
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
    Settings settings = settings(archive, values);
    MemoryLake lake = new MemoryLake();
    RunContext context =
        new RunContext(
            spark,
            settings,
            Archive.open(spark, settings),
            lake,
            days,
            new Selection(null, new TreeSet<>(List.of(symbols))),
            "run",
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            line -> {});
    return new BarsRun(new BarsJob().run(context), lake);
  }

  /** The contracts of the made-up venue count in coins. */
  private static Settings settings(Path archive, Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("archive.uri", archive.toString());
    for (String symbol : List.of("AAA", "BBB")) {
      all.put("contracts.test/" + symbol, "{product: linear_perp}");
    }
    return SparkForTests.settings(archive.resolve("lake"), all);
  }

  /** Returns the trades of the day as the archive gives them. */
  static Dataset<Row> trades(Path archive, Map<String, String> values) {
    Settings settings = settings(archive, values);
    return Archive.open(SparkForTests.get(), settings)
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
