package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.RegimeTables;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.episode.FlushTrigger;
import io.treadmill.stats.regime.BreakerEffect;
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

/**
 * State of each hour, what states are followed by, and what breaks the loop: {@code regime}, {@code
 * regime_statistics}, {@code regime_transition}, {@code circuit_breaker}.
 */
final class RegimeStatistic implements Statistic {

  @Override
  public List<LakeTable> tables() {
    return List.of(
        RegimeTables.REGIME,
        RegimeTables.REGIME_STATISTICS,
        RegimeTables.REGIME_TRANSITION,
        RegimeTables.CIRCUIT_BREAKER);
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.perpetuals()) {
      Optional<MarketSeries> spot = markets.spotFor(series);
      HourlyMarket market = new HourlyMarket(series);
      double[] highVolatility = VolatilityRegime.highProbability(market);
      addRegimes(market, spot, highVolatility, days, rows);
      addBreakers(market, new DailyBreakers(market, spot, highVolatility), days, rows);
    }
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
        addHour(instrument, market.micros(h), history.at(h), highVolatility[h], rows);
      }
      int first = Math.max(0, to - RegimeStatistics.WINDOW_DAYS * PastScores.HOURS);
      for (RegimeStatistics.Row row : RegimeStatistics.of(states, outcomes, first, to, draws)) {
        addStatistics(instrument, day, row, rows);
      }
      for (RegimeTransitions.Row row : RegimeTransitions.of(states, first, to)) {
        rows.addOf(
            RegimeTables.REGIME_TRANSITION,
            instrument,
            day,
            row.from(),
            row.to(),
            row.count(),
            row.n(),
            row.probability(),
            row.low(),
            row.high(),
            row.nullProbability(),
            row.p(),
            row.pHolm(),
            row.reason());
      }
    }
  }

  private static void addHour(
      Instrument instrument,
      long micros,
      RegimeHistory.Label label,
      double highVolatility,
      StatisticRows rows) {
    RegimeHistory.Inputs in = label.inputs();
    rows.addOf(
        RegimeTables.REGIME,
        instrument,
        micros,
        label.state(),
        label.quadrant(),
        in.return4Hours(),
        in.returnZ(),
        in.openInterestChange(),
        in.openInterestZ(),
        in.openInterestPercentile(),
        in.funding(),
        in.crowdingZ(),
        in.crowdingSource(),
        in.spotShare(),
        in.spotFlow(),
        in.spotSource(),
        in.flushSource(),
        highVolatility,
        label.reason());
  }

  private static void addStatistics(
      Instrument instrument, LocalDate day, RegimeStatistics.Row row, StatisticRows rows) {
    rows.addOf(
        RegimeTables.REGIME_STATISTICS,
        instrument,
        day,
        row.state(),
        row.horizonHours(),
        row.share().value(),
        row.share().low(),
        row.share().high(),
        row.dwellHours().value(),
        row.dwellHours().low(),
        row.dwellHours().high(),
        row.logReturn().value(),
        row.logReturn().low(),
        row.logReturn().high(),
        row.range().value(),
        row.range().low(),
        row.range().high(),
        row.forcedPerRange().value(),
        row.forcedPerRange().low(),
        row.forcedPerRange().high(),
        row.forcedPerRange().p(),
        row.pHolm(),
        row.feedRule(),
        row.hours(),
        row.visits(),
        row.logReturn().n(),
        row.forcedPerRange().n(),
        row.reason());
  }

  private static void addBreakers(
      HourlyMarket market, DailyBreakers breakers, UtcDays days, StatisticRows rows) {
    MarketSeries series = market.series();
    List<SecondLegs.Event> events =
        SecondLegs.of(
            FlushTrigger.of(series, FlushTrigger.Rule.FIRST_LEG).flushes(),
            series.column(MarketSeries.Column.HIGH),
            series.column(MarketSeries.Column.LOW),
            series.close());
    for (LocalDate day : days.days()) {
      int d = series.steps().first(day) / series.steps().perDay();
      for (Breaker breaker : Breaker.values()) {
        addBreaker(series, breakers, events, day, d, breaker, rows);
      }
    }
  }

  private static void addBreaker(
      MarketSeries series,
      DailyBreakers breakers,
      List<SecondLegs.Event> events,
      LocalDate day,
      int d,
      Breaker breaker,
      StatisticRows rows) {
    boolean leverage = breaker == Breaker.DELEVERAGING;
    boolean spot = breaker == Breaker.SPOT_ABSORPTION;
    boolean calm = breaker == Breaker.VOLATILITY_REGIME;
    var effect = BreakerEffect.of(events, breakers, breaker, d, series.steps().perDay());
    rows.addOf(
        RegimeTables.CIRCUIT_BREAKER,
        series.instrument(),
        day,
        breaker,
        breakers.on(breaker, d),
        only(leverage, breakers.fromPeakPercent()[d]),
        only(leverage, breakers.fundingZ()[d]),
        only(leverage, breakers.burst()[d]),
        only(leverage, breakers.usualBurst()[d]),
        only(spot, breakers.spotImbalance()[d]),
        only(spot, breakers.spotImpact()[d]),
        only(spot, breakers.perpetualImpact()[d]),
        only(spot, breakers.usualImpactRatio()[d]),
        only(calm, breakers.highProbability()[d]),
        effect.value(),
        effect.low(),
        effect.high(),
        effect.p(),
        effect.n(),
        breakers.reason(breaker, d),
        effect.reason());
  }

  private static double only(boolean own, double value) {
    return own ? value : Double.NaN;
  }
}
