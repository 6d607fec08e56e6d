package io.treadmill.lake;

import io.treadmill.conf.Settings;
import io.treadmill.conf.Settings.ArchiveSettings;
import io.treadmill.conf.Settings.ContractSettings;
import io.treadmill.conf.UserError;
import io.treadmill.lake.DayFiles.DataFile;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The archive: one folder of Parquet for each dataset, on a local path or an object store.
 *
 * <p>What Treadmill imports lies in {@code {dataset}/venue=../product=../day=..}; each day folder
 * has a {@code _files.json} that names its files. What others wrote is read as it is: any Parquet
 * below {@code {dataset}}, with columns renamed and constants added by the settings.
 */
public final class Archive {
  /** Name of the folder of an import in progress, below the root. */
  public static final String STAGING = "_staging";

  /**
   * A file with what is known of it; own files need no look at their schema.
   *
   * @param of its day and entry in the list; null for a file of others
   * @param copyOf path of a file of others with the same bytes, which is read instead; null if none
   */
  private record Found(String path, String mark, Listed of, String copyOf) {
    private boolean own() {
      return of != null;
    }

    /** The mark of a file of others begins with its size. */
    private long bytes() {
      return own() ? of.file().bytes() : Long.parseLong(mark.split("@")[0]);
    }
  }

  /** A file that the list of a day names. */
  private record Listed(ArchiveDay day, DayFiles list, DataFile file) {}

  // Null where the archive is only looked at.
  private final Supplier<SparkSession> spark;
  private final Configuration conf;
  private final ArchiveSettings settings;
  private final Map<String, ContractSettings> contracts;
  private final FileIO io;
  private final TaskStores stores = new TaskStores();
  private final FileChecks checks = new FileChecks();

  private Archive(
      Supplier<SparkSession> spark,
      Configuration conf,
      ArchiveSettings settings,
      Map<String, ContractSettings> contracts) {
    this.spark = spark;
    this.conf = conf;
    this.io = new HadoopFileIO(conf);
    this.settings = settings;
    this.contracts = contracts;
  }

  /** Returns the archive that the settings name. Nothing is read yet. */
  public static Archive open(SparkSession spark, Settings settings) {
    return open(() -> spark, spark.sparkContext().hadoopConfiguration(), settings);
  }

  /** Returns the same with a session that is asked for when it is needed. */
  public static Archive open(Supplier<SparkSession> spark, Configuration conf, Settings settings) {
    return new Archive(spark, conf, settings.archive(), settings.contracts());
  }

  /** Returns the archive that the settings name, to look at what is there, not to read it. */
  public static Archive look(Configuration conf, Settings settings) {
    return new Archive(null, conf, settings.archive(), settings.contracts());
  }

  /** Returns an archive for which no contract is said by hand. */
  public static Archive open(SparkSession spark, ArchiveSettings settings) {
    return new Archive(() -> spark, spark.sparkContext().hadoopConfiguration(), settings, Map.of());
  }

  /**
   * Checks the names of datasets and columns in settings.
   *
   * @throws UserError if there is no such dataset or column (exit 2)
   */
  public static void check(ArchiveSettings settings) {
    ArchiveColumns.check(settings);
  }

  /** Returns the folder or bucket of the archive. */
  public String uri() {
    return settings.uri();
  }

  /**
   * Returns the rows of a dataset in the days, for the selected instruments, in the dataset's
   * schema; no rows if there is nothing. Sorted: no. Facts valid over time are returned whole.
   *
   * @throws UserError if a file is not what the list of its day says (exit 6), lacks a required
   *     column or has one of a type that does not fit (exit 3)
   */
  public Dataset<Row> read(ArchiveDataset dataset, UtcDays days, Selection selection) {
    return read(dataset, days, selection, bySchema(dataset, days, selection));
  }

  private Dataset<Row> read(
      ArchiveDataset dataset,
      UtcDays days,
      Selection selection,
      Map<String, List<String>> bySchema) {
    return bySchema.entrySet().stream()
        .map(
            entry -> {
              boolean own = entry.getKey().isEmpty();
              List<String> files = entry.getValue();
              Dataset<Row> rows = within(dataset, days, selection, read(dataset, files, own));
              return own ? rows : inCoins(dataset, rows, files.get(0));
            })
        .reduce(Dataset::union)
        .orElseGet(() -> spark.get().createDataFrame(List.of(), dataset.schema()));
  }

