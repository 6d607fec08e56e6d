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
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of files that are sorted but for few places come in the order of one sort. */
final class SortedRunsTest {
  private static final ArchiveDataset TRADES = ArchiveDataset.TRADES;
  private static final long DAY = LocalDate.of(2026, 6, 12).toEpochDay();
  private static final long START = DAY * 86_400_000_000L;
  private static final long OF_SPOT = 99;
  private static final long DAY_MICROS = 86_400_000_000L;
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
        row.text(1, trade.source() == OF_SPOT ? "spot" : "linear_perp");
        row.text(2, trade.symbol());
        row.whole(TRADES.index("ts"), START + trade.ts());
        if (trade.id() > 0) {
          row.whole(TRADES.index("trade_id"), trade.id());
        }
        row.whole(TRADES.index("source_id"), trade.source());
        row.whole(TRADES.index("sequence"), trade.sequence());
        row.whole(TRADES.index("day"), DAY + trade.ts() / DAY_MICROS);
        writer.write(row);
      }
    }
    return path.toString();
  }

  private static MergeRules rules(Set<Long> removed) {
    return new MergeRules(TRADES, removed, Map.of());
  }

  private static PublishPlan.DayKey day(long epochDay) {
    return new PublishPlan.DayKey("binance", "linear_perp", LocalDate.ofEpochDay(epochDay));
  }

  /** A part of symbols on one day. */
  private static PublishPlan.MergedPart part(String path, boolean isSorted, String... symbols) {
    return part(path, 1000, isSorted, List.of(symbols), DAY);
  }

  private static PublishPlan.MergedPart part(
      String path, long bytes, boolean isSorted, List<String> symbols, long... epochDays) {
    Map<StagedPart.SymbolDay, DayStats> days = new HashMap<>();
    for (String symbol : symbols) {
      for (long day : epochDays) {
        days.put(
            new StagedPart.SymbolDay("linear_perp", symbol, LocalDate.ofEpochDay(day)),
            new DayStats());
      }
    }
    return new PublishPlan.MergedPart(
        "binance", new StagedPart(TRADES, path, 1, bytes, isSorted, days));
  }

  private static Optional<List<MergeGroup>> groups(
      MergeRules rules, List<PublishPlan.MergedPart> staged, String... old) throws IOException {
    List<PublishPlan.OldFile> files =
        Stream.of(old).map(path -> new PublishPlan.OldFile(day(DAY), path, 1000)).toList();
    return MergeGroups.of(rules, staged, files, CONF, () -> false);
  }

  private static SortedRuns rows(MergeGroup group) {
    return new SortedRuns(group, CONF, () -> false);
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
        long ts = 500L * piece;
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
    MergeRules rules = rules(Set.of(4L));
    List<PublishPlan.MergedPart> parts =
        staged.stream().map(path -> part(path, false, "S0", "S1")).toList();
    List<MergeGroup> groups = groups(rules, parts, old).orElseThrow();
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).runs()).hasSize(12);
    try (SortedRuns runs = rows(groups.get(0))) {
      assertThat(all(runs)).isEqualTo(kept);
    }
    assertThat(all(SmallMerge.of(rules, staged, List.of(old), CONF))).isEqualTo(kept);
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
    assertThat(groups(rules(Set.of()), List.of(part(path, false, "S")))).isEmpty();
    trades.sort(ORDER);
    assertThat(all(SmallMerge.of(rules(Set.of()), List.of(path), List.of(), CONF)))
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
    List<PublishPlan.MergedPart> parts = List.of(part(write("long.parquet", trades), false, "S"));
    MergeRules rules = rules(Set.of());
    assertThatThrownBy(() -> MergeGroups.of(rules, parts, List.of(), CONF, () -> true))
        .isInstanceOf(CancellationException.class);
    AtomicBoolean isEnding = new AtomicBoolean();
    MergeGroup group = groups(rules, parts).orElseThrow().get(0);
    try (SortedRuns runs = new SortedRuns(group, CONF, isEnding::get)) {
      RowBuffer row = new RowBuffer(TRADES.columns());
      assertThat(runs.next(row)).isTrue();
      isEnding.set(true);
      assertThatThrownBy(() -> all(runs)).isInstanceOf(CancellationException.class);
    }
  }

  /**
   * A hundred symbols of a day need no hundred files at a time: each is opened when its turn comes.
   */
  @Test
  void oneSymbolAfterTheOther() throws IOException {
    List<Trade> kept = new ArrayList<>();
    List<PublishPlan.MergedPart> parts = new ArrayList<>();
    for (int symbol = 0; symbol < 100; symbol++) {
      List<Trade> trades = new ArrayList<>();
      String name = "S%02d".formatted(symbol);
      for (int i = 0; i < 5; i++) {
        trades.add(new Trade(name, 10L * i, i + 1, symbol, i));
      }
      parts.add(part(write(name + ".parquet", trades), true, name));
      kept.addAll(trades);
    }
    Collections.shuffle(parts, new Random(5));
    List<MergeGroup> groups = groups(rules(Set.of()), parts).orElseThrow();
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).isNarrow(1, 1000)).isTrue();
    assertThat(groups.get(0).isNarrow(1, 999)).isFalse();
    try (SortedRuns runs = rows(groups.get(0))) {
      assertThat(all(runs)).isEqualTo(kept);
    }
  }

  /** 33 files of one symbol would all be open at the same time: too many for one merge. */
  @Test
  void tooManyAtATimeAreLeftToSpark() throws IOException {
    List<PublishPlan.MergedPart> parts = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      parts.add(part("file" + i + ".parquet", true, "S"));
    }
    assertThat(groups(rules(Set.of()), parts)).isEmpty();
    assertThat(groups(rules(Set.of()), parts.subList(0, 32))).isPresent();
  }

  /** One file of two days brings them into one group; a day of its own is another. */
  @Test
  void daysThatAFileConnectsAreMergedTogether() throws IOException {
    PublishPlan.MergedPart first = partOf("a.parquet", "S", DAY);
    PublishPlan.MergedPart third = partOf("b.parquet", "S", DAY + 2);
    PublishPlan.MergedPart both = partOf("c.parquet", "S", DAY, DAY + 1);
    PublishPlan.MergedPart alsoThird = partOf("d.parquet", "S", DAY + 2);
    List<MergeGroup> groups =
        groups(rules(Set.of()), List.of(first, third, both, alsoThird)).orElseThrow();
    assertThat(groups.stream().map(SortedRunsTest::paths))
        .containsExactly(List.of("a.parquet", "c.parquet"), List.of("b.parquet", "d.parquet"));
    PublishPlan.MergedPart bridge = partOf("e.parquet", "S", DAY + 1, DAY + 2);
    assertThat(
            groups(rules(Set.of()), List.of(first, third, both, alsoThird, bridge)).orElseThrow())
        .hasSize(1);
  }

  private static List<String> paths(MergeGroup group) {
    return group.runs().stream().map(MergeGroup.Run::path).toList();
  }

  private static PublishPlan.MergedPart partOf(String path, String symbol, long... epochDays) {
    return part(path, 1000, true, List.of(symbol), epochDays);
  }

  /** Days that are merged at the same time share the bytes that may be open. */
  @Test
  void largeFilesAreLeftToSpark() throws IOException {
    long all = 128L << 20;
    assertThat(groups(rules(Set.of()), ofDays(all, 1))).isPresent();
    assertThat(groups(rules(Set.of()), ofDays(all + 1, 1))).isEmpty();
    assertThat(groups(rules(Set.of()), ofDays(all / 2, 2))).isPresent();
    assertThat(groups(rules(Set.of()), ofDays(all / 4, 9))).isPresent();
    assertThat(groups(rules(Set.of()), ofDays(all / 4 + 1, 9))).isEmpty();
  }

  private static List<PublishPlan.MergedPart> ofDays(long bytes, int days) {
    return LongStream.range(DAY, DAY + days)
        .mapToObj(day -> part("d" + day + ".parquet", bytes, true, List.of("S"), day))
        .toList();
  }

  /** A part in order by symbol is in no order of files if one of its symbols has its own. */
  @Test
  void aFileOfItsOwnComesAfterThatOfTheOthers() throws IOException {
    List<Trade> trades =
        List.of(new Trade("A", 5, 1, 1, 0), new Trade("B", 3, 2, 1, 1), new Trade("C", 4, 3, 1, 2));
    PublishPlan.MergedPart part = part(write("abc.parquet", trades), true, "A", "B", "C");
    MergeRules rules =
        new MergeRules(TRADES, Set.of(), Map.of(day(DAY), Set.of("B"), day(DAY + 1), Set.of("C")));
    MergeGroup group = groups(rules, List.of(part)).orElseThrow().get(0);
    assertThat(group.runs()).hasSize(2);
    assertThat(group.rules().ownFiles()).containsOnlyKeys(day(DAY));
    List<String> found = new ArrayList<>();
    try (SortedRuns runs = rows(group)) {
      RowBuffer row = new RowBuffer(TRADES.columns());
      while (runs.next(row)) {
        found.add(row.text(2) + " in " + runs.file());
      }
    }
    assertThat(found).containsExactly("A in ", "C in ", "B in B");
  }

  /** A symbol may be one of several products: its rows stand with those of the product. */
  @Test
  void productsOfOneSymbolAreNotMixed() throws IOException {
    Trade perpetual = new Trade("S", 5, 1, 1, 0);
    Trade spot = new Trade("S", 1, 2, OF_SPOT, 1);
    Trade other = new Trade("S", 9, 3, 2, 0);
    List<PublishPlan.MergedPart> parts =
        List.of(
            part(write("both.parquet", List.of(perpetual, spot)), false, "S"),
            part(write("other.parquet", List.of(other)), true, "S"));
    MergeGroup group = groups(rules(Set.of()), parts).orElseThrow().get(0);
    assertThat(group.runs().get(0).last().product()).isEqualTo("spot");
    try (SortedRuns runs = rows(group)) {
      assertThat(all(runs)).containsExactly(perpetual, other, spot);
    }
  }

  /** Whatever parts of whatever days and symbols: each day comes in the order of one sort. */
  @Test
  void everyDayComesInOrder() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<PublishPlan.MergedPart> parts = new ArrayList<>();
      List<String> paths = new ArrayList<>();
      for (int file = 0; file < 12; file++) {
        List<Trade> trades = new ArrayList<>();
        Set<Long> days = new TreeSet<>();
        int firstDay = random.nextInt(8);
        int ofDays = random.nextInt(4) == 0 ? 2 : 1;
        String symbol = "S" + random.nextInt(3);
        for (int i = 0; i < 30; i++) {
          long day = firstDay + random.nextInt(ofDays);
          days.add(DAY + day);
          trades.add(
              new Trade(symbol, day * DAY_MICROS + random.nextInt(200), i + 1, file + 1L, i));
        }
        trades.sort(ORDER);
        String path = write("s%d-%d.parquet".formatted(seed, file), trades);
        paths.add(path);
        long[] of = days.stream().mapToLong(Long::longValue).toArray();
        parts.add(partOf(path, symbol, of));
      }
      MergeRules rules = rules(Set.of());
      Map<Long, List<Trade>> merged = new TreeMap<>();
      for (MergeGroup group : groups(rules, parts).orElseThrow()) {
        Set<Long> daysOfGroup = new TreeSet<>();
        try (SortedRuns runs = rows(group)) {
          all(runs).forEach(trade -> add(trade, merged, daysOfGroup));
        }
      }
      Map<Long, List<Trade>> sorted = new TreeMap<>();
      Set<Long> all = new TreeSet<>();
      all(SmallMerge.of(rules, paths, List.of(), CONF)).forEach(trade -> add(trade, sorted, all));
      assertThat(merged).as("seed %d", seed).isEqualTo(sorted);
      assertThat(merged.values().stream().mapToInt(List::size).sum()).isEqualTo(360);
    }
  }

  private static void add(Trade trade, Map<Long, List<Trade>> byDay, Set<Long> daysOfGroup) {
    long day = trade.ts() / DAY_MICROS;
    if (daysOfGroup.add(day)) {
      assertThat(byDay).as("a day of two groups").doesNotContainKey(day);
    }
    byDay.computeIfAbsent(day, any -> new ArrayList<>()).add(trade);
  }
}
