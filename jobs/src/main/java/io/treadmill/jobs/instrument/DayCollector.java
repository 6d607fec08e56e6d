package io.treadmill.jobs.instrument;

import io.treadmill.book.position.DaySteps;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.market.BarClock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the rows of one day of one instrument and turns them into the columns of a fold. */
public final class DayCollector {
  /** A snapshot stamped up to this much after its grid time belongs to the grid time. */
  private static final long LATE_MICROS = 10_000_000L;

  private final LocalDate day;
  private final List<FoldRow> bars = new ArrayList<>();
  private final List<FoldRow> profile = new ArrayList<>();
  private final List<FoldRow> openInterest = new ArrayList<>();
  private final List<FoldRow> mark = new ArrayList<>();
  private final ReportedLiquidations totals;

  public DayCollector(LocalDate day) {
    this.day = day;
    this.totals = new ReportedLiquidations(day);
  }

  public LocalDate day() {
    return day;
  }

  public boolean hasBars() {
    return !bars.isEmpty();
  }

  /** Takes one row; rows come sorted by kind and time. */
  public void add(FoldRow row) {
    switch (row.kind()) {
      case BAR -> bars.add(row);
      case PROFILE -> profile.add(row);
      case OPEN_INTEREST -> openInterest.add(row);
      case MARK -> mark.add(row);
      case REALISED ->
          totals.addPrints(
              row.at(),
              row.text(),
              row.side(),
              row.bucket(),
              row.number("notional_usd"),
              (long) row.number("print_count"));
      case STATE, TIER -> throw new IllegalArgumentException("Invalid row of a day: " + row);
    }
  }

  /** Returns the forced orders that were reported on the day. */
  public ReportedLiquidations totals() {
    return totals;
  }

  /** Returns the day as models read it. */
  public TrainingHistory.Day held() {
    return new TrainingHistory.Day(steps(), totals);
  }

  /** Returns the columns of the day. */
  DaySteps steps() {
    long[] ts = bars.stream().mapToLong(FoldRow::at).toArray();
    double[] markLow = filled(ts.length);
    double[] markHigh = filled(ts.length);
    readMark(ts, markLow, markHigh);
    return new DaySteps(
        day,
        ts,
        ofBars("open"),
        ofBars("high"),
        ofBars("low"),
        ofBars("close"),
        ofBars("size"),
        openInterestAt(ts),
        markLow,
        markHigh,
        profiles(ts));
  }

  private double[] ofBars(String number) {
    return bars.stream().mapToDouble(bar -> bar.number(number)).toArray();
  }

  private void readMark(long[] ts, double[] low, double[] high) {
    for (FoldRow row : mark) {
      int t = Arrays.binarySearch(ts, FoldInput.barOf(row.at()));
      if (t >= 0) {
        double rowLow = row.number("low");
        double rowHigh = row.number("high");
        low[t] = Double.isNaN(low[t]) ? rowLow : Math.min(low[t], rowLow);
        high[t] = Double.isNaN(high[t]) ? rowHigh : Math.max(high[t], rowHigh);
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
      long boundary = t < ts.length ? ts[t] : ts[ts.length - 1] + BarClock.BAR_MICROS;
      while (next < openInterest.size() && onGrid(openInterest.get(next)) <= boundary) {
        at = onGrid(openInterest.get(next));
        value = openInterest.get(next).number("size");
        next++;
      }
      if (at > boundary - BarClock.BAR_MICROS) {
        result[t] = value;
      }
    }
    return result;
  }

  private static long onGrid(FoldRow row) {
    long at = row.at();
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
        FoldRow row = profile.get(i);
        if (row.at() != ts[t]) {
          break;
        }
        buckets[i] = row.bucket();
        volumes[i] = row.number("base_volume");
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
}
