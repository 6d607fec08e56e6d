package io.treadmill.stats.discovery;

import io.treadmill.stats.Estimate;

/**
 * Who finds the price first, of two markets of one asset over one window.
 *
 * @param boundLow lower bound of the information share of the first market; NaN if missing
 * @param boundHigh upper bound
 * @param informationShare middle of the bounds, with its interval; .5 = nobody leads
 * @param componentShare component share of the first market
 * @param leadershipShare leadership share of the first market
 * @param leadSeconds by how much the first leads
 * @param lags past returns in the error correction; -1 without one
 * @param halfLifeSeconds time in which half of a difference of the two prices closes
 */
public record PriceDiscovery(
    double boundLow,
    double boundHigh,
    Estimate informationShare,
    Estimate componentShare,
    Estimate leadershipShare,
    Estimate leadSeconds,
    int lags,
    double halfLifeSeconds) {
  /** Rows of the regression below which nothing is said. */
  public static final int LEAST_ROWS = 200;

  /** Five per cent value of Dickey and Fuller with a constant: below it prices may drift apart. */
  public static final double LEAST_TIED = 2.86;

  /**
   * Width of the information bounds above which no share is given: the errors of both prices are
   * then so alike that the middle of the bounds is .5 whatever is true, and weights are noise.
   */
  public static final double MOST_WIDTH = 0.8;

  /**
   * How a window is looked at.
   *
   * @param stepSeconds length of a step
   * @param mostLags most past returns of each market
   * @param blockSteps steps of a block of the bootstrap
   */
  public record Clock(double stepSeconds, int mostLags, int blockSteps) {}

  /**
   * Returns who leads in a window.
   *
   * @param first log price of the first market at the end of each step; NaN where nothing traded
   * @param second log price of the second
   * @param seed of the draws
   */
  public static PriceDiscovery of(double[] first, double[] second, Clock clock, long seed) {
    double most = 3 * clock.stepSeconds();
    Estimate lead =
        HayashiYoshida.lead(
            HayashiYoshida.Path.of(first, clock.stepSeconds(), most),
            HayashiYoshida.Path.of(second, clock.stepSeconds(), most),
            clock.stepSeconds(),
            clock.blockSteps(),
            seed);
    BlockSums sums = ErrorCorrection.sums(first, second, clock.mostLags(), clock.blockSteps());
    long n = sums.n();
    if (n < LEAST_ROWS) {
      return missing("under " + LEAST_ROWS + " steps with both prices", n, lead);
    }
    ErrorCorrection fit = ErrorCorrection.best(sums.total(), clock.mostLags());
    if (fit == null) {
      return missing("a price stood still", n, lead);
    }
    if (!(fit.tied() >= LEAST_TIED)) {
      return missing("prices did not correct towards each other at this step", n, lead);
    }
    InformationShare bounds = fit.informationShare();
    Estimate[] shares = shares(fit, sums, clock, seed + 1);
    double closing = fit.pullSecond() - fit.pullFirst();
    return new PriceDiscovery(
        bounds.lower(),
        bounds.upper(),
        shares[0],
        shares[1],
        shares[2],
        lead,
        fit.lags(),
        closing < 1 ? clock.stepSeconds() * Math.log(0.5) / Math.log1p(-closing) : 0);
  }

  /** Information, component and leadership share with their intervals. */
  private static Estimate[] shares(ErrorCorrection fit, BlockSums sums, Clock clock, long seed) {
    InformationShare bounds = fit.informationShare();
    long n = sums.n();
    if (bounds.upper() - bounds.lower() > MOST_WIDTH) {
      Estimate none =
          Estimate.missing(
              "information bounds wider than " + MOST_WIDTH + ": errors of both prices are alike",
              n);
      return new Estimate[] {none, none, none};
    }
    double[][] intervals =
        ErrorCorrection.withLags(sums, clock.mostLags(), fit.lags())
            .intervals(
                seed,
                3,
                drawn -> {
                  ErrorCorrection other = ErrorCorrection.of(drawn, fit.lags(), fit.lags());
                  return other == null
                      ? new double[] {Double.NaN, Double.NaN, Double.NaN}
                      : shares(other);
                });
    double[] values = shares(fit);
    return new Estimate[] {
      share(values[0], intervals[0], n),
      Estimate.of(values[1], intervals[1][0], intervals[1][1], n),
      share(values[2], intervals[2], n)
    };
  }

  /** Returns that nothing can be said. */
  public static PriceDiscovery missing(String reason) {
    return missing(reason, 0, Estimate.missing(reason, 0));
  }

  /** A share in 0..1, as its interval. */
  private static Estimate share(double value, double[] interval, long n) {
    return Estimate.of(value, Math.max(0, interval[0]), Math.min(1, interval[1]), n);
  }

  private static double[] shares(ErrorCorrection fit) {
    InformationShare share = fit.informationShare();
    double component = fit.componentShare();
    return new double[] {share.middle(), component, share.leadership(component)};
  }

  private static PriceDiscovery missing(String reason, long n, Estimate lead) {
    Estimate none = Estimate.missing(reason, n);
    return new PriceDiscovery(Double.NaN, Double.NaN, none, none, none, lead, -1, Double.NaN);
  }
}
