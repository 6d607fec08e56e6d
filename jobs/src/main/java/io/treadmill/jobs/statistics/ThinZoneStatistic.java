package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.ReflexivityTables;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.reflexive.PartialRank;
import io.treadmill.stats.reflexive.ThinZoneEvents;
import io.treadmill.stats.reflexive.ThinZoneEvents.Event;
import io.treadmill.stats.reflexive.ThinZoneTest;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pre-registered event study on thin zones: {@code thin_zone_test}. */
final class ThinZoneStatistic implements Statistic {
  private static final long serialVersionUID = 1L;
  private static final String KIND = "thin_zone_test";
  private static final int WINDOW_DAYS = 360;

  /** An event and the number of its instrument. */
  private record Member(Event event, int group) {}

  @Override
  public List<LakeTable> tables() {
    return List.of(ReflexivityTables.THIN_ZONE_TEST);
  }

  @Override
  public String poolKind() {
    return KIND;
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.perpetuals()) {
      List<Event> events = ThinZoneEvents.of(series);
      for (Event event : events) {
        rows.pool(
            new PooledEvent(
                KIND,
                series.instrument() + "#" + event.ahead().text(),
                event.completeMicros(),
                event.values()));
      }
      addRows(
          events.stream().map(event -> new Member(event, 0)).toList(),
          days,
          rows,
          series.instrument().venue(),
          series.instrument().product().text(),
          series.instrument().symbol());
    }
  }

  @Override
  public void computePooled(List<PooledEvent> events, UtcDays days, StatisticRows rows) {
    Map<String, Integer> groups = new TreeMap<>();
    events.forEach(event -> groups.put(instrument(event), 0));
    int next = 0;
    for (Map.Entry<String, Integer> group : groups.entrySet()) {
      group.setValue(next++);
    }
    List<Member> members =
        events.stream()
            .map(e -> new Member(Event.of(e.micros(), e.values()), groups.get(instrument(e))))
            .toList();
    addRows(members, days, rows, "all", "all", "all");
  }

  private static String instrument(PooledEvent event) {
    return event.key().substring(0, event.key().lastIndexOf('#'));
  }

  private static void addRows(
      List<Member> members, UtcDays days, StatisticRows rows, String... instrument) {
    for (String direction : List.of("down", "up", "both")) {
      Member[] chosen =
          members.stream()
              .filter(m -> direction.equals("both") || isDown(m) == direction.equals("down"))
              .toArray(Member[]::new);
      ThinZoneTest test = null;
      int lastFrom = -1;
      int lastTo = -1;
      for (LocalDate day : days.days()) {
        int from = before(chosen, UtcDays.startMicros(day.minusDays(WINDOW_DAYS - 1L)));
        int to = before(chosen, UtcDays.startMicros(day.plusDays(1)));
        if (test == null || from != lastFrom || to != lastTo) {
          test = test(Arrays.asList(chosen).subList(from, to));
          lastFrom = from;
          lastTo = to;
        }
        add(rows, instrument, day, direction, test, to - from);
      }
    }
  }

  private static boolean isDown(Member member) {
    return member.event.ahead() == Side.LONG;
  }

  /** Number of events that were complete before the instant. */
  private static int before(Member[] members, long micros) {
    int low = 0;
    int high = members.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (members[middle].event.completeMicros() < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static ThinZoneTest test(List<Member> members) {
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
