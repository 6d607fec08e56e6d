package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.Settings;
import io.treadmill.conf.SettingsFile;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * The first days of {@code data-samples}: a perpetual in the Binance layout, one in the Tardis
 * layout with every forced order, their spot markets. Commands on them use a coarse map: its size
 * is not what is tested here. A law comes into use on the third day.
 */
final class SampleMarket {
  static final String DAY_1 = "2026-03-02";
  static final String DAY_2 = "2026-03-03";
  static final String DAY_3 = "2026-03-04";
  static final Path SAMPLES = Commands.HOME.resolve("data-samples");

  /** Tables of what three days need not hold: a flush, a Sunday, zones. All others have rows. */
  static final Set<String> OF_EVENTS =
      Set.of(
          "flush",
          "reload",
          "treadmill_episode",
          "zones",
          "zone_outcome",
          "zone_touch",
          "zone_score",
          "liquidation_week");

  private static Place shared;

  private SampleMarket() {}

  /**
   * An archive and a lake.
   *
   * @param archive folder of the archive
   * @param lake folder of the lake
   */
  record Place(Path archive, Path lake) {
    /** Runs a command on this archive and lake. */
    Commands.Ended run(String... args) {
      List<String> all = new ArrayList<>(List.of(args));
      all.addAll(options());
      return Commands.run(all.toArray(String[]::new));
    }

    /** Returns the options that name this archive and lake. */
    List<String> options() {
      return List.of(
          "--archive",
          archive.toString(),
          "--lake",
          lake.toString(),
          "--master",
          "local[2]",
          "--set",
          "heatmap.step-minutes=120",
          "--set",
          "heatmap.step-bp=100",
          "--set",
          "book.parameter-set=simulated",
          "--set",
          "calibration.training-days=7",
          "--set",
          "calibration.least-training-days=2",
          "--set",
          "calibration.least-totals=20",
          "--set",
          "calibration.draws=10",
          "--set",
          "spark.properties.spark.sql.shuffle.partitions=2");
    }

    /** Returns the same archive with another lake. */
    Place withLake(Path other) {
      return new Place(archive, other);
    }

    /** Returns the settings that name this archive and lake. */
    Settings settings() {
      return SettingsFile.load(
              null,
              Map.of(
                  "archive.uri",
                  archive.toString(),
                  "lake.uri",
                  lake.toString(),
                  "spark.master",
                  "local[2]"))
          .settings();
    }

    /** Returns a workspace that reads this place. */
    Workspace read() {
      return Workspace.forReading(settings(), Clock.systemUTC(), line -> {});
    }

    /** Returns the metadata file of each table, as the catalog has it. */
    SortedMap<String, String> metadata() throws SQLException {
      SortedMap<String, String> result = new TreeMap<>();
      try (Connection catalog =
              DriverManager.getConnection("jdbc:sqlite:" + lake.resolve("catalog.db"));
          ResultSet rows =
              catalog
                  .createStatement()
                  .executeQuery("SELECT table_name, metadata_location FROM iceberg_tables")) {
        while (rows.next()) {
          result.put(rows.getString(1), rows.getString(2));
        }
      }
      return result;
    }

    /** Returns every row of every table that owns days, as sorted texts; doubles to the bit. */
    Map<String, List<String>> rows() {
      Map<String, List<String>> result = new TreeMap<>();
      try (Workspace workspace = read()) {
        for (LakeTable table : LakeTables.all()) {
          if (table.partition() != io.treadmill.lake.LakeTable.Partition.NONE) {
            List<Row> rows = workspace.lake().read(table).collectAsList();
            result.put(table.name(), rows.stream().map(Row::toString).sorted().toList());
          }
        }
      }
      return result;
    }
  }

  /**
   * Returns the first three days of both vendors, imported and computed in one backfill. All tests
   * read it, in two processes at once: none writes into its lake.
   */
  static synchronized Place shared() {
    if (shared == null) {
      try {
        shared = madeOnce();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  /** The first process of a build makes it, the others wait. */
  private static Place madeOnce() throws IOException {
    Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
    String build = System.getProperty("treadmill.build");
    Path folder =
        build == null
            ? Files.createTempDirectory(target, "endtoend")
            : Files.createDirectories(target.resolve("endtoend-" + build));
    Place place = new Place(folder.resolve("archive"), folder.resolve("lake"));
    Path made = folder.resolve("made");
    try (FileChannel file =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = file.lock()) {
      if (!Files.exists(made)) {
        assertThat(held.isValid()).isTrue();
        place.run("ingest", "tiers", SAMPLES.resolve("reference").toString()).done();
        place.run(ingest("tardis", tardis(DAY_1, DAY_2, DAY_3))).done();
        place.run(ingest("binance", binance(DAY_1, DAY_2, DAY_3))).done();
        place.run("backfill", "--from", DAY_1, "--to", DAY_3).done();
        Files.createFile(made);
      }
    }
    return place;
  }

  /** Returns the same archive with a copy of the lake, to write into. */
  static Place copyOfShared(Path lake) {
    Place place = shared();
    Commands.run("lake", "copy", "--lake", place.lake().toString(), "--to", lake.toString()).done();
    return place.withLake(lake);
  }

  /** Returns the arguments that import files. */
  static String[] ingest(String vendor, List<Path> files) {
    List<String> args = new ArrayList<>(List.of("ingest", vendor));
    files.forEach(file -> args.add(file.toString()));
    return args.toArray(String[]::new);
  }

  /** Returns the Binance files of some days. */
  static List<Path> binance(String... days) {
    return files("binance", days);
  }

  /** Returns the Tardis files of some days. */
  static List<Path> tardis(String... days) {
    return files("tardis", days);
  }

  private static List<Path> files(String folder, String... days) {
    try (Stream<Path> files = Files.walk(SAMPLES.resolve(folder))) {
      return files
          .filter(
              file -> Stream.of(days).anyMatch(day -> file.getFileName().toString().contains(day)))
          .filter(file -> !file.toString().endsWith(".CHECKSUM"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
