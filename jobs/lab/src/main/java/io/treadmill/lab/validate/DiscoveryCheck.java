package io.treadmill.lab.validate;

import io.treadmill.market.BarClock;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.discovery.Comovement;
import io.treadmill.stats.discovery.InformationShare;
import io.treadmill.stats.discovery.PathShape;
import io.treadmill.stats.discovery.PriceDiscovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/**
 * Price discovery and the shape of the path on generated prices, whose shares, leads and jumps are
 * known: recovery, coverage of the 90 % intervals, size of the tests.
 */
final class DiscoveryCheck implements StatisticCheck {
  private static final int RUNS = 400;
  private static final int DAY = 1440;
  private static final int RUNS_OF_BASIS = 3;
  private static final double LEVEL = 0.05;
  private static final double NOMINAL = 0.9;
  private static final int UNPLANTED = 40;
  private static final int MOST_OF_UNPLANTED = 6;
  private static final PriceDiscovery.Clock MINUTES = new PriceDiscovery.Clock(60, 8, 10);
  private static final PriceDiscovery.Clock FIVE_MINUTES = new PriceDiscovery.Clock(300, 4, 3);
  private static final PriceDiscovery.Clock QUARTERS = new PriceDiscovery.Clock(900, 4, 4);
  private static final PriceDiscovery.Clock HOURS = new PriceDiscovery.Clock(3600, 4, 4);

  @Override
  public List<Line> run(double effort) {
    int runs = StatisticCheck.runs(RUNS, effort, UNPLANTED);
    List<Line> lines = new ArrayList<>();
    addRecovery(lines);
    addPath(runs, lines);
    addCoverage("1m", MINUTES, DAY, runs, lines);
    addCoverage("5m", FIVE_MINUTES, BarClock.BARS_OF_A_DAY, runs, lines);
    addCoverage("1h", HOURS, 720, runs, lines);
    addBasis("1m", MINUTES, DAY, RUNS_OF_BASIS * runs, lines);
    addBasis("5m", FIVE_MINUTES, BarClock.BARS_OF_A_DAY, RUNS_OF_BASIS * runs, lines);
    addBasis("15m", QUARTERS, 7 * DAY / 15, RUNS_OF_BASIS * runs, lines);
    addLeads(runs, lines);
    addSegments(runs, lines);
    return lines;
  }

  /** Two noisy views of a random walk: their shares follow from the stationary filter. */
  private static void addRecovery(List<Line> lines) {
    GeneratedPrices.Noisy views = new GeneratedPrices.Noisy(0.3, 0.6);
    InformationShare truth = views.informationShare();
    double[][] prices = views.draw(50_000, 1);
    PriceDiscovery found = PriceDiscovery.of(prices[0], prices[1], MINUTES, 1);
    String question = "two noisy views of a random walk: ";
    lines.add(
        near(
            "price_discovery",
            question + "component share",
            found.componentShare().value(),
            views.componentShare(),
            0.02));
    lines.add(
        near(
            "price_discovery",
            question + "lower information bound",
            found.informationShareLower(),
            truth.lower(),
            0.02));
    lines.add(
        near(
            "price_discovery",
            question + "upper information bound",
            found.informationShareUpper(),
            truth.upper(),
            0.02));
    double[][] delayed = GeneratedPrices.delayed(50 * DAY, 20, 0.2, 2);
    lines.add(
        near(
            "price_discovery",
            "a lead of 20 s read from one-minute prices, s",
            PriceDiscovery.of(delayed[0], delayed[1], MINUTES, 1).leadSeconds().value(),
            20,
            1));
  }

  private static Line near(
      String statistic, String question, double value, double truth, double tolerance) {
    return new Line(
        statistic,
        question,
        String.format(Locale.ROOT, "%.3f, true %.3f", value, truth),
        String.format(Locale.ROOT, "within %.3f", tolerance),
        Math.abs(value - truth) <= tolerance);
  }

