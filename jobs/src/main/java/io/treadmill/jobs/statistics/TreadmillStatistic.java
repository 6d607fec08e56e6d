package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Reasons;
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
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Flush, bounce and second leg, against matched windows: {@code treadmill_episode}, {@code
 * treadmill_base_rate}, and its part of {@code reload}.
 */
final class TreadmillStatistic implements PerpetualStatistic {

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
  record Drawn(long completeMicros, boolean completed, double chance, long day, boolean fromVolume)
      implements Serializable {}

  /** What a row of {@code treadmill_base_rate} is made of. */
  private record Rate(
      String asset, String venueSet, LocalDate day, BaseRate found, long fromVolume) {
    String reason() {
      boolean noLift = found.rate().isPresent() && Double.isNaN(found.moreEpisodes());
      return noLift ? "no lift was seen" : found.rate().reason();
    }
  }

  /**
   * What a row of {@code treadmill_episode} is made of.
   *
   * @param feed feed that knows all of the first leg
   */
  private record Episode(
      EventMarket market,
      Treadmill treadmill,
      Event event,
      double chance,
      Optional<ForcedFlow> feed) {
    Steps steps() {
      return market.series().steps();
    }

    Long end(int step) {
      return step < 0 ? null : Long.valueOf(steps().micros(step + 1));
    }

    /** Size of the move from the extreme of the first leg to a step; NaN without. */
    double fromExtremeBp(int step) {
      double[] log = market.logClose();
      return step < 0 ? Double.NaN : 1e4 * Math.abs(log[step] - log[event.extreme()]);
    }

    Boolean isOrderly() {
      double largest = treadmill.largestStep(event);
      return Double.isNaN(largest) ? null : largest <= ORDERLY_STEP;
    }

    double openInterest(int step) {
      return step < 0 ? Double.NaN : market.openInterest(step + 1);
    }

    double funding(int step) {
      return step < 0 ? Double.NaN : market.lastSettled(step + 1);
    }

    double forcedUsd(int from, int to) {
      if (feed.isEmpty() || from < 0 || to <= from) {
        return Double.NaN;
      }
      ForcedFlow flow = feed.get();
      Side side = event.sign() < 0 ? Side.LONG : Side.SHORT;
      return market.forcedSum(flow.usd(side), flow.steps(), from + 1, to + 1);
    }

    String reason() {
      return Reasons.join(
          event.top() < 0 ? "no bounce" : event.second() < 0 ? "no second leg" : null,
          Double.isNaN(chance)
              ? "under %d windows to match in the past".formatted(Treadmill.WINDOWS)
              : null,
          event.top() >= 0 && isOrderly() == null ? "no volatility of the day before" : null,
          isMissing(this::openInterest) ? "no open interest" : null,
          isMissing(this::funding) ? "no settled funding before" : null,
          Double.isNaN(forcedUsd(event.before(), event.extreme()))
              ? Reasons.join(
                  "no forced totals", market.longTotals(event.before() + 1, event.extreme() + 1))
              : event.second() >= 0 && Double.isNaN(forcedUsd(event.top(), event.deepest()))
                  ? "no forced totals of the second leg"
                  : null);
    }

    /** Returns the steps of the instants t0 to t4; -1 for one that the episode does not have. */
    private int[] instants() {
      return new int[] {
        event.before(), event.extreme(), event.top(), event.second(), event.deepest()
      };
    }

    /** Returns true if a value is unknown at an instant that the episode has. */
    private boolean isMissing(IntToDoubleFunction value) {
      return IntStream.of(instants())
          .anyMatch(step -> step >= 0 && Double.isNaN(value.applyAsDouble(step)));
    }
  }

  private static final RowLayout<Episode> EPISODES = episodes();

  private static final RowLayout<Rate> RATES =
      RowLayout.<Rate>of(LakeTables.TREADMILL_BASE_RATE)
          .components(Rate.class, one -> one)
          .components(BaseRate.class, Rate::found)
          .number("lift", one -> one.found().lift())
          .number("lift_low", one -> one.found().rate().low() / one.found().matchedRate())
          .number("lift_high", one -> one.found().rate().high() / one.found().matchedRate())
          .number("p", one -> one.found().rate().p())
          .whole("n_from_volume", Rate::fromVolume)
          .sample(one -> one.found().rate().n(), Rate::reason)
          .build();

