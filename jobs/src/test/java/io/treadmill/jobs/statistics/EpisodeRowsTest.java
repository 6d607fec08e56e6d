package io.treadmill.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class EpisodeRowsTest {
  private static final LocalDate FIRST = LocalDate.of(2025, 1, 6);
  private static final int DAYS = 378; // The last is a Sunday.
  private static final int DAY_STEPS = 288;
  private static final List<Statistic> STATISTICS =
      List.of(
          new FlushStatistic(),
          new TreadmillStatistic(),
          new LiquidationWeekStatistic(),
          new FundingClockStatistic());
  private static final List<LakeTable> TABLES =
      List.of(
          LakeTables.FLUSH,
          LakeTables.RELOAD,
          LakeTables.TREADMILL_EPISODE,
          LakeTables.TREADMILL_BASE_RATE,
          LakeTables.LIQUIDATION_WEEK,
          LakeTables.FUNDING_CLOCK);

  private final Map<Column, double[]> columns = new EnumMap<>(Column.class);
  private final double[][] forced = new double[2][DAYS * DAY_STEPS];
  private final double[][] hourly = new double[2][DAYS * 24];
  private final int[] crashes = new int[DAYS];

  EpisodeRowsTest() {
    Random random = new Random(6);
    for (Column column : Column.values()) {
      double[] values = new double[DAYS * DAY_STEPS];
      Arrays.fill(values, Double.NaN);
      columns.put(column, values);
    }
    double log = 11;
    double interest = 11;
    for (int i = 0; i < DAYS * DAY_STEPS; i++) {
      if (i % DAY_STEPS == 0) {
        crashes[i / DAY_STEPS] = i + random.nextInt(DAY_STEPS);
      }
      int since = i - crashes[i / DAY_STEPS];
      boolean crash = since >= 0 && since < 3;
      double open = Math.exp(log);
      log += 1e-3 * random.nextGaussian() - (crash ? 0.008 : 0);
      interest += 1e-3 * random.nextGaussian() - (crash ? 0.004 : 0) + 0.01 * (11 - interest);
      double close = Math.exp(log);
      columns.get(Column.OPEN)[i] = open;
      columns.get(Column.CLOSE)[i] = close;
      columns.get(Column.HIGH)[i] = Math.max(open, close) * 1.0005;
      columns.get(Column.LOW)[i] = Math.min(open, close) / 1.0005;
      columns.get(Column.BASE_VOLUME)[i] = 100 + 50 * random.nextDouble();
      columns.get(Column.TAKER_BUY_BASE)[i] = 50 + 20 * random.nextDouble();
      columns.get(Column.OPEN_INTEREST)[i] = Math.exp(interest);
      forced[0][i] = crash ? 2e7 : 1000 * random.nextDouble();
      forced[1][i] = 1000 * random.nextDouble();
      hourly[0][i / 12] += forced[0][i];
      hourly[1][i / 12] += forced[1][i];
    }
  }

  /** The market as a run over some days sees it: nothing older than a year, nothing later. */
  private AssetMarkets markets(LocalDate from, LocalDate to) {
    int first = Math.max(0, (int) (from.toEpochDay() - FIRST.toEpochDay()) - 365);
    int end = (int) (to.toEpochDay() - FIRST.toEpochDay()) + 1;
    Steps steps = Steps.of(new UtcDays(FIRST.plusDays(first), to), BarClock.BAR_MICROS);
    Map<Column, double[]> cut = new EnumMap<>(Column.class);
    columns.forEach((column, values) -> cut.put(column, cut(values, first, end, DAY_STEPS)));
    List<MarketSeries.Settlement> settled = new ArrayList<>();
    for (int i = 0; i < steps.count(); i += 96) {
      double rate = 1e-4 * (steps.micros(i) / BarClock.HOUR_MICROS / 8 % 5);
      settled.add(new MarketSeries.Settlement(steps.micros(i), rate, 480));
    }
    ForcedFlow own = flow("full", steps, forced, first, end, DAY_STEPS);
    Steps hours = new Steps(steps.startMicros(), BarClock.HOUR_MICROS, steps.count() / 12);
    ForcedFlow totals = flow("aggregate of Binance+OKX", hours, hourly, first, end, 24);
    MarketSeries series =
        new MarketSeries(
            new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT"),
            steps,
            MarketSeries.Parts.ofColumns(cut)
                .withSettled(settled)
                .withForced(Map.of("full @5", own)));
    return new AssetMarkets("BTC", List.of(series), List.of(totals));
  }

  private static double[] cut(double[] values, int first, int end, int perDay) {
    return Arrays.copyOfRange(values, first * perDay, end * perDay);
  }

  private static ForcedFlow flow(
      String rule, Steps steps, double[][] usd, int first, int end, int perDay) {
    double[][] cut = {cut(usd[0], first, end, perDay), cut(usd[1], first, end, perDay)};
    double[] none = new double[steps.count()];
    Arrays.fill(none, Double.NaN);
    double[][] missing = {none, none};
    return new ForcedFlow(rule, steps, cut, cut, missing, missing, missing);
  }

  private StatisticRows rows(LocalDate from, LocalDate to) {
    StatisticRows rows = new StatisticRows(TABLES);
    AssetMarkets markets = markets(from, to);
    for (Statistic statistic : STATISTICS) {
      statistic.compute(markets, new UtcDays(from, to), rows);
    }
    return rows;
  }

  private static Object value(Row row, LakeTable table, String column) {
    return row.get(table.schema().fieldIndex(column));
  }

  private static List<String> of(StatisticRows rows, LakeTable table) {
    return rows.of(table).stream().map(Row::toString).sorted().toList();
  }

  @Test
  void aRunOverDaysGivesTheRowsOfItsDaysAlone() {
    LocalDate from = FIRST.plusDays(DAYS - 2);
    LocalDate to = FIRST.plusDays(DAYS - 1);
    StatisticRows together = rows(from, to);
    for (LakeTable table : TABLES) {
      List<String> alone = new ArrayList<>();
      for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
        alone.addAll(of(rows(day, day), table));
      }
      alone.sort(null);
      assertThat(of(together, table)).as(table.name()).isNotEmpty().isEqualTo(alone);
    }
  }

  @Test
  void everyValueHasTheTypeOfItsColumn() {
    LocalDate sunday = FIRST.plusDays(97);
    StatisticRows rows = rows(sunday.minusDays(1), sunday);
    Map<DataType, Class<?>> types =
        Map.of(
            DataTypes.StringType, String.class,
            DataTypes.DoubleType, Double.class,
            DataTypes.IntegerType, Integer.class,
            DataTypes.LongType, Long.class,
            DataTypes.BooleanType, Boolean.class,
            DataTypes.DateType, Date.class,
            DataTypes.TimestampType, Timestamp.class);
    for (LakeTable table : TABLES) {
      assertThat(rows.of(table)).as(table.name()).isNotEmpty();
      for (Row row : rows.of(table)) {
        for (TableColumn column : table.columns()) {
          Object value = value(row, table, column.name());
          if (value != null) {
            assertThat(value).as(column.name()).isInstanceOf(types.get(column.type().spark()));
          }
        }
      }
    }
  }

  @Test
  void weeklyTotalsEqualTheSumOfTheHours() {
    LocalDate sunday = FIRST.plusDays(13);
    StatisticRows rows = rows(sunday, sunday);
    double sum = 0;
    for (int h = 7 * 24; h < 14 * 24; h++) {
      sum += hourly[0][h];
    }
    double expected = sum;
    LakeTable table = LakeTables.LIQUIDATION_WEEK;
    Row week =
        rows.of(table).stream()
            .filter(row -> value(row, table, "venue_set").equals("Binance+OKX"))
            .filter(row -> value(row, table, "side").equals("long"))
            .findFirst()
            .orElseThrow();
    assertThat(value(week, table, "raw_usd")).isEqualTo(expected);
    assertThat(value(week, table, "hours_with_totals")).isEqualTo(168);
    assertThat(value(week, table, "n")).isEqualTo(1);
    assertThat(value(week, table, "iso_week")).isEqualTo("2025-W03");
  }

  @Test
  void pooledRowsCountTheEpisodesOfAllAssets() {
    LocalDate day = FIRST.plusDays(200);
    StatisticRows rows = rows(day, day);
    List<PooledEvent> events = Rows.events(rows, "treadmill");
    List<PooledEvent> twice = new ArrayList<>(events);
    events.forEach(
        e -> twice.add(new PooledEvent(e.kind(), "okx/linear_perp/ETH", e.micros(), e.event())));
    StatisticRows pooled = new StatisticRows(TABLES);
    new TreadmillStatistic().computePooled(twice, UtcDays.of(day), pooled);
    LakeTable table = LakeTables.TREADMILL_BASE_RATE;
    Row row = pooled.of(table).get(0);
    assertThat(value(row, table, "asset")).isEqualTo("all");
    assertThat(value(row, table, "venue_set")).isEqualTo("binance/linear_perp+okx/linear_perp");
    assertThat(value(row, table, "n")).isEqualTo(2L * events.size());
    assertThat(events).hasSizeGreaterThan(50);
  }
}