  /**
   * Returns the rows of {@link #read} as tasks read them: those of own files without a query plan.
   *
   * @param columns columns that a row has at least, by their names
   */
  public JavaRDD<Row> rows(
      ArchiveDataset dataset, UtcDays days, Selection selection, List<String> columns) {
    Map<String, List<String>> bySchema = bySchema(dataset, days, selection);
    if (isOfOthers(bySchema)) {
      return read(dataset, days, selection, bySchema).toJavaRDD();
    }
    JavaSparkContext tasks = JavaSparkContext.fromSparkContext(spark.get().sparkContext());
    return own(stores.of(tasks, io), dataset, days, selection, columns)
        .of(tasks, bySchema.getOrDefault("", List.of()));
  }

  private static boolean isOfOthers(Map<String, List<String>> bySchema) {
    return bySchema.keySet().stream().anyMatch(schema -> !schema.isEmpty());
  }

  private static FileRows own(
      TaskStores.Store store,
      ArchiveDataset dataset,
      UtcDays days,
      Selection selection,
      List<String> columns) {
    return new FileRows(
        store,
        SparkSchemaUtil.convert(dataset.schema()),
        FileRows.Asked.of(
            dataset.table(), columns, dataset.isTimed() ? "ts" : null, days, selection),
        true);
  }

  /** Returns the files of a read by their schema, which of own files is empty. */
  private Map<String, List<String>> bySchema(
      ArchiveDataset dataset, UtcDays days, Selection selection) {
    Map<String, List<String>> bySchema = new TreeMap<>();
    List<Found> found = find(dataset, days, selection, ArchiveDay::checked);
    found.parallelStream()
        .map(Found::of)
        .filter(Objects::nonNull)
        .forEach(of -> checks.check(of.day(), of.list(), of.file()));
    for (Found file : found) {
      if (file.copyOf() != null) {
        continue;
      }
      String schema =
          file.own()
              ? ""
              : partitionNames(file.path()) + ArchiveColumns.inFile(conf, dataset, file.path());
      bySchema.computeIfAbsent(schema, key -> new ArrayList<>()).add(file.path());
    }
    return bySchema;
  }

  /** Returns all rows of a dataset of facts; an archive of ours is read without a session. */
  List<NamedRow> facts(ArchiveDataset dataset) {
    UtcDays any = UtcDays.of(LocalDate.EPOCH);
    Map<String, List<String>> bySchema = bySchema(dataset, any, Selection.ALL);
    if (isOfOthers(bySchema)) {
      return NamedRow.all(read(dataset, any, Selection.ALL, bySchema));
    }
    return own(() -> io, dataset, any, Selection.ALL, List.of(dataset.schema().fieldNames()))
        .here(bySchema.getOrDefault("", List.of()), row -> true);
  }

  private static Dataset<Row> within(
      ArchiveDataset dataset, UtcDays days, Selection selection, Dataset<Row> rows) {
    Dataset<Row> timed =
        dataset.isTimed()
            ? rows.where(
                functions
                    .col("ts")
                    .geq(Timestamp.from(days.start()))
                    .and(functions.col("ts").lt(Timestamp.from(days.end()))))
            : rows;
    return selection.condition().map(timed::where).orElse(timed);
  }

  private Dataset<Row> inCoins(ArchiveDataset dataset, Dataset<Row> rows, String file) {
    return ForeignAmounts.isCounted(dataset)
        ? new ForeignAmounts(InstrumentLists.register(this, contracts), file).inCoins(rows)
        : rows;
  }

  private Dataset<Row> read(ArchiveDataset dataset, List<String> files, boolean own) {
    String[] paths = files.toArray(String[]::new);
    return own
        ? spark.get().read().schema(dataset.schema()).parquet(paths)
        : new ArchiveColumns(dataset, settings)
            .project(
                spark.get().read().option("basePath", root(dataset).toString()).parquet(paths),
                paths[0]);
  }

  /** Names of the folders key=value above a file: columns that the file itself need not have. */
  private static String partitionNames(String path) {
    return Arrays.stream(path.split("/"))
        .filter(part -> part.contains("="))
        .map(part -> part.substring(0, part.indexOf('=')))
        .collect(Collectors.joining("/"));
  }

