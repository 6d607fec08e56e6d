package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.DayMerge.CountKey;
import io.treadmill.jobs.ingest.PublishPlan.DayKey;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** What the lake says of earlier imports of the files of a request. */
final class KnownSources {
  private static final Set<String> LOADED = Set.of("accepted", "partial");

  /** Where the rows of a source lie. */
  private record Place(ArchiveDataset dataset, DayKey day, String symbol, long rows) {}

  private final Map<String, List<Row>> byIdentity = new HashMap<>();
  private final Map<Long, List<Place>> places = new HashMap<>();
  private final Archive archive;

  KnownSources(Lake lake, Archive archive, List<SourceFile> files) {
    this.archive = archive;
    if (!lake.exists(LakeTables.SOURCE_FILES)) {
      return;
    }
    Set<String> wanted = new HashSet<>();
    files.forEach(file -> wanted.add(file.identity()));
    Set<String> vendors = new TreeSet<>();
    files.forEach(file -> vendors.add(vendor(file)));
    Map<String, Row> latest = new HashMap<>();
    lake.read(LakeTables.SOURCE_FILES)
        .where(functions.col("vendor").isin(vendors.toArray()))
        .orderBy("imported_ts", "status")
        .collectAsList()
        .forEach(row -> latest.put(identity(row) + " " + row.getAs("sha256"), row));
    Set<Long> ids = new TreeSet<>();
    for (Row row : latest.values()) {
      if (wanted.contains(identity(row)) && LOADED.contains(row.<String>getAs("status"))) {
        byIdentity.computeIfAbsent(identity(row), key -> new ArrayList<>()).add(row);
        ids.add(row.getAs("source_id"));
      }
    }
    if (!ids.isEmpty()) {
      NamedRow.all(
              lake.read(LakeTables.RECONCILIATION)
                  .where(functions.col("source_id").isin(ids.toArray()))
                  .where("day is not null"))
          .forEach(this::addPlace);
    }
  }

  private void addPlace(NamedRow row) {
    ArchiveDataset dataset = ArchiveDataset.valueOf(row.text("dataset").toUpperCase(Locale.ROOT));
    DayKey day = new DayKey(row.text("venue"), row.text("product"), row.day("day"));
    places
        .computeIfAbsent(row.whole("source_id"), key -> new ArrayList<>())
        .add(new Place(dataset, day, row.text("symbol"), row.whole("rows_accepted")));
  }

  /** Returns what the column vendor holds: the vendor and its kind of file. */
  static String vendor(SourceFile file) {
    return file.vendor() + " " + file.kind();
  }

  private static String identity(Row row) {
    String path = row.getAs("path");
    String[] vendor = row.<String>getAs("vendor").split(" ", 2);
    return new SourceFile(
            path,
            0,
            vendor[0],
            vendor[1],
            row.getAs("venue"),
            row.getAs("product"),
            row.getAs("symbol"),
            null,
            null,
            null)
        .identity();
  }

  /** Returns true if these bytes were imported and are still in the archive. */
  boolean holds(SourceFile file) {
    return rows(file).stream()
        .filter(row -> row.getAs("sha256").equals(file.sha256()))
        .anyMatch(row -> isInArchive(row.getAs("source_id")));
  }

  private boolean isInArchive(long id) {
    return places.getOrDefault(id, List.of()).parallelStream()
        .filter(place -> place.rows() > 0)
        .allMatch(
            place ->
                archive
                    .day(
                        place.dataset(),
                        place.day().venue(),
                        place.day().product(),
                        place.day().day())
                    .files()
                    .sources()
                    .stream()
                    .anyMatch(source -> source.sourceId() == id));
  }

  /** Returns the rows of other versions of a file that are loaded now. */
  List<Row> superseded(SourceFile file) {
    return rows(file).stream().filter(row -> !row.getAs("sha256").equals(file.sha256())).toList();
  }

  private List<Row> rows(SourceFile file) {
    return byIdentity.getOrDefault(file.identity(), List.of());
  }

  /** Returns the days of a dataset that hold rows of a source. */
  List<DayKey> days(ArchiveDataset dataset, long sourceId) {
    return places.getOrDefault(sourceId, List.of()).stream()
        .filter(place -> place.dataset() == dataset)
        .map(Place::day)
        .toList();
  }

  /** Returns the symbols and days of a dataset that hold rows of a source. */
  List<CountKey> keys(ArchiveDataset dataset, long sourceId) {
    return places.getOrDefault(sourceId, List.of()).stream()
        .filter(place -> place.dataset() == dataset && place.rows() > 0)
        .map(
            place ->
                new CountKey(
                    place.day().venue(),
                    place.day().product(),
                    place.symbol(),
                    place.day().day(),
                    0))
        .toList();
  }

  /** Returns the datasets that hold rows of a source. */
  Set<ArchiveDataset> datasets(long sourceId) {
    Set<ArchiveDataset> result = new TreeSet<>();
    places.getOrDefault(sourceId, List.of()).forEach(place -> result.add(place.dataset()));
    return result;
  }
}
