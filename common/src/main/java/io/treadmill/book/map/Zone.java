package io.treadmill.book.map;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of cells of one side of a map that holds far more (hot) or far less (thin) than the null:
 * the mean of the same side's cells at like distances, within a factor of 1.6 and at least 3 cells
 * both ways. Cells near the price are full in every map; against this null they are hot only if
 * they are fuller than their neighbourhood.
 *
 * @param hot true for a hot zone, false for a thin one
 * @param from first cell, counted from the price outwards
 * @param to last cell
 * @param massUsd expected forced notional of the cells, USD
 * @param nullUsd the same under the null
 */
public record Zone(boolean hot, int from, int to, double massUsd, double nullUsd) {
  /** A cell is hot from this multiple of the null on. */
  public static final double HOT_RATIO = 1.5;

  /** A cell is thin up to this multiple of the null. */
  public static final double THIN_RATIO = 0.5;

  /** Least excess, or least mass under the null of a thin zone, as a share of the side. */
  public static final double LEAST_SHARE = 0.01;

  private static final double LIKE_DISTANCE = 1.6;
  private static final int LEAST_REACH = 3;

  /** Returns the mass less that of the null, USD: negative for a thin zone. */
  public double excessUsd() {
    return massUsd - nullUsd;
  }

  /**
   * Returns the zones of one side, from the price outwards.
   *
   * @param usd expected forced notional by cell, from the price outwards, none negative
   */
  public static List<Zone> of(double[] usd) {
    double[] expected = nullUsd(usd);
    double total = 0;
    for (double cell : usd) {
      total += cell;
    }
    List<Zone> zones = new ArrayList<>();
    int from = 0;
    while (from < usd.length) {
      int kind = kind(usd[from], expected[from]);
      int to = from;
      double mass = usd[from];
      double nullMass = expected[from];
      while (to + 1 < usd.length && kind(usd[to + 1], expected[to + 1]) == kind) {
        to++;
        mass += usd[to];
        nullMass += expected[to];
      }
      double weight = kind > 0 ? mass - nullMass : nullMass;
      if (kind != 0 && weight >= LEAST_SHARE * total) {
        zones.add(new Zone(kind > 0, from, to, mass, nullMass));
      }
      from = to + 1;
    }
    return zones;
  }

  /**
   * Returns the null of each cell: the mean over cells whose distance is within a factor of 1.6.
   */
  public static double[] nullUsd(double[] usd) {
    double[] sums = new double[usd.length + 1];
    for (int i = 0; i < usd.length; i++) {
      sums[i + 1] = sums[i] + usd[i];
    }
    double[] expected = new double[usd.length];
    for (int i = 0; i < usd.length; i++) {
      double distance = i + 0.5;
      int first = Math.min(i - LEAST_REACH, (int) Math.ceil(distance / LIKE_DISTANCE - 0.5));
      int last = Math.max(i + LEAST_REACH, (int) Math.floor(distance * LIKE_DISTANCE - 0.5));
      first = Math.max(0, first);
      last = Math.min(usd.length - 1, last);
      expected[i] = (sums[last + 1] - sums[first]) / (last + 1 - first);
    }
    return expected;
  }

  private static int kind(double usd, double expected) {
    if (!(expected > 0)) {
      return 0;
    }
    if (usd >= HOT_RATIO * expected) {
      return 1;
    }
    return usd <= THIN_RATIO * expected ? -1 : 0;
  }
}
