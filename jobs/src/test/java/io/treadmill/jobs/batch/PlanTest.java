package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveDay;
import io.treadmill.lake.DayFiles;
import io.treadmill.lake.DayFiles.DataFile;
import io.treadmill.lake.DayFiles.Source;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.Selection;
import io.treadmill.market.Fingerprint;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan of a night after two months of fifty symbols, and of what changed in them. */
class PlanTest {
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2025, 11, 1), LocalDate.of(2025, 12, 31));
  private static final LocalDate NIGHT = DAYS.to().plusDays(1);
  private static final List<ArchiveDataset> DATASETS =
      List.of(
          ArchiveDataset.TRADES,
          ArchiveDataset.KLINES,
          ArchiveDataset.OPEN_INTEREST,
          ArchiveDataset.MARK_INDEX,
          ArchiveDataset.FUNDING);
  private static final List<String> SYMBOLS =
      IntStream.range(0, 50).mapToObj("COIN%dUSDT"::formatted).toList();
  private static final Instant BEGAN = Instant.parse("2026-01-01T02:00:00Z");

  @TempDir Path folder;

  private static void publish(
      Archive archive, ArchiveDataset dataset, LocalDate day, String content) {
    List<Source> sources =
        IntStream.range(0, SYMBOLS.size())
            .mapToObj(
                i ->
                    new Source(
                        i,
                        Fingerprint.of(content).repeat(4),
                        "binance/%s/binance/linear_perp/%s/%s.zip"
                            .formatted(dataset.folder(), SYMBOLS.get(i), day),
                        day.toString(),
                        day.toString(),
                        1L))
            .toList();
    DataFile file =
        new DataFile(
            "part-0.parquet",
            Fingerprint.of(content + dataset + day).repeat(4),
            1000,
            500,
            SYMBOLS,
            0L,
            1L,
            List.of(),
            null);
    ArchiveDay folder = archive.day(dataset, "binance", "linear_perp", day);
    DayFiles old = folder.files();
    try (OutputStream part = folder.fs().create(folder.path(file), true)) {
      part.write(new byte[(int) file.bytes()]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    folder.publish(DayFiles.of(List.of(file), sources), old);
  }

  /** The ledger of a backfill of the year. */
  private static void compute(Settings settings, Archive archive, Path lakeFolder) {
    IcebergLake lake = SparkForTests.lake(lakeFolder, "run");
    RunLedger ledger = new RunLedger(lake);
    ComputedDays computed = ComputedDays.of(List.of());
    String configuration = SettingsOfRuns.hash(settings);
    JobInputs inputs =
        new JobInputs(
            new JobInputs.Sources() {
              @Override
              public SortedMap<String, String> archive(
                  ArchiveDataset dataset, UtcDays days, Selection selection) {
                return archive.fingerprint(dataset, days, selection);
              }

              @Override
              public Optional<SortedMap<String, String>> further(
                  Job job, UtcDays days, Selection selection) {
                return Optional.of(new TreeMap<>(Map.of("leverage_law/a/2025-01-01", "1")));
              }
            },
            computed,
            configuration);
    for (Job job : Jobs.all()) {
      computed.add(
          ledger.add(
              new RunLedger.Entry(
                  "run",
                  job.name(),
                  State.DONE,
                  DAYS,
                  Selection.ALL,
                  inputs.of(job, DAYS, Selection.ALL),
                  new TreeMap<>(),
                  configuration,
                  List.of(),
                  null,
                  BEGAN,
                  BEGAN.plusSeconds(365))));
    }
    ledger.write();
    lake.publish();
  }

  private static Plan plan(Settings settings) {
    return Plan.of(
        settings,
        UtcDays.of(NIGHT),
        Selection.ALL,
        Batch.Options.usual(false, Batch.BATCH),
        BEGAN.plusSeconds(9999));
  }

  @Test
  void whatIsNewAndWhatChangedIsFound() {
    Path lake = folder.resolve("lake");
    Settings settings =
        SparkForTests.settings(lake, Map.of("archive.uri", folder.resolve("archive").toString()));
    Archive archive = Archive.look(new Configuration(), settings);
    for (LocalDate day : new UtcDays(DAYS.from(), NIGHT).days()) {
      DATASETS.forEach(dataset -> publish(archive, dataset, day, "first"));
    }
    compute(settings, archive, lake);
    Plan night = plan(settings);
    assertThat(night.steps()).hasSameSizeAs(Jobs.all());
    night
        .steps()
        .forEach(
            step ->
                assertThat(step.reasons()).as(step.job()).containsExactly(Map.entry(NIGHT, "new")));
    assertThat(night.steps().get(0))
        .extracting(Plan.Step::job, Plan.Step::files, Plan.Step::bytes, Plan.Step::seconds)
        .containsExactly("bars", 2L, 2000L, 365.0);
    publish(archive, ArchiveDataset.KLINES, DAYS.to().minusDays(1), "corrected");
    List<Plan.Step> changed = plan(settings).steps();
    assertThat(changed.get(0).reasons().keySet())
        .as("bars: the day alone")
        .containsExactly(DAYS.to().minusDays(1), NIGHT);
    assertThat(changed.get(4).job()).isEqualTo("heatmap");
    assertThat(changed.get(4).reasons())
        .as("books: those after it too")
        .containsOnlyKeys(DAYS.to().minusDays(1), DAYS.to(), NIGHT)
        .hasEntrySatisfying(DAYS.to(), why -> assertThat(why).contains("the day before changed"))
        .hasEntrySatisfying(
            DAYS.to().minusDays(1), why -> assertThat(why).contains("bars changed", " -> "));
  }
}
