package io.treadmill.jobs.ingest;

import static java.util.Comparator.naturalOrder;

import io.treadmill.jobs.ingest.DayMerge.Count;
import io.treadmill.jobs.ingest.DayMerge.CountKey;
import io.treadmill.jobs.ingest.KnownSources.Known;
import io.treadmill.jobs.ingest.Publisher.Published;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowFile;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Writes what an import did to the lake. */
final class IngestTables {
  /** Datasets of every day: one without rows between others is missing. */
  private static final Set<ArchiveDataset> DAILY =
      EnumSet.complementOf(
          EnumSet.of(
              ArchiveDataset.FUTURES_DAILY,
              ArchiveDataset.INSTRUMENTS,
              ArchiveDataset.MARGIN_TIERS));

  private static final int ROWS_OF_A_FILE = 50_000;

  /** An import. */
  private record Import(String runId, Instant now) {}

  /** Records of a file by day; or those that gave no rows, of any day. */
  private record Account(
      SourceFile file,
      long sourceId,
      String datasets,
      String product,
      String symbol,
      LocalDate day,
      long accepted,
      long quarantined,
      long duplicate,
      double baseVolume,
      double quoteVolume,
      Import by) {}

  /** A file and what became of it. */
  private record Imported(StagedFile staged, long droppedLater, Import by) {
    private SourceFile file() {
      return staged.file();
    }

    private boolean isRefused() {
      return staged.refusal() != null;
    }

    private String status() {
      return isRefused() ? "refused" : staged.rowsQuarantined() > 0 ? "partial" : "accepted";
    }

    private Stream<DayStats> days() {
      return staged.parts().stream().flatMap(part -> part.days().values().stream());
    }
  }

  private static final RowLayout<Account> RECONCILIATION =
      RowLayout.<Account>of(LakeTables.RECONCILIATION)
          .whole("source_id", Account::sourceId)
          .text("path", account -> account.file().path())
          .text("dataset", Account::datasets)
          .text("venue", account -> account.file().venue())
          .text("product", Account::product)
          .text("symbol", Account::symbol)
          .date("day", Account::day)
          .whole("rows_in", of -> of.accepted() + of.quarantined() + of.duplicate())
          .whole("rows_accepted", Account::accepted)
          .whole("rows_quarantined", Account::quarantined)
          .whole("rows_duplicate", Account::duplicate)
          .number("base_volume", Account::baseVolume)
          .number("quote_volume", Account::quoteVolume)
          .text("run_id", account -> account.by().runId())
          .instant("imported_ts", account -> account.by().now())
          .build();

  private static final RowLayout<Imported> SOURCE_FILES =
      RowLayout.<Imported>of(LakeTables.SOURCE_FILES)
          .whole("source_id", one -> one.file().sourceId())
          .text("path", one -> one.file().path())
          .text("vendor", one -> KnownSources.vendor(one.file()))
          .text("dataset", one -> one.staged().parts().isEmpty() ? null : datasets(one.staged()))
          .text("venue", one -> one.file().venue())
          .text("product", one -> one.file().product())
          .text("symbol", one -> one.file().symbol())
          .date("from_day", one -> one.file().from())
          .date("to_day", one -> one.file().to())
          .microsOrNull("published_ts", one -> one.staged().publishedMicros())
          .whole("size_bytes", one -> one.file().bytes())
          .text("sha256", one -> one.file().sha256())
          .text("checksum", one -> one.staged().checksum())
          .text("header", one -> one.staged().header())
          .text("time_unit", one -> one.staged().timeUnits())
          .text("row_order", one -> one.staged().rowOrder())
          .whole("rows_read", one -> one.staged().rowsRead())
          .whole(
              "rows_accepted",
              one -> one.isRefused() ? 0 : one.staged().rowsAccepted() - one.droppedLater())
          .whole("rows_quarantined", one -> one.staged().rowsRejected())
          .whole(
              "rows_duplicate",
              one -> one.isRefused() ? 0 : one.staged().rowsDuplicate() + one.droppedLater())
          .microsOrNull(
              "first_ts", one -> one.days().map(DayStats::firstTs).min(naturalOrder()).orElse(null))
          .microsOrNull(
              "last_ts", one -> one.days().map(DayStats::lastTs).max(naturalOrder()).orElse(null))
          .text("status", Imported::status)
          .text("reason", one -> one.isRefused() ? one.staged().refusal() : one.staged().setAside())
          .text("run_id", one -> one.by().runId())
          .instant("imported_ts", one -> one.by().now())
          .build();

