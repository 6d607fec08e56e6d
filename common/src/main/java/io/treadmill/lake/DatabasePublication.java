package io.treadmill.lake;

import io.treadmill.conf.UserError;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.TableMetadata;
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
    Map<TableIdentifier, String> result = new HashMap<>();
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
      throw unavailable(e);
    }
    return result;
  }

  @Override
  public void publish(SortedMap<TableIdentifier, StagedTable> tables, Consumer<String> steps) {
    SortedMap<TableIdentifier, String> files = new TreeMap<>(tables.comparator());
    tables.forEach(
        (table, staged) -> {
          steps.accept("write the metadata of " + table.name());
          files.put(table, write(staged));
        });
    steps.accept("open the database");
    try (Connection database = DriverManager.getConnection(uri, connection)) {
      database.setAutoCommit(false);
      for (Map.Entry<TableIdentifier, StagedTable> entry : tables.entrySet()) {
        TableIdentifier table = entry.getKey();
        steps.accept("move " + table.name());
        if (!move(database, table, entry.getValue(), files.get(table))) {
          database.rollback();
          throw new CommitFailedException("Another run moved %s", table);
        }
      }
      steps.accept("commit");
      database.commit();
    } catch (SQLException e) {
      // The answer to a commit may be lost though it was done.
      if (!instant().entrySet().containsAll(files.entrySet())) {
        throw unavailable(e);
      }
    }
    steps.accept("remove old metadata");
    tables
        .values()
        .forEach(
            staged ->
                CatalogUtil.deleteRemovedMetadataFiles(
                    staged.io(), staged.published(), staged.current()));
  }

  private boolean move(Connection database, TableIdentifier table, StagedTable staged, String file)
      throws SQLException {
    String before = staged.published().metadataFileLocation();
    try (PreparedStatement update = database.prepareStatement(MOVE)) {
      update.setString(1, file);
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
    String before = staged.published().metadataFileLocation();
    String number = before.substring(before.lastIndexOf('/') + 1).replaceFirst("-.*$", "");
    String compression = metadata.property("write.metadata.compression-codec", "none");
    String file =
        staged.metadataFileLocation(
            "%05d-%s%s"
                .formatted(
                    Integer.parseInt(number) + 1,
                    UUID.randomUUID(),
                    TableMetadataParser.getFileExtension(compression)));
    TableMetadataParser.write(metadata, staged.io().newOutputFile(file));
    return file;
  }

  @Override
  public void finish() {
    // A transaction is done or not.
  }

  private UserError unavailable(SQLException e) {
    return UserError.storage(
        "Cannot use the catalog %s: %s (nothing was published by this step; mend it and run again)"
            .formatted(uri.replaceFirst("[?;].*$", ""), e.getMessage()),
        e);
  }
}
