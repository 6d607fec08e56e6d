package io.treadmill.lake;

import static io.treadmill.lake.SmallTable.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.batch.Sessions;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All tables of a run become visible at one instant or none does, whoever dies or interferes when.
 */
class PublishTest {
  private static final List<LakeTable> REPLACED = 
      List.of(
          SmallTable.of("first", LakeTable.Partition.DAY),
          SmallTable.of("second", LakeTable.Partition.DAY));
  private static final LakeTable LEDGER = SmallTable.of("third", LakeTable.Partition.NONE);

  @TempDir Path folder;

  /** Somebody who dies, instead of doing the step. */
  private static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static void write(SparkSession spark, IcebergLake lake, long value) {
    for (LakeTable table : REPLACED) {
      lake.overwrite(table, UtcDays.of(DAY), Selection.ALL, rows(spark, value));
    }
    lake.append(LEDGER, List.of(row(value)));
  }

  private static Dataset<Row> rows(SparkSession spark, long value) {
    return spark.createDataFrame(List.of(row(value)), REPLACED.get(0).schema());
  }

  private static Row row(long value) {
    return SmallTable.row(DAY, value);
  }

  private SparkSession session(String catalog) {
    return SparkForTests.withLake(folder, Map.of("lake.catalog.type", catalog));
  }

  /** Values of each table, as a process sees them that starts now. */
  private SortedMap<String, List<Long>> seen(String catalog) {
    SparkSession spark = session(catalog);
    IcebergLake lake = IcebergLake.open(spark, "reader");
    SortedMap<String, List<Long>> seen = new TreeMap<>();
    Stream.concat(REPLACED.stream(), Stream.of(LEDGER))
        .forEach(
            table ->
                seen.put(
                    table.name(),
                    SmallTable.values(lake.read(table))));
    return seen;
  }

