package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.lake.Archive.Held;
import io.treadmill.lake.DayFiles.DataFile;
import io.treadmill.lake.DayFiles.Source;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan sees of the list of a day without a look at all of it, and what it must not miss. */
class GlanceTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

  @TempDir Path folder;

  private Archive archive;
  private ArchiveDay day;
  private Path list;

  @BeforeEach
  void publish() throws IOException {
    Settings settings =
        SparkForTests.settings(
            folder.resolve("lake"), Map.of("archive.uri", folder.resolve("archive").toString()));
    archive = Archive.look(new Configuration(), settings);
    day = archive.day(ArchiveDataset.KLINES, "v", "p", DAY);
    Path parts = folderOf(day);
    Files.writeString(parts.resolve("part-a.parquet"), "seven..");
    Files.writeString(parts.resolve("part-b.parquet"), "three");
    day.publish(
        DayFiles.of(
            List.of(
                file("part-a.parquet", "aa", 7, "A", 1), file("part-b.parquet", "bb", 5, "B", 2)),
            List.of(source(1, "a.csv"), source(2, "b.csv"))),
        DayFiles.none());
    list = parts.resolve(DayFiles.NAME);
  }

  private static Path folderOf(ArchiveDay of) throws IOException {
    return Files.createDirectories(Path.of(of.folder().toUri().getPath()));
  }

  private static DataFile file(String name, String hash, long bytes, String symbol, long source) {
    return new DataFile(name, hash, bytes, 9, List.of(symbol), 0L, 1L, List.of(source), null);
  }

  private static Source source(long id, String name) {
    return new Source(id, "s", "v/k/v/p/A/" + name, null, null, null);
  }

  private Map<String, Held> held(String... symbols) {
    return archive.held(
        ArchiveDataset.KLINES,
        UtcDays.of(DAY),
        new Selection(null, new TreeSet<>(List.of(symbols))));
  }

  @Test
  void instrumentsAreCountedOnceWhateverTheirDatasets() throws IOException {
    ArchiveDay trades = archive.day(ArchiveDataset.TRADES, "v", "p", DAY);
    ArchiveDay other = archive.day(ArchiveDataset.FUNDING, "w", "p", DAY);
    Files.writeString(folderOf(trades).resolve("t.parquet"), "3 b");
    Files.writeString(folderOf(other).resolve("f.parquet"), "3 b");
    trades.publish(
        DayFiles.of(List.of(file("t.parquet", "cc", 3, "A", 3)), List.of()), DayFiles.none());
    other.publish(
        DayFiles.of(
            List.of(
                new DataFile(
                    "f.parquet", "dd", 3, 9, List.of("A", "C"), 0L, 1L, List.of(4L), null)),
            List.of()),
        DayFiles.none());
    assertThat(archive.instruments(DAY, Selection.ALL)).as("v A, v B, w A, w C").isEqualTo(4);
    assertThat(archive.instruments(DAY, new Selection("v", new TreeSet<>()))).isEqualTo(2);
    assertThat(archive.instruments(DAY, new Selection(null, new TreeSet<>(List.of("A")))))
        .isEqualTo(2);
    assertThat(archive.instruments(DAY.plusDays(1), Selection.ALL)).isZero();
  }

  private void replace(String text, String by) throws IOException {
    String json = Files.readString(list);
    assertThat(json).contains(text);
    Files.writeString(list, json.replace(text, by));
  }

  @Test
  void filesHashesSizesAndSymbolsAreSeen() {
    String name = "klines/v/p/" + DAY;
    assertThat(held()).containsExactly(Map.entry(name, new Held("aa+bb", 2, 12)));
    assertThat(held("B")).containsExactly(Map.entry(name, new Held("bb", 1, 5)));
    assertThat(held("C")).isEmpty();
  }

  @Test
  void aPartThatIsNotThereOrNotWholeNamesTheFileToImport() throws IOException {
    Files.writeString(list.resolveSibling("part-b.parquet"), "four");
    assertThatThrownBy(() -> held())
        .hasMessageContaining("part-b.parquet has 4 bytes, but _files.json says 5 bytes")
        .hasMessageContaining("import again b.csv");
    Files.delete(list.resolveSibling("part-b.parquet"));
    assertThatThrownBy(() -> held("A"))
        .hasMessageContaining("part-b.parquet is not there")
        .hasMessageContaining("import again b.csv");
  }

  @Test
  void aListThatWasChangedIsAChangeWhereItSaysAnotherFileAndIsRefusedWhereItIsRead()
      throws IOException {
    replace("\"aa\"", "\"cc\"");
    assertThat(held("A").values()).extracting(Held::mark).containsExactly("cc");
    assertThatThrownBy(() -> archive.read(ArchiveDataset.KLINES, UtcDays.of(DAY), Selection.ALL))
        .hasMessageContaining("it was changed after it was written");
  }

  @Test
  void aListThatIsNoListOrThatOfAnotherDayIsRefusedAtOnce() throws IOException {
    replace(DAY.toString(), "2026-03-03");
    assertThatThrownBy(() -> held()).hasMessageContaining("it is the list of klines/venue=v");
    Files.writeString(list, "{\"version\" : 2, \"day\"");
    assertThatThrownBy(() -> held()).hasMessageContaining("it is not JSON");
    Files.writeString(list, "{}");
    assertThatThrownBy(() -> held()).hasMessageContaining("it has no files or no sources");
  }
}
