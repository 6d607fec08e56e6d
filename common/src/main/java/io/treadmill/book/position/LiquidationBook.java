package io.treadmill.book.position;

import io.treadmill.market.Side;
import java.util.Arrays;

/**
 * The open positions of one side by component and liquidation bucket, unweighted, in the size unit.
 *
 * <p>Mass is kept as {@code scale of the component x cell}: decay multiplies one number, so a step
 * costs the crossed cells and the taps of the new entries. {@link #endDay} multiplies the scales
 * out and prunes; a state is taken only there, which makes a continued run equal to an unbroken one
 * to the bit. Not thread-safe.
 */
public final class LiquidationBook {
  /** Cells below this part of a side's mass are dropped at the end of a day. */
  static final double PRUNE_SHARE = 1e-12;

  /** Cells farther from the last price than this many buckets are dropped at the end of a day. */
  static final int REACH = 3000;

  private static final double LEAST_SCALE = 1e-100;
  private static final int MARGIN = 1024;
  private static final int MOST_BUCKETS = 1 << 16;

  private final LeverageComponents components;
  private final Side side;
  private final InflowMode mode;
  private final Crossing crossing;
  private final double[][] cells;
  private final double[] scale;
  private final double[] total;
  // exp(-c_k clock) of the clock that was asked for last: maps and the next bar ask for the same.
  private final double[] kept;
  private double keptClock = Double.NaN;
  private int origin;
  private int width;
  // Occupied buckets, both included; none if lowest > highest.
  private int lowest = Integer.MAX_VALUE;
  private int highest = Integer.MIN_VALUE;
  private double opened;
  private double decayed;
  private double swept;
  private double dropped;

  /** Makes an empty book. */
  public LiquidationBook(LeverageComponents components, Side side, InflowMode mode) {
    this.components = components;
    this.side = side;
    this.mode = mode;
    this.crossing = new Crossing(components.count());
    this.cells = new double[components.count()][0];
    this.scale = new double[components.count()];
    this.total = new double[components.count()];
    this.kept = new double[components.count()];
    Arrays.fill(scale, 1);
  }

  /** Takes over the mass of a state. The book is empty before. */
  public void restore(SparseMass mass) {
    if (mass.isEmpty()) {
      return;
    }
    ensure(mass.lowest(), mass.highest());
    for (int k = 0; k < cells.length; k++) {
      double[] values = mass.values(k);
      if (values.length > 0) {
        System.arraycopy(values, 0, cells[k], mass.first(k) - origin, values.length);
        total[k] = sum(values);
      }
    }
  }

  /**
   * Runs one bar: decay, crossing, then the bar's own inflow.
   *
   * @param low position of the lowest price that liquidates, {@code PriceGrid.position}
   * @param high position of the highest
   * @param clock dtau of the bar before, in [0, 1]
   * @param opens size opened in this bar
   * @param profile where it was opened
   * @return what was crossed, valid until the next step
   */
  public Crossing step(double low, double high, double clock, double opens, Profile profile) {
    decay(clock);
    int lowBucket = (int) Math.floor(low);
    int highBucket = (int) Math.floor(high);
    crossing.reset(lowBucket, highBucket - lowBucket + 1);
    if (side == Side.LONG) {
      sweep(lowBucket, highest, lowBucket, lowBucket + 1 - low, highBucket);
      highest = Math.min(highest, lowBucket);
    } else {
      sweep(lowest, highBucket, highBucket, high - highBucket, highBucket);
      lowest = Math.max(lowest, highBucket);
    }
    if (mode == InflowMode.ADD_AFTER_CROSSING) {
      open(opens, profile);
    } else {
      openMasked(opens, profile, low, high);
    }
    return crossing;
  }

  /** Adds opened size at the liquidation buckets of each component, with no decay or crossing. */
  public void open(double opens, Profile profile) {
    if (!(opens > 0)) {
      return;
    }
    for (int i = 0; i < profile.count(); i++) {
      double size = opens * profile.shares()[i];
      if (size > 0) {
        openAt(profile.buckets()[i], size);
      }
    }
  }

  private void openAt(int entry, double size) {
    for (int k = 0; k < cells.length; k++) {
      Component component = components.get(k);
      double[] taps = component.taps(side);
      if (taps.length == 0) {
        continue;
      }
      int from = entry + component.firstOffset(side);
      ensure(from, from + taps.length - 1);
      double[] row = cells[k];
      double unscaled = size / scale[k];
      int at = from - origin;
      for (int i = 0; i < taps.length; i++) {
        row[at + i] += unscaled * taps[i];
      }
      total[k] += unscaled;
      opened += size;
    }
  }

  /** Modes 1 and 2: the part of the inflow that the bar's range covers is removed at once. */
  private void openMasked(double opens, Profile profile, double low, double high) {
    int lowBucket = (int) Math.floor(low);
    int highBucket = (int) Math.floor(high);
    double counted = mode == InflowMode.MASK_AND_COUNT_HALF ? 0.5 : 0;
    for (int i = 0; i < profile.count(); i++) {
      double size = opens * profile.shares()[i];
      for (int k = 0; k < cells.length && size > 0; k++) {
        Component component = components.get(k);
        double[] taps = component.taps(side);
        int from = profile.buckets()[i] + component.firstOffset(side);
        if (taps.length > 0) {
          ensure(from, from + taps.length - 1);
          opened += size;
        }
        for (int t = 0; t < taps.length; t++) {
          double amount = size * taps[t];
          double removed = amount * crossedPart(from + t, low, high);
          cells[k][from + t - origin] += (amount - removed) / scale[k];
          total[k] += (amount - removed) / scale[k];
          swept += removed;
          crossing.add(k, rowOf(from + t, lowBucket, highBucket), counted * removed);
        }
      }
    }
  }

