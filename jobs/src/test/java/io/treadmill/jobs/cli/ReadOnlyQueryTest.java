package io.treadmill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LakeTables;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query reads tables and does nothing else, whatever its first word is. */
class ReadOnlyQueryTest {
  @TempDir static Path folder;
  private static SparkSession spark;

  @BeforeAll
  static void makeATable() {
    spark = SparkForTests.withLake(folder.resolve("lake"));
    IcebergLake lake = IcebergLake.open(spark, "r");
    lake.append(
        LakeTables.VOLUME_PROFILE_5M,
        spark.createDataFrame(java.util.List.of(), LakeTables.VOLUME_PROFILE_5M.schema()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM volume_profile_5m",
        "WITH t AS (SELECT 1) DELETE FROM volume_profile_5m",
        "WITH t AS (SELECT 1) INSERT INTO volume_profile_5m SELECT * FROM volume_profile_5m",
        "WITH t AS (SELECT 1 AS a) INSERT OVERWRITE DIRECTORY '/nowhere' USING csv SELECT a FROM t",
        "WITH t AS (SELECT 'b' AS b) UPDATE volume_profile_5m SET symbol = 'a'",
        "SELECT TRANSFORM(symbol) USING 'cat' FROM volume_profile_5m",
        "SELECT (SELECT max(a) FROM (SELECT TRANSFORM(symbol) USING 'cat' AS a FROM"
            + " volume_profile_5m))",
        "WITH t AS (SELECT TRANSFORM(symbol) USING 'cat' FROM volume_profile_5m) SELECT * FROM t",
        "-- a comment that goes on \\\nshow\nDROP TABLE volume_profile_5m",
        "-- a comment that goes on \\\nselect\nEXECUTE IMMEDIATE 'DROP TABLE volume_profile_5m'",
        "/* show */ DROP TABLE volume_profile_5m",
        "-- one\n-- two\nDROP TABLE volume_profile_5m"
      })
  void whatDoesMoreThanReadIsRefused(String query) {
    assertThatThrownBy(() -> ReadOnlyQuery.run(spark, query))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Invalid query");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT reflect('java.lang.System', 'getProperty', 'user.home')",
        "SELECT java_method('java.lang.System', 'getProperty', 'user.home')",
        "SELECT try_reflect('java.lang.System', 'getProperty', 'user.home')"
      })
  void noMethodOfTheProcessIsCalled(String query) {
    assertThatThrownBy(() -> ReadOnlyQuery.run(spark, query).collectAsList())
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("UNRESOLVED_ROUTINE");
  }

  @Test
  void noFileIsReadByItsPath() throws Exception {
    Path file = Files.writeString(folder.resolve("a.json"), "{\"a\": 1}");
    for (String format : new String[] {"json", "text", "spark_catalog.json"}) {
      assertThatThrownBy(
              () ->
                  ReadOnlyQuery.run(spark, "SELECT * FROM %s.`%s`".formatted(format, file))
                      .collectAsList())
          .isInstanceOf(AnalysisException.class);
    }
  }

  @Test
  void queriesReadAndTheTableIsAsItWas() throws Exception {
    String count = "SELECT count(*) FROM volume_profile_5m";
    assertThat(ReadOnlyQuery.run(spark, count).first().getLong(0)).isZero();
    String with = "WITH t AS (SELECT 2 AS a) SELECT a, (SELECT max(a) FROM t) AS b FROM t";
    assertThat(ReadOnlyQuery.run(spark, with).first().getInt(1)).isEqualTo(2);
    assertThat(ReadOnlyQuery.run(spark, "SHOW TABLES").count()).isEqualTo(1);
    assertThat(ReadOnlyQuery.run(spark, "-- what is there\n\n  -- now\nSHOW TABLES").count())
        .isEqualTo(1);
    assertThat(ReadOnlyQuery.run(spark, "SHOW COLUMNS IN volume_profile_5m").count()).isPositive();
    assertThat(ReadOnlyQuery.run(spark, "DESCRIBE volume_profile_5m").count()).isPositive();
    assertThat(ReadOnlyQuery.run(spark, "EXPLAIN DELETE FROM volume_profile_5m").count())
        .isEqualTo(1);
  }
}
