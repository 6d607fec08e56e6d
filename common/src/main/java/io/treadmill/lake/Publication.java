package io.treadmill.lake;

import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.iceberg.catalog.TableIdentifier;

/** How a catalog moves several tables forward at once. */
interface Publication {
  /**
   * Returns the metadata file of each table, all of one instant, in a map that can grow; null if
   * the catalog cannot tell.
   */
  Map<TableIdentifier, String> instant();

  /**
   * Moves all tables or none.
   *
   * @param steps is told of each step before it is done
   * @throws org.apache.iceberg.exceptions.CommitFailedException if another run moved one of them
   *     meanwhile; none was moved then
   */
  void publish(SortedMap<TableIdentifier, StagedTable> tables, Consumer<String> steps);

  /** Finishes what a run that died began. */
  void finish();
}