  private double crossedPart(int bucket, double low, double high) {
    double part = side == Side.LONG ? bucket + 1 - low : high - bucket;
    return Math.max(0, Math.min(1, part));
  }

  private int rowOf(int bucket, int lowBucket, int highBucket) {
    return Math.max(lowBucket, Math.min(highBucket, bucket)) - lowBucket;
  }

  private void decay(double clock) {
    if (clock == 0) {
      return;
    }
    keep(clock);
    for (int k = 0; k < scale.length; k++) {
      double after = scale[k] * kept[k];
      decayed += total[k] * scale[k] - total[k] * after;
      scale[k] = after;
      if (after < LEAST_SCALE) {
        multiplyOut(k);
      }
    }
  }

  private void keep(double clock) {
    if (clock != keptClock) {
      for (int k = 0; k < kept.length; k++) {
        kept[k] = StrictMath.exp(-components.get(k).decay() * clock);
      }
      keptClock = clock;
    }
  }

  /** Removes the buckets from..to, the edge bucket in part, and books them at their rows. */
  private void sweep(int from, int to, int edge, double edgePart, int highBucket) {
    int first = Math.max(from, lowest);
    int last = Math.min(to, highest);
    int lowBucket = crossing.firstBucket();
    for (int k = 0; k < cells.length && first <= last; k++) {
      double[] row = cells[k];
      double removedSum = 0;
      for (int bucket = first; bucket <= last; bucket++) {
        double cell = row[bucket - origin];
        if (cell == 0) {
          continue;
        }
        double removed = bucket == edge ? cell * edgePart : cell;
        row[bucket - origin] = cell - removed;
        removedSum += removed;
        crossing.add(k, rowOf(bucket, lowBucket, highBucket), removed * scale[k]);
      }
      total[k] -= removedSum;
      swept += removedSum * scale[k];
    }
  }

  /** Adds {@code factor exp(-c_k clock) mass_k(bucket)} of each component k to {@code out}. */
  public void addStanding(double clock, int bucket, double factor, double[] out, int at) {
    if (bucket < lowest || bucket > highest) {
      return;
    }
    keep(clock);
    for (int k = 0; k < cells.length; k++) {
      out[at + k] += factor * scale[k] * kept[k] * cells[k][bucket - origin];
    }
  }

  /** Returns the unweighted mass of a component in a bucket, in the size unit. */
  public double mass(int component, int bucket) {
    boolean held = bucket >= lowest && bucket <= highest;
    return held ? cells[component][bucket - origin] * scale[component] : 0;
  }

  /** Returns the unweighted mass of all components together. */
  public double mass() {
    double all = 0;
    for (int k = 0; k < cells.length; k++) {
      double sum = 0;
      for (int bucket = lowest; bucket <= highest; bucket++) {
        sum += cells[k][bucket - origin];
      }
      all += sum * scale[k];
    }
    return all;
  }

  /**
   * Multiplies the scales out, drops cells that are far from the price or tiny, and returns what is
   * left: the mass of the state. The rule is the same for every run.
   *
   * @param centre bucket of the last price
   */
  public SparseMass endDay(int centre) {
    for (int k = 0; k < cells.length; k++) {
      multiplyOut(k);
    }
    double least = mass() * PRUNE_SHARE;
    int[] first = new int[cells.length];
    double[][] values = new double[cells.length][];
    for (int k = 0; k < cells.length; k++) {
      int from = Integer.MAX_VALUE;
      int to = Integer.MIN_VALUE;
      for (int bucket = lowest; bucket <= highest; bucket++) {
        double cell = cells[k][bucket - origin];
        if (cell <= least || Math.abs(bucket - centre) > REACH) {
          dropped += cell;
          cells[k][bucket - origin] = 0;
        } else {
          from = Math.min(from, bucket);
          to = bucket;
        }
      }
      first[k] = from <= to ? from : 0;
      values[k] =
          from <= to ? Arrays.copyOfRange(cells[k], from - origin, to + 1 - origin) : new double[0];
      total[k] = sum(values[k]);
    }
    return new SparseMass(first, values);
  }

  /** Returns what was opened since the book was made, all components together. */
  public double opened() {
    return opened;
  }

  /** Returns what the clock closed. */
  public double decayed() {
    return decayed;
  }

  /** Returns what price removed. */
  public double swept() {
    return swept;
  }

  /** Returns what {@link #endDay} dropped. */
  public double dropped() {
    return dropped;
  }

  private void multiplyOut(int k) {
    for (int bucket = lowest; bucket <= highest; bucket++) {
      cells[k][bucket - origin] *= scale[k];
    }
    total[k] *= scale[k];
    scale[k] = 1;
  }

  private void ensure(int from, int to) {
    if (width == 0 || from < origin || to >= origin + width) {
      grow(from, to);
    }
    lowest = Math.min(lowest, from);
    highest = Math.max(highest, to);
  }

  private void grow(int from, int to) {
    int newOrigin = (width == 0 ? from : Math.min(from, origin)) - MARGIN;
    int newWidth = (width == 0 ? to : Math.max(to, origin + width - 1)) + MARGIN + 1 - newOrigin;
    if (newWidth > MOST_BUCKETS) {
      throw new IllegalArgumentException(
          ("Invalid price path: mass would span %s buckets of 10 bp (must be at most %s, a "
                  + "price ratio of e^65; is a price of the bars wrong?)")
              .formatted(newWidth, MOST_BUCKETS));
    }
    for (int k = 0; k < cells.length; k++) {
      double[] wider = new double[newWidth];
      if (width > 0) {
        System.arraycopy(cells[k], 0, wider, origin - newOrigin, width);
      }
      cells[k] = wider;
    }
    origin = newOrigin;
    width = newWidth;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
