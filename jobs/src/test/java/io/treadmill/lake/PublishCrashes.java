package io.treadmill.lake;

import static io.treadmill.lake.SmallTable.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.batch.Sessions;
import io.treadmill.jobs.ingest.FaultyDisk;
import io.treadmill.lake.LakeTable.Partition;
import io.treadmill.market.UtcDays;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * A run that replaces a day of two tables, makes a third and adds to a ledger, killed at its steps,
 * and the recovery after it, killed at its own: each reader sees the run before or the whole run,
 * and in the end the lake holds what it holds undisturbed, and nothing else.
 */
public final class PublishCrashes {
  private static final List<LakeTable> REPLACED =
      List.of(SmallTable.of("first", Partition.DAY), SmallTable.of("second", Partition.MONTH));
  private static final LakeTable MADE = SmallTable.of("made", Partition.DAY);
  private static final LakeTable LEDGER = SmallTable.of("third", Partition.NONE);
  private static final SortedMap<String, List<Long>> BEFORE =
      new TreeMap<>(
          Map.of(
              "first",
              List.of(1L),
              "second",
              List.of(1L),
              "made",
              List.of(),
              "third",
              List.of(1L)));
  private static final SortedMap<String, List<Long>> AFTER =
      new TreeMap<>(
          Map.of(
              "first",
              List.of(2L),
              "second",
              List.of(2L),
              "made",
              List.of(2L),
              "third",
              List.of(1L, 2L)));

  private final Path lake;
  private final Path kept;
  private final String catalog;
  private final Configuration conf = new Configuration();
  private final Map<String, String> own;
  private final List<String> steps;
  private final Map<List<Object>, Integer> ofRecovery = new HashMap<>();

  /**
   * Makes the lake before, and runs once undisturbed.
   *
   * @param catalog jdbc or hadoop
   */
  public PublishCrashes(Path folder, String catalog) throws IOException {
    this.lake = Files.createDirectories(folder.resolve("lake"));
    this.kept = folder.resolve("kept");
    this.catalog = catalog;
    own = properties();
    conf.set(LocalDisk.KEY, LocalDisk.class.getName());
    try (Opened opened = new Opened()) {
      opened.write(REPLACED, 1);
      opened.lake.publish();
    }
    FileUtils.copyDirectory(lake.toFile(), kept.toFile());
    steps = List.copyOf(dying(Integer.MAX_VALUE, false, this::run));
    assertThat(seen()).isEqualTo(AFTER);
  }

  private Map<String, String> properties() {
    Map<String, String> all = new HashMap<>();
    String prefix = "spark.sql.catalog." + IcebergLake.CATALOG + ".";
    Sessions.properties(SparkForTests.settings(lake, Map.of("lake.catalog.type", catalog)))
        .forEach((key, value) -> all.put(key.replace(prefix, ""), value));
    all.remove("catalog-impl");
    all.put("type", all.remove(StagingCatalog.PUBLISHED + "type"));
    return all;
  }

  /** A process that has the lake open. */
  private final class Opened implements Closeable {
    private final Catalog published;
    private final StagingCatalog staging = new StagingCatalog();
    private final IcebergLake lake;

    Opened() {
      published = CatalogUtil.buildIcebergCatalog(IcebergLake.CATALOG, own, conf);
      staging.setConf(conf);
      staging.use(IcebergLake.CATALOG, published, own);
      lake = new IcebergLake(null, staging, "run");
    }

    /** Replaces the day of tables and adds to the ledger. */
    void write(List<LakeTable> tables, long value) {
      for (LakeTable table : tables) {
        Table target = lake.ensure(table);
        TableOverwrite overwrite =
            new TableOverwrite(table, target, UtcDays.of(DAY), Selection.ALL);
        var file = TableFile.of(target, table, List.of(SmallTable.row(DAY, value)));
        overwrite.commit("run" + value, List.of(new TableWrites.Filled(0, file, 0)));
      }
      lake.append(LEDGER, List.of(SmallTable.row(DAY, value)));
    }

    SortedMap<String, List<Long>> seen() {
      SortedMap<String, List<Long>> seen = new TreeMap<>();
      for (String name : BEFORE.keySet()) {
        TableIdentifier table = TableIdentifier.of(IcebergLake.NAMESPACE, name);
        seen.put(name, staging.tableExists(table) ? values(staging.loadTable(table)) : List.of());
      }
      return seen;
    }

