package io.treadmill.jobs.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.MemoryLake;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.batch.Jobs;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a contract is worth is an input of the days that were computed with it. */
class ContractInputsTest {
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2026, 6, 12), LocalDate.of(2026, 6, 13));
  private static final String PERPETUAL = "contract/binance/inverse_perp/BTCUSD_PERP/2026-06-1";

  @TempDir Path folder;

  private static Dataset<Row> rows(StructType schema, String... selects) {
    SparkSession spark = SparkForTests.get();
    String columns =
        Stream.of(schema.fields())
            .map(field -> "cast(%s as %s) %1$s".formatted(field.name(), field.dataType().sql()))
            .collect(Collectors.joining(", "));
    String none =
        Stream.of(schema.fieldNames())
            .map(name -> "null " + name)
            .collect(Collectors.joining(", "));
    return Stream.of(selects)
        .map(
            select -> {
              Dataset<Row> values = spark.sql("select " + select);
              Dataset<Row> rest = spark.sql("select " + none).drop(values.columns());
              return values.crossJoin(rest).selectExpr(columns.split(", (?=cast)"));
            })
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private SortedMap<String, String> inputs(MemoryLake lake, Job job) {
    SparkSession spark = SparkForTests.get();
    Settings settings =
        SparkForTests.settings(
            folder.resolve("lake"), Map.of("archive.uri", folder.resolve("archive").toString()));
    RunContext run =
        new RunContext(
            spark,
            settings,
            Archive.open(spark, settings.archive()),
            lake,
            DAYS,
            Selection.ALL,
            "r",
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            line -> {});
    return job.furtherInputs(run);
  }

  private void list(double value, String day) {
    rows(
            ArchiveDataset.INSTRUMENTS.schema(),
            ("'binance' venue, 'inverse_perp' product, 'BTCUSD_PERP' symbol, date'%s' valid_from,"
                    + " 'BTC' base, 'USD' quote, 'BTC' settlement, 'inverse' kind, %s contract_size,"
                    + " 'contracts' amount_unit, date'%1$s' day")
                .formatted(day, value))
        .write()
        .mode("append")
        .parquet(folder.resolve("archive/instruments").toString());
  }

  @Test
  void aListThatChangesTheValueOfAContractChangesTheInputsOfItsDays() {
    MemoryLake lake = new MemoryLake();
    String bar = "'binance' venue, '%s' product, '%s' symbol, timestamp'2026-06-1%d 00:00:00' ts";
    lake.append(
        LakeTables.BARS_5M,
        rows(
            LakeTables.BARS_5M.schema(),
            bar.formatted("inverse_perp", "BTCUSD_PERP", 2),
            bar.formatted("inverse_perp", "BTCUSD_PERP", 3),
            bar.formatted("linear_perp", "BTCUSDT", 3)));
    List<Job> jobs =
        Jobs.all().stream()
            .filter(job -> List.of("calibrate", "heatmap", "statistics").contains(job.name()))
            .toList();
    assertThat(jobs).hasSize(3);
    for (Job job : jobs) {
      assertThat(inputs(lake, job)).containsOnlyKeys(PERPETUAL + 2, PERPETUAL + 3);
    }
    SortedMap<String, String> byRule = inputs(lake, jobs.get(0));
    list(100, "2026-06-01");
    assertThat(inputs(lake, jobs.get(0))).isEqualTo(byRule);
    list(10, "2026-07-01");
    SortedMap<String, String> listed = inputs(lake, jobs.get(0));
    assertThat(listed).containsOnlyKeys(PERPETUAL + 2, PERPETUAL + 3);
    listed.forEach((name, hash) -> assertThat(hash).isNotEqualTo(byRule.get(name)));
  }
}
