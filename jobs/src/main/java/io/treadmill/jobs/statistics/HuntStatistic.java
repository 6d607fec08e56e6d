package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.ReflexivityTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.reflexive.HuntPairs;
import io.treadmill.stats.reflexive.HuntPairs.Pair;
import io.treadmill.stats.reflexive.HuntTest;
import java.time.LocalDate;
import java.util.List;

/** Does price seek hot zones: {@code hunt_test}. */
final class HuntStatistic implements Statistic {
  private static final long serialVersionUID = 1L;
  private static final String KIND = "hunt_test";
  private static final int WINDOW_DAYS = 150;

  @Override
  public List<LakeTable> tables() {
    return List.of(ReflexivityTables.HUNT_TEST);
  }

  @Override
  public String poolKind() {
    return KIND;
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.perpetuals()) {
      List<Pair> pairs = HuntPairs.of(series);
      for (Pair pair : pairs) {
        rows.pool(
            new PooledEvent(
                KIND,
                series.instrument() + "#" + pair.side().text(),
                pair.completeMicros(),
                pair.values()));
      }
      addRows(
          pairs,
          days,
          rows,
          series.instrument().venue(),
          series.instrument().product().text(),
          series.instrument().symbol());
    }
  }

  @Override
  public void computePooled(List<PooledEvent> events, UtcDays days, StatisticRows rows) {
    addRows(
        events.stream().map(event -> Pair.of(event.micros(), event.values())).toList(),
        days,
        rows,
        "all",
        "all",
        "all");
  }

  private static void addRows(
      List<Pair> pairs, UtcDays days, StatisticRows rows, String... instrument) {
    for (LocalDate day : days.days()) {
      long from = UtcDays.startMicros(day.minusDays(WINDOW_DAYS - 1L));
      long to = UtcDays.startMicros(day.plusDays(1));
      HuntTest test =
          HuntTest.of(
              pairs.stream()
                  .filter(p -> p.completeMicros() > from && p.completeMicros() <= to)
                  .toList());
      rows.add(
          ReflexivityTables.HUNT_TEST,
          instrument[0],
          instrument[1],
          instrument[2],
          day,
          test.hazardRatio().value(),
          test.hazardRatio().low(),
          test.hazardRatio().high(),
          test.hazardRatio().p(),
          test.thinRatio().value(),
          test.thinRatio().low(),
          test.thinRatio().high(),
          test.thinRatio().p(),
          test.touchedZones(),
          test.touchedLevels(),
          test.hazardRatio().n(),
          test.hazardRatio().reason());
    }
  }
}
