package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.treadmill.jobs.report.StatisticView.Period;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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