  /** Tests of the path on days without jumps, tilt or forced orders that matter. */
  private static void addPath(int runs, List<Line> lines) {
    int[] rejected = new int[3];
    int[] firstRejected = new int[3];
    double jumps = 0;
    double share = 0;
    int found = 0;
    for (int seed = 0; seed < runs; seed++) {
      Random random = new Random(seed);
      double[] returns = GeneratedPrices.returns(BarClock.BARS_OF_A_DAY, random);
      double[] forced = new double[BarClock.BARS_OF_A_DAY];
      for (int i = 0; i < BarClock.BARS_OF_A_DAY; i++) {
        forced[i] = random.nextInt(4) == 0 ? Math.exp(random.nextGaussian()) : 0;
      }
      PathShape shape = PathShape.of(returns);
      double[] p = {
        shape.jumpShare().p(), shape.downShare().p(), PathShape.nearForced(returns, forced, 0.9).p()
      };
      for (int k = 0; k < p.length; k++) {
        rejected[k] += p[k] < LEVEL ? 1 : 0;
        firstRejected[k] += seed < UNPLANTED && p[k] < LEVEL ? 1 : 0;
      }
      double jump = (seed % 2 == 0 ? 1 : -1) * Math.sqrt(shape.realisedVariance());
      share += jump * jump / (shape.realisedVariance() + jump * jump);
      returns[random.nextInt(BarClock.BARS_OF_A_DAY)] += jump;
      Estimate planted = PathShape.of(returns).jumpShare();
      jumps += planted.value();
      found += planted.p() < LEVEL ? 1 : 0;
    }
    String[] names = {"jumps (bipower)", "tilt", "variance at forced orders"};
    for (int k = 0; k < names.length; k++) {
      lines.add(
          new Line(
              "path_shape",
              "days without: " + names[k] + " said at 5 %",
              "%s of %s%s"
                  .formatted(
                      firstRejected[k],
                      UNPLANTED,
                      String.format(
                          Locale.ROOT, "; %.3f of %d", (double) rejected[k] / runs, runs)),
              "at most " + MOST_OF_UNPLANTED + " of " + UNPLANTED,
              firstRejected[k] <= MOST_OF_UNPLANTED));
    }
    lines.add(near("path_shape", "mean share of a planted jump", jumps / runs, share / runs, 0.1));
    lines.add(
        new Line(
            "path_shape",
            "days with a jump of the size of the day's volatility found at 5 %",
            found + " of " + runs,
            "at least 0.8",
            found >= 0.8 * runs));
  }

  /** Intervals of the shares over draws of prices with known reactions. */
  private static void addCoverage(
      String horizon, PriceDiscovery.Clock clock, int steps, int runs, List<Line> lines) {
    GeneratedPrices.Corrected rule = new GeneratedPrices.Corrected(-0.15, 0.3, 0.6);
    InformationShare truth = rule.informationShare();
    Coverage information = new Coverage(truth.middle());
    Coverage component = new Coverage(rule.componentShare());
    Coverage leadership = new Coverage(truth.leadership(rule.componentShare()));
    for (int seed = 0; seed < runs; seed++) {
      double[][] prices = rule.draw(steps, seed);
      PriceDiscovery found = PriceDiscovery.of(prices[0], prices[1], clock, seed);
      information.add(found.informationShare());
      component.add(found.componentShare());
      leadership.add(found.leadershipShare());
    }
    String question = " " + horizon + ", " + steps + " steps: 90 % interval holds the truth";
    lines.add(information.line("price_discovery", "information share" + question));
    lines.add(component.line("price_discovery", "component share" + question));
    lines.add(leadership.line("price_discovery", "leadership share" + question));
  }