    @Override
    public void close() {
      if (published instanceof Closeable open) {
        try {
          open.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static List<Long> values(Table table) {
    List<Long> values = new ArrayList<>();
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
      rows.forEach(row -> values.add((Long) row.getField("row_count")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values.stream().sorted().toList();
  }

  private void run() {
    try (Opened opened = new Opened()) {
      run(opened);
    }
  }

  private void run(Opened opened) {
    opened.write(Stream.concat(REPLACED.stream(), Stream.of(MADE)).toList(), 2);
    opened.lake.publish(FaultyDisk::act);
  }

  /** What the next start does, and the run that it was started for, if that is still to be done. */
  private void recover(Instant from) {
    try (Opened opened = new Opened()) {
      opened.lake.finish();
      opened.lake.removeLeftovers(from, Clock.systemUTC().instant());
      if (opened.seen().equals(BEFORE)) {
        run(opened);
      }
    }
  }

  private SortedMap<String, List<Long>> seen() {
    try (Opened opened = new Opened()) {
      return opened.seen();
    }
  }

  private List<String> dying(int step, boolean isAfter, Runnable work) {
    return FaultyDisk.dying(
        new org.apache.hadoop.fs.Path(lake.toString()), step, isAfter, conf, work);
  }

  /** What is thrown is nobody's: the process is dead. After the last step there is nothing left. */
  private void die(String name, int step, boolean isAfter, Runnable work) {
    Throwable death = catchThrowable(() -> dying(step, isAfter, work));
    assertThat(death != null || isAfter).as(name + ": it dies").isTrue();
  }

  /** Returns the steps of the run that change a file or the catalog. */
  public List<String> steps() {
    return steps;
  }

  /** Kills the run before or after a step, counted from 1. */
  public void killAt(int step, boolean isAfter) throws IOException {
    String name = name("run", step, isAfter);
    Instant from = killRun(name, step, isAfter);
    recover(from);
    assertWhole(name, from);
  }

  /** Returns how many steps the recovery after a killed run takes. */
  public int stepsOfRecovery(int step, boolean isAfter) throws IOException {
    Integer known = ofRecovery.get(List.<Object>of(step, isAfter));
    if (known == null) {
      Instant from = killRun("run", step, isAfter);
      known = dying(Integer.MAX_VALUE, false, () -> recover(from)).size();
      ofRecovery.put(List.of(step, isAfter), known);
    }
    return known;
  }

  /** Kills the run, the recovery after it, and lets a second recovery end. */
  public void killTwice(int step, boolean isAfter, int second, boolean isAfterSecond)
      throws IOException {
    String name = name("run", step, isAfter) + ", " + name("recovery", second, isAfterSecond);
    Instant from = killRun(name, step, isAfter);
    die(name, second, isAfterSecond, () -> recover(from));
    assertOneRun(name);
    recover(from);
    assertWhole(name, from);
  }

  private static String name(String what, int step, boolean isAfter) {
    return "%s dies %s step %d".formatted(what, isAfter ? "after" : "before", step);
  }

  private Instant killRun(String name, int step, boolean isAfter) throws IOException {
    FileUtils.deleteDirectory(lake.toFile());
    FileUtils.copyDirectory(kept.toFile(), lake.toFile());
    Instant from = Clock.systemUTC().instant();
    die(name, step, isAfter, this::run);
    assertOneRun(name);
    return from;
  }

  /** Where tables are moved one after the other, the next start must have finished it first. */
  private void assertOneRun(String name) {
    if (catalog.equals("jdbc")) {
      assertThat(seen()).as(name).isIn(BEFORE, AFTER);
    }
  }

  private void assertWhole(String name, Instant from) throws IOException {
    try (Opened opened = new Opened()) {
      assertThat(opened.seen()).as(name).isEqualTo(AFTER);
      for (String table : AFTER.keySet()) {
        Table loaded = opened.staging.loadTable(TableIdentifier.of(IcebergLake.NAMESPACE, table));
        // The first file of a table that was not made yet belongs to none: upkeep finds it.
        assertThat(Leftovers.find(loaded, from, Clock.systemUTC().instant()))
            .as(name)
            .allMatch(file -> file.matches(".*/made/metadata/[^/]*\\.metadata\\.json"));
        Leftovers.remove(loaded, from, Clock.systemUTC().instant());
      }
      assertThat(opened.seen()).as(name).isEqualTo(AFTER);
    }
    assertThat(Files.exists(lake.resolve("_publish.json"))).as(name).isFalse();
  }
}
