package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.StagedPart.SymbolDay;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveDay;
import io.treadmill.lake.DayFiles;
import io.treadmill.lake.DayFiles.DataFile;
import io.treadmill.market.BarClock;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Decides, for one dataset, which files of which days are moved, rewritten or left alone. */
final class PublishPlan {
  /**
   * A folder of the archive.
   *
   * @param venue venue
   * @param product product
   * @param day UTC day
   */
  record DayKey(String venue, String product, LocalDate day)
      implements Comparable<DayKey>, Serializable {
    private static final Comparator<DayKey> ORDER =
        Comparator.comparing(DayKey::venue)
            .thenComparing(DayKey::product)
            .thenComparing(DayKey::day);

    /** Returns what names a symbol of the day. */
    String of(String symbol) {
      return String.join("/", venue, product, symbol, day.toString());
    }

    @Override
    public int compareTo(DayKey other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * A staged part that becomes a file of the archive as it is.
   *
   * @param file its source
   * @param part the part
   */
  record Move(SourceFile file, StagedPart part) {}

  /**
   * A staged part whose rows are merged with others.
   *
   * @param venue its venue
   * @param part the part
   */
  record MergedPart(String venue, StagedPart part) {}

  /**
   * A file of the archive whose rows are merged with staged ones.
   *
   * @param day its folder
   * @param path where it is
   * @param bytes its size
   */
  record OldFile(DayKey day, String path, long bytes) {}

  /**
   * What happens to one day.
   *
   * @param day its folder
   * @param old what it holds now
   * @param untouched files that stay
   * @param rewritten files whose rows are merged with the staged ones
   * @param moves parts that are moved in
   */
  record DayPlan(
      ArchiveDay day,
      DayFiles old,
      List<DataFile> untouched,
      List<DataFile> rewritten,
      List<Move> moves) {}

  private final ArchiveDataset dataset;
  private final Set<Long> removed;
  private final Precedence precedence;
  private final Set<String> aggregated = new TreeSet<>();
  private final Map<DayKey, DayPlan> days = new TreeMap<>();
  private final Map<DayKey, Set<String>> ownFiles = new TreeMap<>();
  private final Map<String, MergedPart> mergedParts = new TreeMap<>();
  private long mergedRows;
  private Corrections corrections = Corrections.NONE;

  /** A staged part with its source. */
  private record Piece(SourceFile file, StagedPart part, SymbolDay at, DayStats stats) {
    boolean isAlone() {
      return part.days().size() == 1;
    }
  }

  private PublishPlan(ArchiveDataset dataset, Set<Long> removed, Precedence precedence) {
    this.dataset = dataset;
    this.removed = removed;
    this.precedence = precedence;
  }

  /**
   * Returns the plan.
   *
   * @param removed ids of sources whose rows in the archive go, for they are read again
   * @param touchedDays days that hold such rows, or rows that a later edition rules
   * @param ownFileRows rows from which a symbol gets a file of its own on a day with others
   * @param precedence which source stands; the plan adds what it rules on trades of two kinds
   */
  static PublishPlan of(
      Archive archive,
      ArchiveDataset dataset,
      List<StagedFile> files,
      Set<Long> removed,
      Set<DayKey> touchedDays,
      Corrections corrections,
      long ownFileRows,
      Precedence precedence) {
    PublishPlan plan = new PublishPlan(dataset, removed, precedence);
    plan.corrections = corrections;
    Map<DayKey, List<Piece>> pieces = new TreeMap<>();
    touchedDays.forEach(key -> pieces.put(key, new ArrayList<>()));
    for (StagedFile file : files) {
      for (StagedPart part : file.parts()) {
        if (part.dataset() == dataset) {
          part.days()
              .forEach(
                  (at, stats) -> {
                    Piece piece = new Piece(file.file(), part, at, stats);
                    for (LocalDate day : corrections.daysOf(file.file().sourceId(), at.day())) {
                      pieces
                          .computeIfAbsent(
                              new DayKey(file.file().venue(), at.product(), day),
                              key -> new ArrayList<>())
                          .add(piece);
                    }
                  });
        }
      }
    }
    pieces.entrySet().parallelStream()
        .map(
            entry -> {
              DayKey key = entry.getKey();
              ArchiveDay day = archive.day(dataset, key.venue(), key.product(), key.day());
              return Map.entry(key, new DayPlan(day, day.files(), List.of(), List.of(), List.of()));
            })
        .toList()
        .forEach(entry -> plan.days.put(entry.getKey(), entry.getValue()));
    pieces.forEach(
        (key, list) ->
            plan.days.put(
                key,
                plan.plan(
                    key, plan.days.get(key).day(), plan.days.get(key).old(), list, ownFileRows)));
    plan.mergedRows =
        plan.mergedParts.values().stream().mapToLong(merged -> merged.part().rows()).sum()
            + plan.days.values().stream()
                .flatMap(day -> day.rewritten().stream())
                .mapToLong(DataFile::rows)
                .sum();
    return plan;
  }

  private DayPlan plan(
      DayKey key, ArchiveDay day, DayFiles old, List<Piece> pieces, long ownFileRows) {
    Set<String> contested = ruleTrades(key, old, pieces);
    Map<String, Long> rowsBySymbol = new HashMap<>();
    Map<String, Integer> piecesBySymbol = new HashMap<>();
    for (Piece piece : pieces) {
      rowsBySymbol.merge(piece.at().symbol(), piece.stats().rows(), Long::sum);
      piecesBySymbol.merge(piece.at().symbol(), 1, Integer::sum);
    }
    boolean isOnlySymbol =
        rowsBySymbol.size() == 1
            && old.files().stream().allMatch(file -> removed.containsAll(file.sourceIds()));
    List<Move> moves = new ArrayList<>();
    Set<String> mergedSymbols = new HashSet<>();
    for (Piece piece : pieces) {
      String symbol = piece.at().symbol();
      boolean move =
          dataset == ArchiveDataset.TRADES
              && !contested.contains(symbol)
              && !precedence.ruled().contains(piece.file().sourceId())
              && piece.isAlone()
              && piecesBySymbol.get(symbol) == 1
              && (isOnlySymbol || piece.stats().rows() >= ownFileRows)
              && piece.stats().isStrict()
              && old.files().stream()
                  .filter(file -> file.symbols().contains(symbol))
                  .allMatch(file -> removed.containsAll(file.sourceIds()));
      if (move) {
        moves.add(new Move(piece.file(), piece.part()));
      } else {
        mergedParts.put(piece.part().path(), new MergedPart(key.venue(), piece.part()));
        mergedSymbols.add(symbol);
      }
    }
    List<DataFile> untouched = new ArrayList<>();
    List<DataFile> rewritten = new ArrayList<>();
    for (DataFile file : old.files()) {
      boolean isShared = file.symbols().size() > 1 || file.rows() < ownFileRows;
      boolean touched =
          file.symbols().stream().anyMatch(rowsBySymbol::containsKey)
              || file.sourceIds().stream().anyMatch(id -> removed.contains(id) || isRuled(id))
              || isShared && !mergedSymbols.isEmpty();
      if (!touched) {
        untouched.add(file);
      } else if (!removed.containsAll(file.sourceIds())) {
        rewritten.add(file);
        if (file.symbols().size() == 1) {
          rowsBySymbol.merge(file.symbols().get(0), file.rows(), Long::sum);
        }
      }
    }
    rowsBySymbol.forEach(
        (symbol, rows) -> {
          if (rows >= ownFileRows) {
            ownFiles.computeIfAbsent(key, any -> new TreeSet<>()).add(symbol);
          }
        });
    return new DayPlan(day, old, untouched, rewritten, moves);
  }

  private boolean isRuled(long sourceId) {
    return precedence.ruled().contains(sourceId);
  }

  /**
   * Rules on a day of trades. The same fills as trades and as aggTrades would be counted twice, so
   * would fills without ids of a monthly and of a daily file: one source stands.
   *
   * @return symbols for which more than one source speaks
   */
  private Set<String> ruleTrades(DayKey key, DayFiles old, List<Piece> pieces) {
    old.sources().forEach(source -> precedence.add(Edition.of(source)));
    if (dataset != ArchiveDataset.TRADES) {
      return Set.of();
    }
    Map<String, Map<Long, String>> kinds = new TreeMap<>();
    for (Piece piece : pieces) {
      kinds
          .computeIfAbsent(piece.at().symbol(), symbol -> new TreeMap<>())
          .put(piece.file().sourceId(), piece.file().kind());
    }
    Map<Long, String> kindOf = new HashMap<>();
    old.sources().forEach(source -> kindOf.put(source.sourceId(), source.name().split("/")[1]));
    for (DataFile file : old.files()) {
      for (String symbol : file.symbols()) {
        for (long id : file.sourceIds()) {
          if (kinds.containsKey(symbol) && kindOf.containsKey(id) && !removed.contains(id)) {
            kinds.get(symbol).put(id, kindOf.get(id));
          }
        }
      }
    }
    kinds.values().removeIf(sources -> sources.size() < 2);
    kinds.forEach((symbol, sources) -> rule(key, symbol, sources));
    return kinds.keySet();
  }

  private void rule(DayKey key, String symbol, Map<Long, String> sources) {
    long from = UtcDays.startMicros(key.day());
    long to = from + BarClock.DAY_MICROS;
    boolean both = sources.containsValue("trades") && sources.containsValue("aggTrades");
    List<Edition> editions = new ArrayList<>();
    for (Map.Entry<Long, String> source : sources.entrySet()) {
      Edition edition = precedence.edition(source.getKey());
      if (both && source.getValue().equals("aggTrades")) {
        precedence.rule(source.getKey(), new Precedence.Ruling(0, symbol, from, to, false, true));
        aggregated.add(key.of(symbol));
      } else if (edition != null) {
        editions.add(edition);
      }
    }
    for (Edition edition : editions) {
      if (editions.stream().anyMatch(edition::givesWayTo)) {
        precedence.rule(edition.sourceId(), new Precedence.Ruling(0, symbol, from, to, true, true));
      }
    }
  }

  /** Returns lines on what is left out by a rule. */
  List<String> leftOut() {
    return aggregated.isEmpty()
        ? List.of()
        : List.of(
            "aggTrades of %,d symbol days are left out (%s): trades of the same days stand, both"
                    .formatted(aggregated.size(), aggregated.iterator().next())
                + " would count the same fills twice");
  }

  /** Returns which source stands. */
  Precedence precedence() {
    return precedence;
  }

  ArchiveDataset dataset() {
    return dataset;
  }

  Map<DayKey, DayPlan> days() {
    return days;
  }

  /** Returns the ids of sources whose rows in the archive go, for they are read again. */
  Set<Long> removed() {
    return removed;
  }

  /** Returns venue/product/symbol/day of what gets a file of its own. */
  List<String> ownFiles() {
    return ownFiles.entrySet().stream()
        .flatMap(day -> day.getValue().stream().map(day.getKey()::of))
        .toList();
  }

  /** Returns the staged parts that are merged, by path. */
  Map<String, MergedPart> mergedParts() {
    return mergedParts;
  }

  /** Returns the files of the archive that are merged. */
  List<OldFile> mergedFiles() {
    List<OldFile> files = new ArrayList<>();
    days.forEach(
        (key, day) ->
            day.rewritten()
                .forEach(
                    file ->
                        files.add(
                            new OldFile(key, day.day().path(file).toString(), file.bytes()))));
    return files;
  }

  /** Returns what a merge of the rows must know. */
  MergeRules rules() {
    return new MergeRules(dataset, removed, ownFiles);
  }

  /** Returns true if bars proved something about the rows. */
  boolean isCorrected() {
    return corrections != Corrections.NONE;
  }

  /** Returns true if so few rows are merged that memory holds them. */
  boolean isSmall() {
    return mergedRows <= SmallMerge.MOST_ROWS;
  }

  /** Returns the condition that a row of the archive goes. */
  Column isRemoved(Column sourceId) {
    return functions.coalesce(sourceId.isin(removed.toArray()), functions.lit(false));
  }

  /** Returns staged rows after what the whole import proved about them. */
  Dataset<Row> corrected(Dataset<Row> staged) {
    return corrections.apply(staged);
  }
}
