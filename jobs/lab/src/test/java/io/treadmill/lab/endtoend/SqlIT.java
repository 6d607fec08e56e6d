package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.endtoend.Commands.Ended;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.TableColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions to a lake in which nothing was ever written. */
class SqlIT {
  private static final String ROWS =
      "SELECT 1 AS id, 'a,\"b\"\\r\\nc' AS text, array(1, 2) AS list UNION ALL"
          + " SELECT 2, NULL, array() ORDER BY id";

  @TempDir Path folder;
  private Place place;

  @BeforeEach
  void makeALake() throws IOException {
    place = new Place(folder.resolve("archive"), Files.createDirectory(folder.resolve("lake")));
  }

  @Test
  void aTableThatWasNeverWrittenHasNoRowsAndItsColumns() {
    Ended csv = place.run("sql", "SELECT * FROM flush", "--format", "csv").done();
    String names =
        LakeTables.all().stream()
            .filter(table -> table.name().equals("flush"))
            .flatMap(table -> table.columns().stream())
            .map(TableColumn::name)
            .collect(Collectors.joining(","));
    assertThat(csv.out()).isEqualTo(names + System.lineSeparator());
    Ended join =
        place.run(
            "sql",
            "SELECT count(*) AS n FROM flush JOIN reload USING (symbol)",
            "--format",
            "json");
    assertThat(join.done().out().strip()).isEqualTo("{\"n\":0}");
  }

  @Test
  void queriesOfFilesAreAnsweredOneAfterTheOther() throws IOException {
    String first =
        Files.writeString(folder.resolve("1.sql"), "-- How many?\nSELECT 1 AS n").toString();
    String second =
        Files.writeString(
                folder.resolve("2.sql"),
                "-- And the newest?\nSELECT count(*) AS n FROM latest_flush f JOIN latest_zones z USING (symbol)")
            .toString();
    assertThat(place.run("sql", "--file", second, "--format", "csv").done().out().lines())
        .containsExactly("n", "0");
    assertThat(place.run("sql", "--format", "csv", "--file", first, second).done().out().lines())
        .containsExactly("-- How many?", "n", "1", "", "-- And the newest?", "n", "0", "");
    assertThat(place.run("sql", "--file", first, second, "--out", "x").err())
        .contains("Invalid --out");
    assertThat(place.run("sql").err()).contains("Missing query");
    Ended missing = place.run("sql", "--file", folder.resolve("3.sql").toString());
    assertThat(missing.code()).isEqualTo(3);
    assertThat(missing.err()).contains("Cannot read --file", "3.sql");
  }

  @Test
  void whatIsWrongWithAQueryIsToldInOneLine() {
    for (String query :
        new String[] {
          "SELECT id / 0 FROM VALUES (1) AS t (id)",
          "SELECT CAST(a AS INT) FROM VALUES ('x') AS t (a)",
          "SELECT element_at(array(1), 5)",
          "SELECT (SELECT id FROM VALUES (1), (2) AS t (id))",
          "SELECT opne FROM flush",
          "SELECT * FROM parquet.`%s`".formatted(folder),
          "SELECT reflect('java.lang.System', 'exit', 3)"
        }) {
      Ended ended = place.run("sql", query);
      assertThat(ended.err()).contains("treadmill: Cannot run the query: ");
      assertThat(ended.err().strip().lines()).as(ended.err()).hasSize(1);
      assertThat(ended.code()).isEqualTo(2);
      assertThat(ended.out()).isEmpty();
    }
  }

  @Test
  void rowsBecomeAFileThatOthersRead() throws Exception {
    Path parquet = folder.resolve("rows.parquet");
    place.run("sql", ROWS, "--format", "parquet", "--out", parquet.toString()).done();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet rows =
            duck.createStatement()
                .executeQuery(
                    "SELECT id, text, len(list) FROM '%s' ORDER BY id".formatted(parquet))) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(2)).isEqualTo("a,\"b\"\r\nc");
      assertThat(rows.getInt(3)).isEqualTo(2);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(2)).isNull();
      assertThat(rows.next()).isFalse();
    }
    Path csv = folder.resolve("rows.csv");
    place.run("sql", ROWS, "--format", "csv", "--out", csv.toString()).done();
    assertThat(Files.readString(csv))
        .isEqualTo("id,text,list\n1,\"a,\"\"b\"\"\r\nc\",\"[1,2]\"\n2,,[]\n");
    try (var left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("lake", "rows.parquet", "rows.csv");
    }
    Ended again = place.run("sql", ROWS, "--out", csv.toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("is there already");
    assertThat(place.run("sql", ROWS, "--format", "parquet").err()).contains("Missing --out FILE");
  }
}
