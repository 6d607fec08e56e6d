package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.episode.FlushTrigger;
import io.treadmill.stats.regime.DailyBreakers;
import io.treadmill.stats.regime.DailyBreakers.Breaker;
import io.treadmill.stats.regime.Draws;
import io.treadmill.stats.regime.ForwardOutcomes;
import io.treadmill.stats.regime.HourlyMarket;
import io.treadmill.stats.regime.PastScores;
import io.treadmill.stats.regime.RegimeHistory;
import io.treadmill.stats.regime.RegimeStatistics;
import io.treadmill.stats.regime.RegimeTransitions;
import io.treadmill.stats.regime.SecondLegs;
import io.treadmill.stats.regime.VolatilityRegime;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * State of each hour, what states are followed by, and what breaks the loop: {@code regime}, {@code
 * regime_statistics}, {@code regime_transition}, {@code circuit_breaker}.
 */
final class RegimeStatistic implements PerpetualStatistic {

  /** One hour; it carries the probability of the state of high volatility. */
  private record Hour(
      Instrument instrument,
      long micros,
      RegimeHistory.Label label,
      double highVolatilityProbability) {}

  /** What a state is followed by, at the end of a day. */
  private record Followed(Instrument instrument, LocalDate day, RegimeStatistics.Row of) {}

  /** A pair of states, at the end of a day. */
  private record Change(Instrument instrument, LocalDate day, RegimeTransitions.Row of) {}

  /** A breaker at the end of day {@code d} of the grid. */
  private record Broken(
      Instrument instrument,
      LocalDate day,
      Breaker breaker,
      DailyBreakers breakers,
      int d,
      Estimate effect) {
    /** Returns the inputs of the day if they are of this breaker, else null. */
    <R> R of(Breaker own, BiFunction<DailyBreakers, Integer, R> inputs) {
      return breaker == own ? inputs.apply(breakers, d) : null;
    }
  }

  private static final RowLayout<Hour> HOURS =
      RowLayout.<Hour>of(LakeTables.REGIME)
          .components(Hour.class, one -> one)
          .micros("ts", Hour::micros)
          .text("quadrant", one -> one.label().quadrant())
          .components(RegimeHistory.Label.class, Hour::label)
          .components(RegimeHistory.Inputs.class, one -> one.label().inputs())
          .build();

  private static final RowLayout<Followed> STATISTICS =
      RowLayout.<Followed>of(LakeTables.REGIME_STATISTICS)
          .components(Followed.class, one -> one)
          .components(RegimeStatistics.Row.class, Followed::of)
          .interval("dwell_hours", "dwell_low", "dwell_high", one -> one.of().dwellHours())
          .interval(
              "liquidations_per_range",
              "liquidations_low",
              "liquidations_high",
              one -> one.of().forcedPerRange())
          .number("liquidations_p", one -> one.of().forcedPerRange().p())
          .number("liquidations_p_holm", one -> one.of().pHolm())
          .whole("n_hours", one -> one.of().hours())
          .whole("n_visits", one -> one.of().visits())
          .whole("n_returns", one -> one.of().meanReturn().n())
          .whole("n_liquidations", one -> one.of().forcedPerRange().n())
          .text("reason", one -> one.of().reason())
          .build();

  private static final RowLayout<Change> TRANSITIONS =
      RowLayout.<Change>of(LakeTables.REGIME_TRANSITION)
          .components(Change.class, one -> one)
          .components(RegimeTransitions.Row.class, Change::of)
          .interval("probability", "low", "high", one -> one.of().probability())
          .number("p", one -> one.of().probability().p())
          .build();

  private static final RowLayout<Broken> BREAKERS =
      RowLayout.<Broken>of(LakeTables.CIRCUIT_BREAKER)
          .components(Broken.class, one -> one)
          .flagOrNull("is_on", one -> one.breakers().on(one.breaker(), one.d()))
          .components(
              DailyBreakers.Deleveraging.class,
              one -> one.of(Breaker.DELEVERAGING, DailyBreakers::deleveraging))
          .components(
              DailyBreakers.SpotAbsorption.class,
              one -> one.of(Breaker.SPOT_ABSORPTION, DailyBreakers::spotAbsorption))
          .components(
              DailyBreakers.Volatility.class,
              one -> one.of(Breaker.VOLATILITY_REGIME, DailyBreakers::volatility))
          .interval("second_leg_hazard_ratio", "hazard_low", "hazard_high", one -> one.effect())
          .number("hazard_p", one -> one.effect().p())
          .whole("n_events", one -> one.effect().n())
          .text("reason", one -> one.breakers().reason(one.breaker(), one.d()))
          .text("hazard_reason", one -> one.effect().reason())
          .build();

  @Override
  public void compute(MarketSeries series, AssetMarkets markets, UtcDays days, StatisticRows rows) {
    Optional<MarketSeries> spot = markets.spotFor(series);
    HourlyMarket market = new HourlyMarket(series);
    double[] highVolatility = VolatilityRegime.highProbability(market);
    addRegimes(market, spot, highVolatility, days, rows);
    addBreakers(market, DailyBreakers.of(market, spot, highVolatility), days, rows);
  }

  private static void addRegimes(
      HourlyMarket market,
      Optional<MarketSeries> spot,
      double[] highVolatility,
      UtcDays days,
      StatisticRows rows) {
    Instrument instrument = market.series().instrument();
    RegimeHistory history =
        new RegimeHistory(market, FlushTrigger.of(market.series(), FlushTrigger.Rule.FLUSH), spot);
    byte[] states = history.states();
    ForwardOutcomes outcomes = ForwardOutcomes.of(market, ForwardOutcomes.HORIZONS);
    Draws draws = new Draws(Resampling.seed("regime_statistics", instrument));
    for (LocalDate day : days.days()) {
      int from = market.series().steps().first(day) / HourlyMarket.STEPS;
      int to = from + PastScores.HOURS;
      for (int h = from; h < to; h++) {
        rows.add(HOURS, new Hour(instrument, market.micros(h), history.at(h), highVolatility[h]));
      }
      int first = Math.max(0, to - RegimeStatistics.WINDOW_DAYS * PastScores.HOURS);
      for (RegimeStatistics.Row row : RegimeStatistics.of(states, outcomes, first, to, draws)) {
        rows.add(STATISTICS, new Followed(instrument, day, row));
      }
      for (RegimeTransitions.Row row : RegimeTransitions.of(states, first, to)) {
        rows.add(TRANSITIONS, new Change(instrument, day, row));
      }
    }
  }

  private static void addBreakers(
      HourlyMarket market, DailyBreakers breakers, UtcDays days, StatisticRows rows) {
    MarketSeries series = market.series();
    int perDay = series.steps().perDay();
    List<SecondLegs.Event> events =
        SecondLegs.of(
            FlushTrigger.of(series, FlushTrigger.Rule.FIRST_LEG).flushes(),
            series.column(MarketSeries.Column.HIGH),
            series.column(MarketSeries.Column.LOW),
            series.close());
    for (LocalDate day : days.days()) {
      int d = series.steps().first(day) / perDay;
      for (Breaker breaker : Breaker.values()) {
        Estimate effect = breakers.effect(events, breaker, d, perDay);
        rows.add(BREAKERS, new Broken(series.instrument(), day, breaker, breakers, d, effect));
      }
    }
  }
}
