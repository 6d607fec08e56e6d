package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.DayMerge.CountKey;
import io.treadmill.jobs.ingest.PublishPlan.DayKey;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.TableColumn;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Row;

/** What the lake says of earlier imports of the files of a request. */
final class KnownSources {
  private static final Set<String> LOADED = Set.of("accepted", "partial", "superseded");

  private static final Comparator<NamedRow> IMPORTED =
      Comparator.comparingLong(row -> row.micros("imported_ts"));

  /** What the identities of a source are made of. */
  private static final List<String> IDENTITY =
      List.of("source_id", "path", "vendor", "venue", "product", "symbol", "from_day", "to_day");

  /** Where the rows of a source lie. */
  private record Place(ArchiveDataset dataset, DayKey day, String symbol) {}

  /**
   * A source of the ledger.
   *
   * @param row its latest row there
   * @param file what it was
   * @param edition what it speaks of
   */
  record Known(Row row, SourceFile file, Edition edition) {
    /** Returns its id, which of older imports is not that of {@code file}. */
    long id() {
      return edition.sourceId();
    }
  }

  private final Map<String, List<Known>> byIdentity = new HashMap<>();
  private final Map<Long, Map<Place, Long>> places = new HashMap<>();
  private final Archive archive;

  KnownSources(Lake lake, Archive archive, List<SourceFile> files) {
    this.archive = archive;
    if (!lake.exists(LakeTables.SOURCE_FILES)) {
      return;
    }
    Set<String> wanted = new HashSet<>();
    files.forEach(file -> wanted.addAll(file.identities()));
    Set<String> vendors = new HashSet<>();
    files.forEach(file -> vendors.add(vendor(file)));
    Set<Long> known = idsOf(lake, wanted, vendors);
    Map<Long, Known> latest = new HashMap<>();
    read(lake, known).forEach(row -> latest.put(row.whole("source_id"), known(row.row())));
    Set<Long> ids = new TreeSet<>();
    for (Known source : latest.values()) {
      for (String identity : source.file().identities()) {
        if (wanted.contains(identity) && LOADED.contains(source.row().<String>getAs("status"))) {
          byIdentity.computeIfAbsent(identity, key -> new ArrayList<>()).add(source);
          ids.add(source.id());
        }
      }
    }
    if (!ids.isEmpty()) {
      lake
          .ledger(
              LakeTables.RECONCILIATION,
              names(LakeTables.RECONCILIATION),
              row -> ids.contains(row.whole("source_id")) && !row.isNull("day"))
          .stream()
          .sorted(IMPORTED)
          .forEach(this::addPlace);
    }
  }

  private static List<String> names(LakeTable table) {
    return table.columns().stream().map(TableColumn::name).toList();
  }

  /**
   * The sources that had one of the identities, at one time or other: few of all that there are.
   */
  private static Set<Long> idsOf(Lake lake, Set<String> identities, Set<String> vendors) {
    Set<Long> ids = ConcurrentHashMap.newKeySet();
    lake.ledger(
        LakeTables.SOURCE_FILES,
        IDENTITY,
        row -> {
          if (vendors.contains(row.text("vendor"))
              && file(row, 0, null).identities().stream().anyMatch(identities::contains)) {
            ids.add(row.whole("source_id"));
          }
          return false;
        });
    return ids;
  }

  /** Returns the rows of sources, the latest last. */
  private static List<NamedRow> read(Lake lake, Set<Long> ids) {
    return ids.isEmpty()
        ? List.of()
        : lake
            .ledger(
                LakeTables.SOURCE_FILES,
                names(LakeTables.SOURCE_FILES),
                row -> ids.contains(row.whole("source_id")))
            .stream()
            .sorted(IMPORTED.thenComparing(row -> row.text("status")))
            .toList();
  }

