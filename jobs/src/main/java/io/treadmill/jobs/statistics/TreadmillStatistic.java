package io.treadmill.jobs.statistics;

import io.treadmill.lake.EpisodeTables;
import io.treadmill.lake.LakeTable;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Steps;
import io.treadmill.stats.episode.BaseRate;
import io.treadmill.stats.episode.EventMarket;
import io.treadmill.stats.episode.FlushTrigger;
import io.treadmill.stats.episode.Reload;
import io.treadmill.stats.episode.Treadmill;
import io.treadmill.stats.episode.Treadmill.Event;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Flush, bounce and second leg, against matched windows: {@code treadmill_episode}, {@code
 * treadmill_base_rate}, and its part of {@code reload}.
 */
final class TreadmillStatistic implements Statistic {

  /** Days of episodes in a rate; with those of matched windows before each, a year. */
  private static final int EVENT_DAYS = 270;

  private static final double ORDERLY_STEP = 4;
  private static final String KIND = "treadmill";
  private static final String POOLED = "all";

  /**
   * An episode as a rate reads it.
   *
   * @param day UTC day on which it began, days since 1970
   */
  private record Drawn(
      long completeMicros, boolean completed, double chance, long day, boolean fromVolume)
      implements Serializable {}

  @Override
  public List<LakeTable> tables() {
    return List.of(EpisodeTables.TREADMILL_EPISODE, EpisodeTables.TREADMILL_BASE_RATE);
  }

