package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.PublishPlan.DayKey;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a merge of rows must know of its plan.
 *
 * @param dataset dataset of the rows
 * @param removed ids of sources whose rows in the archive go, for they are read again
 * @param ownFiles symbols that get a file of their own, by day
 */
record MergeRules(ArchiveDataset dataset, Set<Long> removed, Map<DayKey, Set<String>> ownFiles)
    implements Serializable {

  /** Returns what tells the file that a row of the dataset goes to from others of its day. */
  String file(RowBuffer row) {
    LocalDate day = LocalDate.ofEpochDay(row.whole(dataset.index("day")));
    return file(new DayKey(row.text(0), row.text(1), day), row.text(2));
  }

  /** Returns as above for a symbol of a day. */
  String file(DayKey day, String symbol) {
    return ownFiles.getOrDefault(day, Set.of()).contains(symbol) ? symbol : "";
  }

  /**
   * Returns true if a row of the archive goes.
   *
   * @param sourceId where the row has its source
   */
  boolean isGone(RowBuffer row, int sourceId) {
    return !row.isNull(sourceId) && removed.contains(row.whole(sourceId));
  }

  /** Returns what a merge of some days must know. */
  MergeRules of(Collection<DayKey> days) {
    Map<DayKey, Set<String>> own = new TreeMap<>();
    for (DayKey day : days) {
      if (ownFiles.containsKey(day)) {
        own.put(day, ownFiles.get(day));
      }
    }
    return new MergeRules(dataset, removed, own);
  }
}
