package io.treadmill.lab.bench;

import io.treadmill.conf.SettingsFile;
import io.treadmill.jobs.batch.UpkeepPolicy;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.contract.Progress;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTable.Partition;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.lake.TableColumn;
import io.treadmill.lake.Upkeep;
import io.treadmill.lake.Upkeep.TableFiles;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.Ranks;
import java.nio.file.Path;
import java.sql.Date;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Many nights of a lake in one process: an import that adds to a ledger, a run that replaces a day
 * and a month, and the upkeep after it. Each night counts for a day: what the settings say in days
 * is counted in nights here.
 */
public final class Nights {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final LakeTable DAYS = table("days", Partition.DAY);
  private static final LakeTable MONTHS = table("months", Partition.MONTH);
  private static final LakeTable ADDED = table("added", Partition.NONE);
  private static final int ROWS = 50;
  private static final int ORPHANS_EVERY = 7;

  /** Nights of a line; so many at the start and at the end are held against each other. */
  private static final int OF_A_LINE = 20;

  private Nights() {}

  private static LakeTable table(String name, Partition partition) {
    List<TableColumn> columns =
        LakeTables.COVERAGE.columns().stream()
            .filter(column -> List.of("day", "row_count").contains(column.name()))
            .toList();
    return new LakeTable(
        name, "Many nights", "day", partition, List.of("day", "row_count"), columns);
  }

  /**
   * The lake after a night.
   *
   * @param night from 1
   * @param files all files on the storage
   * @param bytes their bytes
   * @param ofDays data files of the table that has one a day: they are what was computed
   * @param snapshots snapshots of all tables
   * @param seconds the night took
   */
  public record Night(
      int night, long files, long bytes, long ofDays, long snapshots, double seconds) {
    /** Returns the files that do not grow with the days that were computed. */
    public long others() {
      return files - ofDays;
    }

    /**
     * Returns a line of a plot: a mark for every ten of the other files.
     *
     * @param seconds of a night, the median of those since the line before
     */
    String line(double seconds) {
      return String.format(
          Locale.ROOT,
          "%5d %8d %10d %8d %9d %6.2f  %s",
          night,
          files,
          bytes,
          ofDays,
          snapshots,
          seconds,
          "#".repeat((int) (others() / 10)));
    }
  }

  /**
   * Runs nights on a new lake.
   *
   * @param keep nights for which snapshots are kept
   * @param compactFiles files of a ledger that become one
   */
  public static List<Night> run(
      Path lake, int nights, int keep, int compactFiles, Progress progress) {
    Map<String, String> values =
        Map.of(
            "lake.uri", lake.toString(),
            "spark.master", "local[2]",
            "upkeep.compact-files", Integer.toString(compactFiles));
    var settings = SettingsFile.load(null, values).settings();
    List<Night> done = new ArrayList<>();
    List<Instant> starts = new ArrayList<>();
    try (Workspace workspace = Workspace.forWriting(settings, Clock.systemUTC(), line -> {})) {
      progress.tell("night    files      bytes  of days snapshots seconds  other files");
      for (int night = 1; night <= nights; night++) {
        Instant start = workspace.clock().instant();
        starts.add(start);
        // Snapshots of a run are kept from its last publish on: each night is runs of its own.
        write(workspace, FIRST.plusDays(night - 1));
        keepFew(workspace.next(), starts, keep);
        Duration took = Duration.between(start, workspace.clock().instant());
        done.add(night(night, workspace.lake().upkeep().files(), took));
        if (night % OF_A_LINE == 0 || night == nights) {
          int from = (night - 1) / OF_A_LINE * OF_A_LINE;
          progress.tell(done.get(night - 1).line(median(done.subList(from, night))));
        }
      }
    }
    if (nights >= 3 * OF_A_LINE) {
      progress.tell(lateAgainstEarly(done));
    }
    return done;
  }

  /** Returns what a late night takes of an early one; the first are those of a cold process. */
  static String lateAgainstEarly(List<Night> nights) {
    int from = OF_A_LINE / 2;
    List<Night> early = nights.subList(from, from + OF_A_LINE);
    List<Night> late = nights.subList(nights.size() - OF_A_LINE, nights.size());
    return String.format(
        Locale.ROOT,
        "a night of the last %d takes %.2f of one of nights %d to %d (medians)",
        OF_A_LINE,
        median(late) / median(early),
        from + 1,
        from + OF_A_LINE);
  }

  private static double median(List<Night> nights) {
    return Ranks.median(nights.stream().mapToDouble(Night::seconds).toArray());
  }

  private static void write(Workspace workspace, LocalDate day) {
    Workspace first = workspace.next();
    first.publishing(
        "import", null, Selection.ALL, () -> first.lake().append(ADDED, rows(day).subList(0, 2)));
    Workspace second = workspace.next();
    IcebergLake lake = second.lake();
    UtcDays days = UtcDays.of(day);
    second.publishing(
        "batch",
        days,
        Selection.ALL,
        () -> {
          for (LakeTable table : List.of(DAYS, MONTHS)) {
            lake.overwrite(
                table,
                days,
                Selection.ALL,
                workspace.spark().createDataFrame(rows(day), table.schema()));
          }
          return null;
        });
  }

  private static List<Row> rows(LocalDate day) {
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < ROWS; i++) {
      rows.add(RowFactory.create(Date.valueOf(day), i * day.toEpochDay()));
    }
    return rows;
  }

  private static void keepFew(Workspace workspace, List<Instant> starts, int keep) {
    Upkeep upkeep = workspace.lake().upkeep();
    int night = starts.size();
    new UpkeepPolicy(workspace).compact(false);
    if (night > keep) {
      upkeep.expire(starts.get(night - keep), false);
    }
    if (night % ORPHANS_EVERY == 0) {
      upkeep.orphans(starts.get(night - 3), false);
    }
  }

  private static Night night(int night, List<TableFiles> tables, Duration took) {
    return new Night(
        night,
        tables.stream().mapToLong(TableFiles::files).sum(),
        tables.stream().mapToLong(TableFiles::bytes).sum(),
        tables.stream()
            .filter(table -> table.table().equals(DAYS.name()))
            .mapToLong(TableFiles::dataFiles)
            .sum(),
        tables.stream().mapToLong(TableFiles::snapshots).sum(),
        took.toMillis() / 1000.0);
  }
}
