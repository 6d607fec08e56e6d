package io.treadmill.lake;

import io.treadmill.conf.UserError;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** A table as one metadata file has it. What is staged on top of it is published by others. */
record PublishedTable(TableMetadata current, FileIO io) implements TableOperations {
  /**
   * Reads a metadata file.
   *
   * @throws UserError if it is lost or damaged (exit 6)
   */
  static PublishedTable read(TableIdentifier table, FileIO io, String file) {
    try {
      return new PublishedTable(TableMetadataParser.read(io, file), io);
    } catch (RuntimeException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw UserError.storage(
          ("Cannot read the table %s: its metadata file %s is lost, damaged or out of reach: %s (put"
                  + " the file back from a backup; its data files are untouched)")
              .formatted(table.name(), file, String.valueOf(reason.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  @Override
  public TableMetadata refresh() {
    return current;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    throw new UnsupportedOperationException("Published with all tables of a run");
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return current.property("write.metadata.path", current.location() + "/metadata")
        + "/"
        + fileName;
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(current.location(), current.properties());
  }
}
