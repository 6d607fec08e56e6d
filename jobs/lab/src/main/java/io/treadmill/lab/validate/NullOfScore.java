package io.treadmill.lab.validate;

import io.treadmill.book.law.Observations;
import io.treadmill.book.models.Models;
import io.treadmill.lab.ladder.Ladder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Checks that the score does not find skill where there is none: realised totals are redrawn from
 * what fine freshness predicts, with the measured variance, and the book is fitted and scored on
 * them like on the true ones.
 */
final class NullOfScore {
  private static final int BINS = 20;

  private NullOfScore() {}

  /** Returns in how many draws the interval of the skill over fine freshness lies above 0. */
  static int above(Ladder ladder, Ladder.Plan plan, int seeds) {
    List<Observations.Row> rows = ladder.rows();
    double[] mu = ladder.predict(Models.FINE_FRESHNESS);
    SimpleRegression variance = variance(rows, mu);
    int above = 0;
    for (int seed = 1; seed <= seeds; seed++) {
      Well19937c random = new Well19937c(seed);
      double[] drawn = new double[mu.length];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = rows.get(i).known() ? draw(mu[i], variance, random) : Double.NaN;
      }
      Ladder.Result result = ladder.withRealised(drawn, plan).run();
      var skill = result.score(Models.BOOK).skills().get(Models.FINE_FRESHNESS);
      above += skill.low() > 0 ? 1 : 0;
    }
    return above;
  }

  /** The logarithm of the variance about the prediction as a line in that of the prediction. */
  private static SimpleRegression variance(List<Observations.Row> rows, double[] mu) {
    int[] order =
        IntStream.range(0, mu.length)
            .filter(i -> rows.get(i).known() && mu[i] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> mu[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    SimpleRegression line = new SimpleRegression();
    for (int b = 0; b < BINS; b++) {
      int[] bin = Arrays.copyOfRange(order, order.length * b / BINS, order.length * (b + 1) / BINS);
      double mean = Arrays.stream(bin).mapToDouble(i -> mu[i]).average().orElse(0);
      double square =
          Arrays.stream(bin)
              .mapToDouble(i -> rows.get(i).realised() - mu[i])
              .map(error -> error * error)
              .average()
              .orElse(0);
      if (mean > 0 && square > 0) {
        line.addData(Math.log(mean), Math.log(square));
      }
    }
    return line;
  }

  private static double draw(double mu, SimpleRegression variance, Well19937c random) {
    if (!(mu > 0)) {
      return 0;
    }
    double square = Math.exp(variance.predict(Math.log(mu)));
    return new GammaDistribution(random, mu * mu / square, square / mu).sample();
  }
}
