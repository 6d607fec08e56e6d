package io.treadmill.lake;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;

/**
 * Iceberg's JDBC catalog: a database with one row a table, which names the table's metadata file.
 * The rows of all tables are changed in one transaction, each only if it still names the file that
 * the run began with.
 */
final class DatabasePublication implements Publication {
  /** The order in which tables are moved, for everybody the same. */
  static final Comparator<TableIdentifier> BY_NAME = Comparator.comparing(Object::toString);

  private static final String LOCATIONS =
      "SELECT table_namespace, table_name, metadata_location FROM iceberg_tables"
          + " WHERE catalog_name = ?";
  private static final String MOVE =
      "UPDATE iceberg_tables SET metadata_location = ?, previous_metadata_location = ?"
          + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?"
          + " AND metadata_location = ?";

  private final String catalog;
  private final String uri;
  private final Properties connection = new Properties();

  DatabasePublication(String catalog, Map<String, String> properties) {
    this.catalog = catalog;
    this.uri = properties.get("uri");
    properties.forEach(
        (key, value) -> {
          if (key.startsWith("jdbc.")) {
            connection.setProperty(key.substring("jdbc.".length()), value);
          }
        });
  }

  @Override
  public Map<TableIdentifier, String> instant() {
    Map<TableIdentifier, String> result = new ConcurrentHashMap<>();
    try (Connection database = DriverManager.getConnection(uri, connection);
        PreparedStatement select = database.prepareStatement(LOCATIONS)) {
      select.setString(1, catalog);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          result.put(
              TableIdentifier.of(Namespace.of(rows.getString(1)), rows.getString(2)),
              rows.getString(3));
        }
      }
    } catch (SQLException e) {
      throw DatabaseFailure.told(uri, e);
    }
    return result;
  }

  @Override
  public void publish(SortedMap<TableIdentifier, StagedTable> tables, Consumer<String> steps) {
    SortedMap<TableIdentifier, String> files = new TreeMap<>(BY_NAME);
    tables.forEach(
        (table, staged) -> {
          steps.accept("write the metadata of " + table.name());
          files.put(table, write(staged));
        });
    SortedMap<TableIdentifier, String> before = new TreeMap<>(BY_NAME);
    tables.forEach((table, staged) -> before.put(table, staged.published().metadataFileLocation()));
    move(before, files, steps);
    steps.accept("remove old metadata");
    tables.values().forEach(DatabasePublication::removeOldMetadata);
  }

  /**
   * Of the metadata files that the table names no more, those go that were replaced a day ago: a
   * reader of the instant before may not have opened the others yet.
   */
  private static void removeOldMetadata(StagedTable staged) {
    List<MetadataLogEntry> before = staged.published().previousFiles();
    Set<MetadataLogEntry> kept = new HashSet<>(staged.current().previousFiles());
    long old = Clock.systemUTC().millis() - TimeUnit.DAYS.toMillis(1);
    for (int i = 0; i + 1 < before.size(); i++) {
      if (!kept.contains(before.get(i)) && before.get(i + 1).timestampMillis() < old) {
        staged.io().deleteFile(before.get(i).file());
      }
    }
  }

  /**
   * Has the catalog name other metadata files, of all tables in one transaction.
   *
   * @throws CommitFailedException if one of the tables has another file than before; none was moved
   */
  void move(
      SortedMap<TableIdentifier, String> before,
      SortedMap<TableIdentifier, String> after,
      Consumer<String> steps) {
    steps.accept("open the database");
    try (Connection database = DriverManager.getConnection(uri, connection)) {
      database.setAutoCommit(false);
      for (Map.Entry<TableIdentifier, String> entry : after.entrySet()) {
        TableIdentifier table = entry.getKey();
        steps.accept("move " + table.name());
        if (!move(database, table, before.get(table), entry.getValue())) {
          database.rollback();
          throw new CommitFailedException("Another run moved %s", table);
        }
      }
      steps.accept("commit");
      database.commit();
    } catch (SQLException e) {
      // The answer to a commit may be lost though it was done.
      if (!instant().entrySet().containsAll(after.entrySet())) {
        throw DatabaseFailure.told(uri, e);
      }
    }
  }

  /** Changes no row of the catalog, which needs the right to change rows. */
  void check() {
    try (Connection database = DriverManager.getConnection(uri, connection)) {
      database.setAutoCommit(false);
      move(database, TableIdentifier.of("nothing", "nothing"), "", "");
      database.rollback();
    } catch (SQLException e) {
      throw DatabaseFailure.told(uri, e);
    }
  }

  private boolean move(Connection database, TableIdentifier table, String before, String after)
      throws SQLException {
    try (PreparedStatement update = database.prepareStatement(MOVE)) {
      update.setString(1, after);
      update.setString(2, before);
      update.setString(3, catalog);
      update.setString(4, table.namespace().toString());
      update.setString(5, table.name());
      update.setString(6, before);
      return update.executeUpdate() == 1;
    }
  }

  /** Writes the metadata beside that of the catalog, with the next number; returns the file. */
  private static String write(StagedTable staged) {
    TableMetadata metadata = staged.current();
    String compression = metadata.property("write.metadata.compression-codec", "none");
    String file =
        staged.metadataFileLocation(
            nextName(staged.published().metadataFileLocation())
                + TableMetadataParser.getFileExtension(compression));
    TableMetadataParser.write(metadata, staged.io().newOutputFile(file));
    return file;
  }

  /** Returns the name of the metadata file after another, without extension: the next number. */
  static String nextName(String before) {
    String number = before.substring(before.lastIndexOf('/') + 1).replaceFirst("-.*$", "");
    return "%05d-%s".formatted(Integer.parseInt(number) + 1, UUID.randomUUID());
  }

  @Override
  public void finish() {
    // A transaction is done or not.
  }
}
