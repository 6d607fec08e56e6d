package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.feedback.HuntPairs;
import io.treadmill.stats.feedback.HuntPairs.Pair;
import io.treadmill.stats.feedback.HuntTest;
import java.time.LocalDate;
import java.util.List;

/** Does price seek hot zones: {@code hunt_test}. */
final class HuntStatistic extends EventStudy<Pair> {
  private static final int WINDOW_DAYS = 150;

  /** What a row is made of. */
  private record Found(Owner owner, LocalDate day, HuntTest test) {}

  private static final RowLayout<Found> ROWS =
      RowLayout.<Found>of(LakeTables.HUNT_TEST)
          .components(Owner.class, Found::owner)
          .components(Found.class, one -> one)
          .components(HuntTest.class, Found::test)
          .number("p", one -> one.test().hazardRatio().p())
          .number("thin_book_p", one -> one.test().thinBookRatio().p())
          .sample(one -> one.test().hazardRatio())
          .build();

  @Override
  List<Pair> events(MarketSeries series) {
    return HuntPairs.of(series);
  }

  @Override
  void addRows(List<Member<Pair>> members, UtcDays days, StatisticRows rows, Owner owner) {
    for (LocalDate day : days.days()) {
      long from = UtcDays.startMicros(day.minusDays(WINDOW_DAYS - 1L));
      long to = UtcDays.startMicros(day.plusDays(1));
      HuntTest test =
          HuntTest.of(
              members.stream()
                  .map(Member::event)
                  .filter(p -> p.completeMicros() > from && p.completeMicros() <= to)
                  .toList());
      rows.add(ROWS, new Found(owner, day, test));
    }
  }
}
