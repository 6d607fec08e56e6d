package io.treadmill.jobs.batch;

import static io.treadmill.jobs.batch.PlantedRuns.DAY;
import static io.treadmill.jobs.batch.PlantedRuns.row;
import static io.treadmill.jobs.batch.PlantedRuns.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Upkeep.TableFiles;
import io.treadmill.market.UtcDays;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a night does for the files of the lake, and when. */
class UpkeepPolicyTest {
  private static final LakeTable TABLE = LakeTables.PRICE_DISCOVERY;
  private static final LocalDate SUNDAY = LocalDate.of(2026, 3, 8);
  private static final Map<String, String> SETTINGS =
      Map.of("upkeep.keep-days", "30", "upkeep.orphan-days", "5");

  @TempDir Path folder;
  private Instant written;
  private Path orphan;

  @BeforeEach
  void aDayThatWasComputedTwiceAndAFileThatNoTableKnows() throws Exception {
    PlantedRuns runs = new PlantedRuns(folder, SETTINGS, Clock.systemUTC().instant());
    for (long n = 1; n <= 2; n++) {
      runs.run(UtcDays.of(DAY), Map.of(TABLE, List.of(row(TABLE, values("n", n)))));
    }
    orphan = Files.createFile(folder.resolve("treadmill/price_discovery/data/orphan.parquet"));
    written = Clock.systemUTC().instant();
  }

  /** Returns the snapshots that can be read after a night so long after the second run. */
  private int snapshotsAfter(Duration later, LocalDate night) {
    Workspace workspace = new PlantedRuns(folder, SETTINGS, written.plus(later)).open();
    new UpkeepPolicy(workspace).afterNight(night);
    return new PlantedRuns(folder, SETTINGS, written)
        .open().lake().upkeep().files().stream()
            .filter(files -> files.table().equals(TABLE.name()))
            .mapToInt(TableFiles::snapshots)
            .sum();
  }

  @Test
  void whatWasCurrentWithinTheDaysThatAreKeptCanBeRead() {
    assertThat(snapshotsAfter(Duration.ofDays(29), SUNDAY.plusDays(1))).isEqualTo(2);
    assertThat(snapshotsAfter(Duration.ofDays(31), SUNDAY.plusDays(2))).isEqualTo(1);
    assertThat(orphan).as("no night of a Sunday").exists();
  }

  @Test
  void filesThatNoTableKnowsGoWithTheNightOfASundayWhenTheyAreOldEnough() {
    snapshotsAfter(Duration.ofDays(4), SUNDAY);
    assertThat(orphan).exists();
    assertThat(snapshotsAfter(Duration.ofDays(6), SUNDAY)).isEqualTo(2);
    assertThat(orphan).doesNotExist();
  }
}
