package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.SmallImport.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.batch.Failures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * An import that moves a part, merges parts, replaces an edition and begins a day, killed at its
 * steps: a reader sees each day as it was or as it will be, and the next import leaves what an
 * import leaves that nothing disturbed, and nothing else.
 */
public final class ImportCrashes {
  private final Path root;
  private final Path first;
  private final Path second;
  private final Path base;
  private final SortedMap<String, List<String>> before;
  private final SortedMap<String, List<String>> after;
  private final SortedMap<String, List<String>> tables;
  private final List<String> steps;
  private final long bytes;

  /** Makes the archive before, and what becomes of it undisturbed. */
  public ImportCrashes(Path root) throws IOException {
    this.root = root;
    first = root.resolve("first");
    second = root.resolve("second");
    SmallImport.trades(first, "BTC", DAY, 30, 60_000);
    SmallImport.trades(first, "ETH", DAY, 5, 3_000);
    SmallImport.trades(first, "SOL", DAY, 5, 100);
    SmallImport.trades(second, "ETH", DAY, 7, 3_100);
    SmallImport.trades(second, "XRP", DAY, 25, 1);
    SmallImport.trades(second, "BTC", DAY.plusDays(1), 5, 61_000);
    base = root.resolve("base");
    SmallImport made = new SmallImport(base);
    made.run(first);
    before = made.rows();
    copy(base, root.resolve("kept"));
    SmallImport clean = copy();
    long old = size(base);
    steps =
        List.copyOf(
            FaultyDisk.dying(
                path(clean), Integer.MAX_VALUE, false, conf(), () -> clean.run(second)));
    after = clean.rows();
    tables = clean.tables();
    bytes = size(base) - old;
    assertThat(after).isNotEqualTo(before);
    assertThat(clean.leftovers()).isEmpty();
  }

  /** Returns the steps of the import that change a file. */
  public List<String> steps() {
    return steps;
  }

  private static Configuration conf() {
    return SparkForTests.get().sparkContext().hadoopConfiguration();
  }

  private static org.apache.hadoop.fs.Path path(SmallImport small) {
    return new org.apache.hadoop.fs.Path(small.folder.toString());
  }

  /** Kills the import before or after a step, counted from 1. */
  public void killAt(int step, boolean isAfter) throws IOException {
    String name = (isAfter ? "after " : "before ") + step + " " + steps.get(step - 1);
    SmallImport small = copy();
    assertThatThrownBy(
            () -> FaultyDisk.dying(path(small), step, isAfter, conf(), () -> small.run(second)))
        .as(name)
        .satisfies(death -> assertThat(Failures.of(death).message()).contains("died at"));
    assertThat(small.rows())
        .as(name)
        .allSatisfy(
            (day, rows) ->
                assertThat(rows).as(name + " " + day).isIn(before.get(day), after.get(day)));
    small.run(second);
    assertThat(small.rows()).as(name).isEqualTo(after);
    assertThat(small.tables()).as(name).isEqualTo(tables);
    assertThat(small.leftovers()).as(name).isEmpty();
  }

  /** Imports on a disk that is full after a part of what the import needs. */
  public void fillAt(int level, int levels) throws IOException {
    SmallImport small = copy();
    long free = bytes * level / levels;
    assertThatThrownBy(() -> FaultyDisk.full(path(small), free, conf(), () -> small.run(second)))
        .as("%,d bytes free", free)
        .satisfies(
            failure -> {
              Failures.Outcome outcome = Failures.of(failure);
              assertThat(outcome.exitCode().code()).isEqualTo(6);
              assertThat(outcome.message()).contains("No space left on device");
            });
    assertThat(small.rows())
        .allSatisfy((day, rows) -> assertThat(rows).isIn(before.get(day), after.get(day)));
    small.run(second);
    assertThat(small.rows()).isEqualTo(after);
    assertThat(small.tables()).isEqualTo(tables);
    assertThat(small.leftovers()).isEmpty();
  }

  /** A lake knows its own place: the copy lies where the first one lay. */
  private SmallImport copy() throws IOException {
    delete(base);
    copy(root.resolve("kept"), base);
    return new SmallImport(base);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      all.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      org.apache.commons.io.FileUtils.deleteDirectory(folder.toFile());
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
