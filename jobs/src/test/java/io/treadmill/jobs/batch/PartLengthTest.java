package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveDay;
import io.treadmill.lake.DayFiles;
import io.treadmill.lake.DayFiles.DataFile;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartLengthTest {
  private static final LocalDate FROM = LocalDate.of(2026, 3, 2);

  @TempDir Path folder;

  @Test
  void fewInstrumentsHaveLongPartsAndManyOfThirtyOneDays() {
    assertThat(PartLength.days(1)).isEqualTo(4_000);
    assertThat(PartLength.days(10)).isEqualTo(400);
    assertThat(PartLength.days(129)).isEqualTo(31);
    assertThat(PartLength.days(1_000)).isEqualTo(31);
    assertThat(PartLength.days(0)).as("files of others name none").isEqualTo(31);
  }

  @Test
  void theDayOfMostInstrumentsOfTheFirstTheMiddleAndTheLastCounts() throws IOException {
    Archive archive =
        Archive.look(
            new Configuration(),
            SparkForTests.settings(
                folder.resolve("lake"), Map.of("archive.uri", folder.resolve("a").toString())));
    UtcDays days = new UtcDays(FROM, FROM.plusDays(10));
    publish(archive, days.from(), 40);
    assertThat(PartLength.days(archive, days, Selection.ALL)).isEqualTo(100);
    publish(archive, days.to(), 50);
    assertThat(PartLength.days(archive, days, Selection.ALL)).isEqualTo(80);
    publish(archive, FROM.plusDays(5), 80);
    assertThat(PartLength.days(archive, days, Selection.ALL)).isEqualTo(50);
    Selection some = new Selection(null, new TreeSet<>(List.of("S1", "S2")));
    assertThat(PartLength.days(archive, days, some)).isEqualTo(2_000);
  }

  private static void publish(Archive archive, LocalDate day, int symbols) throws IOException {
    ArchiveDay of = archive.day(ArchiveDataset.KLINES, "v", "p", day);
    Path parts = Files.createDirectories(Path.of(of.folder().toUri().getPath()));
    Files.writeString(parts.resolve("shared.parquet"), "seven..");
    List<String> names = IntStream.range(0, symbols).mapToObj(i -> "S" + i).sorted().toList();
    of.publish(
        DayFiles.of(
            List.of(new DataFile("shared.parquet", "aa", 7, 9, names, 0L, 1L, List.of(1L), null)),
            List.of()),
        DayFiles.none());
  }
}
