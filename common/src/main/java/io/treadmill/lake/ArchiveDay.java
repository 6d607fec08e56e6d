package io.treadmill.lake;

import io.treadmill.conf.UserError;
import io.treadmill.lake.DayFiles.DataFile;
import io.treadmill.lake.DayFiles.Source;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of one day of a dataset, venue and product. Its parts are those that its list names; a
 * part that it does not name is what an import left that died.
 *
 * @param fs its file system
 * @param folder its path
 */
public record ArchiveDay(FileSystem fs, Path folder) {
  /** Levels of a day below the archive: dataset, venue, product, day. */
  private static final int LEVELS = 4;

  private static final int MOST_SOURCES = 3;

  /**
   * Returns the list of the day; nothing if the folder is empty or absent.
   *
   * @throws UserError if the list is damaged or lost (exit 6), or if the folder holds Parquet of
   *     others (exit 3)
   */
  public DayFiles files() {
    Optional<DayFiles> list = list();
    if (list.isEmpty()) {
      List<FileStatus> parts = parts();
      requireOthers(parts);
      if (!parts.isEmpty()) {
        throw UserError.input(
            ("Cannot import into %s: it holds Parquet files without %s, an archive that "
                    + "others wrote is never changed. Set archive.uri to a folder of Treadmill's own")
                .formatted(folder, DayFiles.NAME));
      }
    }
    return list.orElseGet(DayFiles::none);
  }

  /**
   * Returns the list of the day after a look at its folder: all files that it names are there and
   * have their size. Nothing if there is no list: what lies there is of others.
   *
   * @throws UserError if something is damaged or lost (exit 6)
   */
  Optional<DayFiles> checked(List<FileStatus> there) {
    Map<String, FileStatus> parts =
        there.stream()
            .filter(ArchiveStore::isData)
            .collect(Collectors.toMap(part -> part.getPath().getName(), Function.identity()));
    if (!hasList(there)) {
      requireOthers(List.copyOf(parts.values()));
      return Optional.empty();
    }
    DayFiles list = files();
    for (DataFile file : list.files()) {
      FileStatus part = parts.remove(file.name());
      checkSize(list, file, part == null ? -1 : part.getLen());
    }
    if (!list.isSealed() && !parts.isEmpty()) {
      throw UserError.storage(
          ("Cannot use the archive: %s is not in the list of its day, %s, which names %d others"
                  + " (the list is damaged, or an import died: import the files of the day again"
                  + " with --force)")
              .formatted(path(parts.keySet().iterator().next()), index(), list.files().size()),
          null);
    }
    return Optional.of(list);
  }

  /**
   * Returns the same without sources and without a look at the hash of the list: enough to tell
   * what is there from what was. What is not as the list says is looked at whole.
   */
  Optional<DayFiles> glanced(List<FileStatus> there) {
    if (!hasList(there)) {
      return checked(there);
    }
    Map<String, Long> sizes =
        there.stream()
            .filter(ArchiveStore::isData)
            .collect(Collectors.toMap(part -> part.getPath().getName(), FileStatus::getLen));
    try (InputStream in = fs.open(index())) {
      DayFiles list = DayFiles.glance(in, place());
      if (list.isSealed()
          && list.files().stream()
              .allMatch(file -> sizes.getOrDefault(file.name(), -1L) == file.bytes())) {
        return Optional.of(list);
      }
    } catch (IOException e) { // The look at all of it says what is wrong.
      return checked(there);
    }
    return checked(there);
  }

  private static boolean hasList(List<FileStatus> there) {
    return there.stream().anyMatch(file -> file.getPath().getName().equals(DayFiles.NAME));
  }

  /** Refuses a file whose size is not that of the list; -1 if there is none. */
  void checkSize(DayFiles list, DataFile file, long bytes) {
    if (bytes != file.bytes()) {
      String expected = "%,d bytes".formatted(file.bytes());
      throw damaged(
          list, file, bytes < 0 ? "is not there" : "has %,d bytes".formatted(bytes), expected);
    }
  }

