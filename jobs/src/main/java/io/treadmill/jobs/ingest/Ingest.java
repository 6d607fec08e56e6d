package io.treadmill.jobs.ingest;

import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.contract.Progress;
import io.treadmill.jobs.contract.Session;
import io.treadmill.jobs.ingest.DayMerge.Count;
import io.treadmill.jobs.ingest.DayMerge.CountKey;
import io.treadmill.jobs.ingest.IngestResult.FileResult;
import io.treadmill.jobs.ingest.IngestResult.Status;
import io.treadmill.jobs.ingest.KnownSources.Known;
import io.treadmill.jobs.ingest.PublishPlan.DayKey;
import io.treadmill.jobs.ingest.Publisher.Published;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.format.StatedContract;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveImport;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.lake.DayFiles.Source;
import io.treadmill.lake.InstrumentLists;
import io.treadmill.lake.Lake;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Register;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Imports vendor files into the archive: list, hash, stage, check, publish, account. A file that is
 * refused never holds back the others: they are published.
 */
public final class Ingest {
  /** Datasets whose labels bars prove. */
  private static final Set<ArchiveDataset> LABELLED =
      EnumSet.of(ArchiveDataset.OPEN_INTEREST, ArchiveDataset.LONG_SHORT);

  private final String runId;
  private final List<IngestRequest> requests;
  private final Session session;
  private final Archive archive;
  private final Lake lake;
  private final Settings settings;
  private final Progress progress;
  private final Instant now;
  private final Configuration conf;
  private Register register;
  private ArchiveImport importing;
  private final Map<String, StatedContract> stated = new HashMap<>();
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

  /**
   * Makes an import of several requests as one: each dataset is published once.
   *
   * @param runId id of the run
   * @param clock for the stamps of the ledger, and to refuse rows from the future
   */
  public Ingest(
      String runId,
      List<IngestRequest> requests,
      Session session,
      Archive archive,
      Lake lake,
      Settings settings,
      Clock clock,
      Progress progress) {
    this.runId = runId;
    this.requests = requests;
    this.session = session;
    this.archive = archive;
    this.lake = lake;
    this.settings = settings;
    this.progress = progress;
    this.now = clock.instant();
    this.conf = session.hadoop();
    this.register = InstrumentLists.register(archive, settings);
  }

  /**
   * Returns what the files of requests are taken for, in lines; nothing is imported, so lists of
   * instruments among them say nothing yet.
   *
   * @throws UserError if a path is wrong
   */
  public static List<String> plan(
      List<IngestRequest> requests, Configuration conf, Archive archive, Settings settings) {
    return IngestPlan.of(requests, InstrumentLists.register(archive, settings), conf).lines();
  }

  /**
   * Imports the files.
   *
   * @return what became of each file, those that are refused among them
   * @throws UserError if a path is wrong
   */
  public IngestResult run() {
    try (ArchiveImport own = ArchiveImport.begin(archive, runId, now)) {
      importing = own;
      return importAll();
    }
  }

  private IngestResult importAll() {
    IngestPlan plan = IngestPlan.of(requests, register, conf);
    List<FileResult> results = new ArrayList<>();
    if (plan.hasLists()) {
      // What the lists say is known when the other files are looked at.
      load(plan.lists(), results);
      register = InstrumentLists.register(archive, settings);
      notes.addAll(register.conflicts());
      plan = IngestPlan.of(requests, register, conf);
    }
    notes.addAll(0, plan.notes());
    load(plan.withoutLists(), results);
    results.sort(Comparator.comparing(FileResult::path));
    return new IngestResult(results, notes);
  }

  private void load(IngestPlan plan, List<FileResult> results) {
    if (plan.files().isEmpty() && plan.refused().isEmpty()) {
      return;
    }
    plan.requests().forEach((path, request) -> stated.put(path, request.stated()));
    Set<String> forced = plan.forced();
    List<SourceFile> files = hashed(plan.files());
    KnownSources known = new KnownSources(lake, archive, files);
    List<SourceFile> fresh = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    for (SourceFile file : files) {
      boolean twice = !seen.add(file.sourceId());
      if (twice || !forced.contains(file.path()) && known.holds(file)) {
        results.add(new FileResult(file.path(), Status.UNCHANGED, 0, 0, 0, 0, null));
      } else {
        fresh.add(file);
      }
    }
    int unchanged = files.size() - fresh.size();
    progress.tell(files.size() + " files, " + unchanged + " of them unchanged");
    if (fresh.size() + plan.refused().size() > 0) {
      load(fresh, plan.refused(), known, results);
      importing.clear();
    }
  }

