package io.treadmill.lab.validate;

import io.treadmill.lab.simulate.World;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Significance;
import io.treadmill.stats.episode.BaseRate;
import io.treadmill.stats.episode.ClockMeasure;
import io.treadmill.stats.episode.DirectionalChange;
import io.treadmill.stats.episode.EventMarket;
import io.treadmill.stats.episode.FlushTrigger;
import io.treadmill.stats.episode.FlushTrigger.Flush;
import io.treadmill.stats.episode.FundingClock;
import io.treadmill.stats.episode.SettlementSteps;
import io.treadmill.stats.episode.Treadmill;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Flushes, the treadmill, the clock of funding: found where planted, and nowhere else. */
final class EpisodesCheck implements StatisticCheck {
  private static final int RUNS = 40;
  private static final int WORLD_DAYS = 60;
  private static final int DRAWN_DAYS = 120;
  private static final double LEVEL = 0.05;
  private static final int MOST_OF_FORTY = 6;
  private static final int LATE_STEPS = 6;
  private static final int COVERAGE_RUNS = 400;

  /** What is true of a world. */
  private record Known(AssetMarkets markets, BitSet crash, BitSet second) {
    MarketSeries perpetual() {
      return markets.perpetuals().get(0);
    }
  }

  @Override
  public List<Line> run(double effort) {
    List<Line> lines = new ArrayList<>();
    int seeds = StatisticCheck.runs(2, effort, 1);
    int days = Math.max(15, (int) Math.round(WORLD_DAYS * Math.min(1, 4 * effort)));
    List<Known> base = worlds("base", seeds, days);
    recall(base, lines);
    treadmill("treadmill", worlds("treadmill", seeds, days), lines);
    treadmill("base", base, lines);
    clockFound(worlds("funding-clock", seeds, days), lines);
    int runs = StatisticCheck.runs(RUNS, effort, 4);
    sizes(runs, lines);
    int coverage = StatisticCheck.runs(COVERAGE_RUNS, effort, 40);
    lines.add(clockCoverage(coverage / 2));
    lines.add(rateCoverage(coverage));
    lines.add(overshoot());
    return lines;
  }

