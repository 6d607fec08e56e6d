package io.treadmill.stats.discovery;

/**
 * Share of the variance of the common price that comes from the first of two markets (Hasbrouck
 * 1995). Errors of the two markets are correlated, and what they share belongs to nobody: the share
 * is known between two bounds, one for each order of the Cholesky factor.
 *
 * @param lower bound with the first market last
 * @param upper bound with the first market first; ordered, so that lower is not above upper
 */
public record InformationShare(double lower, double upper) {
  static final InformationShare UNKNOWN = new InformationShare(Double.NaN, Double.NaN);

  /**
   * Returns the bounds of the first market.
   *
   * @param weightFirst weight of the first market's error in the common price
   * @param weightSecond weight of the second market's error; only the ratio of the two counts
   */
  public static InformationShare of(double weightFirst, double weightSecond, Covariance errors) {
    double total = errors.ofSum(weightFirst, weightSecond);
    double first = weightFirst * errors.first() + weightSecond * errors.both();
    double ifFirst = first * first / errors.first() / total;
    double unshared = errors.first() - errors.both() * errors.both() / errors.second();
    double ifLast = weightFirst * weightFirst * unshared / total;
    return new InformationShare(Math.min(ifFirst, ifLast), Math.max(ifFirst, ifLast));
  }

  /** Returns the middle of the bounds. */
  public double middle() {
    return (lower + upper) / 2;
  }

  /**
   * Returns the leadership share of the first market (Putnins 2013): a / (a + 1/a) with a =
   * |information ratio / component ratio|. It takes out of the information share what a market
   * gains by being less noisy alone.
   *
   * @param componentShare component share of the first market
   */
  public double leadership(double componentShare) {
    double a =
        Math.abs(middle() * (1 - componentShare)) / Math.abs((1 - middle()) * componentShare);
    return Double.isInfinite(a) ? 1 : a * a / (a * a + 1);
  }
}
