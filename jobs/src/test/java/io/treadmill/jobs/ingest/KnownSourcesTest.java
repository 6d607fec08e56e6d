package io.treadmill.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.MemoryLake;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.ingest.DayMerge.Count;
import io.treadmill.jobs.ingest.DayMerge.CountKey;
import io.treadmill.jobs.ingest.PublishPlan.DayKey;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake;
import io.treadmill.market.Fingerprint;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import reads of a ledger of many files. */
class KnownSourcesTest {
  private static final int FILES = 2_000;
  private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);

  @TempDir Path folder;

  private static SourceFile file(int number, String content) {
    LocalDate day = FIRST.plusDays(number);
    return new SourceFile(
        "/files/hyperliquid_trades_%s_BTC.csv.gz".formatted(day),
        1_000,
        "tardis",
        "trades",
        "hyperliquid",
        "linear_perp",
        "BTC",
        day,
        day,
        null,
        Fingerprint.of(content + number).repeat(4));
  }

  private static StagedFile staged(SourceFile file) {
    return new StagedFile(
        file, "none", "none", "us", 5, 5, 0, Map.of(), null, null, null, List.of(), List.of());
  }

  private static CountKey key(SourceFile file) {
    return CountKey.of(
        new DayKey(file.venue(), file.product(), file.from()), file.symbol(), file.sourceId());
  }

  /** Puts files into the ledger, each with five rows of a day. */
  private static MemoryLake ledger(List<SourceFile> files) {
    MemoryLake lake = new MemoryLake();
    Map<CountKey, Count> counts = new HashMap<>();
    for (SourceFile file : files) {
      DayStats stats = new DayStats();
      for (int i = 0; i < 5; i++) {
        stats.add(i, false, 0);
      }
      counts.put(key(file), new Count(stats));
    }
    List<StagedFile> staged = files.stream().map(KnownSourcesTest::staged).toList();
    IngestTables tables =
        new IngestTables(new Configuration(), lake, "run", Instant.parse("2026-07-01T00:00:00Z"));
    tables.reconciliation(staged, List.of(), Map.of(ArchiveDataset.TRADES, counts));
    tables.sourceFiles(staged, Map.of(), List.of());
    return lake;
  }

  /** Returns a lake that counts the rows of its ledgers that it hands out. */
  private static Lake counted(Lake lake, AtomicInteger rows) {
    return (Lake)
        Proxy.newProxyInstance(
            Lake.class.getClassLoader(),
            new Class<?>[] {Lake.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(lake, arguments);
              if (method.getName().equals("ledger")) {
                rows.addAndGet(((List<?>) result).size());
              }
              return result;
            });
  }

  @Test
  void takesFromTheLedgerOnlyWhatBearsTheNamesOfTheFiles() {
    List<SourceFile> imported = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      imported.add(file(i, "a"));
    }
    SourceFile same = file(7, "a");
    SourceFile later = file(8, "b");
    SourceFile fresh = file(FILES, "a");
    AtomicInteger rows = new AtomicInteger();
    Archive archive =
        Archive.open(SparkForTests.get(), new SmallImport(folder).settings().archive());
    KnownSources known =
        new KnownSources(counted(ledger(imported), rows), archive, List.of(same, later, fresh));

    assertThat(known.sameBytes(same))
        .extracting(KnownSources.Known::id)
        .containsExactly(same.sourceId());
    assertThat(known.otherEditions(same)).isEmpty();
    assertThat(known.sameBytes(later)).isEmpty();
    assertThat(known.otherEditions(later))
        .extracting(KnownSources.Known::id)
        .containsExactly(file(8, "a").sourceId());
    assertThat(known.sameBytes(fresh)).isEmpty();
    assertThat(known.otherEditions(fresh)).isEmpty();
    assertThat(known.accepted(ArchiveDataset.TRADES, same.sourceId()))
        .containsExactly(Map.entry(key(same).with(0), 5L));
    // Two files are known, by a row of the files and one of their accounts each.
    assertThat(rows).hasValue(4);
  }
}
