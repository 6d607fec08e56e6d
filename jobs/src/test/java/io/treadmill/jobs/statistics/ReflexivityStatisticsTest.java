package io.treadmill.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.AtPrice;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.MassWithin;
import io.treadmill.stats.MarketSeries.Parts;
import io.treadmill.stats.MarketSeries.Settlement;
import io.treadmill.stats.MarketSeries.Zone;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ReflexivityStatisticsTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final int DAYS = 60;
  private static final List<LakeTable> TABLES =
      List.of(
          LakeTables.SELF_EXCITATION,
          LakeTables.THIN_ZONE_TEST,
          LakeTables.HUNT_TEST,
          LakeTables.ZONE_OUTCOME,
          LakeTables.SEQUENCE_TEST,
          LakeTables.LIQUIDATION_CLUSTERING);
  private static final List<Statistic> STATISTICS =
      List.of(
          new SelfExcitationStatistic(),
          new ThinZoneStatistic(),
          new HuntStatistic(),
          new ZoneOutcomeStatistic(),
          new SequenceStatistic(),
          new ClusteringStatistic());

  @Test
  void dayByDayGivesTheRowsOfOneRunOverAllDays() {
    LocalDate last = FIRST.plusDays(DAYS - 1);
    List<Row> whole = rows(DAYS, new UtcDays(last.minusDays(2), last));
    List<Row> nightly = new ArrayList<>();
    for (int back = 2; back >= 0; back--) {
      nightly.addAll(rows(DAYS - back, UtcDays.of(last.minusDays(back))));
    }
    assertThat(nightly).containsExactlyInAnyOrderElementsOf(whole);
  }

  @Test
  void everyTableHasARowOfEachDayAndPooledTestsHaveTheirs() {
    LocalDate last = FIRST.plusDays(DAYS - 1);
    StatisticRows out = new StatisticRows(TABLES);
    AssetMarkets markets = new AssetMarkets("BTC", List.of(market(DAYS)), List.of());
    for (Statistic statistic : STATISTICS) {
      statistic.compute(markets, UtcDays.of(last), out);
    }
    for (Statistic statistic : STATISTICS) {
      if (statistic.poolKind() != null) {
        List<PooledEvent> own = Rows.events(out, statistic.poolKind());
        assertThat(own).isNotEmpty();
        statistic.computePooled(own, UtcDays.of(last), out);
      }
    }
    int place = 0;
    for (LakeTable table : TABLES) {
      int column = place++;
      assertThat(out.rows()).as(table.name()).anyMatch(row -> !row.isNullAt(column));
    }
    int thin = TABLES.indexOf(LakeTables.THIN_ZONE_TEST);
    List<Row> tests =
        out.rows().stream()
            .filter(row -> !row.isNullAt(thin))
            .map(row -> row.<Row>getAs(thin))
            .toList();
    // One instrument: pooled over instruments is the same test.
    assertThat(tests).hasSize(6);
    for (int k = 0; k < 3; k++) {
      assertThat(tests.get(3 + k).getString(0)).isEqualTo("all");
      assertThat(tests.get(3 + k).get(5)).isEqualTo(tests.get(k).get(5));
    }
  }

  private static List<Row> rows(int seriesDays, UtcDays days) {
    StatisticRows out = new StatisticRows(TABLES);
    AssetMarkets markets = new AssetMarkets("BTC", List.of(market(seriesDays)), List.of());
    STATISTICS.forEach(statistic -> statistic.compute(markets, days, out));
    int pool = TABLES.size();
    return out.rows().stream().filter(row -> row.isNullAt(pool)).toList();
  }

  /** The first days of one market. */
  private static MarketSeries market(int days) {
    Steps steps = Steps.of(new UtcDays(FIRST, FIRST.plusDays(days - 1L)), BarClock.BAR_MICROS);
    Map<Column, double[]> columns = columns(steps.count());
    double[][] usd = new double[2][steps.count()];
    double[][] prints = new double[2][steps.count()];
    double[][] predicted = new double[2][steps.count()];
    List<Zone> zones = new ArrayList<>();
    List<MassWithin> masses = new ArrayList<>();
    List<Settlement> settled = new ArrayList<>();
    List<AtPrice> atPrice = new ArrayList<>();
    Random random = new Random(1);
    double price = 90_000;
    double size = 1000;
    for (int i = 0; i < steps.count(); i++) {
      long at = steps.micros(i);
      long day = UtcDays.dayOf(at).toEpochDay();
      double next = price * Math.exp(0.003 * random.nextGaussian());
      setBar(columns, i, price, next);
      columns.get(Column.BASE_VOLUME)[i] = 50 + random.nextInt(100);
      columns.get(Column.QUOTE_VOLUME)[i] = columns.get(Column.BASE_VOLUME)[i] * next;
      columns.get(Column.OPEN_INTEREST)[i] = size;
      size *= Math.exp(0.001 * random.nextGaussian());
      for (Side side : Side.values()) {
        int s = side.index();
        predicted[s][i] = 4e4 * random.nextDouble();
        prints[s][i] = random.nextInt(4);
        usd[s][i] = prints[s][i] * 2e4;
        if (usd[s][i] > 0) {
          atPrice.add(new AtPrice(day, PriceGrid.bucket(next), 1 + s, usd[s][i]));
        }
        if (i % 12 == 0 && i > 0) {
          zones.add(zone(at, side, price, 0.003 + 0.03 * random.nextDouble()));
        }
        for (double move = 1; move <= 5 && i % 3 == 0; move++) {
          masses.add(new MassWithin(at, side, move, move * (1 + random.nextDouble() / 9)));
        }
      }
      atPrice.add(new AtPrice(day, PriceGrid.bucket(next), 0, 10));
      if (i % 96 == 0) {
        settled.add(new Settlement(at, 1e-4 * random.nextGaussian(), 480));
      }
      price = next;
    }
    return new MarketSeries(
        new Instrument("venue", Product.LINEAR_PERP, "BTCUSDT"),
        steps,
        new Parts(
            columns,
            Double.NaN,
            settled,
            Map.of("full", new ForcedFlow("full", steps, usd, usd, usd, prints, predicted)),
            zones,
            masses,
            atPrice,
            Optional.empty()));
  }

  private static Zone zone(long at, Side side, double price, double away) {
    double near = price * (1 - side.sign() * away);
    double far = price * (1 - side.sign() * (away + 0.002));
    return new Zone(at, side, true, 1, Math.min(near, far), Math.max(near, far), 2, 1, 100 * away);
  }

  private static void setBar(Map<Column, double[]> columns, int i, double open, double close) {
    columns.get(Column.TAKER_BUY_BASE)[i] = 40;
    columns.get(Column.OPEN)[i] = open;
    columns.get(Column.CLOSE)[i] = close;
    columns.get(Column.HIGH)[i] = Math.max(open, close);
    columns.get(Column.LOW)[i] = Math.min(open, close);
  }

  private static Map<Column, double[]> columns(int count) {
    Map<Column, double[]> columns = new EnumMap<>(Column.class);
    for (Column column : Column.values()) {
      columns.put(column, new double[count]);
    }
    return columns;
  }
}
