package io.treadmill.book.law;

import io.treadmill.book.map.HeatmapModel;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The rows of a training window as matrices. */
final class Training {
  // Draws start from the fit: they need fewer rounds to be where 150 from the prior lead.
  private static final int DRAW_ITERATIONS = 40;

  // In a draw each prior weight moves by a log-normal factor whose 80 % interval is 1/2.5 to 2.5:
  // what the data do not tell keeps the interval of the prior law.
  private static final double PRIOR_LOG_DEVIATION = Math.log(2.5) / 1.2816;

  private final ModelFit.Rule rule;
  private final HeatmapModel model;
  private final List<List<double[]>> columns = List.of(new ArrayList<>(), new ArrayList<>());
  private final double[][] realised = new double[2][];
  private final int[][] dayOfRow = new int[2][];
  private final int[][] place = new int[2][];
  private final int days;

  Training(ModelFit.Rule rule, HeatmapModel model, List<Observations.Row> rows) {
    this.rule = rule;
    this.model = model;
    List<LocalDate> distinct =
        rows.stream().map(row -> UtcDays.dayOf(row.ts())).distinct().toList();
    days = distinct.size();
    for (Side side : Side.values()) {
      int s = side.index();
      place[s] = IntStream.range(0, rows.size()).filter(i -> rows.get(i).side() == side).toArray();
      realised[s] = new double[place[s].length];
      dayOfRow[s] = new int[place[s].length];
      for (int i = 0; i < place[s].length; i++) {
        Observations.Row row = rows.get(place[s][i]);
        columns.get(s).add(row.columns());
        realised[s][i] = row.realised();
        dayOfRow[s][i] = distinct.indexOf(UtcDays.dayOf(row.ts()));
      }
    }
  }

  /**
   * A draw of the bootstrap.
   *
   * @param times how often each row counts
   * @param priorFactors factor of each prior weight, for each prior that the rule has
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Draw(double[] times, double[][] priorFactors) {}

  Draw draw(SplittableRandom random) {
    double[] times = drawDays(random);
    int priors =
        switch (rule.fit()) {
          case NONE, ONE_SCALE -> 0;
          case SHARED, POOLED -> 1;
          case PER_SIDE -> 2;
        };
    double[][] factors = new double[priors][model.columns().size()];
    for (double[] side : factors) {
      for (int k = 0; k < side.length; k++) {
        side[k] = StrictMath.exp(PRIOR_LOG_DEVIATION * random.nextGaussian());
      }
    }
    return new Draw(times, factors);
  }

  /** Draws days with replacement; returns how often each row counts, in the order of the rows. */
  private double[] drawDays(SplittableRandom random) {
    double[] times = new double[days];
    for (int i = 0; i < days; i++) {
      times[random.nextInt(days)]++;
    }
    double[] byRow = new double[place[0].length + place[1].length];
    for (int s = 0; s < 2; s++) {
      for (int i = 0; i < place[s].length; i++) {
        byRow[place[s][i]] = times[dayOfRow[s][i]];
      }
    }
    return byRow;
  }

  /**
   * Fits the rows.
   *
   * @param times how often each row counts
   * @param start weights to start from; empty: the prior
   * @param draw moves the prior; empty: the prior stays
   */
  double[][] fit(double[] times, Optional<double[][]> start, Optional<Draw> draw) {
    Calibration.Rows[] sides = {rowsOf(0, times), rowsOf(1, times)};
    return switch (rule.fit()) {
      case NONE ->
          new double[][] {model.unfittedWeights(Side.LONG), model.unfittedWeights(Side.SHORT)};
      case ONE_SCALE ->
          new double[][] {
            Calibration.scaled(sides[0], model.unfittedWeights(Side.LONG)),
            Calibration.scaled(sides[1], model.unfittedWeights(Side.SHORT))
          };
      case PER_SIDE ->
          new double[][] {alone(sides[0], 0, start, draw), alone(sides[1], 1, start, draw)};
      case SHARED -> {
        double[] shared = shared(sides, start, draw);
        yield new double[][] {shared, shared.clone()};
      }
      case POOLED -> {
        double[] shared = shared(sides, start, draw);
        yield new double[][] {
          em(sides[0], shared, start.map(weights -> weights[0])),
          em(sides[1], shared, start.map(weights -> weights[1]))
        };
      }
    };
  }

  private static double[] em(Calibration.Rows rows, double[] prior, Optional<double[]> start) {
    int iterations = start.isPresent() ? DRAW_ITERATIONS : Calibration.ITERATIONS;
    return Calibration.mapEm(rows, prior, start.orElse(prior), iterations);
  }

  private double[] shared(
      Calibration.Rows[] sides, Optional<double[][]> start, Optional<Draw> draw) {
    Calibration.Rows both = joined(sides[0], sides[1]);
    double[] prior = prior(both, 0, draw);
    return em(both, prior, start.map(Training::mean));
  }

  private double[] alone(
      Calibration.Rows rows, int side, Optional<double[][]> start, Optional<Draw> draw) {
    double[] prior = prior(rows, side, draw);
    return em(rows, prior, start.map(weights -> weights[side]));
  }

  private double[] prior(Calibration.Rows rows, int which, Optional<Draw> draw) {
    double[] shape = Calibration.priorShape(rows, model.bookColumns(), rule.freshnessShare());
    double[] prior = Calibration.scaled(rows, shape);
    for (int k = 0; k < prior.length && draw.isPresent(); k++) {
      prior[k] *= draw.get().priorFactors[which][k];
    }
    return prior;
  }

  private static double[] mean(double[][] both) {
    double[] mean = new double[both[0].length];
    for (int k = 0; k < mean.length; k++) {
      mean[k] = (both[0][k] + both[1][k]) / 2;
    }
    return mean;
  }

  private Calibration.Rows rowsOf(int s, double[] times) {
    double[] own = Arrays.stream(place[s]).mapToDouble(i -> times[i]).toArray();
    return new Calibration.Rows(columns.get(s).toArray(new double[0][]), realised[s], own);
  }

  private static Calibration.Rows joined(Calibration.Rows a, Calibration.Rows b) {
    double[][] columns = Arrays.copyOf(a.columns(), a.columns().length + b.columns().length);
    System.arraycopy(b.columns(), 0, columns, a.columns().length, b.columns().length);
    return new Calibration.Rows(
        columns, joined(a.realised(), b.realised()), joined(a.times(), b.times()));
  }

  private static double[] joined(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
