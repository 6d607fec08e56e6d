package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.MemoryLake;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.market.Fingerprint;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start reads of the ledger of many nights. */
class LedgerSizeTest {
  /** A tenth of three years, for a tenth of the bytes that a start may read. */
  private static final int NIGHTS = 110;

  private static final int MOST_BYTES = 5_000_000;
  private static final int SYMBOLS = 500;
  private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);
  private static final List<String> MARKETS =
      List.of(
          "binance/linear_perp",
          "binance/inverse_perp",
          "binance/spot",
          "bybit/linear_perp",
          "bybit/spot",
          "okx/linear_perp",
          "okx/spot",
          "hyperliquid/linear_perp");

  @TempDir Path folder;

  /** Each day folder holds a file of each large symbol and one of the rest. */
  private static DayInputs inputs(Job job, UtcDays days) {
    SortedMap<String, String> found = new TreeMap<>();
    for (LocalDate day : days.days()) {
      for (ArchiveDataset dataset : job.plan().archive()) {
        for (String market : MARKETS) {
          String name = "%s/%s/%s".formatted(dataset.folder(), market, day);
          found.put(name, (Fingerprint.of(name).repeat(4) + "+").repeat(SYMBOLS / 10));
        }
      }
      for (int i = 0; i < SYMBOLS && job.standsOnDaysBefore(); i++) {
        String instrument = "binance/inverse_perp/COIN%dUSD_PERP/%s".formatted(i, day);
        found.put("contract/" + instrument, Fingerprint.of(instrument));
        found.put("leverage_law/" + instrument, Fingerprint.of("law" + instrument));
      }
    }
    DayInputs inputs = DayInputs.of(found, days);
    inputs
        .byDay()
        .forEach(
            (day, ofDay) -> {
              for (Job maker : Jobs.all()) {
                ofDay.put(maker.name(), Fingerprint.of(maker.name() + day));
              }
              ofDay.put(DayInputs.DAY_BEFORE, Fingerprint.of(day.toString()));
            });
    return inputs;
  }

  private static RunLedger.Entry entry(String job, State state, UtcDays days, DayInputs inputs) {
    Instant ended = days.end().plusSeconds(7200 + job.length());
    List<Written> written = new ArrayList<>();
    LakeTables.all().forEach(table -> written.add(new Written(table.name(), 10_000, 1L << 62)));
    return new RunLedger.Entry(
        "20230101T020000Z-" + days.from(),
        job,
        state,
        days,
        Selection.ALL,
        inputs,
        new TreeMap<>(),
        "c0ffee",
        state == State.DONE ? written : List.of(),
        null,
        ended.minusSeconds(60),
        ended);
  }

  /** The rows of a night as its two commits write them. */
  private static List<List<Row>> night(LocalDate day) {
    UtcDays days = UtcDays.of(day);
    MemoryLake begin = new MemoryLake();
    RunLedger began = new RunLedger(begin);
    began.add(entry("batch", State.STARTED, days, DayInputs.none()));
    began.write();
    MemoryLake end = new MemoryLake();
    RunLedger ended = new RunLedger(end);
    Jobs.all().forEach(job -> ended.add(entry(job.name(), State.DONE, days, inputs(job, days))));
    ended.add(entry("batch", State.DONE, days, DayInputs.none()));
    ended.write();
    return List.of(begin.rows(LakeTables.RUNS), end.rows(LakeTables.RUNS));
  }

  @Test
  void nightsOfFiveHundredSymbolsAreFewKilobytesEachAtAStart() throws Exception {
    SparkSession spark = SparkForTests.withLake(folder.resolve("lake"));
    IcebergLake lake = IcebergLake.open(spark, "run");
    lake.append(LakeTables.RUNS, night(FIRST).get(0));
    Table table =
        Spark3Util.loadIcebergCatalog(spark, IcebergLake.CATALOG)
            .loadTable(TableIdentifier.of(IcebergLake.NAMESPACE, LakeTables.RUNS.name()));
    AppendFiles append = table.newAppend();
    for (int i = 0; i < NIGHTS; i++) {
      for (List<Row> rows : night(FIRST.plusDays(i))) {
        append.appendFile(TableFile.of(table, LakeTables.RUNS, rows));
      }
    }
    append.commit();
    FileSystem.clearStatistics();
    List<RunLedger.Told> told = new RunLedger(lake).told();
    long days =
        told.stream()
            .filter(row -> row.state() == State.DONE && !row.job().equals("batch"))
            .mapToLong(row -> DayInputs.ofJson(row.inputs(), row.days()).byDay().size())
            .sum();
    long bytes =
        FileSystem.getAllStatistics().stream().mapToLong(FileSystem.Statistics::getBytesRead).sum();
    assertThat(days).isEqualTo((long) Jobs.all().size() * NIGHTS);
    assertThat(bytes).isBetween(100_000L, (long) MOST_BYTES);
  }
}
