package io.treadmill.lab.validate;

import io.treadmill.lab.simulate.World;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.episode.FlushTrigger;
import io.treadmill.stats.regime.Draws;
import io.treadmill.stats.regime.ForwardOutcomes;
import io.treadmill.stats.regime.HazardRatio;
import io.treadmill.stats.regime.HourlyMarket;
import io.treadmill.stats.regime.MarkovSwitching;
import io.treadmill.stats.regime.RegimeHistory;
import io.treadmill.stats.regime.RegimeState;
import io.treadmill.stats.regime.RegimeStatistics;
import io.treadmill.stats.regime.RegimeTransitions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** What the statistics of regimes, transitions and breakers say where the answer is known. */
final class RegimeCheck implements StatisticCheck {
  private static final int RUNS = 40;
  private static final int MOST_REJECTED = 6;
  private static final int MARKET_DAYS = 180;
  private static final int WORLD_DAYS = 60;
  private static final int DAY_HOURS = 24;
  private static final int HORIZON = 24;
  private static final double LEVEL = 0.05;
  private static final String STATISTICS = "regime_statistics";
  private static final String COVERS = "85 to 95 %";

  @Override
  public List<Line> run(double effort) {
    int runs = StatisticCheck.runs(RUNS, effort, 2);
    List<Line> lines = new ArrayList<>();
    lines.add(labelsOfAnotherMarket(runs));
    lines.add(labelsOfTheSameMarket(runs));
    lines.add(plantedEffect(Math.max(2, runs / 4)));
    lines.addAll(coverage(12 * runs));
    lines.addAll(switching(runs));
    lines.addAll(transitions(runs));
    lines.addAll(hazards(25 * runs));
    lines.add(lookAhead(Math.max(2, runs / 10)));
    if (effort >= 1) {
      lines.add(world("base", 1));
      lines.add(world("no-impact", 1));
    }
    return lines;
  }

  /** States of a market and what followed in it. */
  private record Labelled(byte[] states, ForwardOutcomes outcomes) {
    static Labelled of(MarketSeries series, Optional<MarketSeries> spot, int... horizons) {
      HourlyMarket market = new HourlyMarket(series);
      FlushTrigger trigger = FlushTrigger.of(series, FlushTrigger.Rule.FLUSH);
      return new Labelled(
          new RegimeHistory(market, trigger, spot).states(), ForwardOutcomes.of(market, horizons));
    }

    List<RegimeStatistics.Row> statistics(byte[] labels, long seed) {
      int hours = labels.length / DAY_HOURS * DAY_HOURS;
      return RegimeStatistics.of(labels, outcomes, 0, hours, new Draws(seed));
    }
  }

  private static Labelled generated(long seed) {
    return Labelled.of(GeneratedMarket.of(MARKET_DAYS, seed), Optional.empty(), HORIZON);
  }

  private static boolean anyState(List<RegimeStatistics.Row> rows) {
    return rows.stream().anyMatch(row -> row.pHolm() < LEVEL);
  }

  /** Labels of one market on the outcomes of another: whatever is found is chance. */
  private static Line labelsOfAnotherMarket(int runs) {
    Rejections rejections = new Rejections();
    byte[] before = generated(999).states();
    for (int run = 0; run < runs; run++) {
      Labelled market = generated(1000 + run);
      rejections.add(market.statistics(before, run));
      before = market.states();
    }
    return rejections.line("no effect: labels of another market (Holm over states, 5 %)");
  }

  /** Labels of the market itself, whose forced orders follow range alone. */
  private static Line labelsOfTheSameMarket(int runs) {
    Rejections rejections = new Rejections();
    for (int run = 0; run < runs; run++) {
      Labelled market = generated(2000 + run);
      rejections.add(market.statistics(market.states(), run));
    }
    return rejections.line("no effect: its own labels, forced orders follow range alone");
  }