  private static RowLayout<Episode> episodes() {
    RowLayout.Builder<Episode> layout =
        RowLayout.<Episode>of(LakeTables.TREADMILL_EPISODE)
            .instrument(one -> one.market().series().instrument())
            .date("day", one -> one.steps().day(one.event().completeStep()))
            .micros("start_ts", one -> one.steps().micros(firstStep(one.event())))
            .text("direction", one -> one.event().sign() < 0 ? "down" : "up")
            .text("trigger", one -> one.event().flush().fromForced() ? "forced" : "volume")
            .microsOrNull("known_ts", one -> one.end(one.event().known()))
            .number("leg1_bp", one -> 1e4 * one.event().drop())
            .number("bounce_bp", one -> one.fromExtremeBp(one.event().top()))
            .number("leg2_beyond_bp", one -> one.fromExtremeBp(one.event().deepest()))
            .number("bounce_efficiency", one -> one.treadmill().efficiency(one.event()))
            .number("bounce_largest_step", one -> one.treadmill().largestStep(one.event()))
            .flagOrNull("orderly", Episode::isOrderly)
            .number(
                "forced_leg1_usd",
                one -> one.forcedUsd(one.event().before(), one.event().extreme()))
            .number(
                "forced_leg2_usd", one -> one.forcedUsd(one.event().top(), one.event().deepest()))
            .text("forced_source", one -> one.feed().map(ForcedFlow::feedRule).orElse(null))
            .flag("completed", one -> one.event().isCompleted())
            .number("matched_chance", Episode::chance)
            .text("reason", Episode::reason);
    for (int t = 0; t < 5; t++) {
      int instant = t;
      layout
          .microsOrNull("t" + t, one -> one.end(one.instants()[instant]))
          .number("open_interest_t" + t, one -> one.openInterest(one.instants()[instant]))
          .number("funding_t" + t, one -> one.funding(one.instants()[instant]));
    }
    return layout.build();
  }

  @Override
  public String poolKind() {
    return KIND;
  }

  @Override
  public void compute(MarketSeries series, AssetMarkets markets, UtcDays days, StatisticRows rows) {
    Steps steps = series.steps();
    EventMarket market = new EventMarket(series);
    Treadmill treadmill =
        new Treadmill(
            market.logClose(), FlushTrigger.of(series, FlushTrigger.Rule.FIRST_LEG).flushes(), 0);
    List<Drawn> drawn = new ArrayList<>();
    for (Event event : treadmill.events()) {
      if (FlushStatistic.isOwned(steps, Reload.completeStep(event.known()), days)) {
        FlushStatistic.addReload(KIND, market, firstStep(event), event.known(), event.sign(), rows);
      }
      if (!steps.contains(event.completeStep())
          || steps.day(event.completeStep()).isBefore(days.from().minusDays(EVENT_DAYS - 1))) {
        continue;
      }
      double chance = treadmill.chance(event);
      if (days.contains(steps.day(event.completeStep()))) {
        Optional<ForcedFlow> feed = market.forced(event.before() + 1, event.extreme() + 1);
        rows.add(EPISODES, new Episode(market, treadmill, event, chance, feed));
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
        rows.pool(new PooledEvent(KIND, series.instrument().toString(), one.completeMicros(), one));
      }
    }
    for (LocalDate day : days.days()) {
      addRate(markets.asset(), series.instrument().toString(), day, drawn, rows);
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
    long fromVolume = drawn.stream().filter(Drawn::fromVolume).count();
    rows.add(RATES, new Rate(asset, venueSet, day, rate, fromVolume));
  }

  /** The first step of the 15 minutes at whose end the flush started. */
  private static int firstStep(Event event) {
    return event.flush().start() - FlushTrigger.WINDOW_STEPS + 1;
  }
}
