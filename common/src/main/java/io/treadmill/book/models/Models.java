package io.treadmill.book.models;

import io.treadmill.book.law.FitRule;
import io.treadmill.book.law.ModelFit;
import io.treadmill.book.map.BookFold;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.position.Activity;
import io.treadmill.book.position.BookState;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Turnover;
import io.treadmill.market.MarginTiers;
import java.time.LocalDate;
import java.util.List;

/**
 * All models by name: the one list of what is fitted, predicted and scored. A new one is a class
 * and an entry here.
 */
public final class Models {
  /** The model that is published. */
  public static final String BOOK = "book";

  /** Fine freshness with rescale: the baseline of every headline (M0sXr). */
  public static final String FINE_FRESHNESS = "fine_freshness";

  /** The same with a far side: the baseline of every standing map. */
  public static final String FINE_FRESHNESS_FAR = "fine_freshness_far";

  /** The book that knows the path of the price alone: the second baseline of every headline. */
  public static final String PATH_ONLY = "path_only";

  /** Freshness in whole buckets (M0s). */
  public static final String FRESHNESS = "freshness";

  /** The book under the prior law. */
  public static final String UNCALIBRATED = "book_uncalibrated";

  /**
   * Definitions of all models that draw a map, the published one first; above each what it is and
   * where it comes from.
   */
  public static final List<Definition> ALL =
      List.of(
          // Turnover at leverage and distance components, decayed by the clock of activity,
          // removed by price; calibrated, with freshness and trailing rescale; liquidation price
          // of the venue; Poisson fit by expectation-maximisation: Richardson 1972, Lucy 1974.
          new Definition(
              BOOK,
              FitRule.POOLED,
              true,
              Use.BARS,
              market -> book(market, market.parameters, null)),
          // The same book under the prior law: what a new symbol starts with; shares of
          // liquidations by distance of Binance BTC, winter 2025-26.
          new Definition(
              UNCALIBRATED,
              FitRule.NONE,
              false,
              Use.HOURS,
              market -> book(market, market.parameters, null)),
          // Open interest x bins of the time since price was last at the bucket (M0s); the
          // simplest memory of a path.
          new Definition(
              FRESHNESS,
              FitRule.PER_SIDE,
              false,
              Use.HOURS,
              market ->
                  new FreshnessMap(FreshnessMap.Kind.WHOLE, market.contract, market.openInterest)),
          // The same with covered parts of buckets and 12 bins, and trailing rescale (M0sXr);
          // the strongest rule without a book.
          new Definition(
              FINE_FRESHNESS,
              FitRule.PER_SIDE,
              true,
              Use.BARS,
              market ->
                  new FreshnessMap(FreshnessMap.Kind.FINE, market.contract, market.openInterest)),
          // The same with what lies beyond the price, by distance (ff+): positions that are opened
          // on the way there and forced when price comes back.
          new Definition(
              FINE_FRESHNESS_FAR,
              FitRule.PER_SIDE,
              true,
              Use.HOURS,
              market ->
                  new FreshnessMap(
                      FreshnessMap.Kind.FINE_AND_FAR, market.contract, market.openInterest)),
          // The book with constant inflow and clock, with freshness and trailing rescale; what
          // the path of the price alone tells.
          new Definition(
              PATH_ONLY,
              FitRule.SHARED,
              true,
              Use.BARS,
              market -> book(market, market.pathOnly, market.meanTurnover)),
          // The same amount in every bucket that is crossed (M0); no model.
          new Definition(
              "constant", FitRule.PER_SIDE, false, Use.HOURS, market -> new ConstantMap()),
          // All volume at 10x, 25x, 50x, 100x, nothing removed; public indicator scripts.
          new Definition(
              "hobby",
              FitRule.ONE_SCALE,
              false,
              Use.HOURS,
              market -> new HobbyMap(market.tiers, market.contract, false)),
          // The same, removed where price goes through; public indicator scripts with crossing.
          new Definition(
              "hobby_removed",
              FitRule.ONE_SCALE,
              false,
              Use.VALIDATION,
              market -> new HobbyMap(market.tiers, market.contract, true)),
          // Open interest by distance from the mean price of 24 h; what some published maps
          // turned out to be.
          new Definition(
              "moving_average",
              FitRule.PER_SIDE,
              false,
              Use.VALIDATION,
              market -> new MovingAverageMap(market.contract, market.openInterest)),
          // Volume traded at the bucket in 7 days; market profile: Steidlmayer 1984.
          new Definition(
              "volume_profile",
              FitRule.PER_SIDE,
              false,
              Use.VALIDATION,
              market -> new VolumeProfileMap(market.contract)));

