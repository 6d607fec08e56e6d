package io.treadmill.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of files that are sorted but for few places come in the order of one sort. */
final class SortedRunsTest {
  private static final ArchiveDataset TRADES = ArchiveDataset.TRADES;
  private static final long DAY = LocalDate.of(2026, 6, 12).toEpochDay();
  private static final long START = DAY * 86_400_000_000L;
  private static final Configuration CONF = new Configuration();

  @TempDir private Path folder;

  /** A trade: microseconds of the day; without an id if it is 0. */
  private record Trade(String symbol, long ts, long id, long source, long sequence) {}

  private String write(String name, List<Trade> trades) throws IOException {
    var path = new org.apache.hadoop.fs.Path(folder.resolve(name).toString());
    RowBuffer row = new RowBuffer(TRADES.columns());
    try (RowWriter writer = RowWriter.create(FileSystem.getLocal(CONF), path, TRADES.columns())) {
      for (Trade trade : trades) {
        row.clear();
        row.text(0, "binance");
        row.text(1, "linear_perp");
        row.text(2, trade.symbol());
        row.whole(TRADES.index("ts"), START + trade.ts());
        if (trade.id() > 0) {
          row.whole(TRADES.index("trade_id"), trade.id());
        }
        row.whole(TRADES.index("source_id"), trade.source());
        row.whole(TRADES.index("sequence"), trade.sequence());
        row.whole(TRADES.index("day"), DAY);
        writer.write(row);
      }
    }
    return path.toString();
  }

  private static PublishPlan plan(Set<Long> removed) {
    return PublishPlan.of(
        null, TRADES, List.of(), removed, Set.of(), Corrections.NONE, 1, new Precedence());
  }

  private static List<Trade> all(DayMerge.SortedRows rows) {
    List<Trade> found = new ArrayList<>();
    RowBuffer row = new RowBuffer(TRADES.columns());
    while (rows.next(row)) {
      assertThat(rows.file()).isEmpty();
      boolean hasId = !row.isNull(TRADES.index("trade_id"));
      found.add(
          new Trade(
              row.text(2),
              row.whole(TRADES.index("ts")) - START,
              hasId ? row.whole(TRADES.index("trade_id")) : 0,
              row.whole(TRADES.index("source_id")),
              row.whole(TRADES.index("sequence"))));
    }
    return found;
  }

  /** No id is before ids: nulls come first. */
  private static final Comparator<Trade> ORDER =
      Comparator.comparing(Trade::symbol)
          .thenComparingLong(Trade::ts)
          .thenComparingLong(Trade::id)
          .thenComparingLong(Trade::source)
          .thenComparingLong(Trade::sequence);

  @Test
  void rowsComeInOrder() throws IOException {
    Random random = new Random(3);
    List<String> staged = new ArrayList<>();
    List<Trade> kept = new ArrayList<>();
    String old = null;
    for (int file = 1; file <= 4; file++) {
      List<Trade> trades = new ArrayList<>();
      // A feed that was cut off sends some seconds again: each piece is in order.
      for (int piece = 0; piece < 3; piece++) {
        long ts = 1000L * piece;
        for (int i = 0; i < 700; i++) {
          ts += random.nextInt(3);
          long id = random.nextInt(4) == 0 ? 0 : 10_000L * file + trades.size();
          trades.add(new Trade("S" + file % 2, ts, id, file, trades.size()));
        }
      }
      for (int i = 1; i < trades.size(); i++) {
        if (trades.get(i).ts() == trades.get(i - 1).ts()) {
          // Of one instant, those without an id first.
          trades.set(i, withId(trades.get(i), trades.get(i - 1)));
        }
      }
      String path = write("file" + file + ".parquet", trades);
      if (file == 4) {
        old = path;
      } else {
        staged.add(path);
        kept.addAll(trades);
      }
    }
    kept.sort(ORDER);
    // The rows of the fourth file go.
    PublishPlan plan = plan(Set.of(4L));
    try (SortedRuns runs =
        SortedRuns.of(plan, staged, List.of(old), CONF, () -> false).orElseThrow()) {
      assertThat(all(runs)).isEqualTo(kept);
    }
    assertThat(all(SmallMerge.of(plan, staged, List.of(old), CONF))).isEqualTo(kept);
  }

  private static Trade withId(Trade trade, Trade before) {
    return trade.id() == 0 && before.id() > 0
        ? new Trade(trade.symbol(), trade.ts(), before.id() + 1, trade.source(), trade.sequence())
        : trade;
  }

  @Test
  void noOrderAtAllIsLeftToSpark() throws IOException {
    Random random = new Random(4);
    List<Trade> trades = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      trades.add(new Trade("S", random.nextInt(1_000_000), i + 1, 1, i));
    }
    String path = write("random.parquet", trades);
    Optional<SortedRuns> runs =
        SortedRuns.of(plan(Set.of()), List.of(path), List.of(), CONF, () -> false);
    assertThat(runs).isEmpty();
    trades.sort(ORDER);
    assertThat(all(SmallMerge.of(plan(Set.of()), List.of(path), List.of(), CONF)))
        .isEqualTo(trades);
  }

  /**
   * An order to end is seen while the files are looked through, and while their rows are merged.
   */
  @Test
  void nobodyWaits() throws IOException {
    List<Trade> trades = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      trades.add(new Trade("S", i, i + 1, 1, i));
    }
    List<String> paths = List.of(write("long.parquet", trades));
    PublishPlan plan = plan(Set.of());
    assertThatThrownBy(() -> SortedRuns.of(plan, paths, List.of(), CONF, () -> true))
        .isInstanceOf(CancellationException.class);
    AtomicBoolean isEnding = new AtomicBoolean();
    try (SortedRuns runs =
        SortedRuns.of(plan, paths, List.of(), CONF, isEnding::get).orElseThrow()) {
      RowBuffer row = new RowBuffer(TRADES.columns());
      assertThat(runs.next(row)).isTrue();
      isEnding.set(true);
      assertThatThrownBy(() -> all(runs)).isInstanceOf(CancellationException.class);
    }
  }
}
