package io.treadmill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.CommandForTests;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed for readers other than Treadmill. */
class OutsideReadersTest {
  private static final String JARS =
      "/opt/app/iceberg-spark-runtime-4.1_2.13-1.12.0.jar,/opt/app/picocli-4.7.7.jar,"
          + "/opt/app/postgresql-42.7.14.jar,/opt/app/s3-2.29.52.jar,"
          + "/opt/app/sqlite-jdbc-3.50.3.0.jar,/opt/app/treadmill-jobs.jar";

  @TempDir Path folder;

  @AfterEach
  void forgetTheJars() {
    System.clearProperty("treadmill.jars");
  }

  private static List<String> lines(String... options) {
    System.setProperty("treadmill.jars", JARS);
    List<String> words = new ArrayList<>(List.of("config", "spark"));
    words.addAll(List.of(options));
    CommandForTests ended = CommandForTests.run(words.toArray(String[]::new));
    assertThat(ended.code()).as(ended.text()).isZero();
    return ended.text().lines().toList();
  }

  @Test
  void aLocalLakeNeedsIcebergAndSqlite() {
    assertThat(lines("--lake", folder.toString()))
        .contains(
            "spark.jars /opt/app/iceberg-spark-runtime-4.1_2.13-1.12.0.jar,"
                + "/opt/app/sqlite-jdbc-3.50.3.0.jar",
            "spark.sql.catalog.lake org.apache.iceberg.spark.SparkCatalog",
            "spark.sql.catalog.lake.type jdbc",
            "spark.sql.catalog.lake.uri jdbc:sqlite:" + folder.resolve("catalog.db"),
            "spark.sql.catalog.lake.warehouse " + folder,
            "spark.sql.catalog.lake.default-namespace treadmill",
            "spark.sql.defaultCatalog lake",
            "spark.sql.session.timeZone UTC")
        .noneMatch(line -> line.contains("treadmill.jar") || line.contains("StagingCatalog"));
  }

  @Test
  void aBucketNeedsItsClientTooAndSecretsAreLeftOut() {
    assertThat(
            lines(
                "--lake",
                "s3a://market/lake",
                "--set",
                "lake.catalog.uri=jdbc:postgresql://db/treadmill",
                "--set",
                "lake.catalog.properties.jdbc.user=reader",
                "--set",
                "lake.catalog.properties.jdbc.password=open-sesame",
                "--set",
                "spark.properties.spark.hadoop.fs.s3a.endpoint=http://127.0.0.1:9000",
                "--set",
                "spark.properties.spark.hadoop.fs.s3a.secret.key=simsalabim"))
        .contains(
            "spark.jars /opt/app/iceberg-spark-runtime-4.1_2.13-1.12.0.jar,"
                + "/opt/app/postgresql-42.7.14.jar,/opt/app/s3-2.29.52.jar",
            "spark.sql.catalog.lake.uri jdbc:postgresql://db/treadmill",
            "spark.sql.catalog.lake.jdbc.user reader",
            "# spark.sql.catalog.lake.jdbc.password is secret: set it yourself",
            "spark.hadoop.fs.s3a.endpoint http://127.0.0.1:9000",
            "# spark.hadoop.fs.s3a.secret.key is secret: set it yourself")
        .noneMatch(line -> line.contains("sesame") || line.contains("simsalabim"));
  }

  @Test
  void aViewHasTheNewestRowsOfEachInstrument() throws SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          """
          CREATE TABLE zones AS SELECT * FROM (VALUES
            ('v', 'perp', 'A', TIMESTAMP '2026-03-01 05:00:00', 1),
            ('v', 'perp', 'A', TIMESTAMP '2026-03-01 06:00:00', 2),
            ('v', 'perp', 'A', TIMESTAMP '2026-03-01 06:00:00', 3),
            ('v', 'perp', 'B', TIMESTAMP '2026-03-01 05:00:00', 4),
            ('w', 'perp', 'A', TIMESTAMP '2026-03-01 04:00:00', 5)) AS t (venue, product, symbol, ts, zone)
          """);
      statement.execute(
          """
          CREATE TABLE volume_share AS SELECT * FROM (VALUES
            ('BTC', 'x', DATE '2026-03-01', 1), ('BTC', 'y', DATE '2026-03-02', 2), ('BTC', 'y', DATE '2026-03-01', 3))
            AS t (asset, venue_set, day, n)
          """);
      for (String view :
          CommandForTests.run("tables", "--views")
              .text()
              .lines()
              .filter(line -> line.contains(" zones ") || line.contains(" volume_share "))
              .toList()) {
        statement.execute(view);
      }
      assertThat(numbers(statement, "SELECT zone FROM latest_zones ORDER BY 1"))
          .containsExactly(2, 3, 4, 5);
      assertThat(numbers(statement, "SELECT n FROM latest_volume_share ORDER BY 1"))
          .containsExactly(1, 2);
    }
  }

  @Test
  void everyTableHasAView() {
    assertThat(CommandForTests.run("tables", "--views").text().lines())
        .hasSize(LakeTables.all().size())
        .allMatch(line -> line.startsWith("CREATE OR REPLACE VIEW latest_"));
    assertThat(LakeTables.all()).extracting(LakeTable::latestName).doesNotHaveDuplicates();
  }

  private static List<Integer> numbers(Statement statement, String query) throws SQLException {
    List<Integer> numbers = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        numbers.add(rows.getInt(1));
      }
    }
    return numbers;
  }

  @Test
  void aCatalogOfAnotherClassBringsAllThatIsNotTreadmillsOwn() {
    assertThat(
            lines(
                "--lake",
                folder.toString(),
                "--set",
                "lake.catalog.type=org.example.Catalog",
                "--set",
                "lake.catalog.uri=http://catalog"))
        .anyMatch(line -> line.startsWith("spark.jars ") && line.contains("/s3-2.29.52.jar"))
        .noneMatch(line -> line.contains("picocli"));
  }

  @Test
  void nothingIsMadeByAQuestion() {
    Path absent = folder.resolve("absent");
    assertThat(lines("--lake", absent.toString())).isNotEmpty();
    CommandForTests verify =
        CommandForTests.run("verify", "--date", "2026-03-02", "--lake", absent.toString());
    assertThat(verify.code()).as(verify.text()).isEqualTo(3);
    assertThat(verify.text()).contains("no folder " + absent);
    assertThat(absent).doesNotExist();
    CommandForTests empty =
        CommandForTests.run("verify", "--date", "2026-03-02", "--lake", folder.toString());
    assertThat(empty.code()).as(empty.text()).isEqualTo(3);
    assertThat(empty.text()).contains("no catalog " + folder.resolve("catalog.db"));
    assertThat(folder).isEmptyDirectory();
  }
}
