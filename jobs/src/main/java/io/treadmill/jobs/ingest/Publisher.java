package io.treadmill.jobs.ingest;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.Session;
import io.treadmill.jobs.ingest.DayMerge.Count;
import io.treadmill.jobs.ingest.DayMerge.CountKey;
import io.treadmill.jobs.ingest.DayMerge.MergedFile;
import io.treadmill.jobs.ingest.PublishPlan.DayKey;
import io.treadmill.jobs.ingest.PublishPlan.DayPlan;
import io.treadmill.jobs.ingest.PublishPlan.Move;
import io.treadmill.jobs.ingest.Revisions.Difference;
import io.treadmill.jobs.ingest.Revisions.Pair;
import io.treadmill.jobs.ingest.StagedPart.SymbolDay;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveDay;
import io.treadmill.lake.ArchiveImport;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.lake.DayFiles;
import io.treadmill.lake.DayFiles.DataFile;
import io.treadmill.lake.DayFiles.Source;
import io.treadmill.lake.RowBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Brings staged rows of one dataset into the archive: a large day that needs no merge is moved, the
 * rest is merged with what is there: in memory if it is little, run by run if files are in order,
 * else in one sorted Spark job. Then each day is committed by one put.
 */
final class Publisher {
  private static final int MAX_PARTITIONS = 64;

  private final Session session;
  private final Archive archive;
  private final ArchiveImport importing;
  private final Revisions.Import by;
  private final SerializableConfiguration conf;

  /**
   * What publishing a dataset did.
   *
   * @param counts rows kept and dropped by source, symbol and day
   * @param revisions Parquet files of the values that gave way
   * @param differences how much which sources differ
   * @param absent rows of an earlier edition that stay and that the later one does not have
   * @param leftOut lines on what was left out by a rule
   * @param precedence which source stands
   */
  record Published(
      Map<CountKey, Count> counts,
      List<String> revisions,
      Map<Pair, Difference> differences,
      Map<Pair, Long> absent,
      List<String> leftOut,
      Precedence precedence) {}

  Publisher(Session session, Archive archive, ArchiveImport importing, Revisions.Import by) {
    this.session = session;
    this.archive = archive;
    this.importing = importing;
    this.by = by;
    this.conf = new SerializableConfiguration(session.hadoop());
  }

  /** Publishes a plan. */
  Published publish(PublishPlan plan, Map<Long, Source> sources) {
    Map<CountKey, Count> counts = new HashMap<>();
    Map<DayKey, List<DataFile>> written = new TreeMap<>();
    List<String> revisions = new ArrayList<>();
    Map<Pair, Difference> differences = new LinkedHashMap<>();
    Map<Pair, Long> absent = new LinkedHashMap<>();
    Collection<DayPlan> days = plan.days().values();
    importing.note(plan.dataset(), days.stream().map(DayPlan::day).toList());
    days.parallelStream().forEach(day -> requireSound(day, plan));
    days.parallelStream().forEach(day -> day.day().prepare(day.old()));
    for (DayMerge.Result result : merge(plan)) {
      if (result.revisions() != null) {
        revisions.add(result.revisions());
      }
      result.differences().forEach((pair, of) -> differences.merge(pair, of, Difference::plus));
      result.absent().forEach((pair, rows) -> absent.merge(pair, rows, Long::sum));
      for (MergedFile file : result.files()) {
        written.computeIfAbsent(file.day(), key -> new ArrayList<>()).add(file.file());
      }
      counts.putAll(result.counts());
    }
    plan.days().entrySet().parallelStream()
        .forEach(
            entry -> {
              List<DataFile> files =
                  new ArrayList<>(written.getOrDefault(entry.getKey(), List.of()));
              entry.getValue().moves().forEach(move -> files.add(move(entry.getValue(), move)));
              commit(entry.getValue(), files, sources);
            });
    plan.days().forEach((key, day) -> day.moves().forEach(move -> count(key, move, counts)));
    return new Published(counts, revisions, differences, absent, plan.leftOut(), plan.precedence());
  }

  /** A damaged part must not be merged into a sound one; what it held is read again. */
  private static void requireSound(DayPlan day, PublishPlan plan) {
    for (DataFile file : day.rewritten()) {
      try {
        Archive.checkWhole(day.day(), day.old(), file);
      } catch (UserError damaged) {
        String others =
            day.old().sources().stream()
                .filter(source -> file.sourceIds().contains(source.sourceId()))
                .filter(source -> !plan.removed().contains(source.sourceId()))
                .map(ArchiveDay::fileName)
                .collect(Collectors.joining(", "));
        throw UserError.storage(
            "%s; it holds rows of %s too: give these with the others, and --force"
                .formatted(damaged.getMessage(), others),
            damaged);
      }
    }
  }

  private static void count(DayKey key, Move move, Map<CountKey, Count> counts) {
    Map.Entry<SymbolDay, DayStats> only = move.part().days().entrySet().iterator().next();
    String symbol = only.getKey().symbol();
    for (long source : new long[] {move.file().sourceId(), 0}) {
      Count count = new Count(only.getValue());
      counts.put(new CountKey(key.venue(), key.product(), symbol, key.day(), source), count);
    }
  }