  private void addPlace(NamedRow row) {
    ArchiveDataset dataset = ArchiveDataset.valueOf(row.text("dataset").toUpperCase(Locale.ROOT));
    DayKey day = new DayKey(row.text("venue"), row.text("product"), row.day("day"));
    places
        .computeIfAbsent(row.whole("source_id"), key -> new LinkedHashMap<>())
        .put(new Place(dataset, day, row.text("symbol")), row.whole("rows_accepted"));
  }

  /** Returns what the column vendor holds: the vendor and its kind of file. */
  static String vendor(SourceFile file) {
    return file.vendor() + " " + file.kind();
  }

  /** Returns a row of {@code source_files}. */
  static Known known(Row row) {
    NamedRow named = new NamedRow(row);
    SourceFile file = file(named, named.whole("size_bytes"), named.text("sha256"));
    Edition edition =
        Edition.of(
            row.getAs("source_id"),
            file,
            micros(row, "published_ts"),
            micros(row, "first_ts"),
            micros(row, "last_ts"));
    return new Known(row, file, edition);
  }

  private static SourceFile file(NamedRow row, long bytes, String sha256) {
    String[] vendor = row.text("vendor").split(" ", 2);
    return new SourceFile(
        row.text("path"),
        bytes,
        vendor[0],
        vendor[1],
        row.text("venue"),
        row.text("product"),
        row.text("symbol"),
        row.day("from_day"),
        row.day("to_day"),
        null,
        sha256);
  }

  private static Long micros(Row row, String column) {
    Timestamp value = row.getAs(column);
    return value == null ? null : (Long) NamedRow.micros(value);
  }

  /** Returns true if these bytes were imported and are still in the archive, undamaged. */
  boolean holds(SourceFile file) {
    return sameBytes(file).stream().anyMatch(known -> isInArchive(known.id()));
  }

  private boolean isInArchive(long id) {
    return places.getOrDefault(id, Map.of()).entrySet().parallelStream()
        .filter(place -> place.getValue() > 0)
        .map(Map.Entry::getKey)
        .allMatch(
            place ->
                archive.holds(
                    archive.day(
                        place.dataset(),
                        place.day().venue(),
                        place.day().product(),
                        place.day().day()),
                    id));
  }

  /** Returns earlier imports of the same bytes as the same series. */
  List<Known> sameBytes(SourceFile file) {
    return sameFile(file).stream()
        .filter(known -> known.file().sha256().equals(file.sha256()))
        .toList();
  }

  /** Returns the other editions of a file that were imported. */
  List<Known> otherEditions(SourceFile file) {
    return sameFile(file).stream()
        .filter(known -> !known.file().sha256().equals(file.sha256()))
        .toList();
  }

  private List<Known> sameFile(SourceFile file) {
    return file.identities().stream()
        .flatMap(identity -> byIdentity.getOrDefault(identity, List.of()).stream())
        .distinct()
        .toList();
  }

  /** Returns the days of a dataset that hold rows of a source. */
  List<DayKey> days(ArchiveDataset dataset, long sourceId) {
    return accepted(dataset, sourceId).keySet().stream()
        .map(key -> new DayKey(key.venue(), key.product(), key.day()))
        .distinct()
        .toList();
  }

  /** Returns how many rows of a source a dataset took, by symbol and day; the source is 0. */
  Map<CountKey, Long> accepted(ArchiveDataset dataset, long sourceId) {
    Map<CountKey, Long> accepted = new LinkedHashMap<>();
    places
        .getOrDefault(sourceId, Map.of())
        .forEach(
            (place, rows) -> {
              if (rows > 0 && place.dataset() == dataset) {
                accepted.put(CountKey.of(place.day(), place.symbol(), 0), rows);
              }
            });
    return accepted;
  }

  /** Returns the datasets that hold rows of a source. */
  Set<ArchiveDataset> datasets(long sourceId) {
    Set<ArchiveDataset> result = new TreeSet<>();
    places.getOrDefault(sourceId, Map.of()).forEach((place, rows) -> result.add(place.dataset()));
    return result;
  }
}