  private List<SourceFile> hashed(List<SourceFile> files) {
    SerializableConfiguration shared = new SerializableConfiguration(conf);
    return session.map(files, new HashFile(shared));
  }

  private void load(
      List<SourceFile> fresh,
      List<FileFinder.Refused> refused,
      KnownSources known,
      List<FileResult> results) {
    List<StagedFile> staged = new ArrayList<>(stage(fresh));
    Map<String, String> reasons =
        refused.stream()
            .collect(Collectors.toMap(one -> one.file().path(), one -> one.reason(), (a, b) -> a));
    hashed(refused.stream().map(FileFinder.Refused::file).distinct().toList())
        .forEach(file -> staged.add(StagedFile.unread(file, reasons.get(file.path()))));
    staged.stream()
        .flatMap(file -> file.notes().stream())
        .distinct()
        .forEach(note -> tell(note, staged));
    List<StagedFile> said = said(staged);
    staged.addAll(said);
    List<StagedFile> good = staged.stream().filter(file -> file.refusal() == null).toList();
    Set<Long> removed = new TreeSet<>();
    Precedence precedence = new Precedence();
    Map<Long, Known> others = new LinkedHashMap<>();
    for (StagedFile file : good) {
      removed.add(file.file().sourceId());
      known.sameBytes(file.file()).forEach(same -> removed.add(same.id()));
      known.otherEditions(file.file()).forEach(other -> others.put(other.id(), other));
      precedence.add(Edition.of(file));
    }
    others.keySet().removeAll(removed);
    others.values().forEach(other -> precedence.add(other.edition()));
    precedence.ruleEditions(
        good.stream()
            .map(StagedFile::file)
            .filter(file -> file.published() != null && file.published().isReplacing())
            .map(SourceFile::sourceId)
            .collect(Collectors.toSet()));
    others.values().removeIf(other -> !precedence.ruled().contains(other.id()));
    Map<ArchiveDataset, Published> published =
        publish(good, new Sources(known, removed, others.keySet(), precedence));
    Map<ArchiveDataset, Map<CountKey, Count>> counts = new EnumMap<>(ArchiveDataset.class);
    published.forEach((dataset, done) -> counts.put(dataset, done.counts()));
    Map<Long, Long> dropped = Accounts.check(good, counts);
    IngestTables tables = new IngestTables(conf, lake, runId, now);
    // A file counts as imported once it is in source_files: that comes last.
    ConcurrentSteps.run(
        List.of(
            Executors.callable(() -> tables.coverage(counts)),
            Executors.callable(() -> tables.quarantine(staged)),
            Executors.callable(() -> tables.revisions(published.values())),
            Executors.callable(() -> tables.reconciliation(staged, others.values(), counts))));
    tables.sourceFiles(staged, dropped, others.values());
    notes.addAll(Notes.of(published));
    staged.stream()
        .filter(file -> !said.contains(file))
        .forEach(file -> results.add(Accounts.result(file, dropped.get(file.file().sourceId()))));
  }

  private List<StagedFile> stage(List<SourceFile> files) {
    StageTask task =
        new StageTask(
            archive.staging(runId).toString(),
            runId,
            nowMicros(),
            settings.ingest().strictChecksum(),
            register);
    List<StageFile.Work> work = new ArrayList<>();
    for (SourceFile file : files) {
      work.add(new StageFile.Work(file, stated.get(file.path()), work.size()));
    }
    // Large files first: the last task to start is then a short one.
    work.sort(Comparator.comparingLong((StageFile.Work item) -> -item.file().bytes()));
    Function<StageFile.Work, StagedFile> stage =
        session.isLocal()
            ? item -> task.stage(item.file(), item.stated(), item.number(), conf, session::isEnding)
            : new StageFile(task, new SerializableConfiguration(conf));
    List<StagedFile> staged =
        session.map(work, stage).stream()
            .map(file -> Accounts.gate(file, settings.ingest().maxQuarantinePercent()))
            .sorted(Comparator.comparing(file -> file.file().path()))
            .toList();
    long rows = staged.stream().mapToLong(StagedFile::rowsRead).sum();
    progress.tell("read " + rows + " rows of " + staged.size() + " files");
    return staged;
  }

  /** Keeps the contracts that only the options say. */
  private List<StagedFile> said(List<StagedFile> staged) {
    List<StagedFile> kept = new ArrayList<>();
    for (Contract contract : SaidContracts.of(staged, stated, register)) {
      Path folder = new Path(archive.staging(runId), "said-" + kept.size());
      kept.add(SaidContracts.stage(contract, folder, runId, nowMicros(), conf));
      notes.add(
          "%s of %s is %s: kept for later imports and all jobs"
              .formatted(contract.symbol(), contract.venue(), contract.inWords()));
    }
    return kept;
  }