  /** Returns the error that a file is not what the list says; it names what mends it. */
  UserError damaged(DayFiles list, DataFile file, String found, String expected) {
    List<String> names =
        list.sources().stream()
            .filter(source -> file.sourceIds().contains(source.sourceId()))
            .map(ArchiveDay::fileName)
            .toList();
    String first = names.stream().limit(MOST_SOURCES).collect(Collectors.joining(", "));
    String more = names.size() > MOST_SOURCES ? " and %d more" : "";
    return UserError.storage(
        "Cannot use the archive: %s %s, but %s says %s (damaged or exchanged: import again %s)"
            .formatted(
                path(file),
                found,
                DayFiles.NAME,
                expected,
                names.isEmpty()
                    ? "the files of the day"
                    : first + more.formatted(names.size() - MOST_SOURCES)),
        null);
  }

  /** Returns the name of a source file, without what stands before it. */
  public static String fileName(Source source) {
    return source.name().substring(source.name().lastIndexOf('/') + 1);
  }

  private Optional<DayFiles> list() {
    byte[] json;
    try (InputStream in = fs.open(index())) {
      json = in.readAllBytes();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      return Optional.of(DayFiles.ofJson(json, place()));
    } catch (IOException e) {
      throw UserError.storage(
          ("Cannot use the archive: %s is not the list of its day: %s (remove the folder %s and"
                  + " import the files of that day again)")
              .formatted(index(), e.getMessage(), folder),
          e);
    }
  }

  /** A part that an import of ours wrote never stands without a list. */
  private void requireOthers(List<FileStatus> parts) {
    parts.stream()
        .filter(part -> ArchiveStore.isOfImport(part.getPath().getName()))
        .findFirst()
        .ifPresent(
            part -> {
              throw UserError.storage(
                  ("Cannot use the archive: %s is lost, the list of the %d files of its day (remove"
                          + " the folder %s and import the files of that day again)")
                      .formatted(index(), parts.size(), folder),
                  null);
            });
  }

  /** Returns dataset, venue, product and day as one path below the archive. */
  String place() {
    String[] parts = folder.toUri().getPath().split("/");
    return String.join(
        "/", Arrays.copyOfRange(parts, Math.max(0, parts.length - LEVELS), parts.length));
  }

  /** Returns the Parquet files of the folder, sorted. */
  List<FileStatus> parts() {
    return ArchiveStore.list(fs, folder).stream().filter(ArchiveStore::isData).toList();
  }

  /**
   * Makes sure that the day has a list that says which parts count, before the first part is
   * written: nobody takes parts that a dead import left for a day of others.
   *
   * @param old what it holds now
   */
  public void prepare(DayFiles old) {
    if (!old.isSealed()) {
      put(old, old);
    }
  }

  /**
   * Makes these files the day, by one put; then removes files that are no longer named.
   *
   * @param old what the day held when the import looked at it
   * @throws UserError if another import has published the day meanwhile (exit 5)
   */
  public void publish(DayFiles files, DayFiles old) {
    put(files, old);
    remove(files, part -> true);
  }

  /** Puts a list in the place of another, and of no other one. */
  private void put(DayFiles files, DayFiles old) {
    try {
      fs.mkdirs(folder);
      FileStatus seen = ArchiveStore.status(fs, index());
      if (!list().orElseGet(DayFiles::none).isSameAs(old)
          || !ArchiveStore.put(fs, index(), files.toJson(place()), seen)) {
        throw UserError.busy(
            "Cannot publish %s: another import wrote it meanwhile (nothing of that is lost; import again)"
                .formatted(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes parts that are not in the list, if a condition holds; returns how many. */
  int removeLeftovers(Predicate<FileStatus> condition) {
    Optional<DayFiles> list = list();
    return list.isPresent() && list.get().isSealed() ? remove(list.get(), condition) : 0;
  }

  private int remove(DayFiles files, Predicate<FileStatus> condition) {
    Set<String> named = files.files().stream().map(DataFile::name).collect(Collectors.toSet());
    int removed = 0;
    try {
      for (FileStatus part : parts()) {
        if (!named.contains(part.getPath().getName()) && condition.test(part)) {
          fs.delete(part.getPath(), false);
          removed++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return removed;
  }

  /** Returns the path of a file of the day. */
  public Path path(DataFile file) {
    return path(file.name());
  }

  private Path path(String name) {
    return new Path(folder, name);
  }

  private Path index() {
    return path(DayFiles.NAME);
  }
}
