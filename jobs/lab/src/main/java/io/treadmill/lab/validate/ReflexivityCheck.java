package io.treadmill.lab.validate;

import io.treadmill.lab.simulate.World;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.feedback.HuntPairs;
import io.treadmill.stats.feedback.HuntTest;
import io.treadmill.stats.feedback.LiquidationClustering;
import io.treadmill.stats.feedback.LocalProjection;
import io.treadmill.stats.feedback.PartialRank;
import io.treadmill.stats.feedback.SelfExcitation;
import io.treadmill.stats.feedback.ThinZoneEvents;
import io.treadmill.stats.feedback.ThinZoneTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Random;
import java.util.function.LongFunction;

/** Asks the tests on the map and on forced orders for what was planted, and for nothing else. */
final class ReflexivityCheck implements StatisticCheck {
  private static final int RUNS = 40;
  private static final int MOST_REJECTED = 6;
  private static final int COVERAGE_RUNS = 200;
  private static final int WINDOW_DAYS = 30;
  private static final int WORLD_DAYS = 60;
  private static final int WORLD_SEEDS = 2;
  private static final double LEVEL = 0.05;
  private static final double TOLERANCE = 0.05;

  @Override
  public List<Line> run(double effort) {
    int runs = StatisticCheck.runs(RUNS, effort, 2);
    int many = StatisticCheck.runs(COVERAGE_RUNS, effort, 2);
    List<Line> lines = new ArrayList<>();
    planted(lines, Math.max(2, runs / 4));
    thinZones(lines, effort < 1 ? 1 : WORLD_SEEDS, effort < 1 ? 20 : WORLD_DAYS);
    sizes(lines, runs);
    coverage(lines, many);
    return lines;
  }

  /** Followers planted on generated and on simulated predictions. */
  private static void planted(List<Line> lines, int runs) {
    AssetMarkets world = WorldMarkets.of(World.base(), 11, WINDOW_DAYS + 2);
    ForcedFlow flow = world.perpetuals().get(0).forced().get(0);
    for (double truth : new double[] {0, 0.2, 0.4}) {
      double mean = 0;
      double worst = 0;
      double plain = 0;
      for (int run = 0; run < runs; run++) {
        SelfExcitation found =
            excitation(
                PlantedOrders.predicted(WINDOW_DAYS + 1, run),
                truth,
                PlantedOrders.TEN_MINUTES,
                run);
        mean += found.branching().value() / runs;
        plain += found.branchingWithoutMap().value() / runs;
        worst = Math.max(worst, Math.abs(found.branching().value() - truth));
      }
      lines.add(
          new Line(
              "self_excitation",
              "followers " + truth + " planted on " + runs + " generated months",
              text("mean %.3f, worst off %.3f; without map %.2f", mean, worst, plain),
              "mean within .05",
              Math.abs(mean - truth) <= TOLERANCE));
      double[] read = new double[2];
      double[] upper = new double[2];
      for (Side side : Side.values()) {
        double usd = Arrays.stream(flow.usd(side)).sum();
        double unit = usd / Arrays.stream(flow.prints(side)).sum();
        double[] predicted =
            Arrays.stream(flow.predictedUsd(side)).map(value -> value / unit).toArray();
        SelfExcitation found =
            excitation(predicted, truth, PlantedOrders.TEN_MINUTES, 5 + side.index());
        read[side.index()] = found.branching().value();
        upper[side.index()] = found.branchingWithoutMap().value();
      }
      lines.add(
          new Line(
              "self_excitation",
              "followers " + truth + " planted on predictions of world base",
              text(
                  "long %.3f, short %.3f; without map %.2f %.2f",
                  read[0], read[1], upper[0], upper[1]),
              "within .05",
              Math.max(Math.abs(read[0] - truth), Math.abs(read[1] - truth)) <= TOLERANCE));
    }
    ownOrders(lines, flow);
  }

  /** The world's own orders: price paths make them cluster, none follows from another. */
  private static void ownOrders(List<Line> lines, ForcedFlow flow) {
    for (Side side : Side.values()) {
      double unit = Arrays.stream(flow.usd(side)).sum() / Arrays.stream(flow.prints(side)).sum();
      SelfExcitation own =
          SelfExcitation.of(
              flow.prints(side),
              Arrays.stream(flow.predictedUsd(side)).map(value -> value / unit).toArray(),
              BarClock.BARS_OF_A_DAY,
              0,
              BarClock.BARS_OF_A_DAY,
              true,
              1);
      lines.add(
          new Line(
              "self_excitation",
              "forced " + side.text() + "s of world base: price paths, no followers",
              text(
                  "%.3f [%.3f, %.3f], c %.2f, without map %.2f",
                  own.branching().value(),
                  own.branching().low(),
                  own.branching().high(),
                  own.perPredicted().value(),
                  own.branchingWithoutMap().value()),
              "under .05",
              own.branching().value() <= TOLERANCE));
    }
  }

