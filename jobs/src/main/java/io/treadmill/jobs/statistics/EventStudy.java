package io.treadmill.jobs.statistics;

import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.feedback.StudyEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A test over the events of each perpetual, and over those of all together. */
abstract class EventStudy<E extends StudyEvent> implements PerpetualStatistic {

  /**
   * An event.
   *
   * @param group number of its instrument among those of the rows
   */
  record Member<E extends StudyEvent>(E event, int group) {}

  /** Whose events rows are about: an instrument, or all of them. */
  record Owner(String venue, String product, String symbol) {
    static final Owner ALL = new Owner("all", "all", "all");

    static Owner of(Instrument instrument) {
      return new Owner(instrument.venue(), instrument.product().text(), instrument.symbol());
    }
  }

  /** Returns the events of an instrument, by time. */
  abstract List<E> events(MarketSeries series);

  /**
   * Adds the rows of the days.
   *
   * @param members events by the time at which they were complete
   * @param owner of the rows
   */
  abstract void addRows(List<Member<E>> members, UtcDays days, StatisticRows rows, Owner owner);

  @Override
  public final String poolKind() {
    return getClass().getSimpleName();
  }

  @Override
  public final void compute(
      MarketSeries series, AssetMarkets markets, UtcDays days, StatisticRows rows) {
    List<E> events = events(series);
    for (E event : events) {
      rows.pool(
          new PooledEvent(
              poolKind(),
              series.instrument() + "#" + event.side().text(),
              event.completeMicros(),
              event));
    }
    addRows(
        events.stream().map(event -> new Member<>(event, 0)).toList(),
        days,
        rows,
        Owner.of(series.instrument()));
  }

  @Override
  public final void computePooled(List<PooledEvent> events, UtcDays days, StatisticRows rows) {
    Map<String, Integer> groups = new TreeMap<>();
    events.forEach(event -> groups.put(instrument(event), 0));
    int next = 0;
    for (Map.Entry<String, Integer> group : groups.entrySet()) {
      group.setValue(next++);
    }
    List<Member<E>> members =
        events.stream().map(e -> new Member<>(event(e), groups.get(instrument(e)))).toList();
    addRows(members, days, rows, Owner.ALL);
  }

  @SuppressWarnings("unchecked") // what this study pooled
  private E event(PooledEvent pooled) {
    return (E) pooled.event();
  }

  private static String instrument(PooledEvent event) {
    return event.key().substring(0, event.key().lastIndexOf('#'));
  }
}