  private static SortedMap<String, List<Long>> values(List<Long> replaced, List<Long> ledger) {
    SortedMap<String, List<Long>> values = new TreeMap<>();
    REPLACED.forEach(table -> values.put(table.name(), replaced));
    values.put(LEDGER.name(), ledger);
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc", "hadoop"})
  void whatARunWritesIsSeenByItselfAndByNobodyElseUntilItIsPublished(String catalog) {
    SparkSession spark = session(catalog);
    IcebergLake lake = IcebergLake.open(spark, "r1");
    write(spark, lake, 1);
    assertThat(lake.read(REPLACED.get(0)).count()).isEqualTo(1);
    assertThat(seen(catalog)).isEqualTo(values(List.of(), List.of()));
    lake.publish();
    assertThat(seen(catalog)).isEqualTo(values(List.of(1L), List.of(1L)));
    write(spark, lake, 2);
    lake.refresh();
    assertThat(lake.read(LEDGER).count()).as("what is forgotten").isEqualTo(1);
    assertThat(seen(catalog)).isEqualTo(values(List.of(1L), List.of(1L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc", "hadoop"})
  void whoDiesBeforeAnyStepLeavesTheRunBeforeOrTheWholeRun(String catalog) {
    SparkSession first = session(catalog);
    IcebergLake before = IcebergLake.open(first, "r0");
    write(first, before, 0);
    before.publish();
    List<Long> replaced = List.of(0L);
    List<Long> ledger = new ArrayList<>(List.of(0L));
    List<String> died = new ArrayList<>();
    for (int step = 0; ; step++) {
      SparkSession spark = session(catalog);
      IcebergLake lake = IcebergLake.open(spark, "r" + step);
      write(spark, lake, step + 1);
      int[] left = {step};
      boolean isDead = false;
      try {
        lake.publish(
            name -> {
              if (left[0]-- == 0) {
                died.add(name);
                throw new Death();
              }
            });
      } catch (Death e) {
        isDead = true;
      }
      IcebergLake.open(session(catalog), "next").finish();
      SortedMap<String, List<Long>> seen = seen(catalog);
      List<Long> longer = Stream.concat(ledger.stream(), Stream.of(step + 1L)).toList();
      if (isDead && seen.equals(values(replaced, ledger))) {
        continue;
      }
      replaced = List.of(step + 1L);
      ledger = longer;
      assertThat(seen).as("dead before: " + died).isEqualTo(values(replaced, ledger));
      if (!isDead) {
        break;
      }
    }
    assertThat(died)
        .contains(
            catalog.equals("jdbc") ? "commit" : "write the intention",
            catalog.equals("jdbc") ? "move second" : "move treadmill.second");
    assertThat(died).hasSizeGreaterThan(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc", "hadoop"})
  void rowsThatAreOnlyAddedAreAddedToWhatAnotherRunPublishedMeanwhile(String catalog) {
    SparkSession oneSession = session(catalog);
    IcebergLake one = IcebergLake.open(oneSession, "one");
    write(oneSession, one, 1);
    one.publish();
    SparkSession otherSession = session(catalog);
    IcebergLake other = IcebergLake.open(otherSession, "other");
    one.append(LEDGER, List.of(row(3)));
    one.append(LEDGER, List.of(row(4)));
    write(otherSession, other, 2);
    other.publish();
    one.publish();
    assertThat(seen(catalog)).isEqualTo(values(List.of(2L), List.of(1L, 2L, 3L, 4L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc", "hadoop"})
  void whoComesSecondToATableEndsAsBusyAndPublishesNothing(String catalog) {
    SparkSession oneSession = session(catalog);
    IcebergLake one = IcebergLake.open(oneSession, "one");
    write(oneSession, one, 1);
    one.publish();
    SparkSession otherSession = session(catalog);
    IcebergLake other = IcebergLake.open(otherSession, "other");
    write(oneSession, one, 2);
    other.overwrite(REPLACED.get(1), UtcDays.of(DAY), Selection.ALL, rows(otherSession, 9));
    other.publish();
    assertThatThrownBy(one::publish)
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY))
        .hasMessageContaining("another run wrote second meanwhile");
    assertThat(seen(catalog).values()).containsExactly(List.of(1L), List.of(9L), List.of(1L));
  }

  /** Run of the last snapshot of each table, as a process sees them that starts now. */
  private List<String> runs() {
    StagingCatalog catalog = new StagingCatalog();
    catalog.setConf(new Configuration());
    Map<String, String> properties = new HashMap<>();
    String prefix = "spark.sql.catalog.lake.";
    Sessions.properties(SparkForTests.settings(folder, Map.of()))
        .forEach((key, value) -> properties.put(key.replace(prefix, ""), value));
    catalog.initialize(IcebergLake.CATALOG, properties);
    return Stream.of("first", "second", "third")
        .map(
            table ->
                catalog
                    .loadTable(TableIdentifier.of(IcebergLake.NAMESPACE, table))
                    .currentSnapshot()
                    .summary()
                    .get(IcebergLake.RUN_ID))
        .toList();
  }

  @Test
  void aReaderOfSeveralTablesSeesWholeRunsOnly() throws Exception {
    SparkSession spark = session("jdbc");
    IcebergLake before = IcebergLake.open(spark, "run0");
    write(spark, before, 0);
    before.publish();
    AtomicBoolean isOver = new AtomicBoolean();
    ExecutorService readers = Executors.newSingleThreadExecutor();
    try {
      Future<List<List<String>>> polls =
          readers.submit(
              () -> {
                List<List<String>> all = new ArrayList<>();
                while (!isOver.get()) {
                  all.add(runs());
                }
                return all;
              });
      for (int run = 1; run <= 20; run++) {
        IcebergLake lake = IcebergLake.open(spark, "run" + run);
        write(spark, lake, run);
        lake.publish();
      }
      isOver.set(true);
      assertThat(polls.get())
          .hasSizeGreaterThan(100)
          .allSatisfy(seen -> assertThat(seen).containsOnly(seen.get(0)));
      assertThat(polls.get().stream().distinct().count()).isGreaterThan(10);
    } finally {
      readers.shutdownNow();
    }
  }

  @Test
  void filesThatNoTableKnowsAreRemovedAndAllOthersStay() throws IOException {
    Instant start = Clock.systemUTC().instant();
    SparkSession spark = session("jdbc");
    IcebergLake lake = IcebergLake.open(spark, "r1");
    write(spark, lake, 1);
    lake.publish();
    List<Path> published = files();
    write(spark, lake, 2);
    lake.refresh();
    assertThat(files().size()).isGreaterThan(published.size() + 6);
    assertThat(lake.removeLeftovers(start, start.minusSeconds(1))).isZero();
    assertThat(lake.removeLeftovers(start, Clock.systemUTC().instant().plusSeconds(5)))
        .as("of each table data, manifest and list; where rows go also the manifest of these")
        .isEqualTo(4 + 4 + 3);
    assertThat(files()).isEqualTo(published);
    assertThat(seen("jdbc")).isEqualTo(values(List.of(1L), List.of(1L)));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("treadmill"))) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  @Test
  void rowsThatTheDriverWritesAreThoseThatSparkWrites() {
    LakeTable table =
        new LakeTable(
            "types",
            "A test",
            "imported_ts",
            LakeTable.Partition.NONE,
            List.of("path"),
            LakeTables.SOURCE_FILES.columns());
    SparkSession spark = session("jdbc");
    StructType schema = table.schema();
    Object[] values =
        Stream.of(schema.fields())
            .map(
                field ->
                    field.nullable()
                        ? null
                        : field.dataType().equals(DataTypes.LongType)
                            ? (Object) 7L
                            : field.dataType().equals(DataTypes.TimestampType)
                                ? Timestamp.from(Instant.parse("1969-12-31T23:59:59.123456Z"))
                                : "a, 'b'")
            .toArray();
    Row row = RowFactory.create(values);
    IcebergLake lake = IcebergLake.open(spark, "r1");
    assertThat(lake.append(table, List.of(row, row)).rows()).isEqualTo(2);
    lake.append(table, spark.createDataFrame(List.of(row), schema));
    assertThat(lake.read(table).distinct().collectAsList()).hasSize(1);
  }
}