  private static SelfExcitation excitation(
      double[] predicted, double truth, double meanLag, long seed) {
    return SelfExcitation.of(
        PlantedOrders.orders(predicted, truth, meanLag, 1000 + seed),
        predicted,
        BarClock.BARS_OF_A_DAY,
        0,
        BarClock.BARS_OF_A_DAY,
        true,
        seed);
  }

  /** The simulated world with buyers at thin zones against those without. */
  private static void thinZones(List<Line> lines, int seeds, int days) {
    for (String name : List.of("thin-zone", "base", "no-impact")) {
      List<ThinZoneEvents.Event> events = new ArrayList<>();
      List<Integer> groups = new ArrayList<>();
      for (int seed = 0; seed < seeds; seed++) {
        MarketSeries series =
            WorldMarkets.of(World.named(name), 21 + seed, days).perpetuals().get(0);
        for (ThinZoneEvents.Event event : ThinZoneEvents.of(series)) {
          events.add(event);
          groups.add(seed);
        }
      }
      boolean isPlanted = name.equals("thin-zone");
      int[] group = groups.stream().mapToInt(Integer::intValue).toArray();
      ThinZoneTest test = ThinZoneTest.of(events, group, ThinZoneTest.seed(events));
      lines.add(
          new Line(
              "thin_zone_test",
              "world " + name + ", " + seeds + " x " + days + " days, falls and rises",
              text(
                  "1 h %+.2f p %.3f, 15 min %+.2f p %.3f, n %d",
                  test.effect().value(),
                  test.effect().p(),
                  test.effect15m().value(),
                  test.effect15m().p(),
                  test.effect().n()),
              isPlanted ? "1 h below 0, p at most .05" : "none",
              isPlanted && days == WORLD_DAYS
                  ? (Boolean) (test.effect().value() < 0 && test.effect().p() <= LEVEL)
                  : null));
      lines.add(
          new Line(
              "thin_zone_test",
              "world " + name + ": placebos (day before, other side), realised",
              text(
                  "%+.2f p %.3f, %+.2f p %.3f; %.2f / %.2f",
                  test.placeboDayBefore().value(),
                  test.placeboDayBefore().p(),
                  test.placeboOtherSide().value(),
                  test.placeboOtherSide().p(),
                  test.realisedPerPredictedThin(),
                  test.realisedPerPredictedOther()),
              "none",
              null));
    }
  }

  /** What each test says where nothing was planted. */
  private static void sizes(List<Line> lines, int runs) {
    int[] thin = new int[4];
    int[] hunt = new int[2];
    long pairs = 0;
    long events = 0;
    for (int run = 0; run < runs; run++) {
      MarketSeries blind = PlantedOrders.blind(200, 300 + run);
      List<ThinZoneEvents.Event> found = ThinZoneEvents.of(blind);
      ThinZoneTest test = ThinZoneTest.of(found, new int[found.size()], run);
      events += found.size();
      double[] p = {
        test.effect().p(), test.pByDay(), test.effect15m().p(), test.placeboDayBefore().p()
      };
      count(thin, p);
      List<HuntPairs.Pair> zones = HuntPairs.of(blind);
      pairs += zones.size();
      HuntTest touched = HuntTest.of(zones);
      count(hunt, new double[] {touched.hazardRatio().p(), touched.thinBookRatio().p()});
    }
    String blind = "random walks with a map at random";
    String of = events / runs + " events";
    lines.add(size("thin_zone_test", "1 h by permutation, " + of + ", " + blind, thin[0], runs));
    lines.add(size("thin_zone_test", "1 h by days, " + blind, thin[1], runs));
    lines.add(size("thin_zone_test", "15 min, " + blind, thin[2], runs));
    lines.add(size("thin_zone_test", "placebo of the day before, " + blind, thin[3], runs));
    lines.add(size("hunt_test", "ratio, " + pairs / runs + " zones, " + blind, hunt[0], runs));
    lines.add(size("hunt_test", "thin book, " + blind, hunt[1], runs));
    moreSizes(lines, runs);
  }