  /** Counts rejections on markets without an effect. */
  private static final class Rejections {
    private int runs;
    private int rejected;
    private long single;
    private long tests;

    void add(List<RegimeStatistics.Row> rows) {
      runs++;
      rejected += anyState(rows) ? 1 : 0;
      single += rows.stream().filter(row -> row.forcedPerRange().p() < LEVEL).count();
      tests += rows.stream().filter(row -> !Double.isNaN(row.forcedPerRange().p())).count();
    }

    Line line(String question) {
      return new Line(
          STATISTICS,
          question,
          rejected + " of " + runs + " runs reject; " + single + " of " + tests + " single tests",
          "at most " + MOST_REJECTED + " of " + RUNS,
          rejected <= MOST_REJECTED);
    }
  }

  /** Liquidations of the day after deleveraging made half as large again. */
  private static Line plantedEffect(int runs) {
    int found = 0;
    double factor = 0;
    int planted = RegimeState.DELEVERAGING.ordinal();
    for (int run = 0; run < runs; run++) {
      Labelled market = generated(3000 + run);
      double[] forced = market.outcomes().forced().get(0).logUsd()[0];
      for (int h = 0; h < forced.length; h++) {
        forced[h] += market.states()[h] == planted ? Math.log(1.5) : 0;
      }
      RegimeStatistics.Row row = market.statistics(market.states(), run).get(planted);
      found += row.pHolm() < LEVEL ? 1 : 0;
      factor += row.forcedPerRange().value() / runs;
    }
    return new Line(
        STATISTICS,
        "planted: 1.5 x liquidations per range after deleveraging",
        found + " of " + runs + String.format(Locale.ROOT, " found, mean factor %.2f", factor),
        "found in 80 %",
        found >= 0.8 * runs);
  }

  /** Intervals on chains of states whose true means follow from the chain. */
  private static List<Line> coverage(int runs) {
    int[][] hits = new int[3][2];
    for (int run = 0; run < runs; run++) {
      KnownRegimes known = new KnownRegimes(MARKET_DAYS, HORIZON, 4000 + run);
      List<RegimeStatistics.Row> rows =
          RegimeStatistics.of(
              known.states(), known.outcomes(), 0, MARKET_DAYS * DAY_HOURS, new Draws(run));
      for (RegimeStatistics.Row row : rows) {
        count(hits[0], row.meanReturn(), known.meanReturn(row.state()));
        count(hits[1], row.forcedPerRange(), known.forcedFactor(row.state()));
        count(hits[2], row.dwellHours(), known.dwellHours());
      }
    }
    String[] names = {"mean return 24 h", "liquidations per range", "dwell"};
    return IntStream.range(0, names.length)
        .mapToObj(
            i ->
                covers(
                    STATISTICS,
                    "90 % interval of " + names[i] + " by state",
                    hits[i],
                    runs < 12 * RUNS))
        .toList();
  }

  private static void count(int[] hits, Estimate estimate, double truth) {
    if (!Double.isNaN(estimate.low())) {
      hits[1]++;
      hits[0] += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
    }
  }

  private static Line covers(String statistic, String question, int[] hits, boolean few) {
    double share = hits[0] / (double) hits[1];
    return new Line(
        statistic,
        question,
        String.format(Locale.ROOT, "holds the truth in %.1f %% of %d", 100 * share, hits[1]),
        COVERS,
        few ? null : share >= 0.85 && share <= 0.95);
  }

