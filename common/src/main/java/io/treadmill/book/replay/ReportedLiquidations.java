package io.treadmill.book.replay;

import io.treadmill.book.law.Realised;
import io.treadmill.market.BarClock;
import io.treadmill.market.FeedCoverage;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Reported forced orders of one day by feed rule, hour and side, USD. Totals of an aggregator are
 * known in the hours it published. Prints are known in the hours that the recording of the feed
 * heard as a whole ({@link FeedCoverage}): a quiet one has none. What was forced on a way of price
 * that no bars tell is not known either. Rows come in a fixed order, so sums are equal to the bit.
 */
public final class ReportedLiquidations {
  public static final int HOURS = BarClock.HOURS_OF_A_DAY;

  private static final int BAR_MINUTES = 5;
  private static final int BARS_OF_AN_HOUR = BarClock.BARS_OF_A_DAY / HOURS;
  private static final double[] NONE = new double[HOURS];

  static {
    Arrays.fill(NONE, Double.NaN);
  }

  private final long start;
  private final Map<String, double[][]> byRule = new TreeMap<>();
  private final Map<String, List<Print>> prints = new TreeMap<>();
  private final Map<String, BitSet> printed = new HashMap<>();
  private final Map<String, BitSet> heard = new HashMap<>();
  private final BitSet unread = new BitSet();

  /**
   * Prints of one bar, side and bucket.
   *
   * @param bar bar of the day, 0 to 287
   * @param bucket bucket of the price
   * @param usd notional, USD
   * @param count number of prints
   */
  public record Print(int bar, Side side, int bucket, double usd, long count) {}

  public ReportedLiquidations(LocalDate day) {
    start = UtcDays.startMicros(day);
  }

  /** Adds the total of an hour. */
  public void add(long micros, String rule, Side side, double usd) {
    double[] ofSide = byRule.computeIfAbsent(rule, name -> filled(Double.NaN))[side.index()];
    int hour = (int) Math.floorDiv(micros - start, BarClock.HOUR_MICROS);
    ofSide[hour] = Double.isNaN(ofSide[hour]) ? usd : ofSide[hour] + usd;
  }

  /** Adds the prints of a bar, side and bucket. */
  public void addPrints(long micros, String rule, Side side, int bucket, double usd, long count) {
    int bar = (int) Math.floorDiv(micros - start, BarClock.BAR_MICROS);
    byRule.computeIfAbsent(rule, name -> filled(0))[side.index()][bar / BARS_OF_AN_HOUR] += usd;
    prints
        .computeIfAbsent(rule, name -> new ArrayList<>())
        .add(new Print(bar, side, bucket, usd, count));
    BitSet own = new BitSet();
    own.set(bar);
    hear(rule, own);
  }

  /** Adds bars in which the feed of a rule told of forced orders, of whichever symbol. */
  public void hear(String rule, BitSet bars) {
    printed.computeIfAbsent(rule, name -> new BitSet()).or(bars);
    heard.remove(rule);
  }

  /**
   * Says of which bars of the day the way of price is not known: those that are missing, and those
   * whose bar before is.
   */
  public void leaveOut(BitSet bars) {
    unread.or(bars);
  }

  /** Returns whether the way of price is known of some bars and from the bar before them on. */
  boolean isRead(int firstBar, int count) {
    int next = unread.nextSetBit(firstBar);
    return next < 0 || next >= firstBar + count;
  }

  private boolean isHourRead(int hour) {
    return isRead(hour * BARS_OF_AN_HOUR, BARS_OF_AN_HOUR);
  }

  /** Returns whether the prints of a bar are known: all that the feed told, or that none were. */
  boolean isHeard(String rule, int bar) {
    return !unread.get(bar) && isTold(rule, bar);
  }

  private boolean isTold(String rule, int bar) {
    return heard
        .computeIfAbsent(
            rule, name -> FeedCoverage.heard(printed.getOrDefault(name, new BitSet()), BAR_MINUTES))
        .get(bar);
  }

  private boolean isKnown(String rule, int hour) {
    return prints.containsKey(rule) ? isHourHeard(rule, hour) : isHourRead(hour);
  }

  private boolean isHourHeard(String rule, int hour) {
    return IntStream.range(hour * BARS_OF_AN_HOUR, (hour + 1) * BARS_OF_AN_HOUR)
        .allMatch(bar -> isHeard(rule, bar));
  }

  private static double[][] filled(double value) {
    double[][] sums = new double[2][HOURS];
    for (double[] side : sums) {
      Arrays.fill(side, value);
    }
    return sums;
  }

  /** Returns the feed rules that tell the total of an hour of the day. */
  public List<String> rules() {
    return byRule.keySet().stream()
        .filter(
            rule ->
                !Arrays.stream(hours(rule, Side.LONG)).allMatch(Double::isNaN)
                    || !Arrays.stream(hours(rule, Side.SHORT)).allMatch(Double::isNaN))
        .toList();
  }

  /** Returns the 24 totals of a side; NaN where the rule reported nothing that is known. */
  public double[] hours(String rule, Side side) {
    double[][] sums = byRule.get(rule);
    if (sums == null) {
      return NONE;
    }
    double[] ofSide = sums[side.index()];
    return IntStream.range(0, HOURS)
        .mapToDouble(hour -> isKnown(rule, hour) ? ofSide[hour] : Double.NaN)
        .toArray();
  }

  /**
   * Returns the prints of a rule, which carry prices; none where the rule has totals of hours or
   * reported nothing on the day.
   */
  public List<Print> prints(String rule) {
    return prints.getOrDefault(rule, List.of());
  }

  /** Adds the totals of the hours that are known of both sides. */
  public void addHoursTo(Realised to, String rule) {
    for (int hour = 0; hour < HOURS; hour++) {
      long at = start + hour * BarClock.HOUR_MICROS;
      double longs = hours(rule, Side.LONG)[hour];
      double shorts = hours(rule, Side.SHORT)[hour];
      if (!Double.isNaN(longs) && !Double.isNaN(shorts)) {
        to.add(at, Side.LONG, 0, longs, 0);
        to.add(at, Side.SHORT, 0, shorts, 0);
      }
    }
  }

  /** Adds the prints of the bars that were heard, where the day has any. */
  void addPrintsTo(Realised to, String rule) {
    for (int bar = 0; bar < BarClock.BARS_OF_A_DAY && !prints(rule).isEmpty(); bar++) {
      if (isHeard(rule, bar)) {
        to.know(start + bar * BarClock.BAR_MICROS);
      }
    }
    for (Print print : prints(rule)) {
      if (isHeard(rule, print.bar())) {
        long at = start + print.bar() * BarClock.BAR_MICROS;
        to.add(at, print.side(), print.bucket(), print.usd(), print.count());
      }
    }
  }

  /** Returns the 288 totals of the bars of a side, from prints; NaN in a bar not heard. */
  public double[] bars(String rule, Side side) {
    double[] totals = new double[BarClock.BARS_OF_A_DAY];
    for (Print print : prints(rule)) {
      if (print.side() == side) {
        totals[print.bar()] += print.usd();
      }
    }
    Arrays.setAll(totals, bar -> isHeard(rule, bar) ? totals[bar] : Double.NaN);
    return totals;
  }
}
