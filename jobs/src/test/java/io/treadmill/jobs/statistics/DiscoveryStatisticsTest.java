package io.treadmill.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class DiscoveryStatisticsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
  private static final Instrument PERP = new Instrument("one", Product.LINEAR_PERP, "BTCUSDT");
  private static final Instrument SPOT = new Instrument("one", Product.SPOT, "BTCUSDT");
  private static final Instrument FUTURE = new Instrument("two", Product.REGULATED_FUTURE, "BTC");
  private static final List<Statistic> STATISTICS =
      List.of(
          new PriceDiscoveryStatistic(),
          new VolumeShareStatistic(),
          new SegmentCompareStatistic(),
          new PathShapeStatistic());
  private static final List<LakeTable> TABLES = LakeTables.all();

  @Test
  void rowsOfADayDoNotDependOnLaterPricesNorOnWhereTheSeriesStarts() {
    List<Row> rows = rows(markets(60, 0, Set.of(PERP, SPOT, FUTURE), false), DAY);
    assertThat(rows(markets(60, 5, Set.of(PERP, SPOT, FUTURE), true), DAY)).isEqualTo(rows);
    assertThat(rows(markets(90, 0, Set.of(PERP, SPOT, FUTURE), false), DAY)).isEqualTo(rows);
  }

  @Test
  void everyHorizonHasItsRowAndTheMinutesTellWhoLeads() {
    List<Row> rows = of(LakeTables.PRICE_DISCOVERY, markets(40, 0, Set.of(PERP, SPOT), false));
    assertThat(rows)
        .extracting(row -> row.<String>getAs("horizon"))
        .containsExactly("1m", "5m", "15m", "1h");
    Row minute = rows.get(0);
    assertThat(minute.<String>getAs("pair")).isEqualTo("one/spot/BTCUSDT");
    assertThat(minute.<Double>getAs("lead_seconds")).isCloseTo(60, within(6.0));
    assertThat(minute.<Double>getAs("component_share_low")).isGreaterThan(0.8);
    assertThat(minute.<Long>getAs("n")).isGreaterThan(1400L);
    assertThat(rows.get(3).<Long>getAs("n")).isGreaterThan(700L);
  }

  @Test
  void aPerpetualWithoutSpotHasRowsWithTheReason() {
    List<Row> rows = of(LakeTables.PRICE_DISCOVERY, markets(40, 0, Set.of(PERP), false));
    assertThat(rows).hasSize(4);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.<Double>getAs("information_share")).isNull();
              assertThat(row.<String>getAs("reason")).contains("no spot market");
            });
    List<Row> pairs = of(LakeTables.SEGMENT_COMPARE, markets(40, 0, Set.of(PERP), false));
    assertThat(pairs)
        .extracting(row -> row.<String>getAs("reason"))
        .containsExactly(
            "no regulated_future in the lake on the day",
            "no spot in the lake on the day",
            "no spot in the lake on the day");
  }

  @Test
  void sharesOfClassesAddUpToOneAndNameTheirMarkets() {
    List<Row> rows = of(LakeTables.VOLUME_SHARE, markets(40, 0, Set.of(PERP, SPOT, FUTURE), false));
    assertThat(rows)
        .extracting(row -> row.<String>getAs("class"))
        .containsExactly("spot", "perp", "dated", "regulated");
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.<String>getAs("venue_set"))
                    .isEqualTo("one linear_perp+one spot+two regulated_future"));
    double sum =
        rows.stream()
            .map(row -> row.<Double>getAs("share"))
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sum();
    assertThat(sum).isCloseTo(1, within(1e-12));
    Row dated = rows.get(2);
    assertThat(dated.<Double>getAs("notional_usd")).isNull();
    assertThat(dated.<String>getAs("reason")).contains("no volume of a dated market");
    Row regulated = rows.get(3);
    assertThat(regulated.<Boolean>getAs("partial")).isTrue();
    assertThat(regulated.<Double>getAs("known_share")).isCloseTo(0.5, within(0.01));
    assertThat(regulated.<Double>getAs("notional_usd")).isCloseTo(144 * 1000, within(1e-6));
    assertThat(rows.get(1).<Double>getAs("notional_usd")).isCloseTo(288 * 3000, within(1e-6));
  }

  @Test
  void segmentsAreComparedOnCommonHoursOnly() {
    List<Row> rows =
        of(LakeTables.SEGMENT_COMPARE, markets(40, 0, Set.of(PERP, SPOT, FUTURE), false));
    Row pair = rows.get(0);
    assertThat(pair.<Double>getAs("common_hours")).isCloseTo(12, within(1e-9));
    assertThat(pair.<Double>getAs("first_volume_usd")).isCloseTo(144 * 3000, within(1e-6));
    assertThat(pair.<Double>getAs("volatility_ratio")).isBetween(0.9, 1.1);
    assertThat(pair.<Long>getAs("n")).isEqualTo(143L);
  }

  private static List<Row> of(LakeTable table, AssetMarkets markets) {
    return rows(markets, DAY).stream()
        .map(row -> row.<Row>getAs(TABLES.indexOf(table)))
        .filter(Objects::nonNull)
        .map(row -> withNames(row, table))
        .toList();
  }

  private static Row withNames(Row row, LakeTable table) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return new org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema(
        values, table.schema());
  }

  private static List<Row> rows(AssetMarkets markets, LocalDate day) {
    StatisticRows rows = new StatisticRows(TABLES);
    UtcDays days = new UtcDays(day, day);
    STATISTICS.forEach(statistic -> statistic.compute(markets, days, rows));
    return rows.rows();
  }

  /**
   * A path of minutes that spot and the future repeat a minute later; the future rests half of each
   * day.
   */
  private static AssetMarkets markets(
      int before, int after, Set<Instrument> instruments, boolean otherFuture) {
    UtcDays days = new UtcDays(DAY.minusDays(before), DAY.plusDays(after));
    Steps steps = Steps.of(days, BarClock.BAR_MICROS);
    Steps fine = Steps.of(new UtcDays(DAY.minusDays(1), days.to()), BarClock.MINUTE_MICROS);
    return new AssetMarkets(
        "BTC",
        instruments.stream()
            .sorted()
            .map(instrument -> series(instrument, steps, fine, otherFuture))
            .toList(),
        List.of());
  }

  private static MarketSeries series(
      Instrument instrument, Steps steps, Steps fine, boolean otherFuture) {
    Map<Column, double[]> columns = new EnumMap<>(Column.class);
    double[] close = new double[steps.count()];
    double[] quote = new double[steps.count()];
    double[] minutes = new double[fine.count()];
    int late = instrument.equals(PERP) ? 0 : 1;
    double volume = instrument.equals(PERP) ? 3000 : 1000;
    for (int i = 0; i < close.length; i++) {
      long minute = steps.micros(i) / BarClock.MINUTE_MICROS + 4;
      boolean closed = instrument.equals(FUTURE) && i % steps.perDay() < steps.perDay() / 2;
      close[i] = closed ? Double.NaN : price(minute, late, instrument, otherFuture);
      quote[i] = closed ? Double.NaN : volume;
    }
    for (int i = 0; i < minutes.length; i++) {
      minutes[i] = price(fine.micros(i) / BarClock.MINUTE_MICROS, late, instrument, otherFuture);
    }
    columns.put(Column.CLOSE, close);
    columns.put(Column.OPEN, close);
    columns.put(Column.QUOTE_VOLUME, quote);
    return new MarketSeries(
        instrument,
        steps,
        RandomMarkets.withMinutes(
            MarketSeries.Parts.ofColumns(columns), new MarketSeries.Minutes(fine, minutes)));
  }

  private static double price(long minute, int late, Instrument instrument, boolean otherFuture) {
    long end = DAY.plusDays(1).toEpochDay() * 1440;
    double noise =
        1e-4
            * new java.util.SplittableRandom(31 * minute + instrument.toString().hashCode())
                .nextDouble();
    boolean changed = otherFuture && minute >= end;
    return Math.exp(10 + WALK[(int) (minute - late - ORIGIN)] + noise) * (changed ? 2 : 1);
  }

  private static final long ORIGIN = DAY.minusDays(100).toEpochDay() * 1440;
  private static final double[] WALK = walk(110 * 1440);

  private static double[] walk(int n) {
    Random random = new Random(1);
    double[] walk = new double[n];
    for (int i = 1; i < n; i++) {
      walk[i] = walk[i - 1] + 5e-4 * random.nextGaussian();
    }
    return walk;
  }
}
