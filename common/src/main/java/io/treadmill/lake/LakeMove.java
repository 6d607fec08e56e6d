package io.treadmill.lake;

import io.treadmill.conf.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * Lakes that move: a copy that reads alone, and a lake whose files were copied or moved by other
 * means.
 *
 * @param properties properties of the catalog, as {@link StagingCatalog} takes them
 * @param conf where storage is reached
 */
public record LakeMove(Map<String, String> properties, Configuration conf) {
  /**
   * What was done.
   *
   * @param tables tables whose metadata was written
   * @param files data files that were copied, or are there
   * @param bytes their length
   */
  public record Done(int tables, long files, long bytes) {}

  /** Counts data files, each once. */
  private static final class Count {
    private final Set<String> seen = new HashSet<>();
    private long bytes;

    boolean isNew(String file, long length) {
      bytes += seen.contains(file) ? 0 : length;
      return seen.add(file);
    }

    Done done(int tables) {
      return new Done(tables, seen.size(), bytes);
    }
  }

  /**
   * Makes a lake whose files were copied or moved one of the place where they are: writes its
   * metadata anew, then has the catalog name it, all tables in one transaction.
   *
   * @throws UserError if the catalog is no database (exit 2), or files are missing (exit 6); the
   *     catalog is unchanged then
   */
  public Done relocate() {
    if (!properties.getOrDefault(StagingCatalog.PUBLISHED + "type", "").equals("jdbc")) {
      throw UserError.usage(
          "Cannot relocate the lake: its catalog is no database (use the catalog's own means to"
              + " register tables)");
    }
    DatabasePublication database = new DatabasePublication(IcebergLake.CATALOG, properties);
    FileIO files = files();
    LakeRoot here = new LakeRoot(properties.get("warehouse"));
    SortedMap<TableIdentifier, String> before = new TreeMap<>(DatabasePublication.BY_NAME);
    SortedMap<TableIdentifier, String> after = new TreeMap<>(DatabasePublication.BY_NAME);
    Map<String, Relocation> fromRoots = new HashMap<>();
    String mark = "moved-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    Count count = new Count();
    database
        .instant()
        .forEach(
            (table, file) -> {
              LakeRoot named = LakeRoot.ofMetadata(file);
              if (named == null || named.isSame(here)) {
                return;
              }
              Relocation relocation =
                  fromRoots.computeIfAbsent(
                      named.toString(),
                      root ->
                          new Relocation(
                              files,
                              named,
                              here,
                              here,
                              mark,
                              (path, length) -> require(files, named, here, path, length, count)));
              before.put(table, file);
              after.put(table, relocation.table(file));
            });
    database.move(before, after, step -> {});
    fromRoots.values().forEach(relocation -> relocation.replaced().forEach(files::deleteFile));
    return count.done(after.size());
  }

  private static void require(
      FileIO files, LakeRoot named, LakeRoot here, String path, long length, Count count) {
    if (count.isNew(path, length)) {
      InputFile file = files.newInputFile(named.moved(path, here));
      if (!file.exists() || file.getLength() != length) {
        throw UserError.storage(
            ("Cannot move the lake: %s is %s (move or copy all of its files first; the catalog was"
                    + " not changed)")
                .formatted(file.location(), file.exists() ? "not whole" : "not there"),
            null);
      }
    }
  }

  /**
   * Copies all tables as of one instant, with their snapshots, into a folder, where a catalog of
   * its own comes last.
   *
   * @throws UserError if the folder holds something (exit 2)
   */
  public Done copy(Path folder) {
    Path to = folder.toAbsolutePath().normalize();
    refuseFull(to);
    StagingCatalog catalog = new StagingCatalog();
    catalog.setConf(conf);
    catalog.initialize(IcebergLake.CATALOG, properties);
    FileIO files = files();
    LakeRoot target = new LakeRoot(to.toString());
    Map<TableIdentifier, String> copied = new HashMap<>();
    Count count = new Count();
    for (TableIdentifier table : catalog.listTables(Namespace.of(IcebergLake.NAMESPACE))) {
      String file = catalog.metadataFile(table);
      LakeRoot from = LakeRoot.ofTable(table, file);
      Relocation relocation =
          new Relocation(
              files,
              from,
              from,
              target,
              "",
              (path, length) -> {
                if (count.isNew(path, length)) {
                  copy(files, path, from.moved(path, target), length);
                }
              });
      copied.put(table, relocation.table(file));
    }
    register(to, copied);
    return count.done(copied.size());
  }

  private static void refuseFull(Path to) {
    try (Stream<Path> there = Files.exists(to) ? Files.list(to) : Stream.empty()) {
      if (there.findAny().isPresent()) {
        throw UserError.usage(
            "Invalid --to: %s (must be a folder that is empty or not there)".formatted(to));
      }
      Files.createDirectories(to);
    } catch (IOException e) {
      throw UserError.storage("Cannot make the folder %s: %s".formatted(to, e.getMessage()), e);
    }
  }

  private static void copy(FileIO files, String from, String to, long length) {
    try (InputStream in = files.newInputFile(from).newStream();
        OutputStream out = files.newOutputFile(to).createOrOverwrite()) {
      long bytes = in.transferTo(out);
      if (bytes != length) {
        throw UserError.storage(
            "Cannot copy %s: it has %,d bytes, its table says %,d (the file is damaged)"
                .formatted(from, bytes, length),
            null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy %s to %s".formatted(from, to), e);
    }
  }

  /** The catalog takes its name when it is whole: a copy that broke off has none. */
  private void register(Path to, Map<TableIdentifier, String> tables) {
    Path part = to.resolve("catalog.db.part");
    try (JdbcCatalog catalog = new JdbcCatalog()) {
      catalog.setConf(conf);
      catalog.initialize(
          IcebergLake.CATALOG,
          Map.of(
              "uri",
              "jdbc:sqlite:" + part,
              "warehouse",
              to.toString(),
              "jdbc.schema-version",
              "V1",
              "io-impl",
              "org.apache.iceberg.hadoop.HadoopFileIO"));
      catalog.createNamespace(Namespace.of(IcebergLake.NAMESPACE));
      tables.forEach(catalog::registerTable);
    }
    try {
      Files.move(part, to.resolve("catalog.db"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileIO files() {
    return CatalogUtil.loadFileIO(properties.get("io-impl"), properties, conf);
  }
}
