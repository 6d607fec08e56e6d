package io.treadmill.lake;

import io.treadmill.conf.UserError;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/**
 * How a table goes back to what it was before some runs.
 *
 * @param table name of the table
 * @param before the snapshot that it goes back to; null if there was none, and it goes empty
 * @param rowsNow its rows now
 * @param rowsThen its rows after
 */
public record Rollback(String table, Long before, long rowsNow, long rowsThen) {
  /**
   * Looks for the way back.
   *
   * @return null if none of the runs wrote the table, or what they wrote was taken back
   * @throws UserError if another run wrote the table since (exit 2), or the state before is no
   *     longer kept (exit 3)
   */
  static Rollback of(String name, Table table, Collection<String> runs) {
    Snapshot oldest = null;
    SortedSet<String> others = new TreeSet<>();
    SortedSet<String> later = new TreeSet<>();
    for (Snapshot one = table.currentSnapshot(); one != null; one = parent(table, one)) {
      String run = one.summary().getOrDefault(IcebergLake.RUN_ID, "unknown");
      if (runs.contains(run)) {
        oldest = one;
        later.addAll(others);
      } else if (!one.operation().equals(DataOperations.REPLACE)) {
        others.add(run);
      }
      // Of what was before another run emptied the table nothing is there to be taken back.
      if (!runs.contains(run)
          && one.operation().equals(DataOperations.DELETE)
          && TableOverwrite.rows(one) == 0) {
        break;
      }
    }
    if (oldest == null) {
      return null;
    }
    if (!later.isEmpty()) {
      throw UserError.usage(
          ("Cannot roll back %s: later runs wrote %s too (name them as well: --run %s; or compute the"
                  + " days again instead)")
              .formatted(String.join(", ", runs), name, String.join(" --run ", later)));
    }
    Snapshot before = parent(table, oldest);
    if (before == null && oldest.parentId() != null) {
      throw UserError.input(
          ("Cannot roll back %s: the state of %s before it is no longer kept (its snapshot %d has"
                  + " expired; compute the days again instead)")
              .formatted(String.join(", ", runs), name, oldest.parentId()));
    }
    return new Rollback(
        name,
        before == null ? null : before.snapshotId(),
        TableOverwrite.rows(table.currentSnapshot()),
        before == null ? 0 : TableOverwrite.rows(before));
  }

  private static Snapshot parent(Table table, Snapshot snapshot) {
    return snapshot.parentId() == null ? null : table.snapshot(snapshot.parentId());
  }

  /** Stages it. */
  void stage(Table staged, String runId) {
    if (before == null) {
      staged
          .newDelete()
          .deleteFromRowFilter(Expressions.alwaysTrue())
          .set(IcebergLake.RUN_ID, runId)
          .commit();
    } else {
      staged.manageSnapshots().rollbackTo(before).commit();
    }
  }
}
