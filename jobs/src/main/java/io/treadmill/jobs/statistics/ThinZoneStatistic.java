package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.feedback.ThinZoneEvents;
import io.treadmill.stats.feedback.ThinZoneEvents.Event;
import io.treadmill.stats.feedback.ThinZoneTest;
import java.time.LocalDate;
import java.util.List;

/** The pre-registered event study on thin zones: {@code thin_zone_test}. */
final class ThinZoneStatistic extends EventStudy<Event> {
  private static final int WINDOW_DAYS = 360;

  /** What a row is made of. */
  private record Found(Owner owner, LocalDate day, String direction, ThinZoneTest test) {}

  private static final RowLayout<Found> ROWS =
      RowLayout.<Found>of(LakeTables.THIN_ZONE_TEST)
          .components(Owner.class, Found::owner)
          .components(Found.class, one -> one)
          .components(ThinZoneTest.class, Found::test)
          .number("p", one -> one.test().effect().p())
          .number("p_15m", one -> one.test().effect15m().p())
          .number("taker_p", one -> one.test().takerEffect().p())
          .whole("n", one -> one.test().effect().n())
          .text("reading", one -> one.test().reading())
          .text("reason", one -> one.test().reason())
          .build();

  @Override
  List<Event> events(MarketSeries series) {
    return ThinZoneEvents.of(series);
  }

  @Override
  void addRows(List<Member<Event>> members, UtcDays days, StatisticRows rows, Owner owner) {
    for (String direction : List.of("down", "up", "both")) {
      List<Member<Event>> chosen =
          members.stream()
              .filter(m -> direction.equals("both") || isDown(m) == direction.equals("down"))
              .toList();
      ThinZoneTest test = null;
      int lastFrom = -1;
      int lastTo = -1;
      for (LocalDate day : days.days()) {
        int from = before(chosen, UtcDays.startMicros(day.minusDays(WINDOW_DAYS - 1L)));
        int to = before(chosen, UtcDays.startMicros(day.plusDays(1)));
        if (test == null || from != lastFrom || to != lastTo) {
          test = test(chosen.subList(from, to));
          lastFrom = from;
          lastTo = to;
        }
        rows.add(ROWS, new Found(owner, day, direction, test));
      }
    }
  }

  private static boolean isDown(Member<Event> member) {
    return member.event().side() == Side.LONG;
  }

  /** Number of events that were complete before the instant. */
  private static int before(List<Member<Event>> members, long micros) {
    return (int) members.stream().filter(m -> m.event().completeMicros() < micros).count();
  }

  private static ThinZoneTest test(List<Member<Event>> members) {
    List<Event> events = members.stream().map(Member::event).toList();
    int[] groups = members.stream().mapToInt(Member::group).toArray();
    return ThinZoneTest.of(events, groups, ThinZoneTest.seed(events));
  }
}
