package io.treadmill.stats.regime;

import io.treadmill.market.BarClock;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Ranks;
import io.treadmill.stats.Steps;
import io.treadmill.stats.episode.FlushTrigger;
import java.util.Optional;

/**
 * The state of a perpetual at each full hour, from price, open interest in coins, funding or
 * premium, and spot trading. Every threshold is a score against complete days before.
 */
public final class RegimeHistory {
  /** Complete days before that scale returns, changes of open interest and the premium. */
  public static final int SCORE_DAYS = 7;

  /** Complete days before that rank open interest and scale settled funding. */
  public static final int LEVEL_DAYS = 30;

  /** Days before the first label that can reach into it. */
  public static final int LOOKBACK_DAYS = LEVEL_DAYS + 1;

  private static final int LEAST_LEVELS = 7 * PastScores.HOURS;
  private static final int LEAST_SETTLEMENTS = 20;
  private static final double LARGE = 1;
  private static final double SMALL = 0.7;
  private static final double HIGH_PERCENTILE = 0.8;
  private static final int FOUR_HOURS_STEPS = 4 * HourlyMarket.STEPS;

  /** What a state was decided by; NaN = unknown. The columns of {@code regime} say what each is. */
  public record Inputs(
      double return4h,
      double returnZ,
      double openInterestChange4h,
      double openInterestZ,
      double openInterestPercentile,
      double funding8h,
      double crowdingZ,
      String crowdingSource,
      double spotShare,
      double spotFlow,
      String spotSource,
      String flushSource) {}

  /**
   * One hour.
   *
   * @param state null if it cannot be decided
   * @param reason why it is null
   */
  public record Label(RegimeState state, Inputs inputs, String reason) {
    /** Returns signs of return and change of open interest; null if one is unknown. */
    public String quadrant() {
      if (Double.isNaN(inputs.return4h()) || Double.isNaN(inputs.openInterestChange4h())) {
        return null;
      }
      return (inputs.return4h() >= 0 ? "price_up" : "price_down")
          + (inputs.openInterestChange4h() >= 0 ? "_interest_up" : "_interest_down");
    }
  }

  private final HourlyMarket market;
  private final FlushTrigger trigger;
  private final double[] returns;
  private final double[] returnZ;
  private final double[] changes;
  private final double[] changeZ;
  private final double[] levels;
  private final double[] premiumZ;
  private final double[] fundingZ;
  private final double[] spotShare;
  private final double[] spotShareZ;
  private final double[] spotFlow;

  /**
   * Reads a market.
   *
   * @param trigger start rule of flushes on the same steps
   * @param spot spot market of the asset, on the same steps
   */
  public RegimeHistory(HourlyMarket market, FlushTrigger trigger, Optional<MarketSeries> spot) {
    this.market = market;
    this.trigger = trigger;
    this.returns = market.return4Hours();
    this.returnZ = PastScores.robustZ(returns, SCORE_DAYS);
    this.changes = market.openInterestChange4Hours();
    this.changeZ = PastScores.robustZ(changes, SCORE_DAYS);
    this.levels = PastScores.percentile(market.openInterest(), LEVEL_DAYS, LEAST_LEVELS);
    this.premiumZ = PastScores.robustZ(market.premium(), SCORE_DAYS);
    this.fundingZ = fundingZ();
    this.spotShare = Steps.unknown(market.hours());
    this.spotFlow = Steps.unknown(market.hours());
    spot.ifPresent(this::readSpot);
    this.spotShareZ = PastScores.robustZ(spotShare, SCORE_DAYS);
  }

  /** Scores of the last settled rate against the settlements of the 30 complete days before. */
  private double[] fundingZ() {
    double[] scores = Steps.unknown(market.hours());
    MarketSeries series = market.series();
    double[] rates = series.settled().stream().mapToDouble(FundingHistory::per8Hours).toArray();
    double[] past = {};
    for (int h = 0; h < scores.length; h++) {
      double rate = market.funding()[h];
      if (h % PastScores.HOURS == 0) {
        long end = market.micros(h);
        int from = series.settledBefore(end - LEVEL_DAYS * BarClock.DAY_MICROS);
        past = Ranks.sorted(rates, from, series.settledBefore(end));
      } else if (rate == market.funding()[h - 1]) {
        scores[h] = scores[h - 1];
        continue;
      }
      scores[h] = past.length >= LEAST_SETTLEMENTS ? Ranks.robustZ(past, rate) : Double.NaN;
    }
    return scores;
  }

