package io.treadmill.stats.discovery;

import io.treadmill.stats.Estimate;
import io.treadmill.stats.Resampling;

/**
 * Who finds the price first, of two markets of one asset over one window.
 *
 * @param informationShareLower lower bound of the information share of the first market; NaN
 *     without a component share
 * @param informationShare middle of the bounds, with its interval; .5 = nobody leads
 * @param componentShare component share of the first market, in 0..1, with the p-value of .5, which
 *     is there even if no share is
 * @param lags past returns in the error correction; -1 without one
 */
public record PriceDiscovery(
    double informationShareLower,
    double informationShareUpper,
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
   * Standard error that a component share of a half may have. A window where it is larger tells no
   * share; it does not depend on the share that is found, so that shares are not chosen by it.
   */
  public static final double MOST_ERROR = 0.15;

  /**
   * Correlation of the errors of both prices above which no information or leadership share is
   * given: the bounds of equals are as far apart as this, and their middle is near .5 whatever is
   * true.
   */
  public static final double MOST_CORRELATION = 0.8;

  private static final double NOBODY_LEADS = 0.5;

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
      return missing("under %d steps with both prices".formatted(LEAST_ROWS), n, lead);
    }
    ErrorCorrection fit = ErrorCorrection.best(sums.total(), clock.mostLags());
    if (fit == null) {
      return missing("a price stood still", n, lead);
    }
    if (!(fit.tied() >= LEAST_TIED)) {
      return missing("prices did not correct towards each other at this step", n, lead);
    }
    return of(
        fit, ErrorCorrection.withLags(sums, clock.mostLags(), fit.lags()), clock, lead, seed + 1);
  }

  /** What prices that correct towards each other tell. */
  private static PriceDiscovery of(
      ErrorCorrection fit, BlockSums sums, Clock clock, Estimate lead, long seed) {
    long n = sums.n();
    ComponentShare component = ComponentShare.of(fit, sums);
    if (component == null) {
      return missing("a price stood still", n, lead);
    }
    double[] ends = component.interval(Resampling.COVERAGE);
    double p = component.p(NOBODY_LEADS);
    String reason =
        fit.errorOfHalf() > MOST_ERROR
            ? "not identified: a component share of .5 would have a standard error above %s"
                .formatted(MOST_ERROR)
            : ends[0] > 1 || ends[1] < 0
                ? "a market moves away from the other: component share outside 0..1"
                : null;
    InformationShare bounds = reason == null ? fit.informationShare() : InformationShare.UNKNOWN;
    double closing = fit.closing();
    Estimate[] information = informationAndLeadership(fit, sums, reason, seed);
    return new PriceDiscovery(
        bounds.lower(),
        bounds.upper(),
        information[0],
        reason == null
            ? new Estimate(
                inRange(fit.componentShare()), inRange(ends[0]), inRange(ends[1]), p, n, null)
            : new Estimate(Double.NaN, Double.NaN, Double.NaN, p, n, reason),
        information[1],
        lead,
        fit.lags(),
        closing < 1 ? clock.stepSeconds() * Math.log(0.5) / Math.log1p(-closing) : 0);
  }

  private static Estimate[] informationAndLeadership(
      ErrorCorrection fit, BlockSums sums, String reason, long seed) {
    long n = sums.n();
    if (reason != null || fit.correlation() > MOST_CORRELATION) {
      Estimate none =
          Estimate.missing(
              reason != null
                  ? reason
                  : "errors of both prices are alike: their correlation is above %s"
                      .formatted(MOST_CORRELATION),
              n);
      return new Estimate[] {none, none};
    }
    double[][] ends =
        sums.intervals(
            seed, 2, drawn -> numbers(ErrorCorrection.of(drawn, fit.lags(), fit.lags())));
    double[] values = numbers(fit);
    return new Estimate[] {
      Estimate.of(values[0], inRange(ends[0][0]), inRange(ends[0][1]), n),
      Estimate.of(values[1], inRange(ends[1][0]), inRange(ends[1][1]), n)
    };
  }

  private static double[] numbers(ErrorCorrection fit) {
    if (fit == null) {
      return new double[] {Double.NaN, Double.NaN};
    }
    InformationShare share = fit.informationShare();
    return new double[] {share.middle(), share.leadership(fit.componentShare())};
  }

  private static double inRange(double share) {
    return Math.max(0, Math.min(1, share));
  }

  /** Returns that nothing can be said. */
  public static PriceDiscovery missing(String reason) {
    return missing(reason, 0, Estimate.missing(reason, 0));
  }

  private static PriceDiscovery missing(String reason, long n, Estimate lead) {
    Estimate none = Estimate.missing(reason, n);
    return new PriceDiscovery(Double.NaN, Double.NaN, none, none, none, lead, -1, Double.NaN);
  }
}
