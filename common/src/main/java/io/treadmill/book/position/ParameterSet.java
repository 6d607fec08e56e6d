package io.treadmill.book.position;

import io.treadmill.market.MarginTiers;
import io.treadmill.market.PriceGrid;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * The named settings of a book. A state belongs to one set: a change replays from the warm-up.
 *
 * @param name lower-case name
 * @param theta share of traded volume that opens and closes positions, in (0, 10]
 * @param decay c, decay at leverage 10 and at 10 % distance per turnover of open interest, &gt;= 0
 * @param beta exponent of the decay in leverage, in [0, 5]
 * @param inflowMode treatment of a bar's own inflow
 * @param activity what drives opens and closes
 * @param spikes positions whose maintenance margin the leverage spikes have
 */
public record ParameterSet(
    String name,
    double theta,
    double decay,
    double beta,
    InflowMode inflowMode,
    Activity activity,
    MarginTiers.PositionSize spikes)
    implements Serializable {
  /** Settings chosen by cross-validation on real markets. */
  public static final ParameterSet REAL =
      new ParameterSet(
          "real",
          0.6,
          0.125,
          1.6,
          InflowMode.ADD_AFTER_CROSSING,
          Activity.VOLUME_AND_OPEN_INTEREST);

  /** Settings of the book that knows the path of the price alone, on real markets. */
  public static final ParameterSet REAL_PATH_ONLY =
      new ParameterSet(
          "path_only",
          0.6,
          0.125,
          2,
          InflowMode.ADD_AFTER_CROSSING,
          Activity.VOLUME_AND_OPEN_INTEREST);

  /** Settings for simulated worlds. */
  public static final ParameterSet SIMULATED =
      new ParameterSet(
          "simulated",
          0.2,
          1.0,
          0.8,
          InflowMode.ADD_AFTER_CROSSING,
          Activity.VOLUME_AND_OPEN_INTEREST);

  /**
   * Settings for the worlds of the simulator, chosen on the training days of seeds 101 and 102,
   * which are scored nowhere; of a grid on all their days within 3 % of the best deviance.
   * Positions there are far below the cap of the first bracket; with the maintenance of the largest
   * ones a spike of 20x lies at 2.6 % where the orders come at 4.7 %, and the deep map is
   * misplaced.
   */
  public static final ParameterSet WORLD =
      new ParameterSet(
          "world",
          0.35,
          1,
          1.2,
          InflowMode.ADD_AFTER_CROSSING,
          Activity.VOLUME_AND_OPEN_INTEREST,
          MarginTiers.PositionSize.SMALLEST);

  /**
   * Settings for the hard world, chosen in the same way: its open interest says so little about
   * traders that a constant pace did better there.
   */
  public static final ParameterSet HARD_WORLD =
      new ParameterSet(
          "hard_world",
          0.35,
          1,
          1.2,
          InflowMode.ADD_AFTER_CROSSING,
          Activity.CONSTANT,
          MarginTiers.PositionSize.SMALLEST);

  /** Returns a set whose spikes are those of the largest positions: the default. */
  public ParameterSet(
      String name,
      double theta,
      double decay,
      double beta,
      InflowMode inflowMode,
      Activity activity) {
    this(name, theta, decay, beta, inflowMode, activity, MarginTiers.PositionSize.LARGEST);
  }

  /** Checks the ranges. */
  public ParameterSet {
    if (!name.matches("[a-z0-9_]{1,40}")) {
      throw new IllegalArgumentException(
          "Invalid parameter set name: '" + name + "' (must match [a-z0-9_]{1,40})");
    }
    require("theta", theta, 0, 10);
    require("decay", decay, 0, 100);
    require("beta", beta, 0, 5);
    if (theta == 0) {
      throw new IllegalArgumentException("Invalid theta: 0 (must be positive)");
    }
  }

  /** Returns the width of a bucket in log price. Fixed: the grid is shared by every table. */
  public double gridStep() {
    return PriceGrid.STEP;
  }

  /** Returns the name and a hash of the values, for example {@code real-1f2e3d4c}. Stable. */
  public String id() {
    String values =
        theta
            + "|"
            + decay
            + "|"
            + beta
            + "|"
            + gridStep()
            + "|"
            + inflowMode.number()
            + "|"
            + activity.text()
            // The default is left out: states of earlier runs keep their id.
            + (spikes == MarginTiers.PositionSize.LARGEST ? "" : "|" + spikes.text());
    CRC32 hash = new CRC32();
    hash.update(values.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%s-%08x", name, hash.getValue());
  }

  private static void require(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "Invalid " + what + ": " + value + " (must be in [" + least + ", " + most + "])");
    }
  }
}