  private final Configuration conf;
  private final Lake lake;
  private final Import by;

  IngestTables(Configuration conf, Lake lake, String runId, Instant now) {
    this.conf = conf;
    this.lake = lake;
    this.by = new Import(runId, now);
  }

  /** Replaces the coverage of what was published; rows of other datasets and symbols stay. */
  void coverage(Map<ArchiveDataset, Map<CountKey, Count>> published) {
    List<CoverageDay> fresh = new ArrayList<>();
    published.forEach(
        (dataset, counts) ->
            counts.forEach(
                (key, count) -> {
                  if (key.sourceId() == 0) {
                    fresh.add(new CoverageDay(dataset, key, count.kept));
                  }
                }));
    if (fresh.isEmpty()) {
      return;
    }
    fresh.addAll(missing(fresh));
    TreeSet<LocalDate> days = new TreeSet<>();
    TreeSet<String> venues = new TreeSet<>();
    TreeSet<String> symbols = new TreeSet<>();
    fresh.forEach(
        of -> {
          days.add(of.key().day());
          venues.add(of.key().venue());
          symbols.add(of.key().symbol());
        });
    lake.replace(
        LakeTables.COVERAGE,
        new UtcDays(days.first(), days.last()),
        new Selection(venues.size() == 1 ? venues.first() : null, symbols),
        CoverageDay.ROWS.rows(fresh));
  }

  /** What has days of its own. */
  private record Series(String dataset, String venue, String product, String symbol) {}

  /** Returns the days that now lie between others of a daily dataset and have no row yet. */
  private List<CoverageDay> missing(List<CoverageDay> fresh) {
    Map<Series, BitSet> daysOf = new LinkedHashMap<>();
    for (CoverageDay of : fresh) {
      CountKey key = of.key();
      if (DAILY.contains(of.dataset())) {
        Series series = new Series(of.dataset().folder(), key.venue(), key.product(), key.symbol());
        daysOf.computeIfAbsent(series, any -> new BitSet()).set((int) key.day().toEpochDay());
      }
    }
    lake.ledger(
        LakeTables.COVERAGE,
        List.of("dataset", "venue", "product", "symbol", "day"),
        row -> {
          Series series =
              new Series(
                  row.text("dataset"), row.text("venue"), row.text("product"), row.text("symbol"));
          BitSet days = daysOf.get(series);
          if (days != null) {
            synchronized (days) {
              days.set((int) row.day("day").toEpochDay());
            }
          }
          return false;
        });
    List<CoverageDay> missing = new ArrayList<>();
    daysOf.forEach(
        (of, days) -> {
          int day = days.nextClearBit(days.nextSetBit(0));
          for (; day < days.length(); day = days.nextClearBit(day + 1)) {
            missing.add(
                CoverageDay.missing(
                    ArchiveDataset.valueOf(of.dataset().toUpperCase(Locale.ROOT)),
                    new CountKey(
                        of.venue(), of.product(), of.symbol(), LocalDate.ofEpochDay(day), 0)));
          }
        });
    return missing;
  }

  /** Adds the rows set aside. */
  void quarantine(List<StagedFile> files) {
    append(
        LakeTables.QUARANTINE,
        files.stream().map(StagedFile::quarantinePath).filter(Objects::nonNull).toList());
  }

  /** Adds the values that gave way to others. */
  void revisions(Collection<Published> published) {
    append(
        LakeTables.REVISIONS,
        published.stream().flatMap(done -> done.revisions().stream()).toList());
  }

