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
          .text("venue", one -> one.owner().venue())
          .text("product", one -> one.owner().product())
          .text("symbol", one -> one.owner().symbol())
          .date("day", Found::day)
          .text("direction", Found::direction)
          .interval("effect", one -> one.test().hour())
          .number("p", one -> one.test().hour().p())
          .number("p_by_day", one -> one.test().hourByDay())
          .tested("effect_15m", "p_15m", one -> one.test().soon())
          .tested("placebo_day_before", "placebo_day_before_p", one -> one.test().dayBefore())
          .tested("placebo_other_side", "placebo_other_side_p", one -> one.test().otherSide())
          .tested("taker_effect", "taker_p", one -> one.test().taker())
          .number("realised_per_predicted_thin", one -> one.test().realisedPerPredictedThin())
          .number("realised_per_predicted_other", one -> one.test().realisedPerPredictedOther())
          .whole("n", one -> one.test().hour().n())
          .integer("days", one -> one.test().days())
          .text("reading", one -> one.test().reading())
          .text("reason", one -> one.test().reason())
          .build();

  ThinZoneStatistic() {
    super(LakeTables.THIN_ZONE_TEST);
  }

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
