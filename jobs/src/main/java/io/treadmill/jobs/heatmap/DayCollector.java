package io.treadmill.jobs.heatmap;

import io.treadmill.book.DaySteps;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/** Collects the rows of one day of one instrument and turns them into the columns of a fold. */
final class DayCollector {
  private static final long BAR_MICROS = 300_000_000L;

  /** A snapshot stamped up to this much after its grid time belongs to the grid time. */
  private static final long LATE_MICROS = 10_000_000L;

  private final LocalDate day;
  private final List<Row> bars = new ArrayList<>();
  private final List<Row> profile = new ArrayList<>();
  private final List<Row> openInterest = new ArrayList<>();
  private final List<Row> mark = new ArrayList<>();
  private final DayTotals totals;

  DayCollector(LocalDate day) {
    this.day = day;
    this.totals = new DayTotals(day);
  }

  LocalDate day() {
    return day;
  }

  boolean hasBars() {
    return !bars.isEmpty();
  }

  /** Takes one row; rows come sorted by kind and time. */
  void add(FoldInput.Kind kind, Row row) {
    switch (kind) {
      case BAR -> bars.add(row);
      case PROFILE -> profile.add(row);
      case OPEN_INTEREST -> openInterest.add(row);
      case MARK -> mark.add(row);
      case REALISED ->
          totals.addPrints(
              row.getLong(row.fieldIndex("at")),
              row.getString(row.fieldIndex("text")),
              Side.of(row.getString(row.fieldIndex("side"))),
              row.getInt(row.fieldIndex("bucket")),
              number(row, "a"),
              (long) number(row, "b"));
      case STATE, TIER -> throw new IllegalArgumentException("Invalid row of a day: " + row);
    }
  }

  /** Returns the forced orders that were reported on the day. */
  DayTotals totals() {
    return totals;
  }

  /** Returns the day as models read it. */
  History.Day held() {
    return new History.Day(steps(), totals);
  }

  /** Returns the columns of the day. */
  DaySteps steps() {
    int n = bars.size();
    long[] ts = new long[n];
    double[][] prices = new double[5][n];
    for (int t = 0; t < n; t++) {
      Row bar = bars.get(t);
      ts[t] = bar.getLong(bar.fieldIndex("at"));
      String[] names = {"a", "b", "c", "d", "e"};
      for (int i = 0; i < names.length; i++) {
        prices[i][t] = number(bar, names[i]);
      }
    }
    double[] markLow = filled(n);
    double[] markHigh = filled(n);
    readMark(ts, markLow, markHigh);
    return new DaySteps(
        day,
        ts,
        prices[0],
        prices[1],
        prices[2],
        prices[3],
        prices[4],
        openInterestAt(ts),
        markLow,
        markHigh,
        profiles(ts));
  }

  private void readMark(long[] ts, double[] low, double[] high) {
    for (Row row : mark) {
      int t = Arrays.binarySearch(ts, FoldInput.barOf(row.getLong(row.fieldIndex("at"))));
      if (t >= 0) {
        low[t] = Double.isNaN(low[t]) ? number(row, "a") : Math.min(low[t], number(row, "a"));
        high[t] = Double.isNaN(high[t]) ? number(row, "b") : Math.max(high[t], number(row, "b"));
      }
    }
  }

  /**
   * Snapshots at the starts of the bars and at the end of the last one; NaN where none is younger
   * than one bar. The snapshot of 24:00 belongs to the next day and is left to it: the run of a day
   * must not depend on whether the next day is there.
   */
  private double[] openInterestAt(long[] ts) {
    double[] result = filled(ts.length + 1);
    int next = 0;
    long at = Long.MIN_VALUE;
    double value = Double.NaN;
    for (int t = 0; t < result.length; t++) {
      long boundary = t < ts.length ? ts[t] : ts[ts.length - 1] + BAR_MICROS;
      while (next < openInterest.size() && onGrid(openInterest.get(next)) <= boundary) {
        at = onGrid(openInterest.get(next));
        value = number(openInterest.get(next), "a");
        next++;
      }
      if (at > boundary - BAR_MICROS) {
        result[t] = value;
      }
    }
    return result;
  }

  private static long onGrid(Row row) {
    long at = row.getLong(row.fieldIndex("at"));
    long grid = FoldInput.barOf(at);
    return at - grid <= LATE_MICROS ? grid : at;
  }

  private DaySteps.Profiles profiles(long[] ts) {
    if (profile.isEmpty()) {
      return null;
    }
    int[] offsets = new int[ts.length + 1];
    int[] buckets = new int[profile.size()];
    double[] volumes = new double[profile.size()];
    int i = 0;
    for (int t = 0; t < ts.length; t++) {
      offsets[t] = i;
      while (i < profile.size()) {
        Row row = profile.get(i);
        if (row.getLong(row.fieldIndex("at")) != ts[t]) {
          break;
        }
        buckets[i] = row.getInt(row.fieldIndex("bucket"));
        volumes[i] = number(row, "a");
        i++;
      }
    }
    offsets[ts.length] = i;
    if (i != profile.size()) {
      throw new IllegalStateException("Profile of " + day + " has a bucket without a bar");
    }
    return new DaySteps.Profiles(offsets, buckets, volumes);
  }

  private static double[] filled(int n) {
    double[] values = new double[n];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private static double number(Row row, String name) {
    int i = row.fieldIndex(name);
    return row.isNullAt(i) ? Double.NaN : row.getDouble(i);
  }
}
