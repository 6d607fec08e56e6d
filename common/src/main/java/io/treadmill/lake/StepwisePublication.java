package io.treadmill.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.conf.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;

/**
 * A catalog that commits one table at a time. What is to be published is written into one file
 * first; then the tables are moved one after the other, and the file is removed. Whoever finds the
 * file finishes the work.
 */
final class StepwisePublication implements Publication {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Catalog catalog;
  private final FileIO files;
  private final String intention;

  /**
   * A table that is to be moved.
   *
   * @param before its metadata file before
   * @param metadata its metadata after, JSON
   */
  record Move(String before, String metadata) {}

  StepwisePublication(Catalog catalog, FileIO files, LakeRoot root) {
    this.catalog = catalog;
    this.files = files;
    this.intention = root + "/_publish.json";
  }

  @Override
  public Map<TableIdentifier, String> instant() {
    return null;
  }

  @Override
  public void publish(SortedMap<TableIdentifier, StagedTable> tables, Consumer<String> steps) {
    SortedMap<String, Move> moves = new TreeMap<>();
    tables.forEach(
        (table, staged) -> {
          String before = staged.published().metadataFileLocation();
          if (!load(table).current().metadataFileLocation().equals(before)) {
            throw new CommitFailedException("Another run moved %s", table);
          }
          moves.put(
              table.toString(), new Move(before, TableMetadataParser.toJson(staged.current())));
        });
    steps.accept("write the intention");
    try (OutputStream out = files.newOutputFile(intention).create()) {
      out.write(JSON.writeValueAsBytes(moves));
    } catch (AlreadyExistsException e) {
      throw UserError.busy(
          "Cannot publish: another run is publishing (%s; run again when it has ended, or"
                  .formatted(intention)
              + " `treadmill recover` if it died)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    move(moves, steps);
  }

  @Override
  public void finish() {
    InputFile file = files.newInputFile(intention);
    if (!file.exists()) {
      return;
    }
    SortedMap<String, Move> moves = new TreeMap<>();
    try (InputStream in = file.newStream()) {
      moves.putAll(JSON.readValue(in, new TypeReference<Map<String, Move>>() {}));
    } catch (JsonProcessingException | ChecksumException e) {
      // Cut off while it was written: no table was moved.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    move(moves, step -> {});
  }

  private void move(SortedMap<String, Move> moves, Consumer<String> steps) {
    moves.forEach(
        (name, move) -> {
          steps.accept("move " + name);
          TableOperations table = load(TableIdentifier.parse(name));
          TableMetadata current = table.current();
          TableMetadata after = TableMetadataParser.fromJson(move.metadata());
          if (current.metadataFileLocation().equals(move.before())) {
            commit(name, table, current, after);
          } else if (!StagedTable.isSame(current.currentSnapshot(), after.currentSnapshot())) {
            throw interrupted(name);
          }
        });
    steps.accept("remove the intention");
    files.deleteFile(intention);
  }

  private void commit(
      String name, TableOperations table, TableMetadata current, TableMetadata after) {
    try {
      table.commit(current, after);
    } catch (CommitFailedException e) {
      throw interrupted(name);
    }
  }

  private UserError interrupted(String name) {
    files.deleteFile(intention);
    return UserError.busy(
        "Cannot publish all tables: another program wrote %s meanwhile (run again)"
            .formatted(name));
  }

  private TableOperations load(TableIdentifier table) {
    return ((BaseTable) catalog.loadTable(table)).operations();
  }
}
