package io.treadmill.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowFile;
import io.treadmill.lake.RowWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small part is written in order; what a large one says of its order is so. */
final class WaitingRowsTest {
  private static final ArchiveDataset FUNDING = ArchiveDataset.FUNDING;
  private static final int TS = FUNDING.index("ts");
  private static final Configuration CONF = new Configuration();

  @TempDir private Path folder;
  private boolean isSorted;

  private record Settlement(String symbol, long ts) {}

  private List<Settlement> written(int rows, IntFunction<Settlement> row) throws IOException {
    var path = new org.apache.hadoop.fs.Path(folder.resolve("part.parquet").toString());
    RowBuffer buffer = new RowBuffer(FUNDING.columns());
    RowWriter writer = RowWriter.create(FileSystem.getLocal(CONF), path, FUNDING.columns());
    try (writer) {
      WaitingRows waiting = new WaitingRows(FUNDING, writer);
      for (int i = 0; i < rows; i++) {
        Settlement settlement = row.apply(i);
        buffer.clear();
        buffer.text(0, "binance");
        buffer.text(1, "linear_perp");
        buffer.text(2, settlement.symbol());
        buffer.whole(TS, settlement.ts());
        buffer.whole(FUNDING.index("source_id"), 1);
        buffer.whole(FUNDING.index("day"), settlement.ts() / 86_400_000_000L);
        waiting.add(buffer);
      }
      isSorted = waiting.end();
    }
    // All but the footer, which is no larger here than a few thousand bytes.
    long size = FileSystem.getLocal(CONF).getFileStatus(path).getLen();
    assertThat(writer.bytes()).isBetween(Math.max(1, size - 5_000), size - 1);
    List<Settlement> found = new ArrayList<>();
    try (RowFile file = new RowFile(CONF, path, FUNDING.columns())) {
      while (file.next(buffer)) {
        found.add(new Settlement(buffer.text(2), buffer.whole(TS)));
      }
    }
    return found;
  }

  @Test
  void fewRowsAreWrittenByDayThenSymbol() throws IOException {
    long day = 86_400_000_000L;
    List<Settlement> came =
        List.of(
            new Settlement("B", 7),
            new Settlement("A", 9),
            new Settlement("A", day),
            new Settlement("A", 8),
            new Settlement("B", 5));
    assertThat(written(came.size(), came::get))
        .containsExactly(
            new Settlement("A", 8),
            new Settlement("A", 9),
            new Settlement("B", 5),
            new Settlement("B", 7),
            new Settlement("A", day));
    assertThat(isSorted).isTrue();
  }

  @Test
  void manyRowsStayAsTheyCame() throws IOException {
    int rows = WaitingRows.MOST + 3;
    assertThat(written(rows, i -> new Settlement("A", i))).hasSize(rows);
    assertThat(isSorted).isTrue();
    // The last is before the one before it.
    IntFunction<Settlement> back = i -> new Settlement("A", i == rows - 1 ? rows - 3 : i);
    assertThat(written(rows, back)).isEqualTo(IntStream.range(0, rows).mapToObj(back).toList());
    assertThat(isSorted).isFalse();
    // So is one of the first, after which all are in order.
    IntFunction<Settlement> first = i -> new Settlement("A", i == 0 ? 5 : i);
    assertThat(written(rows, first)).element(0).isEqualTo(new Settlement("A", 5));
    assertThat(isSorted).isFalse();
  }

  @Test
  void asManyAsWaitAreStillSorted() throws IOException {
    int rows = WaitingRows.MOST - 1;
    assertThat(written(rows, i -> new Settlement("A", rows - i)))
        .isEqualTo(IntStream.range(1, rows + 1).mapToObj(i -> new Settlement("A", i)).toList());
    assertThat(isSorted).isTrue();
  }
}
