package io.treadmill.jobs.contract;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.Selection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;

/** One step of the batch: reads datasets and tables, replaces the days of its own tables. */
public interface Job {
  /** Returns the name on the command line. */
  String name();

  /** Returns one sentence for the help text. */
  String summary();

  /** Returns the datasets of the archive it reads. */
  Set<ArchiveDataset> readsArchive();

  /**
   * Returns the instruments whose files it reads for a selection: more than the selected where
   * symbols are pooled, or where an aggregator names the asset.
   */
  default Selection readsOf(Selection selection) {
    return selection;
  }

  /** Returns the tables it reads. */
  Set<LakeTable> reads();

  /** Returns the tables it writes. */
  Set<LakeTable> writes();

  /**
   * Returns what decides results beside the archive and what the tables it reads were made of: name
   * and hash. A name that ends with a day is valid from that day on.
   */
  default SortedMap<String, String> furtherInputs(RunContext run) {
    return Collections.emptySortedMap();
  }

  /**
   * Computes the days of the context and writes each table with one overwrite commit.
   *
   * @return rows written by table
   */
  RunReport run(RunContext run);
}