  private DataFile move(DayPlan plan, Move move) {
    DayStats stats = move.part().days().values().iterator().next();
    String symbol = move.part().days().keySet().iterator().next().symbol();
    Path from = new Path(move.part().path());
    Path to =
        new Path(
            plan.day().folder(), ArchiveStore.plainName(symbol) + "-" + by.runId() + ".parquet");
    FileSystem fs = plan.day().fs();
    try {
      fs.mkdirs(to.getParent());
      fs.delete(to, false);
      if (!fs.rename(from, to)) {
        throw new IOException("Cannot move " + from + " to " + to);
      }
      return DataFile.of(
          fs,
          to,
          move.part().rows(),
          List.of(symbol),
          stats.firstTs(),
          stats.lastTs(),
          List.of(move.file().sourceId()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void commit(DayPlan plan, List<DataFile> files, Map<Long, Source> known) {
    List<DataFile> all = new ArrayList<>(plan.untouched());
    all.addAll(files);
    Map<Long, Source> sources = new HashMap<>(known);
    plan.old().sources().forEach(source -> sources.putIfAbsent(source.sourceId(), source));
    Set<Long> used =
        all.stream().flatMap(file -> file.sourceIds().stream()).collect(Collectors.toSet());
    List<Source> named = used.stream().map(sources::get).filter(Objects::nonNull).toList();
    plan.day().publish(DayFiles.of(all, named), plan.old());
  }

  private List<DayMerge.Result> merge(PublishPlan plan) {
    Set<String> staged = plan.mergedParts().keySet();
    List<String> old = plan.mergedFiles().stream().map(PublishPlan.OldFile::path).toList();
    if (staged.isEmpty() && old.isEmpty()) {
      return List.of();
    }
    ArchiveDataset dataset = plan.dataset();
    MergePartition merge =
        new MergePartition(dataset, archive.folder(dataset), by, plan.precedence(), conf);
    Optional<List<DayMerge.Result>> merged = mergeSorted(plan, old, merge);
    if (merged.isPresent()) {
      return merged.get();
    }
    Dataset<Row> rows =
        Stream.concat(
                staged.isEmpty()
                    ? Stream.empty()
                    : Stream.of(plan.corrected(read(dataset, staged))),
                old.isEmpty()
                    ? Stream.empty()
                    : Stream.of(
                        read(dataset, old)
                            .where(plan.isRemoved(functions.col("source_id")).unary_$bang())))
            .reduce(Dataset::union)
            .orElseThrow();
    Column fileKey =
        functions
            .when(
                functions
                    .concat_ws(
                        "/",
                        functions.col("venue"),
                        functions.col("product"),
                        functions.col("symbol"),
                        functions.col("day"))
                    .isin(plan.ownFiles().toArray()),
                functions.col("symbol"))
            .otherwise("");
    Column[] key =
        Stream.of("venue", "product", "day", DayMerge.FILE_KEY)
            .map(functions::col)
            .toArray(Column[]::new);
    List<String> names = new ArrayList<>(List.of(dataset.schema().fieldNames()));
    names.add(DayMerge.FILE_KEY);
    int partitions = Math.max(1, Math.min(MAX_PARTITIONS, plan.days().size()));
    return rows.withColumn(DayMerge.FILE_KEY, fileKey)
        .select(names.stream().map(functions::col).toArray(Column[]::new))
        .repartition(partitions, key)
        .sortWithinPartitions(
            DayMerge.order(dataset).stream().map(functions::col).toArray(Column[]::new))
        .toJavaRDD()
        .mapPartitions(merge)
        .collect();
  }

  /** Merges without a sort; empty if many rows are in no order, or bars corrected them. */
  private Optional<List<DayMerge.Result>> mergeSorted(
      PublishPlan plan, List<String> old, MergePartition merge) {
    if (plan.isCorrected()) {
      return Optional.empty();
    }
    try {
      if (plan.isSmall()) {
        return Optional.of(
            List.of(
                merge.merge(
                    SmallMerge.of(plan.rules(), plan.mergedParts().keySet(), old, conf.value()))));
      }
      BooleanSupplier isEnding = session::isEnding;
      return MergeGroups.of(
              plan.rules(), plan.mergedParts().values(), plan.mergedFiles(), conf.value(), isEnding)
          .map(
              groups ->
                  session.map(
                      groups,
                      session.isLocal() ? group -> merge.merge(group, isEnding) : merge::merge));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Dataset<Row> read(ArchiveDataset dataset, Collection<String> paths) {
    return session.spark().read().schema(dataset.schema()).parquet(paths.toArray(String[]::new));
  }

  private record MergePartition(
      ArchiveDataset dataset,
      String root,
      Revisions.Import by,
      Precedence precedence,
      SerializableConfiguration conf)
      implements FlatMapFunction<Iterator<Row>, DayMerge.Result> {
    @Override
    public Iterator<DayMerge.Result> call(Iterator<Row> rows) throws IOException {
      return List.of(merge(new SparkRows(rows, dataset.columns().size()))).iterator();
    }

    /** Merges a group on an executor. */
    DayMerge.Result merge(MergeGroup group) throws IOException {
      return merge(group, () -> false);
    }

    DayMerge.Result merge(MergeGroup group, BooleanSupplier isEnding) throws IOException {
      try (SortedRuns rows = new SortedRuns(group, conf.value(), isEnding)) {
        return merge(rows);
      }
    }

    DayMerge.Result merge(DayMerge.SortedRows rows) throws IOException {
      FileSystem fs = ArchiveStore.of(new Path(root), conf.value());
      return new DayMerge(dataset, fs, root, by, precedence).merge(rows);
    }
  }

  /** Rows that Spark sorted; the last column is that of the file. */
  static final class SparkRows implements DayMerge.SortedRows {
    private final Iterator<Row> rows;
    private final int fileColumn;
    private Row row;

    SparkRows(Iterator<Row> rows, int fileColumn) {
      this.rows = rows;
      this.fileColumn = fileColumn;
    }

    @Override
    public boolean next(RowBuffer into) {
      if (!rows.hasNext()) {
        return false;
      }
      row = rows.next();
      into.take(row);
      return true;
    }

    @Override
    public String file() {
      return row.getString(fileColumn);
    }
  }
}
