package io.treadmill.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every statistic: no look into the future, days apart as together, keys. */
class StatisticsPropertyTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final LocalDate FROM = FIRST.plusDays(24);
  private static final LocalDate TO = FIRST.plusDays(27);

  static Stream<Statistic> statistics() {
    return Statistics.all().stream();
  }

  @ParameterizedTest
  @MethodSource("statistics")
  void rowsOfADayDoNotChangeWithWhatHappensLater(Statistic statistic) {
    UtcDays history = new UtcDays(FIRST, TO);
    UtcDays day = UtcDays.of(FROM);
    List<Row> asItWas = rows(statistic, new RandomMarkets(1, null), new UtcDays(FIRST, FROM), day);
    List<Row> knowingMore = rows(statistic, new RandomMarkets(1, null), history, day);
    List<Row> otherFuture = rows(statistic, new RandomMarkets(1, FROM.plusDays(1)), history, day);
    assertThat(knowingMore).containsExactlyElementsOf(asItWas);
    assertThat(otherFuture).containsExactlyElementsOf(asItWas);
  }

  @ParameterizedTest
  @MethodSource("statistics")
  void daysOneByOneGiveTheRowsOfAllAtOnce(Statistic statistic) {
    UtcDays days = new UtcDays(FROM, TO);
    List<Row> together = rows(statistic, new RandomMarkets(2, null), new UtcDays(FIRST, TO), days);
    List<Row> apart = new ArrayList<>();
    for (LocalDate day : days.days()) {
      apart.addAll(
          rows(statistic, new RandomMarkets(2, null), new UtcDays(FIRST, day), UtcDays.of(day)));
    }
    assertThat(together).containsExactlyInAnyOrderElementsOf(apart);
  }

  @ParameterizedTest
  @MethodSource("statistics")
  void everyTableIsFilledWithKeysOfItsOwnDays(Statistic statistic) {
    UtcDays days = new UtcDays(FROM, TO);
    List<Row> rows = rows(statistic, new RandomMarkets(3, null), new UtcDays(FIRST, TO), days);
    List<LakeTable> tables = LakeTables.statistics();
    for (LakeTable table : tables) {
      List<Row> own =
          rows.stream()
              .map(row -> row.<Row>getAs(tables.indexOf(table)))
              .filter(row -> row != null)
              .toList();
      Set<List<Object>> keys = new HashSet<>();
      for (Row row : own) {
        List<Object> key = table.key().stream().map(name -> value(table, row, name)).toList();
        assertThat(keys.add(key)).as("twice in " + table.name() + ": " + key).isTrue();
        assertThat(days.contains(day(value(table, row, table.dayColumn()))))
            .as(table.name() + " owns " + key)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void partsTogetherAreTheWhole(int parts) {
    UtcDays days = new UtcDays(FROM, TO);
    AssetMarkets markets = new RandomMarkets(2, null).over(new UtcDays(FIRST, TO), days);
    List<String> whole = texts(Statistics.compute(markets, days));
    List<String> together = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      List<String> own = texts(Statistics.compute(markets, days, part, parts));
      assertThat(own).hasSizeLessThan(whole.size());
      together.addAll(own);
    }
    assertThat(together).containsExactlyInAnyOrderElementsOf(whole);
  }

  private static List<String> texts(List<Row> rows) {
    int pool = LakeTables.statistics().size();
    return rows.stream().filter(row -> row.isNullAt(pool)).map(Row::toString).toList();
  }

  private static List<Row> rows(
      Statistic statistic, RandomMarkets markets, UtcDays history, UtcDays days) {
    StatisticRows rows = new StatisticRows(LakeTables.statistics());
    statistic.compute(markets.over(history, days), days, rows);
    if (statistic.poolKind() != null) {
      statistic.computePooled(Rows.events(rows, statistic.poolKind()), days, rows);
    }
    int pool = LakeTables.statistics().size();
    return rows.rows().stream().filter(row -> row.isNullAt(pool)).toList();
  }

  private static Object value(LakeTable table, Row row, String column) {
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.columns().get(i).name().equals(column)) {
        return row.get(i);
      }
    }
    throw new AssertionError("No column " + column);
  }

  private static LocalDate day(Object value) {
    return value instanceof java.sql.Date date
        ? date.toLocalDate()
        : ((java.sql.Timestamp) value).toInstant().atZone(java.time.ZoneOffset.UTC).toLocalDate();
  }
}
