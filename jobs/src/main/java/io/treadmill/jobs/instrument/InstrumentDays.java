package io.treadmill.jobs.instrument;

import io.treadmill.book.position.BookState;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.conf.Settings;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The days of one instrument that have bars, made of its rows in the order of {@link
 * InstrumentRows}; the rows of one day are held at a time. Tiers and state are whole when the first
 * day is given out that is not before theirs.
 */
public final class InstrumentDays implements Iterator<TrainingHistory.Day> {
  private final Instrument instrument;
  private final Iterator<InstrumentRow> rows;
  private final AggregateTotals aggregates;
  private final TierHistory tiers;
  private final List<BookState.Cell> state = new ArrayList<>();
  private final List<InstrumentRow> bars = new ArrayList<>();
  private final List<InstrumentRow> profile = new ArrayList<>();
  private final List<InstrumentRow> openInterest = new ArrayList<>();
  private final List<InstrumentRow> mark = new ArrayList<>();
  private LocalDate day;
  private ReportedLiquidations totals;
  private TrainingHistory.Day ready;
  private Long lastBar;

  /**
   * Reads rows.
   *
   * @param aggregates totals that belong to the instrument beside its own
   */
  public InstrumentDays(
      Instrument instrument,
      Iterator<InstrumentRow> rows,
      Settings.BookSettings settings,
      AggregateTotals aggregates) {
    this.instrument = instrument;
    this.rows = rows;
    this.aggregates = aggregates;
    this.tiers = new TierHistory(settings.maxLeverage(instrument.venue()));
  }

  /**
   * Says that bars before the rows ended on a day: the first bar that comes follows missing ones.
   * Otherwise the first bar is where the series begins.
   */
  public void followBarsTo(LocalDate end) {
    lastBar = UtcDays.startMicros(end);
  }

  /** Returns the margin tiers that were read so far. */
  public TierHistory tiers() {
    return tiers;
  }

  /** Returns the state before the days; empty if there is none. */
  public List<BookState.Cell> state() {
    return state;
  }

  @Override
  public boolean hasNext() {
    while (ready == null && rows.hasNext()) {
      add(rows.next());
    }
    if (ready == null) {
      endDay();
    }
    return ready != null;
  }

  @Override
  public TrainingHistory.Day next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    TrainingHistory.Day next = ready;
    ready = null;
    return next;
  }

  private void add(InstrumentRow row) {
    InstrumentSeries series = row.series();
    if (series == InstrumentSeries.STATE) {
      state.add(row.cell());
      return;
    }
    if (series == InstrumentSeries.TIER) {
      row.addTo(tiers);
      return;
    }
    LocalDate of = row.day();
    if (!of.equals(day)) {
      endDay();
      day = of;
      totals = new ReportedLiquidations(day);
      aggregates.addTo(totals, instrument, day);
    }
    switch (series) {
      case BAR -> bars.add(row);
      case PROFILE -> profile.add(row);
      case OPEN_INTEREST -> openInterest.add(row);
      case MARK_RANGE -> mark.add(row);
      case PRINTS ->
          totals.addPrints(
              row.at(),
              row.text(),
              row.side(),
              row.number(),
              row.value("notional_usd"),
              (long) row.value("print_count"));
      case STATE, TIER, MINUTE, MARK_INDEX, FUNDING, FORCED, PREDICTED, ZONE, MASS ->
          throw new IllegalArgumentException("Invalid row of a day: " + row);
    }
  }

  private void endDay() {
    if (!bars.isEmpty()) {
      totals.leaveOut(unread());
      ready = new TrainingHistory.Day(steps(), totals);
      lastBar = bars.get(bars.size() - 1).at();
    }
    List.of(bars, profile, openInterest, mark).forEach(List::clear);
  }

  /** Bars of the day that are missing, and those whose bar before is. */
  private BitSet unread() {
    BitSet unread = new BitSet();
    unread.set(0, BarClock.BARS_OF_A_DAY);
    Long before = lastBar;
    for (InstrumentRow bar : bars) {
      if (before == null || bar.at() - before == BarClock.BAR_MICROS) {
        unread.clear((int) ((bar.at() - UtcDays.startMicros(day)) / BarClock.BAR_MICROS));
      }
      before = bar.at();
    }
    return unread;
  }

  private DaySteps steps() {
    long[] ts = bars.stream().mapToLong(InstrumentRow::at).toArray();
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
        ofBars(instrument.product().isInverse() ? "contracts" : "base_volume"),
        openInterestAt(ts),
        markLow,
        markHigh,
        profiles(ts));
  }

  private double[] ofBars(String value) {
    return bars.stream().mapToDouble(bar -> bar.value(value)).toArray();
  }

  private void readMark(long[] ts, double[] low, double[] high) {
    for (InstrumentRow row : mark) {
      int t = Arrays.binarySearch(ts, barOf(row.at()));
      if (t >= 0) {
        double rowLow = row.value("mark_low");
        double rowHigh = row.value("mark_high");
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
    for (int t = 0; t < result.length; t++) {
      long boundary = t < ts.length ? ts[t] : ts[ts.length - 1] + BarClock.BAR_MICROS;
      for (; next < openInterest.size(); next++) {
        long known = BarClock.knownAt(openInterest.get(next).at());
        if (known > boundary) {
          break;
        }
        result[t] = known == boundary ? openInterest.get(next).value("size") : Double.NaN;
      }
    }
    return result;
  }

  private static long barOf(long micros) {
    return Math.floorDiv(micros, BarClock.BAR_MICROS) * BarClock.BAR_MICROS;
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
        InstrumentRow row = profile.get(i);
        if (row.at() != ts[t]) {
          break;
        }
        buckets[i] = row.number();
        volumes[i] = row.value("base_volume");
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