  /**
   * Returns the hashes of what a read would see: one entry for each day, named {@code
   * dataset/venue/product/day}, or for each file of others outside such folders, named {@code
   * dataset/file}, with the hashes of its files. A file without a known hash is told by its size
   * and time of change.
   */
  public SortedMap<String, String> fingerprint(
      ArchiveDataset dataset, UtcDays days, Selection selection) {
    SortedMap<String, String> result = new TreeMap<>();
    held(dataset, days, selection).forEach((name, held) -> result.put(name, held.mark()));
    return result;
  }

  /**
   * What a read would see of a day, or of a file of others.
   *
   * @param mark hashes of the files, or size and time of change
   * @param files number of files
   * @param bytes their size
   */
  public record Held(String mark, int files, long bytes) {
    private Held and(Held other) {
      return new Held(mark + "+" + other.mark, files + other.files, bytes + other.bytes);
    }
  }

  /** Returns what a read would see, by the names of {@link #fingerprint}. */
  public SortedMap<String, Held> held(ArchiveDataset dataset, UtcDays days, Selection selection) {
    SortedMap<String, Held> result = new TreeMap<>();
    for (Found file : find(dataset, days, selection, ArchiveDay::glanced)) {
      String last = file.path().substring(file.path().lastIndexOf('/') + 1);
      boolean isOfDay =
          file.own() || file.path().matches(".*/venue=[^/]+/product=[^/]+/day=[^/]+/[^/]*");
      String name = isOfDay ? String.join("/", DayFolders.place(file.path())) : last;
      String mark = isOfDay && !file.own() ? last + " " + file.mark() : file.mark();
      result.merge(dataset.folder() + "/" + name, new Held(mark, 1, file.bytes()), Held::and);
    }
    return result;
  }

  /**
   * Returns the number of instruments of which there is a file on a day, in any dataset. Files of
   * others do not say whose they are: they count for none.
   */
  public long instruments(LocalDate day, Selection selection) {
    return Stream.of(ArchiveDataset.values())
        .filter(ArchiveDataset::isTimed)
        .flatMap(dataset -> find(dataset, UtcDays.of(day), selection, ArchiveDay::glanced).stream())
        .filter(Found::own)
        .flatMap(
            own ->
                own.of().file().symbols().stream()
                    .filter(selection::hasSymbol)
                    .map(symbol -> DayFolders.place(own.path()).subList(0, 2) + symbol))
        .distinct()
        .count();
  }

  /** Returns a line on each file of others that repeats another byte for byte: it is not read. */
  public List<String> copies(ArchiveDataset dataset, UtcDays days) {
    return find(dataset, days, Selection.ALL, ArchiveDay::glanced).stream()
        .filter(file -> file.copyOf() != null)
        .map(
            file ->
                "%s repeats %s byte for byte: it is read once"
                    .formatted(file.path(), file.copyOf()))
        .toList();
  }

  /** Returns the folder of one day; it need not exist. */
  public ArchiveDay day(ArchiveDataset dataset, String venue, String product, LocalDate day) {
    Path folder = new Path(root(dataset), "venue=" + venue + "/product=" + product + "/day=" + day);
    return new ArchiveDay(fileSystem(folder), folder);
  }

  /**
   * Checks that Treadmill may write a dataset here.
   *
   * @throws UserError if the folder holds Parquet that others laid out
   */
  public void checkWritable(ArchiveDataset dataset) {
    Path root = root(dataset);
    if (ArchiveStore.list(fileSystem(root), root).stream().anyMatch(ArchiveStore::isData)) {
      throw UserError.input(
          ("Cannot import into %s: it holds Parquet that others wrote, which is read but "
                  + "never changed. Set archive.uri to a folder of Treadmill's own")
              .formatted(root));
    }
  }

  /** Returns the folder for the parts of one import. */
  public Path staging(String runId) {
    return new Path(settings.uri(), STAGING + "/" + runId);
  }

  /** Returns the folder of a dataset. */
  public String folder(ArchiveDataset dataset) {
    return root(dataset).toString();
  }

  private List<Found> find(
      ArchiveDataset dataset, UtcDays days, Selection selection, ListOfDay look) {
    Path root = root(dataset);
    FileSystem fs = fileSystem(root);
    String venue = selection.venue() == null ? "venue=" : "venue=" + selection.venue();
    List<Path> folders =
        DayFolders.in(fs, root, "venue=")
            .filter(path -> selection.venue() == null || path.getName().equals(venue))
            .flatMap(path -> DayFolders.in(fs, path, "product="))
            .flatMap(path -> DayFolders.in(fs, path, "day="))
            .filter(path -> !dataset.isTimed() || DayFolders.isOf(path, days))
            .toList();
    Stream<Found> own =
        folders.parallelStream().flatMap(path -> dayFiles(fs, path, selection, look));
    List<Found> all =
        Stream.concat(own, foreign(fs, root)).sorted(Comparator.comparing(Found::path)).toList();
    return marked(fs, all);
  }

