package io.treadmill.lake;

import io.treadmill.conf.Settings.LakeSettings;
import io.treadmill.conf.UserError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Folder or bucket of a lake. Files of Iceberg name each other by their whole paths, so a lake that
 * was copied or moved still names the files of the place it comes from.
 */
final class LakeRoot {
  /** Metadata of a table that was published at least once: creation writes number 0. */
  private static final Pattern PUBLISHED =
      Pattern.compile(
          ".*/%s/[^/]+/metadata/0*[1-9]\\d*-[^/]+\\.metadata\\.json"
              .formatted(IcebergLake.NAMESPACE));

  private static final Pattern METADATA =
      Pattern.compile("(.*)/%s/[^/]+/metadata/[^/]+".formatted(IcebergLake.NAMESPACE));

  private final String uri;

  LakeRoot(String uri) {
    this.uri = plain(uri);
  }

  /** Returns the root of the lake that a metadata file lies in; null if it lies in none. */
  static LakeRoot ofMetadata(String file) {
    Matcher matcher = METADATA.matcher(file);
    return matcher.matches() ? new LakeRoot(matcher.group(1)) : null;
  }

  /**
   * Returns the root of the lake that a table lies in.
   *
   * @throws UserError if its catalog places tables elsewhere (exit 2)
   */
  static LakeRoot ofTable(TableIdentifier table, String file) {
    LakeRoot root = ofMetadata(file);
    if (root == null) {
      throw UserError.usage(
          ("Cannot copy the lake: its catalog keeps %s in %s, not in a folder LAKE/%s/TABLE (copy its"
                  + " tables by the means of the catalog, or set their locations below one folder)")
              .formatted(table.name(), file, IcebergLake.NAMESPACE));
    }
    return root;
  }

  /** Paths of this machine without scheme, nothing with a slash at its end. */
  private static String plain(String uri) {
    return uri.replaceFirst("^file:(//)?(?=/)", "").replaceFirst("(?<=.)/+$", "");
  }

  /** Returns true if the other is the same place: by name, or through a link. */
  boolean isSame(LakeRoot other) {
    if (uri.equals(other.uri)) {
      return true;
    }
    try {
      return isLocal() && other.isLocal() && Files.isSameFile(Path.of(uri), Path.of(other.uri));
    } catch (IOException e) { // One of them is not there.
      return false;
    }
  }

  private boolean isLocal() {
    return LakeSettings.isLocal(uri);
  }

  /** Returns true if a file lies in this lake. */
  boolean holds(String file) {
    return plain(file).startsWith(uri + "/");
  }

  /**
   * Returns the path of the same file in another lake.
   *
   * @throws UserError if the file lies outside of this lake
   */
  String moved(String file, LakeRoot to) {
    if (!holds(file)) {
      throw UserError.storage(
          "Cannot move the lake: its file %s lies outside of %s (nothing was changed)"
              .formatted(file, uri),
          null);
    }
    return to.uri + plain(file).substring(uri.length());
  }

  /**
   * Refuses a lake whose tables lie elsewhere.
   *
   * @param tables metadata file of each table
   * @throws UserError if they do (exit 2)
   */
  void check(Map<TableIdentifier, String> tables) {
    tables.forEach(
        (table, file) -> {
          LakeRoot root = ofMetadata(file);
          if (table.namespace().toString().equals(IcebergLake.NAMESPACE)
              && (root == null || !root.isSame(this))) {
            throw UserError.usage(
                ("Cannot use the lake %s: its catalog says that the files of %s are in %s; the lake"
                        + " was copied or moved (make it a lake of its own with `treadmill lake"
                        + " relocate --lake %s`, or name the place that is meant)")
                    .formatted(uri, table.name(), root == null ? file : root, uri));
          }
        });
  }

  /**
   * Returns a file of a table that was published; null if there is none. A lake whose folder is not
   * there has none, nor has a file system that cannot list.
   */
  String anyPublished(FileIO files) {
    String tables = uri + "/" + IcebergLake.NAMESPACE;
    if (!(files instanceof SupportsPrefixOperations listing)
        || (isLocal() && !Files.isDirectory(Path.of(tables)))) {
      return null;
    }
    try {
      for (var file : StoredFiles.below(listing, tables)) {
        if (PUBLISHED.matcher(file.location()).matches()) {
          return file.location();
        }
      }
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof FileNotFoundException)) {
        throw e;
      }
    }
    return null;
  }

  /** Returns the refusal of a catalog without tables over files of tables. */
  UserError emptied(String file) {
    return UserError.usage(
        ("Cannot use the lake %s: its catalog knows no table, but there are files of tables, such"
                + " as %s (put the catalog back from its backup, or name a lake without files)")
            .formatted(uri, file));
  }

  @Override
  public String toString() {
    return uri;
  }
}