  private void readSpot(MarketSeries spot) {
    double[] volume = spot.column(Column.BASE_VOLUME);
    double[] bought = spot.column(Column.TAKER_BUY_BASE);
    for (int h = FOUR_HOURS_STEPS / HourlyMarket.STEPS; h < market.hours(); h++) {
      int to = h * HourlyMarket.STEPS;
      double spotUsd = 0;
      double perpetualUsd = 0;
      double base = 0;
      double signed = 0;
      for (int i = to - FOUR_HOURS_STEPS; i < to; i++) {
        spotUsd += number(spot.volumeUsd(i));
        perpetualUsd += number(market.series().volumeUsd(i));
        if (!Double.isNaN(bought[i])) {
          base += volume[i];
          signed += 2 * bought[i] - volume[i];
        }
      }
      boolean traded = spotUsd > 0 && perpetualUsd > 0;
      spotShare[h] = traded ? spotUsd / (spotUsd + perpetualUsd) : Double.NaN;
      spotFlow[h] = base > 0 ? signed / base : Double.NaN;
    }
  }

  private static double number(double value) {
    return Double.isNaN(value) ? 0 : value;
  }

  /** Returns the label of an hour: it uses values before the hour, and snapshots at it. */
  public Label at(int h) {
    boolean premium = !Double.isNaN(premiumZ[h]);
    boolean funding = !premium && !Double.isNaN(fundingZ[h]);
    String spotSource =
        Double.isNaN(spotShareZ[h]) ? "none" : Double.isNaN(spotFlow[h]) ? "volume" : "flow";
    Inputs inputs =
        new Inputs(
            returns[h],
            returnZ[h],
            changes[h],
            changeZ[h],
            levels[h],
            market.funding()[h],
            premium ? premiumZ[h] : fundingZ[h],
            premium ? "premium" : funding ? "funding" : null,
            spotShare[h],
            spotFlow[h],
            spotSource,
            flushSource(h));
    return decide(inputs, spotShareZ[h], flushed(h));
  }

  /** Returns the states of all hours by their place in {@link RegimeState}; -1 if undecided. */
  public byte[] states() {
    byte[] states = new byte[market.hours()];
    for (int h = 0; h < states.length; h++) {
      RegimeState state = at(h).state();
      states[h] = (byte) (state == null ? -1 : state.ordinal());
    }
    return states;
  }

  private boolean flushed(int h) {
    for (int i = Math.max(0, (h - 1) * HourlyMarket.STEPS); i < h * HourlyMarket.STEPS; i++) {
      if (trigger.at(i)) {
        return true;
      }
    }
    return false;
  }

  private String flushSource(int h) {
    int i = h * HourlyMarket.STEPS - 1;
    return i < 0 ? null : trigger.source(i);
  }

  /** The first rule that holds; nothing if one that is asked before cannot be answered. */
  static Label decide(Inputs in, double spotShareZ, boolean flushed) {
    if (flushed) {
      return new Label(RegimeState.FLUSH, in, null);
    }
    double r = in.returnZ();
    double oi = in.openInterestZ();
    if (in.flushSource() == null) {
      return undecided(
          in, "price, forced orders or volume missing in the last 15 minutes or 7 days");
    }
    if (Double.isNaN(r)) {
      return undecided(in, "no score of the return: under half of 7 days known");
    }
    if (Double.isNaN(oi)) {
      return undecided(in, "no score of open interest: under half of 7 days known");
    }
    boolean held = Math.abs(oi) < SMALL;
    if (r < -LARGE && held) {
      if (Double.isNaN(in.funding8h())) {
        return undecided(in, "no settled funding, or its interval is unknown");
      }
      if (in.funding8h() > 0) {
        return new Label(RegimeState.FRAGILE, in, null);
      }
    }
    // NaN is neither at most nor above: a rule with one false part is false.
    boolean notCrowded =
        in.openInterestPercentile() <= HIGH_PERCENTILE || Math.abs(in.crowdingZ()) <= LARGE;
    if (!notCrowded) {
      if (Double.isNaN(in.openInterestPercentile())) {
        return undecided(in, "no percentile of open interest: under 7 of 30 days known");
      }
      return Double.isNaN(in.crowdingZ())
          ? undecided(in, "neither premium nor funding scored against the days before")
          : new Label(RegimeState.CROWDED, in, null);
    }
    if (Math.abs(r) > LARGE && held && spotAgrees(in, spotShareZ)) {
      return new Label(RegimeState.SPOT_LED, in, null);
    }
    if (oi < -LARGE) {
      return new Label(r > LARGE ? RegimeState.SHORT_COVER : RegimeState.DELEVERAGING, in, null);
    }
    return new Label(oi > LARGE ? RegimeState.BUILDING : RegimeState.QUIET, in, null);
  }

  /** Spot trades at least its usual share, and its takers push the way price went. */
  private static boolean spotAgrees(Inputs in, double spotShareZ) {
    if (Double.isNaN(spotShareZ)) {
      return true; // No spot market: price without open interest has to do; spotSource says so.
    }
    boolean usual = spotShareZ >= 0;
    return usual && (Double.isNaN(in.spotFlow()) || in.spotFlow() * in.return4h() > 0);
  }

  private static Label undecided(Inputs in, String reason) {
    return new Label(null, in, reason);
  }
}
