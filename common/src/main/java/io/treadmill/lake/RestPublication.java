package io.treadmill.lake;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;

/** A REST catalog: the server takes the changes of all tables as one transaction. */
record RestPublication(RESTCatalog catalog) implements Publication {
  @Override
  public Map<TableIdentifier, String> instant() {
    return null;
  }

  @Override
  public void publish(SortedMap<TableIdentifier, StagedTable> tables, Consumer<String> steps) {
    List<TableCommit> commits =
        tables.entrySet().stream()
            .map(
                table ->
                    TableCommit.create(
                        table.getKey(), table.getValue().published(), table.getValue().current()))
            .toList();
    steps.accept("commit");
    catalog.commitTransaction(commits);
  }

  @Override
  public void finish() {
    // A transaction is done or not.
  }
}
