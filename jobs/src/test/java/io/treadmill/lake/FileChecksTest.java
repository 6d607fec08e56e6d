package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.lake.DayFiles.DataFile;
import io.treadmill.lake.DayFiles.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part of more than a megabyte is told by its size and its footer. */
class FileChecksTest {
  private static final int ROWS = 150_000;
  private static final List<TableColumn> COLUMNS =
      ArchiveDataset.TRADES.columns().stream()
          .filter(column -> List.of("ts", "price").contains(column.name()))
          .toList();

  @TempDir Path folder;

  private DataFile write(ArchiveDay day, int seed) throws IOException {
    var path = new org.apache.hadoop.fs.Path(day.folder(), "BTC.parquet");
    Random random = new Random(seed);
    RowBuffer row = new RowBuffer(COLUMNS);
    try (RowWriter writer = RowWriter.create(day.fs(), path, COLUMNS)) {
      for (int i = 0; i < ROWS; i++) {
        row.take(
            RowFactory.create(
                java.sql.Timestamp.from(java.time.Instant.ofEpochSecond(seed + i)),
                random.nextDouble()));
        writer.write(row);
      }
    }
    long bytes = day.fs().getFileStatus(path).getLen();
    assertThat(bytes).isGreaterThan(1 << 20);
    return DataFile.of(
        day.fs(),
        path,
        ROWS,
        List.of("BTC"),
        seed * 1_000_000L,
        (seed + ROWS - 1) * 1_000_000L,
        List.of(1L));
  }

  /** As an older list says it. */
  private static DataFile with(DataFile of, long rows, long minTs) {
    return new DataFile(
        of.name(),
        of.sha256(),
        of.bytes(),
        rows,
        of.symbols(),
        minTs,
        of.maxTs(),
        of.sourceIds(),
        null);
  }

  @Test
  void rowsAndInstantsAreHeldAgainstTheFooterAndEveryByteWhereItIsMerged() throws IOException {
    var place = new org.apache.hadoop.fs.Path(folder + "/trades/venue=v/product=p/day=2026-01-01");
    ArchiveDay day = new ArchiveDay(ArchiveStore.of(place, new Configuration()), place);
    DataFile file = write(day, 7);
    DayFiles list =
        DayFiles.of(List.of(file), List.of(new Source(1, "", "v/k/v/p/BTC/a.csv", null, null, null)));
    assertThatCode(() -> new FileChecks().check(day, list, file)).doesNotThrowAnyException();
    assertThatCode(() -> new FileChecks().check(day, list, with(file, ROWS, file.minTs())))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> new FileChecks().check(day, list, with(file, 9, file.minTs())))
        .hasMessageContaining("has 150,000 rows, but _files.json says 9 rows")
        .hasMessageContaining("import again a.csv");
    assertThatThrownBy(() -> new FileChecks().check(day, list, with(file, ROWS, 8)))
        .hasMessageContaining("has instants from 7000000 to 150006000000");
    Path part = Path.of(day.path(file).toString());
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length / 2] ^= 1;
    Files.write(part, bytes);
    assertThatCode(() -> new FileChecks().check(day, list, file))
        .as("pages have their own checksums")
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> FileChecks.checkWhole(day, list, file))
        .hasMessageContaining("has sha256 ");
    bytes[bytes.length - 2] ^= 1;
    Files.write(part, bytes);
    assertThatThrownBy(() -> new FileChecks().check(day, list, file))
        .hasMessageContaining("ends in bytes of sha256");
    assertThatThrownBy(() -> new FileChecks().check(day, list, with(file, ROWS, file.minTs())))
        .hasMessageContaining("has no footer that can be read");
  }
}
