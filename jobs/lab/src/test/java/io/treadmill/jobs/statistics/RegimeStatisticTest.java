package io.treadmill.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.validate.GeneratedMarket;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class RegimeStatisticTest {
  private static final List<Statistic> STATISTICS =
      List.of(new FundingStatistic(), new RegimeStatistic());
  private static final List<LakeTable> TABLES =
      List.of(
          LakeTables.FUNDING_STATE,
          LakeTables.REGIME,
          LakeTables.REGIME_STATISTICS,
          LakeTables.REGIME_TRANSITION,
          LakeTables.CIRCUIT_BREAKER);

  private static List<Row> rows(MarketSeries market, UtcDays days) {
    StatisticRows rows = new StatisticRows(TABLES);
    AssetMarkets markets = new AssetMarkets("BTC", List.of(market), List.of());
    STATISTICS.forEach(statistic -> statistic.compute(markets, days, rows));
    return rows.rows();
  }

  /** A part of a market, days from..to, values after {@code until} changed. */
  private static MarketSeries part(MarketSeries whole, int from, int until, DoubleUnaryOperator f) {
    int perDay = whole.steps().perDay();
    Steps steps =
        new Steps(
            whole.steps().micros(from * perDay),
            whole.steps().stepMicros(),
            whole.steps().count() - from * perDay);
    Map<Column, double[]> columns = new EnumMap<>(Column.class);
    for (Column column : Column.values()) {
      columns.put(column, changed(whole.column(column), from * perDay, until * perDay, f));
    }
    ForcedFlow flow = whole.forced().get(0);
    double[][] usd = {
      changed(flow.usd()[0], from * perDay, until * perDay, f),
      changed(flow.usd()[1], from * perDay, until * perDay, f)
    };
    double[][] other = {new double[steps.count()], new double[steps.count()]};
    List<MarketSeries.Settlement> settled =
        whole.settled().stream()
            .filter(s -> s.micros() >= steps.startMicros())
            .map(
                s ->
                    s.micros() < whole.steps().micros(0) + until * perDay * steps.stepMicros()
                        ? s
                        : new MarketSeries.Settlement(
                            s.micros(), f.applyAsDouble(s.rate()), s.intervalMinutes()))
            .toList();
    return new MarketSeries(
        whole.instrument(),
        steps,
        MarketSeries.Parts.ofColumns(columns)
            .withSettled(settled)
            .withForced(
                Map.of(
                    flow.feedRule(),
                    new ForcedFlow(flow.feedRule(), steps, usd, usd, usd, other, other))));
  }

  private static double[] changed(double[] values, int from, int until, DoubleUnaryOperator f) {
    double[] part = Arrays.copyOfRange(values, from, values.length);
    for (int i = Math.max(0, until - from); i < part.length; i++) {
      part[i] = f.applyAsDouble(part[i]);
    }
    return part;
  }

  private static List<String> texts(List<Row> rows) {
    return rows.stream().map(Row::toString).toList();
  }

  @Test
  void aDayIsTheSameInANightlyRunAndInABackfill() {
    MarketSeries whole = GeneratedMarket.of(400, 1);
    LocalDate day = whole.steps().day(whole.steps().count() - 1);
    MarketSeries nightly = part(whole, 34, 400, x -> x);
    assertThat(texts(rows(nightly, UtcDays.of(day))))
        .isEqualTo(texts(rows(whole, UtcDays.of(day))));
  }

  @Test
  void laterValuesChangeNoRowOfADay() {
    MarketSeries whole = GeneratedMarket.of(140, 2);
    UtcDays days = new UtcDays(whole.steps().day(118 * 288), whole.steps().day(130 * 288 - 1));
    List<Row> before = rows(whole, days);
    assertThat(texts(rows(part(whole, 0, 130, x -> 1.5 * x), days))).isEqualTo(texts(before));
    for (int table = 0; table < TABLES.size(); table++) {
      int place = table;
      assertThat(before.stream().filter(row -> !row.isNullAt(place))).isNotEmpty();
    }
  }

  @Test
  void everyRowHasItsKeyOnce() {
    MarketSeries whole = GeneratedMarket.of(100, 3);
    List<Row> rows =
        rows(whole, new UtcDays(whole.steps().day(90 * 288), whole.steps().day(99 * 288)));
    for (int t = 0; t < TABLES.size(); t++) {
      LakeTable table = TABLES.get(t);
      int place = t;
      List<Row> own =
          rows.stream()
              .filter(row -> !row.isNullAt(place))
              .map(row -> row.getStruct(place))
              .toList();
      int[] key =
          table.key().stream()
              .mapToInt(name -> table.columns().stream().map(c -> c.name()).toList().indexOf(name))
              .toArray();
      long distinct =
          own.stream()
              .map(row -> Arrays.stream(key).mapToObj(row::get).toList())
              .distinct()
              .count();
      assertThat(distinct).as(table.name()).isEqualTo(own.size());
    }
  }
}