  private static List<Known> worlds(String name, int seeds, int days) {
    List<Known> worlds = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      BitSet crash = new BitSet();
      BitSet second = new BitSet();
      int[] at = new int[1];
      AssetMarkets markets =
          WorldMarkets.withoutMap(
              World.named(name),
              seed,
              days,
              bars -> {
                crash.set(at[0], bars.inCrash());
                second.set(at[0]++, bars.inSecondLeg());
              });
      worlds.add(new Known(markets, crash, second));
    }
    return worlds;
  }

  /** Crashes that a flush overlaps, and flushes that overlap a crash. */
  private static void recall(List<Known> worlds, List<Line> lines) {
    int found = 0;
    int crashes = 0;
    int right = 0;
    int flushes = 0;
    for (Known world : worlds) {
      List<Flush> list = FlushTrigger.of(world.perpetual(), FlushTrigger.Rule.FLUSH).flushes();
      int firstStep = FlushTrigger.PAST_DAYS * world.perpetual().steps().perDay();
      int[] counts = found(world.crash(), list, firstStep);
      found += counts[0];
      crashes += counts[1];
      for (Flush flush : list) {
        int next = world.crash().nextSetBit(Math.max(0, flush.start() - LATE_STEPS));
        right += next >= 0 && next <= flush.end() ? 1 : 0;
        flushes++;
      }
    }
    lines.add(
        new Line(
            "flush",
            "planted crashes found",
            text("%d of %d; precision %.2f of %d", found, crashes, 1.0 * right / flushes, flushes),
            "recall >= .6",
            crashes == 0 ? null : found >= 0.6 * crashes));
  }

  /** Episodes that begin at a step or later, and how many of them a flush overlaps. */
  private static int[] found(BitSet truth, List<Flush> flushes, int firstStep) {
    int found = 0;
    int all = 0;
    for (int from = truth.nextSetBit(firstStep); from >= 0; ) {
      int to = truth.nextClearBit(from);
      int start = from;
      boolean hit =
          flushes.stream().anyMatch(f -> f.start() <= to + LATE_STEPS && f.end() >= start);
      found += hit ? 1 : 0;
      all++;
      from = truth.nextSetBit(to);
    }
    return new int[] {found, all};
  }

  private static void treadmill(String name, List<Known> worlds, List<Line> lines) {
    List<double[]> events = new ArrayList<>();
    int seconds = 0;
    int found = 0;
    for (Known world : worlds) {
      events.addAll(events(world.perpetual()));
      int[] counts =
          found(
              world.second(),
              FlushTrigger.of(world.perpetual(), FlushTrigger.Rule.FLUSH).flushes(),
              FlushTrigger.PAST_DAYS * world.perpetual().steps().perDay());
      found += counts[0];
      seconds += counts[1];
    }
    double expected = events.stream().mapToDouble(e -> e[1]).sum();
    int hits = (int) events.stream().filter(e -> e[0] > 0).count();
    double p = Significance.sumAtLeast(hits, events.stream().mapToDouble(e -> e[1]).toArray());
    lines.add(
        new Line(
            "treadmill_base_rate",
            "joint rate in world " + name,
            text("%d of %d, matched %.1f, p %.3f", hits, events.size(), expected, p),
            "",
            null));
    if (seconds > 0) {
      lines.add(
          new Line(
              "flush",
              "planted second legs that are flushes too, counted apart",
              text("%d of %d", found, seconds),
              "",
              null));
    }
  }

  /** Completed, chance and day of each episode with matched windows. */
  private static List<double[]> events(MarketSeries series) {
    Treadmill treadmill =
        new Treadmill(
            new EventMarket(series).logClose(),
            FlushTrigger.of(series, FlushTrigger.Rule.FIRST_LEG).flushes(),
            0);
    List<double[]> events = new ArrayList<>();
    for (Treadmill.Event event : treadmill.events()) {
      if (event.completeStep() < series.steps().count()) {
        double chance = treadmill.chance(event);
        if (!Double.isNaN(chance)) {
          double day = event.flush().start() / series.steps().perDay();
          events.add(new double[] {event.isCompleted() ? 1 : 0, chance, day});
        }
      }
    }
    return events;
  }

  private static FundingClock clock(MarketSeries series, ClockMeasure measure) {
    int count = series.steps().count();
    SettlementSteps settlements = SettlementSteps.of(series.settled(), series.steps(), 0, count);
    return FundingClock.of(
        measure.of(series),
        0,
        count,
        settlements.steps(),
        settlements.intervalMinutes() / 5,
        series.steps().perDay());
  }

  private static void clockFound(List<Known> worlds, List<Line> lines) {
    for (ClockMeasure measure :
        new ClockMeasure[] {ClockMeasure.VOLUME, ClockMeasure.OPEN_INTEREST_CHANGE}) {
      StringBuilder answer = new StringBuilder();
      boolean least = true;
      for (Known world : worlds) {
        FundingClock clock = clock(world.perpetual(), measure);
        answer.append(
            text("p %.4f z %.1f n %d ", clock.effect().p(), clock.z(), clock.effect().n()));
        least &= clock.effect().p() <= 1.0 / (1 + clock.shifts()) + 1e-12;
      }
      lines.add(
          new Line(
              "funding_clock",
              "planted effect on " + name(measure) + " of world funding-clock",
              answer.toString().strip(),
              "p at its minimum, 1 / 64",
              least));
    }
  }

  private static String name(ClockMeasure measure) {
    return measure.name().toLowerCase(Locale.ROOT);
  }

  private static void sizes(int runs, List<Line> lines) {
    ClockMeasure[] measures = ClockMeasure.values();
    int[] rejected = new int[measures.length];
    int joint = 0;
    int clustered = 0;
    int events = 0;
    for (int seed = 0; seed < runs; seed++) {
      MarketSeries series = NullMarket.of(1000 + seed, DRAWN_DAYS, 1);
      for (ClockMeasure measure : measures) {
        rejected[measure.ordinal()] += clock(series, measure).effect().p() <= LEVEL ? 1 : 0;
      }
      BaseRate rate = rate(events(series));
      joint += rate.rate().p() <= LEVEL ? 1 : 0;
      clustered += rate.z() > 1.645 ? 1 : 0;
      events += rate.rate().n();
    }
    int most = (int) Math.ceil(MOST_OF_FORTY * runs / (double) RUNS);
    String gate = text("at most %d of %d", most, runs);
    for (ClockMeasure measure : measures) {
      lines.add(
          new Line(
              "funding_clock",
              "unplanted runs rejected at 5 %: " + name(measure),
              text("%d of %d", rejected[measure.ordinal()], runs),
              gate,
              rejected[measure.ordinal()] <= most));
    }
    String of = text(" of %d, %d episodes", runs, events);
    lines.add(
        new Line(
            "treadmill_base_rate",
            "unplanted runs rejected at 5 % (p)",
            joint + of,
            gate,
            joint <= most));
    lines.add(
        new Line(
            "treadmill_base_rate",
            "unplanted runs rejected at 5 % (z by days)",
            clustered + of,
            gate,
            clustered <= most));
  }

  private static BaseRate rate(List<double[]> events) {
    boolean[] completed = new boolean[events.size()];
    for (int i = 0; i < completed.length; i++) {
      completed[i] = events.get(i)[0] > 0;
    }
    return BaseRate.of(
        completed,
        events.stream().mapToDouble(e -> e[1]).toArray(),
        events.stream().mapToLong(e -> (long) e[2]).toArray());
  }

  private static Line clockCoverage(int runs) {
    double planted = Math.log(1.3);
    int covered = 0;
    for (int seed = 0; seed < runs; seed++) {
      FundingClock clock = clock(NullMarket.of(5000 + seed, 60, 1.3), ClockMeasure.VOLUME);
      covered += clock.effect().low() <= planted && planted <= clock.effect().high() ? 1 : 0;
    }
    return coverage(
        "funding_clock", "90 % interval covers a planted effect of ln 1.3", covered, runs);
  }

  /** Episodes in days that share a part of their chance. */
  private static Line rateCoverage(int runs) {
    int covered = 0;
    for (int seed = 0; seed < runs; seed++) {
      Random random = new Random(9000 + seed);
      List<double[]> events = new ArrayList<>();
      for (int day = 0; day < 80; day++) {
        double chance = random.nextBoolean() ? 0.15 : 0.35;
        for (int k = 0; k < 1 + random.nextInt(3); k++) {
          events.add(new double[] {random.nextDouble() < chance ? 1 : 0, 0.25, day});
        }
      }
      BaseRate rate = rate(events);
      covered += rate.rate().low() <= 0.25 && 0.25 <= rate.rate().high() ? 1 : 0;
    }
    return coverage("treadmill_base_rate", "90 % interval covers a rate of .25", covered, runs);
  }

  private static Line coverage(String statistic, String question, int covered, int runs) {
    double share = 1.0 * covered / runs;
    double slack = runs < 200 ? 0.05 : 0;
    return new Line(
        statistic,
        question,
        text("%.3f of %d runs", share, runs),
        "85-95 %",
        share >= 0.85 - slack && share <= 0.95 + slack);
  }

  /** The scaling law of overshoots on a path without memory. */
  private static Line overshoot() {
    Random random = new Random(3);
    double[] path = new double[1_000_000];
    for (int i = 1; i < path.length; i++) {
      path[i] = path[i - 1] + 0.02 * random.nextGaussian();
    }
    double mean =
        DirectionalChange.legs(path, 0, path.length, 0.5).stream()
            .mapToDouble(DirectionalChange.Leg::overshoot)
            .average()
            .orElse(Double.NaN);
    return new Line(
        "treadmill_episode",
        "mean overshoot / threshold of directional changes, random walk",
        text("%.3f", mean / 0.5),
        "1 within .1",
        Math.abs(mean / 0.5 - 1) <= 0.1);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