  /** Adds the rows of files, some at a time. */
  private void append(LakeTable table, Collection<String> paths) {
    List<Row> rows = new ArrayList<>();
    for (String path : paths) {
      try (RowFile file = new RowFile(conf, new Path(path), table.columns())) {
        RowBuffer row = new RowBuffer(table.columns());
        while (file.next(row)) {
          rows.add(row.row(table.schema()));
          if (rows.size() == ROWS_OF_A_FILE) {
            lake.append(table, rows);
            rows.clear();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    append(table, rows);
  }

  /**
   * Adds the accounts by file, dataset, symbol and day: of the files of the import, and of the
   * earlier editions that they rule on the days that were written.
   */
  void reconciliation(
      List<StagedFile> files,
      Collection<Known> earlier,
      Map<ArchiveDataset, Map<CountKey, Count>> published) {
    Map<Long, SourceFile> bySource = new HashMap<>();
    files.forEach(file -> bySource.put(file.file().sourceId(), file.file()));
    earlier.forEach(known -> bySource.put(known.id(), known.file()));
    List<Account> accounts = new ArrayList<>();
    published.forEach(
        (dataset, counts) ->
            counts.forEach(
                (key, count) -> {
                  SourceFile file = bySource.get(key.sourceId());
                  if (key.sourceId() != 0 && file != null) {
                    accounts.add(account(dataset, key, count, file));
                  }
                }));
    for (StagedFile file : files) {
      if (file.refusal() == null && file.rowsQuarantined() + file.rowsDuplicate() > 0) {
        accounts.add(withoutRows(file));
      }
    }
    append(LakeTables.RECONCILIATION, RECONCILIATION.rows(accounts));
  }

  private Account account(ArchiveDataset dataset, CountKey key, Count count, SourceFile file) {
    boolean trades = dataset == ArchiveDataset.TRADES;
    return new Account(
        file,
        key.sourceId(),
        dataset.folder(),
        key.product(),
        key.symbol(),
        key.day(),
        count.kept.rows(),
        0,
        count.dropped,
        trades ? count.kept.baseVolume() : Double.NaN,
        trades ? count.kept.quoteVolume() : Double.NaN,
        by);
  }

  private Account withoutRows(StagedFile file) {
    return new Account(
        file.file(),
        file.file().sourceId(),
        datasets(file),
        file.file().product(),
        file.file().symbol(),
        null,
        0,
        file.rowsQuarantined(),
        file.rowsDuplicate(),
        Double.NaN,
        Double.NaN,
        by);
  }

  /** Adds one row a file, and one for each earlier edition that gave way. */
  void sourceFiles(List<StagedFile> files, Map<Long, Long> dropped, Collection<Known> earlier) {
    List<Row> rows = new ArrayList<>();
    earlier.forEach(known -> rows.add(replaced(known.row())));
    for (StagedFile file : files) {
      long later = dropped.getOrDefault(file.file().sourceId(), 0L);
      rows.add(SOURCE_FILES.row(new Imported(file, later, by)));
    }
    append(LakeTables.SOURCE_FILES, rows);
  }

  private static String datasets(StagedFile staged) {
    return staged.parts().stream()
        .map(part -> part.dataset().folder())
        .distinct()
        .sorted()
        .collect(Collectors.joining("+"));
  }

  private Row replaced(Row old) {
    StructType schema = LakeTables.SOURCE_FILES.schema();
    Object[] values = Stream.of(schema.fieldNames()).map(old::getAs).toArray();
    values[schema.fieldIndex("status")] = "superseded";
    values[schema.fieldIndex("reason")] = "a later edition of the file speaks of its time";
    values[schema.fieldIndex("run_id")] = by.runId();
    values[schema.fieldIndex("imported_ts")] = Timestamp.from(by.now());
    return RowFactory.create(values);
  }

  private void append(LakeTable table, List<Row> rows) {
    if (!rows.isEmpty()) {
      lake.append(table, rows);
    }
  }
}