  /**
   * Prices that differ by a basis of persistence .5 to .9 and of half, the same or twice the size
   * of the walk: component shares that are given hold the truth as often as they say, the test of
   * .5 rejects as often as it says; with a basis of a tenth to three tenths no share is given.
   */
  private static void addBasis(
      String horizon, PriceDiscovery.Clock clock, int steps, int runs, List<Line> lines) {
    String at = horizon + ", " + steps + " steps, ";
    for (double share : new double[] {0.5, 0.2, 0.8}) {
      Coverage component = new Coverage(share);
      int tested = 0;
      int rejected = 0;
      for (int seed = 0; seed < runs; seed++) {
        double size = 0.5 * (1 << seed / 5 % 3);
        double[][] prices = basis(share, size, steps, seed + (int) (100_000 * share));
        Estimate found = PriceDiscovery.of(prices[0], prices[1], clock, seed).componentShare();
        component.add(found);
        tested += Double.isNaN(found.p()) ? 0 : 1;
        rejected += found.p() < LEVEL ? 1 : 0;
      }
      lines.add(
          component.line(
              "price_discovery",
              at + "component share " + share + ": 90 % interval holds it",
              0.03));
      if (share == 0.5) {
        double slack = runs >= RUNS_OF_BASIS * RUNS ? 0 : 2 * Math.sqrt(LEVEL * (1 - LEVEL) / runs);
        double size = (double) rejected / tested;
        lines.add(
            new Line(
                "price_discovery",
                at + "component share .5: rejected at 5 %",
                String.format(Locale.ROOT, "%.3f of %d", size, tested),
                "0.03 to 0.07",
                Math.abs(size - LEVEL) <= 0.02 + slack));
      }
    }
    int given = 0;
    for (int seed = 0; seed < runs; seed++) {
      double[][] prices = basis(0.5, seed % 2 == 0 ? 0.1 : 0.2, steps, seed);
      given +=
          PriceDiscovery.of(prices[0], prices[1], clock, seed).componentShare().isPresent() ? 1 : 0;
    }
    lines.add(
        new Line(
            "price_discovery",
            at + "basis too small to tell: windows with a share",
            given + " of " + runs,
            "at most 1 in 100",
            100 * given <= runs));
  }

  private static double[][] basis(double share, double size, int steps, int seed) {
    return new GeneratedPrices.Basis(share, 0.5 + 0.1 * (seed % 5), size).draw(steps, seed);
  }

  private static void addLeads(int runs, List<Line> lines) {
    for (int delay : new int[] {0, 20}) {
      Coverage lead = new Coverage(delay);
      for (int seed = 0; seed < runs; seed++) {
        double[][] prices = GeneratedPrices.delayed(DAY, delay, 0.2, seed);
        lead.add(PriceDiscovery.of(prices[0], prices[1], MINUTES, seed).leadSeconds());
      }
      lines.add(
          lead.line(
              "price_discovery", "lead of " + delay + " s, 1m: 90 % interval holds the truth"));
    }
  }

  private static void addSegments(int runs, List<Line> lines) {
    Coverage ratio = new Coverage(0.8);
    Coverage correlation = new Coverage(0.6);
    for (int seed = 0; seed < runs; seed++) {
      double[][] prices = GeneratedPrices.correlated(BarClock.BARS_OF_A_DAY, 0.8, 0.6, seed);
      Comovement found = Comovement.of(prices[0], prices[1], 300, 3, seed);
      ratio.add(found.volatilityRatio());
      correlation.add(found.correlation());
    }
    Function<String, String> question = name -> name + ": 90 % interval holds the truth";
    lines.add(ratio.line("segment_compare", question.apply("volatility ratio")));
    lines.add(correlation.line("segment_compare", question.apply("correlation")));
  }

  /** How often intervals held the truth. */
  private static final class Coverage {
    private final double truth;
    private int held;
    private int n;
    private int missing;

    Coverage(double truth) {
      this.truth = truth;
    }

    void add(Estimate estimate) {
      if (Double.isNaN(estimate.low())) {
        missing++;
      } else {
        n++;
        held += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
      }
    }

    Line line(String statistic, String question) {
      return line(statistic, question, 0.05);
    }

    Line line(String statistic, String question, double tolerance) {
      double share = (double) held / n;
      // A small number of runs is a sample: two of its standard errors are allowed.
      double slack = n >= RUNS ? 0 : 2 * Math.sqrt(NOMINAL * (1 - NOMINAL) / n);
      return new Line(
          statistic,
          question,
          String.format(Locale.ROOT, "%.3f of %d, %d without", share, n, missing),
          "%.2f to %.2f".formatted(NOMINAL - tolerance, NOMINAL + tolerance),
          Math.abs(share - NOMINAL) <= tolerance + slack);
    }
  }
}
