package io.treadmill.book.position;

import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the cells of the maps of the past held by distance from the price, in bins of distance on
 * the way: means over full hours, those of the last weeks most, as weights halve in ten days.
 * Immutable.
 */
public final class UsualProfile {
  /** Number of bins of distance. */
  public static final int BINS = 19;

  /** Nothing was seen. */
  public static final UsualProfile NONE = new UsualProfile(new TreeMap<>());

  /** Less than the weight of two days of hours, more than that of an hour less: 44.87, 43.99. */
  private static final double LEAST_WEIGHT = 44.5;

  private static final double KEEP = StrictMath.pow(0.5, 1.0 / 240);
  private static final String SUM = "usual";
  private static final String WEIGHT = "usual_weight";

  // By hours of the horizon; each side has sums of all bins, then weights.
  private final SortedMap<Integer, double[][]> horizons;

  private UsualProfile(SortedMap<Integer, double[][]> horizons) {
    this.horizons = horizons;
  }

  /**
   * Returns the usual mean of a cell in each bin, USD; NaN where too little was seen.
   *
   * @param horizonHours horizon of the maps; 0: now
   */
  public double[] means(int horizonHours, Side side) {
    double[] sums = of(horizonHours)[side.index()];
    double[] means = new double[BINS];
    Arrays.setAll(
        means, bin -> sums[BINS + bin] >= LEAST_WEIGHT ? sums[bin] / sums[BINS + bin] : Double.NaN);
    return means;
  }

  /**
   * Returns the profile after one more hour.
   *
   * @param means mean of the cells in each bin, USD; NaN in bins without cells
   */
  public UsualProfile then(int horizonHours, Side side, double[] means) {
    double[][] all = of(horizonHours);
    double[] sums = all[side.index()].clone();
    for (int bin = 0; bin < BINS; bin++) {
      if (!Double.isNaN(means[bin])) {
        sums[bin] = KEEP * sums[bin] + means[bin];
        sums[BINS + bin] = KEEP * sums[BINS + bin] + 1;
      }
    }
    SortedMap<Integer, double[][]> next = new TreeMap<>(horizons);
    next.put(
        horizonHours,
        side == Side.LONG ? new double[][] {sums, all[1]} : new double[][] {all[0], sums});
    return new UsualProfile(next);
  }

  private double[][] of(int horizonHours) {
    return horizons.getOrDefault(horizonHours, new double[2][2 * BINS]);
  }

  /** Returns this with the bins that a run of a horizon filled. */
  public UsualProfile with(int horizonHours, UsualProfile other) {
    SortedMap<Integer, double[][]> next = new TreeMap<>(horizons);
    next.putAll(
        other.horizons.containsKey(horizonHours)
            ? Map.of(horizonHours, other.of(horizonHours))
            : Map.of());
    return new UsualProfile(next);
  }

  /** Returns the rows of a state: component is the bin, bucket the hours of the horizon. */
  List<BookState.Cell> toRows() {
    List<BookState.Cell> rows = new ArrayList<>();
    horizons.forEach(
        (hours, sides) -> {
          for (Side side : Side.values()) {
            double[] sums = sides[side.index()];
            for (int bin = 0; bin < BINS; bin++) {
              if (sums[BINS + bin] > 0) {
                rows.add(new BookState.Cell(side.text(), SUM, bin, hours, sums[bin]));
                rows.add(new BookState.Cell(side.text(), WEIGHT, bin, hours, sums[BINS + bin]));
              }
            }
          }
        });
    return rows;
  }

  /** Returns whether a row of a state is one of a profile. */
  static boolean holds(BookState.Cell row) {
    return row.kind().equals(SUM) || row.kind().equals(WEIGHT);
  }

  /** Returns the profile of its rows. */
  static UsualProfile fromRows(List<BookState.Cell> rows) {
    SortedMap<Integer, double[][]> horizons = new TreeMap<>();
    for (BookState.Cell row : rows) {
      int place = row.component() + (row.kind().equals(WEIGHT) ? BINS : 0);
      horizons
              .computeIfAbsent(row.bucket(), hours -> new double[2][2 * BINS])[
              Side.of(row.side()).index()][place] =
          row.value();
    }
    return new UsualProfile(horizons);
  }
}
