package io.treadmill.jobs.ingest;

import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.contract.Progress;
import io.treadmill.jobs.ingest.DayMerge.Count;
import io.treadmill.jobs.ingest.DayMerge.CountKey;
import io.treadmill.jobs.ingest.IngestResult.FileResult;
import io.treadmill.jobs.ingest.IngestResult.Status;
import io.treadmill.jobs.ingest.PublishPlan.DayKey;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.format.StatedContract;
import io.treadmill.jobs.ingest.vendors.InstrumentListFiles;
import io.treadmill.jobs.ingest.vendors.Vendors;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.lake.DayFiles.Source;
import io.treadmill.lake.InstrumentLists;
import io.treadmill.lake.Lake;
import io.treadmill.market.contract.Register;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Imports vendor files into the archive: list, hash, stage, check, publish, account. A file that is
 * refused never holds back the others: they are published, then the run ends with an error.
 */
public final class Ingest {
  private final String runId;
  private final List<IngestRequest> requests;
  private final SparkSession spark;
  private final Archive archive;
  private final Lake lake;
  private final Settings settings;
  private final Progress progress;
  private final Instant now;
  private final Configuration conf;
  private final Register register;
  private final Map<String, StatedContract> stated = new HashMap<>();

  private Ingest(
      String runId,
      List<IngestRequest> requests,
      SparkSession spark,
      Archive archive,
      Lake lake,
      Settings settings,
      Clock clock,
      Progress progress) {
    this.runId = runId;
    this.requests = requests;
    this.spark = spark;
    this.archive = archive;
    this.lake = lake;
    this.settings = settings;
    this.progress = progress;
    this.now = clock.instant();
    this.conf = spark.sparkContext().hadoopConfiguration();
    this.register = InstrumentLists.register(archive, settings);
  }

  /**
   * Imports the files of several requests as one: each dataset is published once.
   *
   * @param runId id of the run
   * @param clock for the stamps of the ledger, and to refuse rows from the future
   * @throws UserError if a path is wrong, or after publishing the others, if a file was refused
   */
  public static IngestResult run(
      String runId,
      List<IngestRequest> requests,
      SparkSession spark,
      Archive archive,
      Lake lake,
      Settings settings,
      Clock clock,
      Progress progress) {
    return new Ingest(runId, requests, spark, archive, lake, settings, clock, progress).run();
  }

  private IngestResult run() {
    List<SourceFile> found = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<FileResult> results = new ArrayList<>();
    Set<String> forced = new HashSet<>();
    for (IngestRequest request : requests) {
      FileFinder finder = new FileFinder(Vendors.of(request.vendor()), request, register);
      List<SourceFile> files = finder.find(conf);
      finder.note().ifPresent(notes::add);
      found.addAll(files);
      results.addAll(finder.refused());
      files.forEach(file -> stated.put(file.path(), request.stated()));
      if (request.isForced()) {
        files.forEach(file -> forced.add(file.path()));
      }
    }
    List<SourceFile> files = found.isEmpty() ? List.of() : hashed(found);
    KnownSources known = new KnownSources(lake, archive, files);
    List<SourceFile> fresh = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (SourceFile file : files) {
      boolean twice = !seen.add(file.sha256() + " " + file.symbol() + " " + file.kind());
      if (twice || !forced.contains(file.path()) && known.holds(file)) {
        results.add(new FileResult(file.path(), Status.UNCHANGED, 0, 0, 0, 0, null));
      } else {
        fresh.add(file);
      }
    }
    progress.tell(files.size() + " files, " + (files.size() - fresh.size()) + " of them unchanged");
    if (!fresh.isEmpty()) {
      try {
        load(fresh, known, results);
      } finally {
        removeStaging();
      }
    }
    if (requests.stream().anyMatch(of -> of.vendor().equals(InstrumentListFiles.NAME))) {
      notes.addAll(InstrumentLists.register(archive, settings).conflicts());
    }
    results.sort(Comparator.comparing(FileResult::path));
    IngestResult result = new IngestResult(results, notes);
    failIfRefused(result);
    return result;
  }

  private List<SourceFile> hashed(List<SourceFile> files) {
    SerializableConfiguration shared = new SerializableConfiguration(conf);
    return parallel(files, new HashFile(shared));
  }

