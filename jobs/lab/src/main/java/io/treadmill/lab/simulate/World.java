package io.treadmill.lab.simulate;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All laws of a simulated market. Fractions are of 1, volatilities per square root of a day.
 *
 * @param name name on the command line
 * @param price the path without forced orders
 * @param impact what forced orders do to the path
 * @param traders who opens, how large, and for how long
 * @param leverage which leverage is chosen and how margin is held
 * @param openInterest what open interest is made of
 * @param maxPrintsPerSecond forced-order prints that a feed reports per second and symbol; 0 = all
 * @param planted effects on top of the laws, in order, without repetition
 */
public record World(
    String name,
    PriceLaw price,
    ImpactLaw impact,
    TraderLaw traders,
    LeverageLaw leverage,
    OpenInterestLaw openInterest,
    int maxPrintsPerSecond,
    Set<PlantedEffect> planted) {

  /** Names that {@link #named} knows, in the order in which they are listed. */
  public static final List<String> NAMES =
      List.of(
          "base",
          "hard",
          "capped",
          "no-impact",
          "swing",
          "trending",
          "large",
          "treadmill",
          "thin-zone",
          "funding-clock",
          "early-flush",
          "late-flush");

  /** Checks the feed and fixes the order of the planted effects. */
  public World {
    require(maxPrintsPerSecond >= 0, "max prints per second", maxPrintsPerSecond, "0 or more");
    planted = planted.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(planted));
  }

  /**
   * The path of the price without forced orders: log Ornstein-Uhlenbeck volatility with a season of
   * the day, jumps, and crash episodes.
   *
   * @param dailyVolatility median volatility per day of the diffusion
   * @param logVolatilityDeviation stationary standard deviation of log volatility
   * @param logVolatilityHours time in hours in which log volatility forgets (1/e)
   * @param seasonAmplitude amplitude of the season of the day on volatility, in [0, 1)
   * @param jumpsPerDay mean number of jumps a day
   * @param jumpDeviation standard deviation of a jump's log size
   * @param crashesPerDay mean number of crash episodes a day
   * @param crashMinimum smallest size of a crash, log price
   * @param crashMaximum largest size of a crash, log price
   * @param crashDownShare share of crashes that go down
   * @param premiumMean mean premium of the price over the index
   * @param premiumPerImbalance premium added to it over the index when longs exceed shorts by all
   *     of open interest
   */
  public record PriceLaw(
      double dailyVolatility,
      double logVolatilityDeviation,
      double logVolatilityHours,
      double seasonAmplitude,
      double jumpsPerDay,
      double jumpDeviation,
      double crashesPerDay,
      double crashMinimum,
      double crashMaximum,
      double crashDownShare,
      double premiumMean,
      double premiumPerImbalance) {
    /** Checks the ranges. */
    public PriceLaw {
      require(dailyVolatility > 0, "daily volatility", dailyVolatility, "> 0");
      require(
          logVolatilityDeviation >= 0, "log volatility deviation", logVolatilityDeviation, ">= 0");
      require(logVolatilityHours > 0, "log volatility hours", logVolatilityHours, "> 0");
      require(
          seasonAmplitude >= 0 && seasonAmplitude < 1,
          "season amplitude",
          seasonAmplitude,
          "in [0, 1)");
      require(jumpsPerDay >= 0, "jumps per day", jumpsPerDay, ">= 0");
      require(jumpDeviation >= 0, "jump deviation", jumpDeviation, ">= 0");
      require(crashesPerDay >= 0, "crashes per day", crashesPerDay, ">= 0");
      require(
          crashMinimum > 0 && crashMaximum >= crashMinimum && crashMaximum < 1,
          "crash sizes",
          crashMaximum,
          "0 < minimum <= maximum < 1");
      requireShare(crashDownShare, "crash down share");
      require(Math.abs(premiumMean) < 0.1, "premium mean", premiumMean, "within 0.1 of 0");
      require(premiumPerImbalance >= 0, "premium per imbalance", premiumPerImbalance, ">= 0");
    }
  }

  /**
   * What forced orders do to the price, per 100 million USD of a market with 9 billion USD of open
   * interest, times the square root of volatility over its median.
   *
   * @param permanent log price that stays
   * @param temporary log price that decays
   * @param decayMinutes time in minutes in which the temporary part decays (1/e)
   */
  public record ImpactLaw(double permanent, double temporary, double decayMinutes) {
    /** Checks the ranges. */
    public ImpactLaw {
      require(permanent >= 0, "permanent impact", permanent, ">= 0");
      require(temporary >= 0, "temporary impact", temporary, ">= 0");
      require(decayMinutes > 0, "decay minutes", decayMinutes, "> 0");
    }
  }

  /**
   * Who opens positions, how large and for how long. The rest of the three shares is noise.
   *
   * @param momentumShare share of openers that follow the last hour
   * @param reversalShare share of openers that bet against the last four hours
   * @param fundingShare share of openers that take the side that is paid
   * @param opensPerDay notional opened per side and day, as a fraction of mean open interest
   * @param meanPositionUsd mean notional of a position in a market of 9 billion USD
   * @param logSizeDeviation standard deviation of log size
   * @param holdMedianHours median time a position of 5 x is held
   * @param holdExponent exponent e of {@code median = holdMedianHours x (5 / leverage)^e}
   * @param logHoldDeviation standard deviation of log hold
   * @param stopLossShare share of positions with a stop-loss before their liquidation price
   * @param takeProfitShare share of positions with a take-profit
   * @param noiseVolumePerDay volume of others per day, as a fraction of mean open interest
   */
  public record TraderLaw(
      double momentumShare,
      double reversalShare,
      double fundingShare,
      double opensPerDay,
      double meanPositionUsd,
      double logSizeDeviation,
      double holdMedianHours,
      double holdExponent,
      double logHoldDeviation,
      double stopLossShare,
      double takeProfitShare,
      double noiseVolumePerDay) {
    /** Checks the ranges. */
    public TraderLaw {
      requireShare(momentumShare, "momentum share");
      requireShare(reversalShare, "reversal share");
      requireShare(fundingShare, "funding share");
      requireShare(momentumShare + reversalShare + fundingShare, "sum of trader shares");
      require(opensPerDay > 0, "opens per day", opensPerDay, "> 0");
      require(meanPositionUsd > 0, "mean position", meanPositionUsd, "> 0");
      require(logSizeDeviation >= 0, "log size deviation", logSizeDeviation, ">= 0");
      require(holdMedianHours > 0, "hold median hours", holdMedianHours, "> 0");
      require(holdExponent >= 0, "hold exponent", holdExponent, ">= 0");
      require(logHoldDeviation >= 0, "log hold deviation", logHoldDeviation, ">= 0");
      requireShare(stopLossShare, "stop-loss share");
      requireShare(takeProfitShare, "take-profit share");
      require(noiseVolumePerDay >= 0, "noise volume per day", noiseVolumePerDay, ">= 0");
    }

    private TraderLaw ofMeanPosition(double usd) {
      return new TraderLaw(
          momentumShare,
          reversalShare,
          fundingShare,
          opensPerDay,
          usd,
          logSizeDeviation,
          holdMedianHours,
          holdExponent,
          logHoldDeviation,
          stopLossShare,
          takeProfitShare,
          noiseVolumePerDay);
    }
  }

  /**
   * Which leverage is chosen and how margin is held.
   *
   * @param tiers leverage that can be chosen, rising
   * @param weights share of positions of median size in each tier; scaled to sum 1
   * @param sizeTilt how fast weight moves to low leverage with size: weight x (L/10)^(-tilt z), z =
   *     deviations of log size from its median
   * @param driftDeviation stationary standard deviation of a slow tilt (L/10)^drift of the mix
   * @param driftDays time in days in which the drift forgets (1/e)
   * @param crossShare share of positions whose margin is shared with an account
   * @param crossLogDeviation standard deviation of the log of extra margin of such a position over
   *     its own; the median of the ratio is 1
   * @param longTopUpShare share of longs that add margin on the way to liquidation
   * @param shortTopUpShare share of shorts that do
   */
  public record LeverageLaw(
      List<Integer> tiers,
      List<Double> weights,
      double sizeTilt,
      double driftDeviation,
      double driftDays,
      double crossShare,
      double crossLogDeviation,
      double longTopUpShare,
      double shortTopUpShare) {
    /** Checks the tiers against their weights and the ranges. */
    public LeverageLaw {
      tiers = List.copyOf(tiers);
      weights = List.copyOf(weights);
      if (tiers.isEmpty() || tiers.size() != weights.size()) {
        throw new IllegalArgumentException(
            "Invalid leverage weights: " + weights + " (must be one for each of " + tiers + ")");
      }
      for (int tier : tiers) {
        require(tier >= 1, "leverage tier", tier, ">= 1");
      }
      for (double weight : weights) {
        require(weight >= 0, "leverage weight", weight, ">= 0");
      }
      require(sizeTilt >= 0, "size tilt", sizeTilt, ">= 0");
      require(driftDeviation >= 0, "drift deviation", driftDeviation, ">= 0");
      require(driftDays > 0, "drift days", driftDays, "> 0");
      requireShare(crossShare, "cross share");
      require(crossLogDeviation >= 0, "cross log deviation", crossLogDeviation, ">= 0");
      requireShare(longTopUpShare, "long top-up share");
      requireShare(shortTopUpShare, "short top-up share");
    }
  }

  /**
   * What open interest is made of: a hedged base, which no price can force, plus the larger side of
   * the traders.
   *
   * @param meanUsd mean open interest of the market for which the laws are stated
   * @param hedgedShare mean of the hedged base as a fraction of that
   * @param hedgedLogDeviation stationary standard deviation of the log of the hedged base
   * @param hedgedHours time in hours in which the hedged base forgets (1/e)
   */
  public record OpenInterestLaw(
      double meanUsd, double hedgedShare, double hedgedLogDeviation, double hedgedHours) {
    /** Checks the ranges. */
    public OpenInterestLaw {
      require(meanUsd > 0, "mean open interest", meanUsd, "> 0");
      requireShare(hedgedShare, "hedged share");
      require(hedgedLogDeviation >= 0, "hedged log deviation", hedgedLogDeviation, ">= 0");
      require(hedgedHours > 0, "hedged hours", hedgedHours, "> 0");
    }
  }

  /** Returns the world that the others vary. Its numbers are frozen: {@link WorldCheck}. */
  public static World base() {
    return new World(
        "base",
        new PriceLaw(0.0214, 0.36, 10, 0.3, 1.5, 0.0035, 0.12, 0.02, 0.07, 0.65, -0.0004, 0.02),
        new ImpactLaw(0.0003, 0.0013, 15),
        new TraderLaw(0.35, 0.25, 0.12, 0.333, 60_000, 1.4, 26, 0.8, 1.0, 0.5, 0.5, 0.66),
        new LeverageLaw(
            List.of(2, 3, 5, 10, 20, 25, 50, 75, 100, 125),
            List.of(0.08, 0.12, 0.20, 0.3588, 0.2028, 0.1248, 0.12, 0.045, 0.045, 0.03),
            0.46,
            0,
            5,
            0.35,
            1.0,
            0.12,
            0.12),
        new OpenInterestLaw(9e9, 0.385, 0.05, 72),
        0,
        Set.of());
  }

  /**
   * Returns a world by its name. {@code hard}: 70 % cross margin, 40 % of longs and 25 % of shorts
   * top up, leverage drifts, about half of the moves of open interest say nothing about traders.
   * {@code capped}: base with a feed of at most one print a second. {@code no-impact}: base where
   * forced orders do not move the price. {@code swing}: base where most positions have low leverage
   * and are held for days, so that they are forced far from the price. {@code trending}: base where
   * most openers follow the price, which moves half as far again and crashes three times as often.
   * {@code large}: base with positions ten times as large, of which many are beyond the first
   * brackets. The others are base with one planted effect each.
   *
   * @throws IllegalArgumentException if no world has that name
   */
  public static World named(String name) {
    World base = base();
    return switch (name) {
      case "base" -> base;
      case "hard" -> hard(base);
      case "capped" -> base.with(name, base.impact, 1, Set.of());
      case "no-impact" -> base.with(name, new ImpactLaw(0, 0, 15), 0, Set.of());
      case "swing" -> swing(base);
      case "trending" -> trending(base);
      case "large" -> base.with(name, base.price, base.traders.ofMeanPosition(600_000));
      case "treadmill" -> base.with(name, base.impact, 0, Set.of(PlantedEffect.TREADMILL));
      case "thin-zone" -> base.with(name, base.impact, 0, Set.of(PlantedEffect.THIN_ZONE));
      case "funding-clock" -> base.with(name, base.impact, 0, Set.of(PlantedEffect.FUNDING_CLOCK));
      case "early-flush" -> base.with(name, base.impact, 0, Set.of(PlantedEffect.EARLY_FLUSH));
      case "late-flush" -> base.with(name, base.impact, 0, Set.of(PlantedEffect.LATE_FLUSH));
      default ->
          throw new IllegalArgumentException(
              "Invalid world: %s (must be one of %s)"
                  .formatted(name, NAMES.stream().collect(Collectors.joining(", "))));
    };
  }

  private static World hard(World base) {
    LeverageLaw mix = base.leverage;
    return new World(
        "hard",
        base.price,
        base.impact,
        base.traders,
        new LeverageLaw(
            mix.tiers, mix.weights, mix.sizeTilt, 0.35, 5, 0.7, mix.crossLogDeviation, 0.4, 0.25),
        new OpenInterestLaw(base.openInterest.meanUsd, 0.385, 0.12, 12),
        0,
        Set.of());
  }

  private static World swing(World base) {
    LeverageLaw mix = base.leverage;
    TraderLaw of = base.traders;
    return new World(
        "swing",
        base.price,
        base.impact,
        new TraderLaw(
            of.momentumShare,
            of.reversalShare,
            of.fundingShare,
            of.opensPerDay,
            of.meanPositionUsd,
            of.logSizeDeviation,
            4 * of.holdMedianHours,
            of.holdExponent,
            of.logHoldDeviation,
            of.stopLossShare,
            of.takeProfitShare,
            of.noiseVolumePerDay),
        new LeverageLaw(
            mix.tiers,
            List.of(0.2, 0.3, 0.5, 0.3588, 0.1, 0.06, 0.05, 0.02, 0.02, 0.01),
            mix.sizeTilt,
            mix.driftDeviation,
            mix.driftDays,
            mix.crossShare,
            mix.crossLogDeviation,
            mix.longTopUpShare,
            mix.shortTopUpShare),
        base.openInterest,
        0,
        Set.of());
  }

  private static World trending(World base) {
    PriceLaw path = base.price;
    TraderLaw of = base.traders;
    return base.with(
        "trending",
        new PriceLaw(
            1.5 * path.dailyVolatility,
            path.logVolatilityDeviation,
            path.logVolatilityHours,
            path.seasonAmplitude,
            path.jumpsPerDay,
            path.jumpDeviation,
            3 * path.crashesPerDay,
            path.crashMinimum,
            path.crashMaximum,
            path.crashDownShare,
            path.premiumMean,
            path.premiumPerImbalance),
        new TraderLaw(
            0.7,
            0.05,
            of.fundingShare,
            of.opensPerDay,
            of.meanPositionUsd,
            of.logSizeDeviation,
            of.holdMedianHours,
            of.holdExponent,
            of.logHoldDeviation,
            of.stopLossShare,
            of.takeProfitShare,
            of.noiseVolumePerDay));
  }

  private World with(String name, PriceLaw path, TraderLaw who) {
    return new World(name, path, impact, who, leverage, openInterest, maxPrintsPerSecond, planted);
  }

  private World with(String name, ImpactLaw impact, int cap, Set<PlantedEffect> planted) {
    return new World(name, price, impact, traders, leverage, openInterest, cap, planted);
  }

  private static void requireShare(double value, String what) {
    require(value >= 0 && value <= 1, what, value, "in [0, 1]");
  }

  private static void require(boolean holds, String what, double value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Invalid " + what + ": " + value + " (must be " + rule + ")");
    }
  }
}
