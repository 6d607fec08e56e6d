package io.treadmill.book.map;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of cells of one side of a map that holds far more (hot) or far less (thin) than the null:
 * what cells at that distance usually hold. Cells far from the price are full in every map; against
 * this null they are hot only if they are fuller than on other days.
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
  public static final double THIN_RATIO = 2.0 / 3;

  /** Least excess, or what is lacking in a thin zone, as a share of the side. */
  public static final double LEAST_SHARE = 0.01;

  /** Returns the mass less that of the null, USD: negative for a thin zone. */
  public double excessUsd() {
    return massUsd - nullUsd;
  }

  /**
   * Returns the zones of one side, from the price outwards.
   *
   * @param usd expected forced notional by cell, from the price outwards, none negative
   * @param expected the null of each cell; not above 0 or NaN where there is none
   */
  public static List<Zone> of(double[] usd, double[] expected) {
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
      if (kind != 0 && Math.abs(mass - nullMass) >= LEAST_SHARE * total) {
        zones.add(new Zone(kind > 0, from, to, mass, nullMass));
      }
      from = to + 1;
    }
    return zones;
  }

  /** Returns 1 for what is hot, -1 for what is thin, else 0, also without a null. */
  public static int kind(double usd, double expected) {
    if (!(expected > 0)) {
      return 0;
    }
    if (usd >= HOT_RATIO * expected) {
      return 1;
    }
    return usd <= THIN_RATIO * expected ? -1 : 0;
  }
}
