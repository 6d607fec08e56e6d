package io.treadmill.market;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * What one feed told of one side over whole days, in whichever intervals: windows that do not
 * overlap, each with its total. A total is the sum of its parts where all of them are known, so
 * that the finest known interval counts and nothing counts twice; else it is what was told of it as
 * a whole. Hours that only a longer window tells of are not known one by one: nothing is spread.
 */
public final class WindowTotals {
  private static final int HOUR = 60;

  private final double[] hours;
  // Of the hour in which a window starts: its total and length; 0 in its other hours.
  private final double[] totals;
  private final int[] lengths;

  /**
   * The total of the hours from {@code from} on, before {@code to}.
   *
   * @param from first hour, from the start of the first day
   * @param usd what was forced, USD
   */
  public record Window(int from, int to, double usd) {
    /** Returns the number of hours. */
    public int hours() {
      return to - from;
    }
  }

  private WindowTotals(double[] hours) {
    this.hours = hours;
    this.totals = hours.clone();
    this.lengths = new int[hours.length];
    Arrays.fill(lengths, 1);
  }

  /** Returns totals of hours, NaN where unknown; the array is not copied. */
  public static WindowTotals ofHours(double[] hours) {
    return new WindowTotals(hours);
  }

  /**
   * Returns the totals of what was told.
   *
   * @param hours hours of the days
   * @param told totals by the minutes of an interval, each from the start of the first day; NaN
   *     where nothing was told. Intervals that neither divide an hour nor are whole hours are left
   *     out
   */
  public static WindowTotals of(int hours, SortedMap<Integer, double[]> told) {
    WindowTotals result = new WindowTotals(summed(HOUR, hours, told));
    told.tailMap(HOUR + 1)
        .forEach(
            (minutes, usd) -> {
              if (minutes % HOUR == 0) {
                result.addLonger(minutes / HOUR, usd);
              }
            });
    return result;
  }

  /**
   * Returns the totals of intervals of an hour or less: the sum of the finest parts that are all
   * known, else what was told of the interval itself; NaN where neither is.
   *
   * @param hours hours of the days
   */
  public static double[] summed(int minutes, int hours, SortedMap<Integer, double[]> told) {
    TreeMap<Integer, double[]> parts = new TreeMap<>(told.headMap(minutes));
    parts.keySet().removeIf(finer -> minutes % finer != 0);
    parts.replaceAll((finer, usd) -> summed(finer, hours, parts.headMap(finer + 1)));
    double[] result = new double[hours * HOUR / minutes];
    double[] own = told.get(minutes);
    for (int i = 0; i < result.length; i++) {
      result[i] = own == null ? Double.NaN : own[i];
      for (var finer : parts.entrySet()) {
        int each = minutes / finer.getKey();
        double sum = 0;
        for (int part = i * each; part < (i + 1) * each; part++) {
          sum += finer.getValue()[part];
        }
        if (!Double.isNaN(sum)) {
          result[i] = sum;
          break;
        }
      }
    }
    return result;
  }

  /** Adds windows where what is there does not add up to their total, nor crosses their ends. */
  private void addLonger(int length, double[] usd) {
    for (int i = 0; i < usd.length; i++) {
      int from = i * length;
      int to = from + length;
      if (!Double.isNaN(usd[i]) && isEnd(from) && isEnd(to) && Double.isNaN(sum(from, to))) {
        Arrays.fill(totals, from, to, 0);
        Arrays.fill(lengths, from, to, 0);
        totals[from] = usd[i];
        lengths[from] = length;
      }
    }
  }

  /** Returns these totals where those of windows that hold a given hour are not known. */
  public WindowTotals without(IntPredicate leftOut) {
    WindowTotals result = new WindowTotals(hours.clone());
    System.arraycopy(lengths, 0, result.lengths, 0, lengths.length);
    System.arraycopy(totals, 0, result.totals, 0, totals.length);
    int from = 0;
    for (int hour = 0; hour < hours.length; hour++) {
      from = lengths[hour] > 0 ? hour : from;
      if (leftOut.test(hour)) {
        result.hours[hour] = Double.NaN;
        result.totals[from] = Double.NaN;
      }
    }
    return result;
  }

  /** Returns the total of each hour; NaN where it is not known by itself. Not to be changed. */
  public double[] hours() {
    return hours;
  }

  /** Returns whether no window goes on over the start of an hour. */
  public boolean isEnd(int hour) {
    return hour == lengths.length || lengths[hour] > 0;
  }

  /**
   * Returns amounts whose sum is the total of the hours from {@code from} on, before {@code to};
   * one is NaN where it is not known.
   */
  public double[] parts(int from, int to) {
    if (from < 0 || to > hours.length) {
      return new double[] {Double.NaN};
    }
    double[] byHour = Arrays.copyOfRange(hours, from, to);
    boolean byWindow =
        isEnd(from) && isEnd(to) && Arrays.stream(byHour).anyMatch(hour -> Double.isNaN(hour));
    return byWindow ? Arrays.copyOfRange(totals, from, to) : byHour;
  }

  /** Returns the sum of {@link #parts}. */
  public double sum(int from, int to) {
    double sum = 0;
    for (double part : parts(from, to)) {
      sum += part;
    }
    return sum;
  }

  /** Returns the known windows in order of time. */
  public List<Window> windows() {
    List<Window> windows = new ArrayList<>();
    for (int from = 0; from < totals.length; from++) {
      if (lengths[from] > 0 && !Double.isNaN(totals[from])) {
        windows.add(new Window(from, from + lengths[from], totals[from]));
      }
    }
    return windows;
  }
}
