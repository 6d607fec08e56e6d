package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTRequest;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.requests.CommitTransactionRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg's REST client against a server in this process that commits several tables at once. */
class RestPublicationTest {
  private static final Namespace NAMESPACE = Namespace.of("treadmill");
  private static final TableIdentifier FIRST = TableIdentifier.of(NAMESPACE, "first");
  private static final TableIdentifier SECOND = TableIdentifier.of(NAMESPACE, "second");
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "a", Types.LongType.get()));

  @TempDir Path folder;
  private final InMemoryCatalog server = new InMemoryCatalog();
  private final RESTCatalog client = new RESTCatalog(properties -> new Calls(server));

  @BeforeEach
  void open() {
    Map<String, String> properties =
        Map.of(
            "warehouse",
            folder.toString(),
            "uri",
            "http://nowhere",
            "io-impl",
            "org.apache.iceberg.hadoop.HadoopFileIO");
    server.initialize("server", properties);
    server.createNamespace(NAMESPACE);
    server.createTable(FIRST, SCHEMA);
    server.createTable(SECOND, SCHEMA);
    client.setConf(new Configuration());
    client.initialize("client", properties);
  }

  private SortedMap<TableIdentifier, StagedTable> staged() {
    SortedMap<TableIdentifier, StagedTable> tables =
        new TreeMap<>((a, b) -> a.name().compareTo(b.name()));
    for (TableIdentifier table : List.of(FIRST, SECOND)) {
      TableOperations operations = ((BaseTable) client.loadTable(table)).operations();
      StagedTable staged = new StagedTable(operations, operations.current());
      append(new BaseTable(staged, table.name()));
      append(new BaseTable(staged, table.name()));
      tables.put(table, staged);
    }
    return tables;
  }

  private static void append(Table table) {
    DataFile file =
        DataFiles.builder(PartitionSpec.unpartitioned())
            .withPath(table.location() + "/a.parquet")
            .withFileSizeInBytes(10)
            .withRecordCount(3)
            .build();
    table.newAppend().appendFile(file).commit();
  }

  private String rows(TableIdentifier table) {
    return rows(server.loadTable(table));
  }

  private static String rows(Table now) {
    return now.currentSnapshot() == null
        ? "0"
        : now.currentSnapshot().summary().get("total-records");
  }

  @Test
  void allTablesAreMovedByOneTransactionOfTheServer() {
    SortedMap<TableIdentifier, StagedTable> tables = staged();
    assertThat(List.of(rows(FIRST), rows(SECOND))).containsExactly("0", "0");
    new RestPublication(client).publish(tables, step -> {});
    assertThat(List.of(rows(FIRST), rows(SECOND))).containsExactly("6", "6");
  }

  @Test
  void noTableIsMovedIfAnotherRunMovedOne() {
    SortedMap<TableIdentifier, StagedTable> tables = staged();
    append(server.loadTable(SECOND));
    assertThatThrownBy(() -> new RestPublication(client).publish(tables, step -> {}))
        .isInstanceOf(CommitFailedException.class);
    assertThat(List.of(rows(FIRST), rows(SECOND))).containsExactly("0", "3");
  }

  @Test
  void aReaderOfBothTablesSeesWholeRunsOnly() throws Exception {
    ExecutorService writer = Executors.newSingleThreadExecutor();
    Set<String> seen = new TreeSet<>();
    int count = 20;
    Polls polls = new Polls();
    try {
      Future<?> nights =
          writer.submit(
              () -> {
                for (int night = 0; night < count; night++) {
                  new RestPublication(client).publish(staged(), step -> {});
                  polls.awaitWholeOne();
                }
                return null;
              });
      while (!nights.isDone()) {
        StagingCatalog reader = new StagingCatalog();
        reader.setConf(new Configuration());
        reader.use("reader", client, Map.of("warehouse", folder.toString()));
        String first = rows(reader.loadTable(FIRST));
        assertThat(rows(reader.loadTable(SECOND)))
            .as("of the instant of the first")
            .isEqualTo(first);
        seen.add(first);
        polls.ended();
      }
      nights.get();
      assertThat(seen).as("rows after each night").hasSizeGreaterThanOrEqualTo(count);
    } finally {
      writer.shutdownNow();
    }
  }

  /** The calls of the client, answered by a catalog, one at a time. */
  private record Calls(InMemoryCatalog catalog) implements RESTClient {
    private static TableIdentifier table(String path) {
      return TableIdentifier.of(NAMESPACE, path.substring(path.lastIndexOf('/') + 1));
    }

    @Override
    public <T extends RESTResponse> T get(
        String path,
        Map<String, String> parameters,
        Class<T> type,
        Map<String, String> headers,
        Consumer<ErrorResponse> errors) {
      synchronized (catalog) {
        return type.cast(
            path.endsWith("config")
                ? ConfigResponse.builder().build()
                : path.endsWith("namespaces/" + NAMESPACE)
                    ? CatalogHandlers.loadNamespace(catalog, NAMESPACE)
                    : path.endsWith("/tables")
                        ? CatalogHandlers.listTables(catalog, NAMESPACE)
                        : CatalogHandlers.loadTable(catalog, table(path), SnapshotMode.ALL));
      }
    }

    @Override
    public <T extends RESTResponse> T get(
        String path,
        Map<String, String> parameters,
        Class<T> type,
        Map<String, String> headers,
        Consumer<ErrorResponse> errors,
        Consumer<Map<String, String>> responseHeaders) {
      return get(path, parameters, type, headers, errors);
    }

    @Override
    public <T extends RESTResponse> T post(
        String path,
        RESTRequest body,
        Class<T> type,
        Map<String, String> headers,
        Consumer<ErrorResponse> errors) {
      assertThat(path).endsWith("transactions/commit");
      synchronized (catalog) {
        List<Runnable> commits = new ArrayList<>();
        for (UpdateTableRequest change : ((CommitTransactionRequest) body).tableChanges()) {
          TableOperations table = ((BaseTable) catalog.loadTable(change.identifier())).operations();
          TableMetadata base = table.current();
          change.requirements().forEach(requirement -> requirement.validate(base));
          TableMetadata.Builder next = TableMetadata.buildFrom(base);
          for (MetadataUpdate update : change.updates()) {
            update.applyTo(next);
          }
          TableMetadata after = next.build();
          commits.add(() -> table.commit(base, after));
        }
        commits.forEach(Runnable::run);
      }
      return null;
    }

    @Override
    public void head(String path, Map<String, String> headers, Consumer<ErrorResponse> errors) {
      throw new UnsupportedOperationException(path);
    }

    @Override
    public <T extends RESTResponse> T delete(
        String path, Class<T> type, Map<String, String> headers, Consumer<ErrorResponse> errors) {
      throw new UnsupportedOperationException(path);
    }

    @Override
    public <T extends RESTResponse> T postForm(
        String path,
        Map<String, String> form,
        Class<T> type,
        Map<String, String> headers,
        Consumer<ErrorResponse> errors) {
      throw new UnsupportedOperationException(path);
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