  /** Marks files of others that repeat another; they are hashed where sizes are equal. */
  private static List<Found> marked(FileSystem fs, List<Found> files) {
    Map<String, Long> bySize =
        files.stream()
            .filter(file -> !file.own())
            .collect(Collectors.groupingBy(Archive::size, Collectors.counting()));
    Map<String, String> first = new HashMap<>();
    List<Found> marked = new ArrayList<>();
    for (Found file : files) {
      String copyOf = null;
      if (!file.own() && bySize.get(size(file)) > 1) {
        copyOf = first.putIfAbsent(size(file) + sha256(fs, file.path()), file.path());
      }
      marked.add(new Found(file.path(), file.mark(), file.of(), copyOf));
    }
    return marked;
  }

  /** Size, and the values that folders say: equal bytes of two venues are not copies. */
  private static String size(Found file) {
    return Arrays.stream(file.path().split("/"))
        .filter(part -> part.contains("="))
        .collect(Collectors.joining("/", file.mark().split("@")[0] + " ", " "));
  }

  private static String sha256(FileSystem fs, String path) {
    try {
      return ArchiveStore.sha256(fs, new Path(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How much of the list of a day is looked at. */
  private interface ListOfDay {
    Optional<DayFiles> of(ArchiveDay day, List<FileStatus> there);
  }

  private static Stream<Found> dayFiles(
      FileSystem fs, Path folder, Selection selection, ListOfDay look) {
    ArchiveDay day = new ArchiveDay(fs, folder);
    List<FileStatus> there = ArchiveStore.list(fs, folder);
    Optional<DayFiles> listed = look.of(day, there);
    return listed.isEmpty()
        ? there.stream().filter(ArchiveStore::isData).map(Archive::plain)
        : listed.get().files().stream()
            .filter(file -> isSelected(file, selection))
            .map(
                file ->
                    new Found(
                        day.path(file).toString(),
                        file.sha256(),
                        new Listed(day, listed.get(), file),
                        null));
  }

  /** Returns true if the parts of a day that hold rows of a source are what its list says. */
  public boolean holds(ArchiveDay day, long sourceId) {
    DayFiles list = day.files();
    try {
      list.files().stream()
          .filter(file -> file.sourceIds().contains(sourceId))
          .forEach(file -> checks.check(day, list, file));
    } catch (UserError damaged) {
      return false;
    }
    return list.sources().stream().anyMatch(source -> source.sourceId() == sourceId);
  }

  /**
   * Checks every byte of a part that is about to be merged into another.
   *
   * @throws UserError if it is not what the list says (exit 6)
   */
  public static void checkWhole(ArchiveDay day, DayFiles list, DataFile file) {
    FileChecks.checkWhole(day, list, file);
  }

  private static boolean isSelected(DataFile file, Selection selection) {
    return selection.symbols().isEmpty()
        || file.symbols().stream().anyMatch(selection.symbols()::contains);
  }

  /** Parquet outside the day folders, at any depth. */
  private static Stream<Found> foreign(FileSystem fs, Path folder) {
    return ArchiveStore.list(fs, folder).stream()
        .flatMap(
            file ->
                ArchiveStore.isData(file)
                    ? Stream.of(plain(file))
                    : file.isDirectory() && !file.getPath().getName().matches("(venue=|_|\\.).*")
                        ? foreign(fs, file.getPath())
                        : Stream.empty());
  }

  private static Found plain(FileStatus file) {
    return new Found(
        file.getPath().toString(), file.getLen() + "@" + file.getModificationTime(), null, null);
  }

  FileSystem fileSystem() {
    return fileSystem(new Path(settings.uri()));
  }

  private FileSystem fileSystem(Path path) {
    try {
      return ArchiveStore.of(path, conf);
    } catch (IOException e) {
      throw UserError.storage("Cannot reach the archive " + settings.uri() + ": " + e, e);
    }
  }

  private Path root(ArchiveDataset dataset) {
    return new Path(settings.uri(), dataset.folder());
  }
}
