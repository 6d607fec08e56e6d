package io.treadmill.lake;

import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/**
 * How a lake stands, read from its catalog without a Spark session.
 *
 * @param runs rows of the ledger, by the instant when they ended
 * @param tables tables that are filled by day
 */
public record LakeStatus(List<RunRow> runs, List<TableDay> tables) {
  /**
   * A row of the ledger.
   *
   * @param from first day; null for an import
   * @param to last day; null for an import
   * @param message what went wrong, or null
   */
  public record RunRow(
      String runId,
      String job,
      String state,
      LocalDate from,
      LocalDate to,
      String message,
      Instant started,
      Instant finished) {
    /** Returns true if the row says that its run, or a job of it, began and not how it ended. */
    public boolean isStart() {
      return state.equals(RunLedger.State.STARTED.text());
    }

    /** Returns true if it ended well. */
    public boolean isDone() {
      return state.equals(RunLedger.State.DONE.text());
    }

    /** Returns true if it says that what its run published was taken back. */
    public boolean isTakenBack() {
      return state.equals(RunLedger.State.ROLLED_BACK.text());
    }

    /** Returns true if a day is among its days. */
    public boolean holds(LocalDate day) {
      return from != null && new UtcDays(from, to).days().contains(day);
    }
  }

  /**
   * How far a table is filled.
   *
   * @param last last day that has rows; null without any
   * @param rows all rows
   */
  public record TableDay(String table, LocalDate last, long rows) {}

  /** Reads it. */
  public static LakeStatus of(StagingCatalog catalog) {
    List<TableDay> tables = new ArrayList<>();
    for (LakeTable table : LakeTables.all()) {
      TableIdentifier name = TableIdentifier.of(IcebergLake.NAMESPACE, table.name());
      if (table.partition() != LakeTable.Partition.NONE && catalog.tableExists(name)) {
        tables.add(day(table, catalog.loadTable(name)));
      }
    }
    TableIdentifier runs = TableIdentifier.of(IcebergLake.NAMESPACE, LakeTables.RUNS.name());
    return new LakeStatus(
        catalog.tableExists(runs) ? runs(catalog.loadTable(runs)) : List.of(), tables);
  }

  private static List<RunRow> runs(Table table) {
    List<RunRow> rows = new ArrayList<>();
    try (CloseableIterable<Record> records =
        IcebergGenerics.read(table)
            .select(
                "run_id",
                "job",
                "state",
                "from_day",
                "to_day",
                "message",
                "started_ts",
                "finished_ts")
            .build()) {
      for (Record record : records) {
        rows.add(
            new RunRow(
                (String) record.getField("run_id"),
                (String) record.getField("job"),
                (String) record.getField("state"),
                (LocalDate) record.getField("from_day"),
                (LocalDate) record.getField("to_day"),
                (String) record.getField("message"),
                ((OffsetDateTime) record.getField("started_ts")).toInstant(),
                ((OffsetDateTime) record.getField("finished_ts")).toInstant()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rows.sort(Comparator.comparing(RunRow::finished));
    return rows;
  }

  /** The files say the most of each column. */
  private static TableDay day(LakeTable table, Table iceberg) {
    Types.NestedField column = iceberg.schema().findField(table.dayColumn());
    LocalDate last = null;
    try (CloseableIterable<FileScanTask> tasks =
        iceberg.newScan().includeColumnStats().planFiles()) {
      for (FileScanTask task : tasks) {
        ByteBuffer most =
            task.file().upperBounds() == null
                ? null
                : task.file().upperBounds().get(column.fieldId());
        if (most != null) {
          LocalDate day = dayOf(Conversions.fromByteBuffer(column.type(), most));
          last = last == null || day.isAfter(last) ? day : last;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Snapshot current = iceberg.currentSnapshot();
    long rows =
        current == null ? 0 : Long.parseLong(current.summary().getOrDefault("total-records", "0"));
    return new TableDay(table.name(), last, rows);
  }

  private static LocalDate dayOf(Object value) {
    return value instanceof Integer days ? LocalDate.ofEpochDay(days) : UtcDays.dayOf((Long) value);
  }
}