  private static void moreSizes(List<Line> lines, int runs) {
    int[] sequence = new int[3];
    int[] clusters = new int[3];
    int[] excitation = new int[1];
    for (int run = 0; run < runs; run++) {
      double[][] made = PlantedOrders.sequence(90, 0, 500 + run);
      double[][] weights = LocalProjection.weights(90, run);
      double[] p = new double[3];
      for (int l = 0; l < 3; l++) {
        int lag = new int[] {1, 4, 24}[l];
        p[l] = new LocalProjection(made[0], made[1], lag, 0).response(0, 90, weights).p();
      }
      count(sequence, p);
      NavigableMap<Integer, Double> volume = PlantedOrders.volume(run);
      LiquidationClustering day =
          LiquidationClustering.of(
              volume, PlantedOrders.drawn(volume, 150, run), PlantedOrders.sizes(150, run), run);
      count(
          clusters,
          new double[] {day.giniExcess().p(), day.entropyExcess().p(), day.roundExcess().p()});
      SelfExcitation none = excitation(PlantedOrders.predicted(WINDOW_DAYS + 1, run), 0, 1, run);
      count(excitation, new double[] {none.branching().low() > 0.01 ? 0 : 1});
    }
    for (int l = 0; l < 3; l++) {
      lines.add(
          size(
              "sequence_test",
              "lag " + new int[] {1, 4, 24}[l] + " h, unrelated series of 90 days",
              sequence[l],
              runs));
    }
    lines.add(size("liquidation_clustering", "Gini, drawn by volume", clusters[0], runs));
    lines.add(size("liquidation_clustering", "entropy, drawn by volume", clusters[1], runs));
    lines.add(size("liquidation_clustering", "round prices, drawn by volume", clusters[2], runs));
    lines.add(size("self_excitation", "interval above .01, no followers", excitation[0], runs));
    NavigableMap<Integer, Double> volume = PlantedOrders.volume(1);
    int[] buckets = PlantedOrders.drawn(volume, 150, 1);
    Arrays.fill(buckets, 0, 50, volume.firstKey() + 12);
    LiquidationClustering day =
        LiquidationClustering.of(volume, buckets, PlantedOrders.sizes(150, 1), 1);
    lines.add(
        new Line(
            "liquidation_clustering",
            "a third of 150 bursts put in one bucket",
            text("excess %+.3f p %.3f", day.giniExcess().value(), day.giniExcess().p()),
            "p at most .01",
            day.giniExcess().p() <= 0.01));
  }

  /** How often nominal 90 % intervals hold the truth. */
  private static void coverage(List<Line> lines, int runs) {
    for (double truth : new double[] {0.2, 0.4}) {
      String what = "branching, " + truth + " planted, half-life 10 min, 30 days";
      lines.add(
          covered(
              "self_excitation",
              what,
              truth,
              runs,
              seed ->
                  excitation(
                          PlantedOrders.predicted(WINDOW_DAYS + 1, 9000 + seed),
                          truth,
                          PlantedOrders.HALF_IN_TEN_MINUTES,
                          70 + seed)
                      .branching()));
    }
    lines.add(
        covered(
            "thin_zone_test",
            "effect, correlation .3 planted, 150 events",
            rankTruth(),
            runs,
            ReflexivityCheck::rank));
    lines.add(
        covered(
            "hunt_test",
            "odds ratio 1.5 planted, 600 zones",
            1.5,
            runs,
            seed -> HuntTest.of(PlantedOrders.hunted(600, 1.5, seed)).hazardRatio()));
    lines.add(
        covered(
            "hunt_test",
            "thin book factor 1, 600 zones",
            1,
            runs,
            seed -> HuntTest.of(PlantedOrders.hunted(600, 1.5, seed)).thinBookRatio()));
    for (int lag : new int[] {1, 4}) {
      double truth = response(lag, 20_000, 1).value();
      lines.add(
          covered(
              "sequence_test",
              "response at " + lag + " h, 90 days",
              truth,
              runs,
              seed -> response(lag, 90, seed)));
    }
  }

  private static Estimate response(int lag, int days, long seed) {
    double[][] made = PlantedOrders.sequence(days, 0.25, seed);
    return new LocalProjection(made[0], made[1], lag, 0)
        .response(0, days, LocalProjection.weights(days, seed));
  }

  /** Rank correlation of two normals of correlation .3. */
  private static double rankTruth() {
    return 6 / Math.PI * Math.asin(0.3 / 2);
  }

  private static Estimate rank(long seed) {
    Random random = new Random(seed);
    int n = 150;
    double[][] made = new double[4][n];
    long[] day = new long[n];
    for (int i = 0; i < n; i++) {
      for (double[] one : made) {
        one[i] = random.nextGaussian();
      }
      made[1][i] = 0.3 * made[0][i] + Math.sqrt(1 - 0.09) * made[1][i];
      day[i] = i * 2 / 3;
    }
    return PartialRank.of(
            made[0], made[1], new double[][] {made[2], made[3]}, new int[n], day, seed)
        .rank();
  }

  private static Line covered(
      String statistic, String what, double truth, int runs, LongFunction<Estimate> make) {
    int held = 0;
    double mean = 0;
    for (int run = 0; run < runs; run++) {
      Estimate found = make.apply(run);
      held += found.low() <= truth && truth <= found.high() ? 1 : 0;
      mean += found.value() / runs;
    }
    double share = (double) held / runs;
    return new Line(
        statistic,
        "90 % interval: " + what,
        text("held %.3f in %d of %d, mean %.3f", truth, held, runs, mean),
        "85-95 %",
        share >= 0.85 && share <= 0.95);
  }

  private static void count(int[] rejected, double[] p) {
    for (int i = 0; i < p.length; i++) {
      rejected[i] += p[i] < LEVEL ? 1 : 0;
    }
  }

  private static Line size(String statistic, String what, int rejected, int runs) {
    return new Line(
        statistic,
        "size at 5 %: " + what,
        rejected + " of " + runs + " rejected",
        "at most " + MOST_REJECTED + " of " + RUNS,
        rejected * RUNS <= MOST_REJECTED * runs || runs < RUNS);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