  @Override
  public String poolKind() {
    return KIND;
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.perpetuals()) {
      Steps steps = series.steps();
      EventMarket market = new EventMarket(series);
      Treadmill treadmill =
          new Treadmill(
              market.logClose(), FlushTrigger.of(series, FlushTrigger.Rule.FIRST_LEG).flushes(), 0);
      List<Drawn> drawn = new ArrayList<>();
      for (Event event : treadmill.events()) {
        int first = event.flush().start() - FlushTrigger.WINDOW_STEPS + 1;
        if (FlushStatistic.isOwned(steps, Reload.completeStep(event.known()), days)) {
          FlushStatistic.addReload(KIND, market, first, event.known(), event.sign(), rows);
        }
        if (!steps.contains(event.completeStep())
            || steps.day(event.completeStep()).isBefore(days.from().minusDays(EVENT_DAYS - 1))) {
          continue;
        }
        double chance = treadmill.chance(event);
        if (days.contains(steps.day(event.completeStep()))) {
          addEpisode(market, treadmill, event, chance, rows);
        }
        if (!Double.isNaN(chance)) {
          Drawn one =
              new Drawn(
                  steps.micros(event.completeStep()),
                  event.isCompleted(),
                  chance,
                  steps.day(event.flush().start()).toEpochDay(),
                  !event.flush().fromForced());
          drawn.add(one);
          rows.pool(
              new PooledEvent(
                  KIND, series.instrument().toString(), one.completeMicros(), one));
        }
      }
      for (LocalDate day : days.days()) {
        addRate(markets.asset(), series.instrument().toString(), day, drawn, rows);
      }
    }
  }

  @Override
  public void computePooled(List<PooledEvent> events, UtcDays days, StatisticRows rows) {
    if (events.isEmpty()) {
      return;
    }
    List<Drawn> drawn = events.stream().map(event -> (Drawn) event.event()).toList();
    TreeSet<String> venues = new TreeSet<>();
    events.forEach(event -> venues.add(event.key().substring(0, event.key().lastIndexOf('/'))));
    String set = venues.stream().collect(Collectors.joining("+"));
    for (LocalDate day : days.days()) {
      addRate(POOLED, set, day, drawn, rows);
    }
  }

  private static void addRate(
      String asset, String venueSet, LocalDate day, List<Drawn> all, StatisticRows rows) {
    long from = UtcDays.startMicros(day.minusDays(EVENT_DAYS - 1));
    long to = UtcDays.startMicros(day.plusDays(1));
    List<Drawn> drawn =
        all.stream().filter(e -> e.completeMicros() >= from && e.completeMicros() < to).toList();
    boolean[] completed = new boolean[drawn.size()];
    for (int i = 0; i < completed.length; i++) {
      completed[i] = drawn.get(i).completed();
    }
    BaseRate rate =
        BaseRate.of(
            completed,
            drawn.stream().mapToDouble(Drawn::chance).toArray(),
            drawn.stream().mapToLong(Drawn::day).toArray());
    rows.add(
        EpisodeTables.TREADMILL_BASE_RATE,
        asset,
        venueSet,
        day,
        rate.rate().value(),
        rate.rate().low(),
        rate.rate().high(),
        rate.matched(),
        rate.lift(),
        rate.rate().low() / rate.matched(),
        rate.rate().high() / rate.matched(),
        rate.rate().p(),
        rate.z(),
        rate.days(),
        rate.leastLift(),
        rate.moreEvents(),
        drawn.stream().filter(Drawn::fromVolume).count(),
        rate.rate().n(),
        rate.rate().reason());
  }

  private static void addEpisode(
      EventMarket market, Treadmill treadmill, Event event, double chance, StatisticRows rows) {
    Steps steps = market.series().steps();
    double[] log = market.logClose();
    Optional<ForcedFlow> feed = market.forced(event.before() + 1, event.extreme() + 1);
    double largest = treadmill.largestStep(event);
    rows.addOf(
        EpisodeTables.TREADMILL_EPISODE,
        market.series().instrument(),
        steps.day(event.completeStep()),
        steps.micros(event.flush().start() - FlushTrigger.WINDOW_STEPS + 1),
        event.sign() < 0 ? "down" : "up",
        event.flush().fromForced() ? "forced" : "volume",
        steps.micros(event.before() + 1),
        steps.micros(event.extreme() + 1),
        steps.micros(event.known() + 1),
        end(steps, event.top()),
        end(steps, event.second()),
        end(steps, event.deepest()),
        1e4 * event.drop(),
        event.top() < 0 ? Double.NaN : 1e4 * Math.abs(log[event.top()] - log[event.extreme()]),
        event.deepest() < 0
            ? Double.NaN
            : 1e4 * Math.abs(log[event.deepest()] - log[event.extreme()]),
        treadmill.efficiency(event),
        largest,
        Double.isNaN(largest) ? null : largest <= ORDERLY_STEP,
        openInterest(market, event.before()),
        openInterest(market, event.extreme()),
        openInterest(market, event.top()),
        openInterest(market, event.second()),
        openInterest(market, event.deepest()),
        funding(market, event.before()),
        funding(market, event.extreme()),
        funding(market, event.top()),
        funding(market, event.second()),
        funding(market, event.deepest()),
        forcedUsd(market, feed, event, event.before(), event.extreme()),
        forcedUsd(market, feed, event, event.top(), event.deepest()),
        feed.map(ForcedFlow::feedRule).orElse(null),
        event.isCompleted(),
        chance,
        reason(event, chance, openInterest(market, event.before())));
  }

  private static String reason(Event event, double chance, double openInterest) {
    List<String> reasons = new ArrayList<>();
    if (event.top() < 0) {
      reasons.add("no bounce");
    } else if (event.second() < 0) {
      reasons.add("no second leg");
    }
    if (Double.isNaN(chance)) {
      reasons.add("under " + Treadmill.WINDOWS + " windows to match in the past");
    }
    if (Double.isNaN(openInterest)) {
      reasons.add("no open interest");
    }
    return reasons.isEmpty() ? null : String.join("; ", reasons);
  }

  private static Long end(Steps steps, int step) {
    return step < 0 ? null : Long.valueOf(steps.micros(step + 1));
  }

  private static double openInterest(EventMarket market, int step) {
    return step < 0 ? Double.NaN : market.openInterest(step + 1);
  }

  private static double forcedUsd(
      EventMarket market, Optional<ForcedFlow> feed, Event event, int from, int to) {
    if (feed.isEmpty() || from < 0 || to <= from) {
      return Double.NaN;
    }
    ForcedFlow flow = feed.get();
    Side side = event.sign() < 0 ? Side.LONG : Side.SHORT;
    return market.forcedSum(flow.usd(side), flow.steps(), from + 1, to + 1);
  }

  private static double funding(EventMarket market, int step) {
    return step < 0 ? Double.NaN : market.lastSettled(step + 1);
  }
}
