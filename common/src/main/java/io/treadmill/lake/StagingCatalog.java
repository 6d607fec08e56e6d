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
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.io.FileIO;
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
  private String database;
  private Catalog catalog;
  private Publication publication;
  private FileIO files;
  private LakeRoot root;
  // Of each table the metadata file at the instant of the run; null if the catalog cannot tell.
  private volatile Map<TableIdentifier, String> instant;
  private volatile boolean isCollected;

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
    Catalog made =
        DatabaseFailure.told(
            database(name, own), () -> CatalogUtil.buildIcebergCatalog(name, own, conf));
    use(name, made, own);
  }

  private static String database(String name, Map<String, String> properties) {
    return properties.getOrDefault("uri", name);
  }

  /** Stages on top of a catalog, with the properties that it was made of. */
  void use(String ownName, Catalog own, Map<String, String> properties) {
    name = ownName;
    database = database(name, properties);
    catalog = own;
    files =
        CatalogUtil.loadFileIO(
            properties.getOrDefault("io-impl", "org.apache.iceberg.hadoop.HadoopFileIO"),
            properties,
            conf);
    root = new LakeRoot(properties.getOrDefault("warehouse", ""));
    if (catalog instanceof JdbcCatalog) {
      publication = new DatabasePublication(name, properties);
    } else if (catalog instanceof RESTCatalog rest) {
      publication = new RestPublication(rest);
    } else {
      publication = new StepwisePublication(catalog, files, root);
    }
    refresh();
    refuseOtherPlaces();
  }

  /**
   * A catalog that is a database holds the places of the tables, whatever the place of the lake.
   */
  private void refuseOtherPlaces() {
    if (instant == null) {
      return;
    }
    root.check(instant);
    if (instant.isEmpty()) {
      String file = root.anyPublished(files);
      // Another run may have made the first tables since.
      refresh();
      if (file != null && instant.isEmpty()) {
        throw root.emptied(file);
      }
    }
  }

  /** Forgets what is staged and looks at the catalog anew. */
  public synchronized void refresh() {
    tables.clear();
    isCollected = !(catalog instanceof RESTCatalog);
    instant = publication.instant();
  }

  /**
   * A server that moves all tables in one step does not tell them all in one answer: they are of
   * one instant if none has moved between two looks at all of them.
   */
  private synchronized void collect() {
    if (isCollected) {
      return;
    }
    Namespace all = Namespace.of(IcebergLake.NAMESPACE);
    List<TableIdentifier> names = namespaceExists(all) ? listTables(all) : List.of();
    Map<TableIdentifier, String> before = Map.of();
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Map<TableIdentifier, TableOperations> found = new HashMap<>();
      names.forEach(table -> found.put(table, load(table, null)));
      Map<TableIdentifier, String> now = new HashMap<>();
      found.forEach(
          (table, operations) -> now.put(table, operations.current().metadataFileLocation()));
      if (now.equals(before)) {
        found.forEach(
            (table, operations) ->
                tables.putIfAbsent(table, new StagedTable(operations, operations.current())));
        isCollected = true;
        return;
      }
      before = now;
    }
    throw UserError.busy("Cannot read the lake: its tables move all the time (run again)");
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

  /**
   * Looks whether the catalog can be written.
   *
   * @return how many tables it has
   * @throws UserError if not (exit 6)
   */
  public int check() {
    if (publication instanceof DatabasePublication database) {
      database.check();
    }
    Namespace tables = Namespace.of(IcebergLake.NAMESPACE);
    return namespaceExists(tables) ? listTables(tables).size() : 0;
  }

  /** Returns a table whose commits are not staged: everybody sees each at once. */
  Table published(TableIdentifier table) {
    return catalog.loadTable(table);
  }

  /** Returns the metadata file of a table as this catalog sees it. */
  String metadataFile(TableIdentifier table) {
    return ((BaseTable) loadTable(table)).operations().current().metadataFileLocation();
  }

  /** Finishes what a run that died began to publish, where the catalog needs steps for it. */
  synchronized void finish() {
    publication.finish();
    refresh();
  }

  /** Returns the files that the run added to a table and replaced in it; null if it did not. */
  StagedTable.ChangedFiles changedFiles(TableIdentifier table) {
    StagedTable staged = tables.get(table);
    return staged == null || !staged.isChanged() ? null : staged.changedFiles();
  }

  /** Forgets what is staged, and removes its files. */
  synchronized void discard() {
    changed().values().forEach(StagedTable::discard);
    refresh();
  }

  private SortedMap<TableIdentifier, StagedTable> changed() {
    SortedMap<TableIdentifier, StagedTable> changed = new TreeMap<>(DatabasePublication.BY_NAME);
    tables.forEach(
        (table, staged) -> {
          if (staged.isChanged()) {
            changed.put(table, staged);
          }
        });
    return changed;
  }

  private void addToNewer(TableIdentifier table, StagedTable staged) {
    TableOperations fresh = load(table, publication.instant());
    boolean same =
        fresh != null
            && fresh
                .current()
                .metadataFileLocation()
                .equals(staged.published().metadataFileLocation());
    if (!same && (fresh == null || !staged.addTo(fresh))) {
      throw wroteMeanwhile(table);
    }
  }

  private static UserError wroteMeanwhile(TableIdentifier table) {
    return UserError.busy(
        "Cannot publish: another run wrote %s meanwhile (nothing was published; run again)"
            .formatted(table.name()));
  }

  /**
   * Creates an empty table, in the catalog itself: nobody can tell it from one that is not.
   *
   * @throws UserError if another run made and filled it meanwhile (exit 5)
   */
  void create(TableIdentifier table, Consumer<Catalog.TableBuilder> says, Schema schema) {
    TableBuilder builder = catalog.buildTable(table, schema);
    says.accept(builder);
    TableOperations made;
    try {
      made = ((BaseTable) builder.create()).operations();
    } catch (RuntimeException e) {
      made = load(table, publication.instant());
      if (made == null) {
        throw DatabaseFailure.told(database, e);
      }
      if (made.current().currentSnapshot() != null) {
        throw wroteMeanwhile(table);
      }
    }
    if (instant != null) {
      instant.put(table, made.current().metadataFileLocation());
    }
  }

  @Override
  protected TableOperations newTableOps(TableIdentifier table) {
    collect();
    StagedTable known = tables.get(table);
    if (known != null) {
      return known;
    }
    if (instant != null && !instant.containsKey(table)) {
      return MISSING;
    }
    TableOperations found = load(table, instant);
    if (found == null) {
      return MISSING;
    }
    StagedTable fresh = new StagedTable(found, found.current());
    StagedTable first = tables.putIfAbsent(table, fresh);
    return first == null ? fresh : first;
  }

  /**
   * Returns a table of the catalog; null if there is none.
   *
   * @param at the metadata file of each table; null if the catalog cannot tell
   */
  private TableOperations load(TableIdentifier table, Map<TableIdentifier, String> at) {
    if (at != null) {
      String file = at.get(table);
      return file == null ? null : PublishedTable.read(table, files, file);
    }
    try {
      TableOperations found =
          catalog.loadTable(table) instanceof BaseTable base ? base.operations() : null;
      if (catalog instanceof HadoopCatalog && found != null) {
        root.check(Map.of(table, found.current().location() + "/metadata/-"));
      }
      return found;
    } catch (NoSuchTableException e) {
      return null;
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** Where folders are the catalog, one that a run left that died making a table is none. */
  @Override
  public List<TableIdentifier> listTables(Namespace namespace) {
    List<TableIdentifier> listed = catalog.listTables(namespace);
    return catalog instanceof HadoopCatalog
        ? listed.stream().filter(catalog::tableExists).toList()
        : listed;
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
    try {
      namespaces().createNamespace(namespace, metadata);
    } catch (RuntimeException e) {
      // Another run may have made it at the same time.
      if (!namespaceExists(namespace)) {
        throw DatabaseFailure.told(database, e);
      }
    }
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
