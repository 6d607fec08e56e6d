package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.SmallImport.DAY;
import static io.treadmill.jobs.ingest.SmallImport.DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.ingest.IngestResult.Status;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveDay;
import io.treadmill.lake.DayFiles.DataFile;
import io.treadmill.lake.ExclusiveFile;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowWriter;
import io.treadmill.lake.Selection;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the lists of the archive say is held against what is read; nothing is lost in silence. */
class ArchiveDamageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private SmallImport small;
  private Path files;

  /** On a day BTC has a file of its own, ETH and SOL share one; the day after has the same. */
  @BeforeEach
  void importTwoDays() throws IOException {
    small = new SmallImport(folder);
    files = folder.resolve("files");
    for (int i = 0; i < 2; i++) {
      SmallImport.trades(files, "BTC", DAY.plusDays(i), 30, 60_000 + i);
      SmallImport.trades(files, "ETH", DAY.plusDays(i), 5, 3_000 + i);
      SmallImport.trades(files, "SOL", DAY.plusDays(i), 5, 100 + i);
    }
    small.run(files);
  }

  private ArchiveDay day() {
    return SmallImport.day(small.archive(), ArchiveDataset.TRADES, DAY);
  }

  private Path part(ArchiveDay day, String symbol) {
    DataFile file =
        day.files().files().stream()
            .filter(found -> found.symbols().contains(symbol))
            .findFirst()
            .orElseThrow();
    return Path.of(day.path(file).toUri().getPath());
  }

  private Path list() {
    return Path.of(day().folder().toUri().getPath()).resolve("_files.json");
  }

  private void assertReadIsRefused(String... words) {
    assertThatThrownBy(
            () -> small.archive().read(ArchiveDataset.TRADES, DAYS, Selection.ALL).count())
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.STORAGE))
        .satisfies(error -> assertThat(error.getMessage()).contains(words));
  }

  private void assertRepairedBy(int fresh, SortedMap<String, List<String>> rows) {
    IngestResult result = small.run(files);
    assertThat(result.count(Status.ACCEPTED)).isEqualTo(fresh);
    assertThat(result.count(Status.UNCHANGED)).isEqualTo(6 - fresh);
    assertThat(small.rows()).isEqualTo(rows);
  }

  @Test
  void aPartThatIsEmptiedGoneHalvedOrOfAnotherDayIsRefusedAndAnImportMendsIt() throws IOException {
    SortedMap<String, List<String>> rows = small.rows();
    Path bitcoin = part(day(), "BTC");
    Files.write(bitcoin, new byte[0]);
    assertReadIsRefused(
        bitcoin.toString(), "has 0 bytes", "says", "import again", "_trades_2026-06-12_BTC.csv.gz");
    assertRepairedBy(1, rows);

    Path shared = part(day(), "ETH");
    Files.delete(shared);
    assertReadIsRefused(shared.toString(), "is not there", "_ETH.csv.gz", "_SOL.csv.gz");
    assertRepairedBy(2, rows);

    Path other =
        part(SmallImport.day(small.archive(), ArchiveDataset.TRADES, DAY.plusDays(1)), "BTC");
    Path own = part(day(), "BTC");
    Files.copy(other, own, StandardCopyOption.REPLACE_EXISTING);
    assertReadIsRefused(own.toString(), Files.size(own) == Files.size(other) ? "has " : "bytes");
    assertRepairedBy(1, rows);

    halve(part(day(), "BTC"));
    assertReadIsRefused(part(day(), "BTC").toString(), "bytes");
    assertRepairedBy(1, rows);
  }

  @Test
  void aFlippedBitOfASmallPartIsRefusedWhereverItIs() throws IOException {
    Path part = part(day(), "ETH");
    byte[] bytes = Files.readAllBytes(part);
    for (int at : new int[] {5, bytes.length / 2, bytes.length - 40, bytes.length - 9}) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x04;
      Files.write(part, damaged);
      assertReadIsRefused(part.toString(), "has sha256", "import again");
    }
    small.run(files);
    assertThat(small.rows().get("trades " + DAY)).hasSize(40);
  }

  @Test
  void aListThatIsEmptiedShortenedLostOrOfAnotherDayIsRefused() throws IOException {
    String before = Files.readString(list());
    changeList(list -> ((ArrayNode) list.get("files")).removeAll());
    assertReadIsRefused(list().toString(), "it was changed", "remove the folder");
    Files.writeString(list(), before);
    changeList(list -> ((ArrayNode) list.get("files")).remove(0));
    assertReadIsRefused(list().toString(), "it was changed", "remove the folder");
    Files.copy(
        Path.of(
                SmallImport.day(small.archive(), ArchiveDataset.TRADES, DAY.plusDays(1))
                    .folder()
                    .toString())
            .resolve("_files.json"),
        list(),
        StandardCopyOption.REPLACE_EXISTING);
    assertReadIsRefused(list().toString(), "it is the list of trades/venue=hyperliquid", "06-13");
    Files.writeString(list(), "{");
    assertReadIsRefused(list().toString(), "not JSON");
    Files.delete(list());
    assertReadIsRefused(list().toString(), "is lost, the list of the 2 files", "remove the folder");
    Files.writeString(list(), before);
    assertThat(small.rows().get("trades " + DAY)).hasSize(40);
  }

  @Test
  void anOlderListWithoutAHashIsReadIfItNamesAllParts() throws IOException {
    SortedMap<String, List<String>> rows = small.rows();
    changeList(list -> makeOlder(list));
    assertThat(small.rows()).isEqualTo(rows);
    String older = Files.readString(list());
    changeList(list -> ((ArrayNode) list.get("files")).remove(0));
    assertReadIsRefused("is not in the list of its day", "which names 1 others", "--force");
    Files.writeString(list(), older);
    SmallImport.trades(files, "XRP", DAY, 5, 1);
    small.run(files);
    assertThat(Files.readString(list())).contains("\"version\" : 2", "\"hash\"");
    assertThat(small.rows().get("trades " + DAY)).hasSize(45);
  }

  @Test
  void aDamagedPartIsNeverMergedIntoASoundOne() throws IOException {
    SortedMap<String, List<String>> rows = small.rows();
    Path part = part(day(), "ETH");
    Files.write(part, new byte[10]);
    Path only = folder.resolve("only");
    SmallImport.trades(only, "ETH", DAY, 5, 3_000);
    assertThatThrownBy(() -> small.run(only))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(part.toString())
        .hasMessageContaining("it holds rows of hyperliquid_trades_2026-06-12_SOL.csv.gz too");
    assertRepairedBy(2, rows);
  }

  @Test
  void partsThatADeadImportLeftAreNotReadAndTheNextRemovesThem() throws IOException {
    SortedMap<String, List<String>> rows = small.rows();
    Path left =
        part(day(), "BTC").resolveSibling("all-20260101T000000Z-0000dead.parquet");
    Files.copy(part(day(), "BTC"), left);
    Path staging =
        Files.createDirectories(
            small.archiveFolder().resolve("_staging/20260101T000000Z-0000dead"));
    Files.writeString(staging.resolve("trades.days"), placeOf(day()));
    assertThat(small.rows()).isEqualTo(rows);
    small.run(files);
    assertThat(left).doesNotExist();
    assertThat(small.leftovers()).isEmpty();
    assertThat(small.rows()).isEqualTo(rows);
  }

  @Test
  void ofTwoImportersOneWaitsOutside() throws IOException {
    try (FileChannel held =
        ExclusiveFile.take(small.archiveFolder().resolve("_staging/import.lock"))) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> small.run(files))
          .isInstanceOfSatisfying(
              UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.BUSY))
          .hasMessageContaining("another import is at work")
          .hasMessageContaining(small.archiveFolder().toString());
    }
    small.run(files);
  }

  @Test
  void whereNoLockTellsTheSecondToPublishADayIsRefused() {
    ArchiveDay day = day();
    var seen = day.files();
    day.publish(io.treadmill.lake.DayFiles.of(seen.files(), List.of()), seen);
    assertThatThrownBy(() -> day.publish(seen, seen))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.BUSY))
        .hasMessageContaining("another import wrote it meanwhile");
  }

  private static String placeOf(ArchiveDay day) {
    String path = day.folder().toUri().getPath();
    return path.substring(path.indexOf("/trades/") + 1);
  }

  private void changeList(Consumer<ObjectNode> change) throws IOException {
    ObjectNode list = (ObjectNode) JSON.readTree(list().toFile());
    change.accept(list);
    JSON.writeValue(list().toFile(), list);
  }

  private static void makeOlder(ObjectNode list) {
    list.put("version", 1);
    list.remove(List.of("hash", "day"));
  }

  /** Writes the first half of the rows of a part in its place, as the import writes. */
  private static void halve(Path part) throws IOException {
    List<Row> rows =
        SparkForTests.get()
            .read()
            .schema(ArchiveDataset.TRADES.schema())
            .parquet(part.toString())
            .orderBy("ts")
            .collectAsList();
    var path = new org.apache.hadoop.fs.Path(part.toString());
    FileSystem fs = io.treadmill.lake.ArchiveStore.of(path, new Configuration());
    RowBuffer buffer = new RowBuffer(ArchiveDataset.TRADES.columns());
    try (RowWriter writer = RowWriter.create(fs, path, ArchiveDataset.TRADES.columns())) {
      for (Row row : rows.subList(0, rows.size() / 2)) {
        buffer.take(row);
        writer.write(buffer);
      }
    }
  }
}
