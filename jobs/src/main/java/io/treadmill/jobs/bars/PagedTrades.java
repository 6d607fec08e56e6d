package io.treadmill.jobs.bars;

import io.treadmill.jobs.bars.pages.CodeColumn;
import io.treadmill.jobs.bars.pages.LongColumn;
import io.treadmill.jobs.bars.pages.NumberColumn;
import io.treadmill.jobs.bars.pages.PagedFile;
import java.util.Map;

/**
 * Trades of a file by the names of the archive's columns.
 *
 * @param file the file; its batch is the one that was read last
 * @param names column to its name in the file
 * @param texts column to the text of every row, for columns that are not in the file
 */
record PagedTrades(PagedFile file, Map<String, String> names, Map<String, String> texts) {

  /** Returns a column; null if the file does not have it. */
  LongColumn longs(String column) {
    return names.containsKey(column) ? file.longs(names.get(column)) : null;
  }

  /** Returns a column; null if the file does not have it. */
  NumberColumn numbers(String column) {
    return names.containsKey(column) ? file.numbers(names.get(column)) : null;
  }

  /** Returns a column; null if the file does not have it. */
  CodeColumn codes(String column) {
    return names.containsKey(column) ? file.codes(names.get(column)) : null;
  }
}
