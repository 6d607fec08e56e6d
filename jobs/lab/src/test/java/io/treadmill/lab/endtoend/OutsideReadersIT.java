package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.endtoend.SampleMarket.Place;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another engine reads the data files that the command line names. */
class OutsideReadersIT {
  @TempDir Path folder;

  @Test
  void duckDbCountsTheRowsThatSqlCounts() throws SQLException {
    Place place = SampleMarket.copyOfShared(folder.resolve("lake"));
    // A day that was computed twice has files that are no longer current: they are not named.
    String day = SampleMarket.DAY_2;
    place.run("run", "bars", "--from", day, "--to", day, "--reprocess", "completed").done();
    List<LakeTable> daily =
        LakeTables.all().stream()
            .filter(table -> table.partition() != LakeTable.Partition.NONE)
            .toList();
    Map<String, Long> counted = counts(place, daily);
    Map<String, List<String>> files = new HashMap<>();
    for (String file : place.run("tables", "--files").done().out().lines().toList()) {
      String table =
          daily.stream()
              .map(LakeTable::name)
              .filter(name -> file.contains("/" + name + "/"))
              .findFirst()
              .orElse("");
      files.computeIfAbsent(table, name -> new ArrayList<>()).add(file);
    }
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      for (LakeTable table : daily) {
        if (SampleMarket.OF_EVENTS.contains(table.name()) && !files.containsKey(table.name())) {
          assertThat(counted.get(table.name())).as(table.name()).isZero();
          continue;
        }
        String list =
            files.get(table.name()).stream()
                .map(file -> "'" + file.replaceFirst("^file:", "") + "'")
                .collect(Collectors.joining(","));
        try (ResultSet rows =
            statement.executeQuery("SELECT count(*) FROM read_parquet([" + list + "])")) {
          rows.next();
          assertThat(rows.getLong(1))
              .as(table.name())
              .isPositive()
              .isEqualTo(counted.get(table.name()));
        }
      }
    }
    assertThat(place.run("tables", "bars_5m", "--files").done().out().lines())
        .containsExactlyInAnyOrderElementsOf(files.get("bars_5m"));
  }

  @Test
  void theDownloadsOfASiteAreReadAndTheSameNightIsNotWrittenAgain(@TempDir Path folder)
      throws SQLException {
    Place place = SampleMarket.shared();
    Path site = folder.resolve("site");
    String first = place.run("site", "--out", site.toString()).done().out();
    assertThat(first)
        .contains("night                    " + SampleMarket.DAY_3, "index.html")
        .contains("files unchanged          0");
    assertThat(site.resolve("symbols/BTC.html")).isRegularFile();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      for (String table : List.of("bars_5m", "liquidation_heatmap", "zones", "fragility")) {
        String file = site.resolve("downloads").resolve(table).toString();
        String query =
            "SELECT (SELECT count(*) FROM '%1$s.parquet'), (SELECT count(*) FROM '%1$s.csv')";
        if (SampleMarket.OF_EVENTS.contains(table) && !Files.exists(Path.of(file + ".csv"))) {
          continue;
        }
        try (ResultSet rows = statement.executeQuery(query.formatted(file))) {
          rows.next();
          assertThat(rows.getLong(1)).as(table).isPositive().isEqualTo(rows.getLong(2));
        }
      }
    }
    assertThat(place.run("site", "--out", site.toString()).done().out())
        .contains("weeks read               0", "files written            0");
  }

  private static Map<String, Long> counts(Place place, List<LakeTable> tables) {
    String query =
        tables.stream()
            .map(table -> "SELECT '" + table.name() + "', count(*) FROM " + table.name())
            .collect(Collectors.joining(" UNION ALL "));
    return place
        .run("sql", query, "--format", "csv")
        .done()
        .out()
        .lines()
        .skip(1)
        .map(line -> line.split(","))
        .collect(Collectors.toMap(cells -> cells[0], cells -> Long.parseLong(cells[1])));
  }
}
