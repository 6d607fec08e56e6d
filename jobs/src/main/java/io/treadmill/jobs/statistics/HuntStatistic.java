package io.treadmill.jobs.statistics;

import io.treadmill.lake.ReflexivityTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.reflexive.HuntPairs;
import io.treadmill.stats.reflexive.HuntPairs.Pair;
import io.treadmill.stats.reflexive.HuntTest;
import java.time.LocalDate;
import java.util.List;

/** Does price seek hot zones: {@code hunt_test}. */
final class HuntStatistic extends EventStudy<Pair> {
  private static final int WINDOW_DAYS = 150;

  HuntStatistic() {
    super(ReflexivityTables.HUNT_TEST);
  }

  @Override
  List<Pair> events(MarketSeries series) {
    return HuntPairs.of(series);
  }

  @Override
  Pair event(long completeMicros, double[] values) {
    return Pair.of(completeMicros, values);
  }

  @Override
  void addRows(List<Member<Pair>> members, UtcDays days, StatisticRows rows, String... instrument) {
    for (LocalDate day : days.days()) {
      long from = UtcDays.startMicros(day.minusDays(WINDOW_DAYS - 1L));
      long to = UtcDays.startMicros(day.plusDays(1));
      HuntTest test =
          HuntTest.of(
              members.stream()
                  .map(Member::event)
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