  private Models() {}

  /** How far the predictions of a model go every night. */
  public enum Use {
    /** None: it is fitted and scored by validations alone. */
    VALIDATION,
    /** Hours and what follows from them. */
    HOURS,
    /** Bars too: the published model and those of every headline. */
    BARS
  }

  /** Makes an empty model. */
  @FunctionalInterface
  public interface Factory {
    /** Returns a model that has read nothing. */
    HeatmapModel make(Market market);
  }

  /**
   * A model.
   *
   * @param name name in {@code model} columns
   * @param fit how its weights are found
   * @param rescaled whether it carries the trailing rescale
   * @param use how far its predictions go every night
   * @param factory makes it
   */
  public record Definition(String name, FitRule fit, boolean rescaled, Use use, Factory factory) {
    /** Returns whether it is predicted and scored every night. */
    public boolean isScored() {
      return use != Use.VALIDATION;
    }

    /** Returns whether it has weights of its own to be found. */
    public boolean isFitted() {
      return fit != FitRule.NONE;
    }

    /** Returns whether it is predicted bar by bar too, where prints tell bars apart. */
    public boolean isPredictedByBar() {
      return use == Use.BARS;
    }

    /** Returns the rule by which this model is fitted. */
    public ModelFit.Rule rule() {
      return ModelFit.Rule.of(name, fit, rescaled);
    }
  }

  /**
   * What the models need to know of an instrument.
   *
   * @param parameters parameter set of the book
   * @param tiers margin tiers as of the first training day
   * @param contract value of the contracts
   * @param day the day before the first bar
   * @param openInterest snapshot to hold until the first one comes, size unit; NaN if none
   * @param meanTurnover mean of the training window, for the book that knows the path alone
   * @param pathOnly settings of that book: it has a decay of its own
   */
  public record Market(
      ParameterSet parameters,
      MarginTiers tiers,
      ContractValue contract,
      LocalDate day,
      double openInterest,
      Turnover meanTurnover,
      ParameterSet pathOnly) {}

  /** Returns the names of the models that are predicted and scored every night. */
  public static List<String> scored() {
    return ALL.stream().filter(Definition::isScored).map(Definition::name).toList();
  }

  /** Returns the names of those that are fitted for it. */
  public static List<String> fitted() {
    return ALL.stream()
        .filter(model -> model.isScored() && model.isFitted())
        .map(Definition::name)
        .toList();
  }

  /** Returns the names of those that the published model is held against. */
  public static List<String> baselines() {
    return scored().stream().filter(name -> !name.equals(BOOK)).toList();
  }

  /**
   * Returns the definition of a name.
   *
   * @throws IllegalArgumentException if no model has it
   */
  public static Definition of(String name) {
    return ALL.stream()
        .filter(model -> model.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Invalid model: %s (must be one of %s)"
                        .formatted(name, ALL.stream().map(Definition::name).toList())));
  }

  /** Returns the names of the columns of {@link #FINE_FRESHNESS_FAR}. */
  public static List<String> farColumns() {
    return FreshnessMap.columns(FreshnessMap.Kind.FINE_AND_FAR);
  }

  private static HeatmapModel book(Market market, ParameterSet parameters, Turnover constant) {
    LeverageComponents components =
        LeverageComponents.of(parameters, market.tiers, market.contract.inverse());
    Turnover always = parameters.activity() == Activity.CONSTANT ? market.meanTurnover : constant;
    BookFold.TurnoverRule pace =
        always == null ? BookFold.TurnoverRule.of(parameters) : (step, oiStart, oiEnd) -> always;
    return new BookFold(
        parameters,
        components,
        market.contract,
        BookState.start(parameters, components.count(), market.day, market.openInterest),
        pace);
  }
}