  private <T, R> List<R> parallel(List<T> items, Function<T, R> function) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int slices = Math.min(items.size(), 4 * Math.max(2, context.defaultParallelism()));
    return context.parallelize(items, slices).map(function).collect();
  }

  private void load(List<SourceFile> fresh, KnownSources known, List<FileResult> results) {
    List<StagedFile> staged = stage(fresh);
    List<StagedFile> good = staged.stream().filter(file -> file.refusal() == null).toList();
    Set<Long> removed = new TreeSet<>();
    List<Row> superseded = new ArrayList<>();
    for (StagedFile file : good) {
      removed.add(file.file().sourceId());
      for (Row row : known.superseded(file.file())) {
        superseded.add(row);
        removed.add(row.getAs("source_id"));
      }
    }
    Map<ArchiveDataset, Map<CountKey, Count>> published = publish(good, known, removed);
    Map<Long, Long> dropped = Accounts.check(good, published);
    IngestTables tables = new IngestTables(spark, lake, runId, now);
    // A file counts as imported once it is in source_files: that comes last.
    ConcurrentSteps.run(
        List.of(
            Executors.callable(() -> tables.coverage(published)),
            Executors.callable(() -> tables.quarantine(staged)),
            Executors.callable(() -> tables.reconciliation(staged, published))));
    tables.sourceFiles(staged, dropped, superseded);
    staged.forEach(file -> results.add(Accounts.result(file, dropped.get(file.file().sourceId()))));
  }

  private List<StagedFile> stage(List<SourceFile> files) {
    StageTask task =
        new StageTask(
            archive.staging(runId).toString(),
            runId,
            Math.multiplyExact(now.getEpochSecond(), 1_000_000L),
            settings.ingest().strictChecksum(),
            register);
    List<StageFile.Work> work = new ArrayList<>();
    for (SourceFile file : files) {
      work.add(new StageFile.Work(file, stated.get(file.path()), work.size()));
    }
    // Large files first: the last task to start is then a short one.
    work.sort(Comparator.comparingLong((StageFile.Work item) -> -item.file().bytes()));
    List<StagedFile> staged =
        parallel(work, new StageFile(task, new SerializableConfiguration(conf))).stream()
            .map(file -> Accounts.gate(file, settings.ingest().maxQuarantinePercent()))
            .sorted(Comparator.comparing(file -> file.file().path()))
            .toList();
    long rows = staged.stream().mapToLong(StagedFile::rowsRead).sum();
    progress.tell("read " + rows + " rows of " + staged.size() + " files");
    return staged;
  }

  private Map<ArchiveDataset, Map<CountKey, Count>> publish(
      List<StagedFile> good, KnownSources known, Set<Long> removed) {
    Map<Long, Source> sources =
        good.stream()
            .map(StagedFile::file)
            .collect(Collectors.toMap(SourceFile::sourceId, Ingest::source, (a, b) -> a));
    Set<ArchiveDataset> datasets = new TreeSet<>();
    good.forEach(file -> file.parts().forEach(part -> datasets.add(part.dataset())));
    removed.forEach(id -> datasets.addAll(known.datasets(id)));
    List<ArchiveDataset> order = new ArrayList<>(datasets);
    order.sort(Comparator.comparing((ArchiveDataset dataset) -> dataset != ArchiveDataset.KLINES));
    order.forEach(archive::checkWritable);
    Map<ArchiveDataset, Map<CountKey, Count>> published = new EnumMap<>(ArchiveDataset.class);
    List<Callable<Map<CountKey, Count>>> steps = new ArrayList<>();
    for (ArchiveDataset dataset : order) {
      steps.add(() -> publish(dataset, good, known, removed, sources));
    }
    // Bars prove the labels of open interest, so they come first.
    int bars = order.contains(ArchiveDataset.KLINES) ? 1 : 0;
    List<Map<CountKey, Count>> counts =
        new ArrayList<>(ConcurrentSteps.run(steps.subList(0, bars)));
    counts.addAll(ConcurrentSteps.run(steps.subList(bars, steps.size())));
    for (int i = 0; i < counts.size(); i++) {
      published.put(order.get(i), counts.get(i));
    }
    return published;
  }

  private Map<CountKey, Count> publish(
      ArchiveDataset dataset,
      List<StagedFile> good,
      KnownSources known,
      Set<Long> removed,
      Map<Long, Source> sources) {
    Set<DayKey> removedFrom = new TreeSet<>();
    removed.forEach(id -> removedFrom.addAll(known.days(dataset, id)));
    Corrections corrections =
        dataset == ArchiveDataset.OPEN_INTEREST
            ? LabelProof.prove(spark, archive, good)
            : Corrections.NONE;
    PublishPlan plan =
        PublishPlan.of(
            archive,
            dataset,
            good,
            removed,
            removedFrom,
            corrections,
            settings.ingest().ownFileRows());
    Map<CountKey, Count> counts = new Publisher(spark, archive, runId).publish(plan, sources);
    // Coverage says of days whose rows are gone that they are missing.
    for (long id : removed) {
      known
          .keys(dataset, id)
          .forEach(key -> counts.computeIfAbsent(key, gone -> new Count(new DayStats())));
    }
    progress.tell("published " + dataset.folder() + ": " + plan.days().size() + " days");
    return counts;
  }

  private static Source source(SourceFile file) {
    return new Source(
        file.sourceId(),
        file.sha256(),
        file.identity(),
        file.from() == null ? null : file.from().toString(),
        file.to() == null ? null : file.to().toString());
  }

  private void removeStaging() {
    Path staging = archive.staging(runId);
    try {
      ArchiveStore.of(staging, conf).delete(staging, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void failIfRefused(IngestResult result) {
    List<FileResult> refused =
        result.files().stream().filter(file -> file.status() == Status.REFUSED).toList();
    if (refused.isEmpty()) {
      return;
    }
    String first =
        refused.stream()
            .limit(5)
            .map(file -> "Cannot import " + file.path() + ": " + file.reason())
            .collect(Collectors.joining("\n"));
    long others = result.files().size() - refused.size();
    throw UserError.input(
        first
            + (refused.size() > 5 ? "\n.. and " + (refused.size() - 5) + " more files" : "")
            + (others > 0
                ? "\nThe other " + others + " files are in the archive; mend these and run again"
                : ""));
  }

  private record HashFile(SerializableConfiguration conf)
      implements Function<SourceFile, SourceFile> {
    @Override
    public SourceFile call(SourceFile file) throws IOException {
      Path path = new Path(file.path());
      return file.withSha256(ArchiveStore.sha256(ArchiveStore.of(path, conf.value()), path));
    }
  }
}
