package io.treadmill.jobs.contract;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.Selection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;

/** One step of the batch: reads datasets and tables, replaces the days of its own tables. */
public interface Job {
  /**
   * What is known of a job before it runs.
   *
   * @param name the name on the command line
   * @param summary one sentence for the help text
   * @param archive the datasets it reads
   * @param reads the tables it reads
   * @param writes the tables it writes
   * @param standsOnDaysBefore whether a day is computed from days before it: it changes when one of
   *     them does
   */
  record Plan(
      String name,
      String summary,
      Set<ArchiveDataset> archive,
      Set<LakeTable> reads,
      Set<LakeTable> writes,
      boolean standsOnDaysBefore) {
    /** A job whose days stand alone. */
    public Plan(
        String name,
        String summary,
        Set<ArchiveDataset> archive,
        Set<LakeTable> reads,
        Set<LakeTable> writes) {
      this(name, summary, archive, reads, writes, false);
    }
  }

  /** Returns what is known before it runs. */
  Plan plan();

  /** Returns the name on the command line. */
  default String name() {
    return plan().name();
  }

  /**
   * Returns the instruments whose files it reads for a selection: more than the selected where
   * symbols are pooled, or where an aggregator names the asset.
   */
  default Selection readsOf(Selection selection) {
    return selection;
  }

  /**
   * Returns what decides results beside the archive and what the tables it reads were made of: name
   * and hash. A name that ends with a day is valid from that day on.
   */
  default SortedMap<String, String> furtherInputs(RunContext run) {
    return Collections.emptySortedMap();
  }

  /** Returns whether a day is computed from days before it. */
  default boolean standsOnDaysBefore() {
    return plan().standsOnDaysBefore();
  }

  /**
   * Computes the days of the context and writes each table with one overwrite commit.
   *
   * @return rows written by table
   */
  RunReport run(RunContext run);
}