  private long nowMicros() {
    return Math.multiplyExact(now.getEpochSecond(), 1_000_000L);
  }

  /**
   * What is known of the sources of an import.
   *
   * @param known the ledger
   * @param removed sources whose rows in the archive go, for they are read again
   * @param ruled sources in the archive that a later edition rules
   * @param precedence which source stands
   */
  private record Sources(
      KnownSources known, Set<Long> removed, Set<Long> ruled, Precedence precedence) {
    private Set<Long> touched() {
      Set<Long> touched = new TreeSet<>(removed);
      touched.addAll(ruled);
      return touched;
    }
  }

  private Map<ArchiveDataset, Published> publish(List<StagedFile> good, Sources sources) {
    Set<ArchiveDataset> datasets = new TreeSet<>();
    good.forEach(file -> file.parts().forEach(part -> datasets.add(part.dataset())));
    sources.touched().forEach(id -> datasets.addAll(sources.known().datasets(id)));
    List<ArchiveDataset> order = new ArrayList<>(datasets);
    order.sort(Comparator.comparing((ArchiveDataset dataset) -> dataset != ArchiveDataset.KLINES));
    order.forEach(archive::checkWritable);
    // Bars prove the labels of open interest and of longs per short, so they come first.
    int bars = order.contains(ArchiveDataset.KLINES) ? 1 : 0;
    List<Published> done = new ArrayList<>();
    if (bars == 1) {
      done.add(publish(ArchiveDataset.KLINES, good, sources, Corrections.NONE));
    }
    Corrections labels = LabelProof.prove(session::spark, archive, good);
    List<Callable<Published>> steps = new ArrayList<>();
    for (ArchiveDataset dataset : order.subList(bars, order.size())) {
      Corrections of = LABELLED.contains(dataset) ? labels : Corrections.NONE;
      steps.add(() -> publish(dataset, good, sources, of));
    }
    done.addAll(ConcurrentSteps.run(steps));
    Map<ArchiveDataset, Published> published = new EnumMap<>(ArchiveDataset.class);
    for (int i = 0; i < done.size(); i++) {
      published.put(order.get(i), done.get(i));
    }
    return published;
  }

  private Published publish(
      ArchiveDataset dataset, List<StagedFile> good, Sources sources, Corrections corrections) {
    KnownSources known = sources.known();
    Set<DayKey> touchedDays = new TreeSet<>();
    sources.touched().forEach(id -> touchedDays.addAll(known.days(dataset, id)));
    PublishPlan plan =
        PublishPlan.of(
            archive,
            dataset,
            good,
            sources.removed(),
            touchedDays,
            corrections,
            settings.ingest().ownFileRows(),
            sources.precedence().copy());
    Map<Long, Source> names =
        good.stream().collect(Collectors.toMap(file -> file.file().sourceId(), Ingest::source));
    Published published = new Publisher(session, archive, importing, by()).publish(plan, names);
    Map<CountKey, Count> counts = published.counts();
    for (long id : sources.touched()) {
      known
          .accepted(dataset, id)
          .forEach(
              (key, rows) -> {
                // Coverage says of days whose rows are gone that they are missing.
                counts.computeIfAbsent(key, gone -> Count.gone(0));
                if (sources.ruled().contains(id)) {
                  // They gave way in an import that published the day and died.
                  counts.computeIfAbsent(key.with(id), gone -> Count.gone(rows));
                }
              });
    }
    progress.tell("published " + dataset.folder() + ": " + plan.days().size() + " days");
    return published;
  }

  private Revisions.Import by() {
    return new Revisions.Import(
        new Path(archive.staging(runId), "revisions").toString(), runId, nowMicros());
  }

  private void tell(String note, List<StagedFile> staged) {
    List<StagedFile> of = staged.stream().filter(file -> file.notes().contains(note)).toList();
    String first = of.get(0).file().path();
    notes.add(
        of.size() == 1
            ? "%s: %s".formatted(note, first)
            : "%s: %d files, the first %s".formatted(note, of.size(), first));
  }

  private static Source source(StagedFile staged) {
    SourceFile file = staged.file();
    return new Source(
        file.sourceId(),
        file.sha256(),
        file.identity(),
        file.from() == null ? null : file.from().toString(),
        file.to() == null ? null : file.to().toString(),
        staged.publishedMicros());
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