  /** Markov switching on series made by it: 60 days of hours. */
  private static List<Line> switching(int runs) {
    double worst = 0;
    double right = 0;
    double[] mean = new double[4];
    for (int run = 0; run < runs; run++) {
      Random random = new Random(5000 + run);
      double[] y = new double[1440];
      boolean[] high = new boolean[y.length];
      boolean now = false;
      for (int i = 0; i < y.length; i++) {
        now = random.nextDouble() < (now ? 0.95 : 0.98) ? now : !now;
        high[i] = now;
        y[i] = (now ? 1.5 : 0) + (now ? 0.8 : 0.6) * random.nextGaussian();
      }
      MarkovSwitching fit = MarkovSwitching.fit(y);
      double[] filtered = fit.filter(y);
      for (int i = 0; i < y.length; i++) {
        right += (filtered[i] > 0.5) == high[i] ? 1.0 / y.length / runs : 0;
      }
      worst = Math.max(worst, Math.abs(fit.mean()[1] - fit.mean()[0] - 1.5));
      mean[0] += (fit.mean()[1] - fit.mean()[0]) / runs;
      mean[1] += fit.stay()[0] / runs;
      mean[2] += fit.stay()[1] / runs;
      mean[3] += fit.deviation()[1] / runs;
    }
    boolean close =
        Math.abs(mean[0] - 1.5) < 0.05
            && Math.abs(mean[1] - 0.98) < 0.01
            && Math.abs(mean[2] - 0.95) < 0.02
            && Math.abs(mean[3] - 0.8) < 0.05;
    return List.of(
        new Line(
            "regime",
            "Markov switching: means 1.5 apart, stays .98 .95, deviation of the high state .8",
            String.format(
                Locale.ROOT,
                "%.3f, %.3f %.3f, %.3f (worst distance off by %.2f)",
                mean[0],
                mean[1],
                mean[2],
                mean[3],
                worst),
            "within .05, .01 .02, .05",
            runs < RUNS ? null : close),
        new Line(
            "regime",
            "Markov switching: filtered state is the true one",
            String.format(Locale.ROOT, "%.1f %% of hours, n %d x 1440", 100 * right, runs),
            "at least 90 %",
            right >= 0.9));
  }

  /** Chains whose next state does not depend on the one that ended, and one whose does. */
  private static List<Line> transitions(int runs) {
    int rejected = 0;
    int found = 0;
    int[] hits = new int[2];
    for (int run = 0; run < runs; run++) {
      KnownRegimes known = new KnownRegimes(MARKET_DAYS, HORIZON, 6000 + run);
      List<RegimeTransitions.Row> rows =
          RegimeTransitions.of(known.states(), 0, known.states().length);
      rejected += rows.stream().anyMatch(row -> row.pHolm() < LEVEL) ? 1 : 0;
      for (RegimeTransitions.Row row : rows) {
        Estimate share = row.probability();
        if (share.isPresent()) {
          double truth = known.transition(row.fromState(), row.toState());
          hits[1]++;
          hits[0] += share.low() <= truth && truth <= share.high() ? 1 : 0;
        }
      }
      byte[] tied = known.states().clone();
      for (int h = 1; h < tied.length; h++) { // Half of what follows a flush becomes fragile.
        if (tied[h - 1] == 0 && tied[h] > 1 && h % 2 == 0) {
          tied[h] = 1;
        }
      }
      found +=
          RegimeTransitions.of(tied, 0, tied.length).stream()
                  .anyMatch(
                      row ->
                          row.fromState() == RegimeState.FLUSH
                              && row.toState() == RegimeState.FRAGILE
                              && row.pHolm() < LEVEL)
              ? 1
              : 0;
    }
    return List.of(
        new Line(
            "regime_transition",
            "no effect: the next state does not depend (Holm over pairs)",
            rejected + " of " + runs + " runs reject",
            "at most " + MOST_REJECTED + " of " + RUNS,
            rejected <= MOST_REJECTED),
        new Line(
            "regime_transition",
            "planted: fragile follows flush half of the time",
            found + " of " + runs + " found",
            "found in 80 %",
            found >= 0.8 * runs),
        covers("regime_transition", "90 % interval of a probability", hits, runs < RUNS));
  }

