package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.treadmill.jobs.report.StatisticView.Period;
import io.treadmill.lake.ColumnType;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.UtcDays;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class StatisticReaderTest {
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2026, 1, 30), LocalDate.of(2026, 1, 31));

  @Test
  void tablesThatLookBackShowTheirLastDayAlone() {
    StatisticReader.Rows rows =
        StatisticReader.rows(
            view(Period.LATEST),
            List.of(
                row("2026-01-30", 0.1, false),
                row("2026-01-31", 0.2, false),
                row("2026-01-29", 0.3, true)));
    assertThat(rows.columns()).containsExactly("day", "jump_share", "pooled");
    assertThat(rows.rows())
        .containsExactly(
            new Object[] {"2026-01-29", 0.3, true}, new Object[] {"2026-01-31", 0.2, false});
  }

  @Test
  void numbersAreRoundedAndTheOldestRowsAreLeftOutAndCounted() {
    List<JsonNode> all = new ArrayList<>();
    for (int i = 0; i < StatisticReader.MOST_ROWS + 3; i++) {
      all.add(row(LocalDate.of(2000, 1, 1).plusDays(i).toString(), 0.123456789, false));
    }
    StatisticReader.Rows rows = StatisticReader.rows(view(Period.DAYS), all);
    assertThat(rows.left()).isEqualTo(3);
    assertThat(rows.rows()).hasSize(StatisticReader.MOST_ROWS);
    assertThat(rows.rows().get(0)).containsExactly("2000-01-04", 0.123457, false);
  }

  @Test
  void whatIsUnknownIsNull() {
    JsonNode row =
        JsonNodeFactory.instance.objectNode().put("day", "2026-01-31").put("pooled", false);
    assertThat(StatisticReader.rows(view(Period.DAYS), List.of(row)).rows().get(0))
        .containsExactly("2026-01-31", null, false);
  }

  @Test
  void theTextOfARowHasWhatIsKnownByTheTypeOfItsColumn() {
    List<TableColumn> columns =
        List.of(
            new TableColumn("name", ColumnType.TEXT, false, "a \"name\""),
            new TableColumn("share", ColumnType.NUMBER, false, "a number"),
            new TableColumn("limit", ColumnType.NUMBER, false, "not finite"),
            new TableColumn("gap", ColumnType.NUMBER, false, "unknown"),
            new TableColumn("n", ColumnType.WHOLE, false, "of 64 bits"),
            new TableColumn("days", ColumnType.INTEGER, false, "of 32 bits"),
            new TableColumn("known", ColumnType.FLAG, false, "true or false"),
            new TableColumn("at", ColumnType.INSTANT, false, "a microsecond before 1970"),
            new TableColumn("day", ColumnType.DATE, false, "a day"));
    StructType schema =
        new StructType(
            columns.stream()
                .map(of -> new StructField(of.name(), of.type().spark(), true, Metadata.empty()))
                .toArray(StructField[]::new));
    Object[] values = {
      "a \"b\"",
      0.1,
      Double.POSITIVE_INFINITY,
      null,
      1L << 40,
      7,
      true,
      Timestamp.from(Instant.EPOCH.minusNanos(1000)),
      Date.valueOf("2026-01-31")
    };
    assertThat(
            StatisticReader.text(new NamedRow(new GenericRowWithSchema(values, schema)), columns))
        .isEqualTo(
            "{\"name\":\"a \\\"b\\\"\",\"share\":0.1,\"limit\":\"Infinity\",\"n\":1099511627776,"
                + "\"days\":7,\"known\":true,\"at\":-1,\"day\":\"2026-01-31\"}");
  }

  @Test
  void weeksReachAYearBackAndWindowsAWeek() {
    assertThat(Period.YEAR.of(DAYS).from()).isEqualTo(LocalDate.of(2025, 1, 26));
    assertThat(Period.LATEST.of(DAYS).from()).isEqualTo(LocalDate.of(2026, 1, 25));
    assertThat(Period.DAYS.of(DAYS)).isEqualTo(DAYS);
  }

  private static StatisticView view(Period period) {
    return new StatisticView(
        LakeTables.PATH_SHAPE,
        period,
        LakeTables.PATH_SHAPE.columns().stream()
            .filter(column -> List.of("day", "jump_share").contains(column.name()))
            .toList());
  }

  private static JsonNode row(String day, double share, boolean pooled) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("day", day)
        .put("jump_share", share)
        .put("pooled", pooled);
  }
}
