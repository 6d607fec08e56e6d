package io.treadmill.jobs.statistics;

import io.treadmill.lake.ReflexivityTables;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.reflexive.PartialRank;
import io.treadmill.stats.reflexive.ThinZoneEvents;
import io.treadmill.stats.reflexive.ThinZoneEvents.Event;
import io.treadmill.stats.reflexive.ThinZoneTest;
import java.time.LocalDate;
import java.util.List;

/** The pre-registered event study on thin zones: {@code thin_zone_test}. */
final class ThinZoneStatistic extends EventStudy<Event> {
  private static final int WINDOW_DAYS = 360;

  ThinZoneStatistic() {
    super(ReflexivityTables.THIN_ZONE_TEST);
  }

  @Override
  List<Event> events(MarketSeries series) {
    return ThinZoneEvents.of(series);
  }

  @Override
  Event event(long completeMicros, double[] values) {
    return Event.of(completeMicros, values);
  }

  @Override
  void addRows(
      List<Member<Event>> members, UtcDays days, StatisticRows rows, String... instrument) {
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
        add(rows, instrument, day, direction, test, to - from);
      }
    }
  }

  private static boolean isDown(Member<Event> member) {
    return member.event().side() == Side.LONG;
  }

  /** Number of events that were complete before the instant. */
  private static int before(List<Member<Event>> members, long micros) {
    int low = 0;
    int high = members.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (members.get(middle).event().completeMicros() < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static ThinZoneTest test(List<Member<Event>> members) {
    List<Event> events = members.stream().map(Member::event).toList();
    int[] groups = members.stream().mapToInt(Member::group).toArray();
    return ThinZoneTest.of(events, groups, ThinZoneTest.seed(events));
  }

  private static void add(
      StatisticRows rows,
      String[] instrument,
      LocalDate day,
      String direction,
      ThinZoneTest test,
      int n) {
    PartialRank hour = test.hour();
    rows.add(
        ReflexivityTables.THIN_ZONE_TEST,
        instrument[0],
        instrument[1],
        instrument[2],
        day,
        direction,
        hour.value(),
        hour.low(),
        hour.high(),
        hour.p(),
        hour.clusterP(),
        test.soon().value(),
        test.soon().p(),
        test.dayBefore().value(),
        test.dayBefore().p(),
        test.otherSide().value(),
        test.otherSide().p(),
        test.taker().value(),
        test.taker().p(),
        test.realisedPerPredictedThin(),
        test.realisedPerPredictedOther(),
        n,
        test.days(),
        test.reading(),
        Double.isNaN(hour.value())
            ? n < PartialRank.LEAST_EVENTS
                ? "under " + PartialRank.LEAST_EVENTS + " events with a map"
                : "no variation"
            : null);
  }
}