  /** Second legs by constant hazards. */
  private static List<Line> hazards(int runs) {
    int rejected = 0;
    int found = 0;
    int tested = 0;
    int[] hits = new int[2];
    Random random = new Random(7);
    for (int run = 0; run < runs; run++) {
      for (double ratio : new double[] {1, 0.4}) {
        Estimate estimate = hazard(ratio, random);
        count(hits, estimate, ratio);
        if (estimate.isPresent()) {
          tested += ratio == 1 ? 1 : 0;
          rejected += ratio == 1 && estimate.p() < LEVEL ? 1 : 0;
          found += ratio != 1 && estimate.p() < LEVEL ? 1 : 0;
        }
      }
    }
    return List.of(
        new Line(
            "circuit_breaker",
            "hazard ratio 1, 120 flushes: rejected at 5 %",
            String.format(Locale.ROOT, "%d of %d", rejected, tested),
            "at most 15 %",
            rejected <= 0.15 * tested),
        new Line(
            "circuit_breaker",
            "hazard ratio .4, 120 flushes: rejected at 5 %",
            String.format(Locale.ROOT, "%d of %d", found, runs),
            "",
            null),
        covers("circuit_breaker", "90 % interval of a hazard ratio", hits, runs < 25 * RUNS));
  }

  private static Estimate hazard(double ratio, Random random) {
    int[] legs = new int[2];
    double[] hours = new double[2];
    for (int event = 0; event < 120; event++) {
      int on = event % 3 == 0 ? 1 : 0;
      double time = -Math.log(1 - random.nextDouble()) / (0.15 * (on == 1 ? ratio : 1));
      legs[on] += time < 5 ? 1 : 0;
      hours[on] += Math.min(5, time);
    }
    return HazardRatio.of(legs[1], hours[1], legs[0], hours[0], 120);
  }

  /** The future replaced by another market's: no state before it changes. */
  private static Line lookAhead(int runs) {
    int changed = 0;
    int compared = 0;
    for (int run = 0; run < runs; run++) {
      MarketSeries whole = GeneratedMarket.of(60, 8000 + run);
      int cut = 40 * DAY_HOURS * HourlyMarket.STEPS;
      byte[] before = Labelled.of(whole, Optional.empty(), HORIZON).states();
      for (MarketSeries.Column column : MarketSeries.Column.values()) {
        double[] values = whole.column(column);
        for (int i = cut; i < values.length; i++) {
          values[i] *= 1.3;
        }
      }
      byte[] after = Labelled.of(whole, Optional.empty(), HORIZON).states();
      for (int h = 0; h < cut / HourlyMarket.STEPS; h++) {
        compared++;
        changed += before[h] != after[h] ? 1 : 0;
      }
    }
    return new Line(
        "regime",
        "another future: states before it that change",
        changed + " of " + compared + " hours",
        "none",
        changed == 0);
  }

  /** A simulated world: what follows a flush, and how states share the time. */
  private static Line world(String name, long seed) {
    AssetMarkets markets = WorldMarkets.of(World.named(name), seed, WORLD_DAYS);
    Labelled market = Labelled.of(markets.perpetuals().get(0), Optional.empty(), HORIZON);
    List<RegimeStatistics.Row> rows = market.statistics(market.states(), seed);
    int[] hours = new int[RegimeState.COUNT];
    for (byte state : market.states()) {
      if (state >= 0) {
        hours[state]++;
      }
    }
    String found =
        rows.stream()
            .filter(row -> row.forcedPerRange().isPresent())
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "%s x%.2f p %.3f",
                        row.state().name().toLowerCase(Locale.ROOT),
                        row.forcedPerRange().value(),
                        row.forcedPerRange().p()))
            .reduce((a, b) -> a + ", " + b)
            .orElse("nothing said");
    return new Line(
        STATISTICS,
        "world " + name + ": liquidations per range in 24 h (no effect is planted)",
        found + "; hours by state " + Arrays.toString(hours),
        "",
        null);
  }
}
