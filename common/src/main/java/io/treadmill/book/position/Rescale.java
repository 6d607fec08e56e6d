package io.treadmill.book.position;

import java.io.Serializable;

/**
 * The trailing rescale of one side: sums of realised and of unrescaled predicted totals of the days
 * before, with a half-life of 5 days. The unit is free but the same for all three amounts.
 *
 * @param realised decayed sum of realised totals
 * @param predicted decayed sum of unrescaled predicted totals
 */
public record Rescale(double realised, double predicted) implements Serializable {
  /** Before the first day. */
  public static final Rescale START = new Rescale(0, 0);

  private static final double HALF_LIFE_DAYS = 5;
  private static final double KEEP = StrictMath.pow(0.5, 1 / HALF_LIFE_DAYS);
  private static final double KAPPA_DAYS = 2;
  private static final int KAPPA_FIRST_DAYS = 30;

  /** Returns the factor of the next day: {@code (A + kappa) / (B + kappa)}. */
  public double factor(double kappa) {
    return (realised + kappa) / (predicted + kappa);
  }

  /**
   * Returns the sums after a day; hours without a realised total are left out of both.
   *
   * @param realisedOfDay realised total of the day
   * @param predictedOfDay unrescaled prediction of the same hours
   */
  public Rescale next(double realisedOfDay, double predictedOfDay) {
    return new Rescale(KEEP * realised + realisedOfDay, KEEP * predicted + predictedOfDay);
  }

  /**
   * Returns kappa: twice the mean daily unrescaled prediction over the first 30 days of training.
   *
   * @param predictedByDay daily sums of one side from the first day of training
   */
  public static double kappa(double[] predictedByDay) {
    int days = Math.min(predictedByDay.length, KAPPA_FIRST_DAYS);
    double sum = 0;
    for (int day = 0; day < days; day++) {
      sum += predictedByDay[day];
    }
    return KAPPA_DAYS * (sum / days);
  }

  /**
   * Returns the factor of each day from the days before it.
   *
   * @param realisedByDay daily realised sums of one side from the first day of training
   * @param predictedByDay the same of the unrescaled prediction
   */
  public static double[] factors(double[] realisedByDay, double[] predictedByDay) {
    double kappa = kappa(predictedByDay);
    double[] factors = new double[realisedByDay.length];
    Rescale sums = START;
    for (int day = 0; day < factors.length; day++) {
      factors[day] = sums.factor(kappa);
      sums = sums.next(realisedByDay[day], predictedByDay[day]);
    }
    return factors;
  }
}
