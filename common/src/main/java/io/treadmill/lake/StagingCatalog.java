package io.treadmill.lake;

import io.treadmill.conf.UserError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseMetastoreCatalog;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.RESTCatalog;

/**
 * The catalog of the settings as one run sees it. All tables are read as of one instant, where the
 * catalog can tell it; commits are staged in memory, seen by every job of the session and by nobody
 * else, until {@link #publish} moves all tables forward in one step. A process that dies before has
 * changed nothing but files that no table knows.
 */
public final class StagingCatalog extends BaseMetastoreCatalog
    implements SupportsNamespaces, Configurable {
  /** Properties of the catalog of the settings that name its kind have this prefix here. */
  public static final String PUBLISHED = "published-";

  private static final StagedTable MISSING = new StagedTable(null, null);
  private static final int MOST_TRIES = 20;

  private final Map<TableIdentifier, StagedTable> tables = new ConcurrentHashMap<>();
  private Configuration conf;
  private String name;
  private Catalog catalog;
  private Publication publication;
  // Of each table the metadata file at the instant of the run; null if the catalog cannot tell.
  private Map<TableIdentifier, String> instant;

  @Override
  public void initialize(String ownName, Map<String, String> properties) {
    name = ownName;
    Map<String, String> own = new HashMap<>(properties);
    own.remove("catalog-impl");
    for (String kind : List.of("type", "catalog-impl")) {
      String value = own.remove(PUBLISHED + kind);
      if (value != null) {
        own.put(kind, value);
      }
    }
    catalog = CatalogUtil.buildIcebergCatalog(name, own, conf);
    if (catalog instanceof JdbcCatalog) {
      publication = new DatabasePublication(name, own);
    } else if (catalog instanceof RESTCatalog rest) {
      publication = new RestPublication(rest);
    } else {
      publication = new StepwisePublication(catalog, own, conf);
    }
    refresh();
  }

  /** Forgets what is staged and looks at the catalog anew. */
  synchronized void refresh() {
    tables.clear();
    instant = publication.instant();
  }

  /**
   * Moves all tables forward to what is staged, in one step.
   *
   * @param steps is told of each step before it is done
   * @throws UserError if another run replaced rows of one of the tables meanwhile (exit 5); nothing
   *     was published then
   */
  synchronized void publish(Consumer<String> steps) {
    for (int tries = 1; ; tries++) {
      SortedMap<TableIdentifier, StagedTable> changed = changed();
      if (changed.isEmpty()) {
        return;
      }
      try {
        publication.publish(changed, steps);
        refresh();
        return;
      } catch (CommitFailedException e) {
        changed.forEach(this::addToNewer);
        if (tries == MOST_TRIES) {
          throw UserError.busy(
              "Cannot publish: other runs publish all the time (wait for them and run again)");
        }
      }
    }
  }

  /** Finishes what a run that died began to publish, where the catalog needs steps for it. */
  synchronized void finish() {
    publication.finish();
    refresh();
  }

  /** Returns the files that the run added to a table. */
  List<DataFile> addedFiles(TableIdentifier table) {
    return tables.get(table).addedFiles();
  }

  private SortedMap<TableIdentifier, StagedTable> changed() {
    SortedMap<TableIdentifier, StagedTable> changed =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    tables.forEach(
        (table, staged) -> {
          if (staged.isChanged()) {
            changed.put(table, staged);
          }
        });
    return changed;
  }

  private void addToNewer(TableIdentifier table, StagedTable staged) {
    TableOperations fresh = load(table);
    boolean same =
        fresh != null
            && fresh
                .current()
                .metadataFileLocation()
                .equals(staged.published().metadataFileLocation());
    if (!same && (fresh == null || !staged.addTo(fresh))) {
      throw UserError.busy(
          "Cannot publish: another run wrote %s meanwhile (nothing was published; run again)"
              .formatted(table.name()));
    }
  }

  /** Creates an empty table, in the catalog itself: nobody can tell it from one that is not. */
  void create(TableIdentifier table, Consumer<Catalog.TableBuilder> says, Schema schema) {
    TableBuilder builder = catalog.buildTable(table, schema);
    says.accept(builder);
    builder.create();
    if (instant != null) {
      instant.put(table, load(table).current().metadataFileLocation());
    }
  }

  @Override
  protected TableOperations newTableOps(TableIdentifier table) {
    StagedTable known = tables.get(table);
    if (known != null) {
      return known;
    }
    if (instant != null && !instant.containsKey(table)) {
      return MISSING;
    }
    TableOperations found = load(table);
    if (found == null) {
      return MISSING;
    }
    TableMetadata seen = found.current();
    if (instant != null && !instant.get(table).equals(seen.metadataFileLocation())) {
      seen = TableMetadataParser.read(found.io(), instant.get(table));
    }
    StagedTable fresh = new StagedTable(found, seen);
    StagedTable first = tables.putIfAbsent(table, fresh);
    return first == null ? fresh : first;
  }

  /** Returns a table of the catalog; null if there is none. */
  private TableOperations load(TableIdentifier table) {
    try {
      return catalog.loadTable(table) instanceof BaseTable base ? base.operations() : null;
    } catch (NoSuchTableException e) {
      return null;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<TableIdentifier> listTables(Namespace namespace) {
    return catalog.listTables(namespace);
  }

  @Override
  public boolean dropTable(TableIdentifier table, boolean purge) {
    tables.remove(table);
    return catalog.dropTable(table, purge);
  }

  @Override
  public void renameTable(TableIdentifier from, TableIdentifier to) {
    throw new UnsupportedOperationException("Tables of the lake keep their names");
  }

  @Override
  public TableBuilder buildTable(TableIdentifier table, Schema schema) {
    throw new UnsupportedOperationException("Tables of the lake are made by jobs");
  }

  @Override
  protected String defaultWarehouseLocation(TableIdentifier table) {
    throw new UnsupportedOperationException("The catalog places its tables");
  }

  private SupportsNamespaces namespaces() {
    return (SupportsNamespaces) catalog;
  }

  @Override
  public void createNamespace(Namespace namespace, Map<String, String> metadata) {
    namespaces().createNamespace(namespace, metadata);
  }

  @Override
  public List<Namespace> listNamespaces(Namespace namespace) {
    return namespaces().listNamespaces(namespace);
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(Namespace namespace) {
    return namespaces().loadNamespaceMetadata(namespace);
  }

  @Override
  public boolean dropNamespace(Namespace namespace) {
    return namespaces().dropNamespace(namespace);
  }

  @Override
  public boolean setProperties(Namespace namespace, Map<String, String> properties) {
    return namespaces().setProperties(namespace, properties);
  }

  @Override
  public boolean removeProperties(Namespace namespace, Set<String> properties) {
    return namespaces().removeProperties(namespace, properties);
  }

  @Override
  public void setConf(Configuration given) {
    conf = given;
  }

  @Override
  public Configuration getConf() {
    return conf;
  }
}
