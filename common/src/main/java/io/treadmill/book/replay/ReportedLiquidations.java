package io.treadmill.book.replay;

import io.treadmill.book.law.Realised;
import io.treadmill.market.AggregateRule;
import io.treadmill.market.BarClock;
import io.treadmill.market.FeedCoverage;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.market.WindowTotals;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reported forced orders of one day by feed rule and side, USD. Totals of an aggregator are known
 * in the windows it published ({@link WindowTotals}). Prints are known in the hours that the
 * recording of the feed heard as a whole ({@link FeedCoverage}): a quiet one has none. What was
 * forced on a way of price that no bars tell is not known either. Rows come in a fixed order, so
 * sums are equal to the bit.
 */
public final class ReportedLiquidations {
  public static final int HOURS = BarClock.HOURS_OF_A_DAY;

  private static final int BAR_MINUTES = 5;
  private static final int BARS_OF_AN_HOUR = BarClock.BARS_OF_A_DAY / HOURS;
  private static final WindowTotals NONE = WindowTotals.ofHours(unknown(HOURS));

  private final long start;
  private final Map<String, List<TreeMap<Integer, double[]>>> told = new TreeMap<>();
  private final Map<String, double[][]> usdOfHours = new TreeMap<>();
  private final Map<String, List<Print>> prints = new TreeMap<>();
  private final Map<String, BitSet> printed = new HashMap<>();
  private final Map<String, BitSet> heard = new HashMap<>();
  private final BitSet unread = new BitSet();
  private final Map<String, List<WindowTotals>> resolved = new HashMap<>();

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

  /** Adds the total of an interval of some minutes; of two of one interval the first counts. */
  public void add(long micros, int minutes, String rule, Side side, double usd) {
    double[] ofSide =
        told.computeIfAbsent(rule, name -> List.of(new TreeMap<>(), new TreeMap<>()))
            .get(side.index())
            .computeIfAbsent(minutes, name -> unknown(BarClock.MINUTES_OF_A_DAY / minutes));
    int i = (int) Math.floorDiv(micros - start, minutes * BarClock.MINUTE_MICROS);
    ofSide[i] = Double.isNaN(ofSide[i]) ? usd : ofSide[i];
    resolved.remove(rule);
  }

  /** Adds the prints of a bar, side and bucket. */
  public void addPrints(long micros, String rule, Side side, int bucket, double usd, long count) {
    int bar = (int) Math.floorDiv(micros - start, BarClock.BAR_MICROS);
    usdOfHours
            .computeIfAbsent(rule, name -> new double[2][HOURS])[side.index()][
            bar / BARS_OF_AN_HOUR] +=
        usd;
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
    resolved.remove(rule);
  }

  /**
   * Says of which bars of the day the way of price is not known: those that are missing, and those
   * whose bar before is.
   */
  public void leaveOut(BitSet bars) {
    unread.or(bars);
    resolved.clear();
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

  private boolean isHourHeard(String rule, int hour) {
    return IntStream.range(hour * BARS_OF_AN_HOUR, (hour + 1) * BARS_OF_AN_HOUR)
        .allMatch(bar -> isHeard(rule, bar));
  }

  private static double[] unknown(int count) {
    double[] values = new double[count];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  /** Returns the feed rules that tell a total of the day. */
  public List<String> rules() {
    return Stream.concat(told.keySet().stream(), usdOfHours.keySet().stream())
        .sorted()
        .filter(rule -> known(rule) > 0)
        .toList();
  }

  /**
   * Returns the order in which feeds are chosen: those of known venues first, then those that tell
   * more, then by name.
   */
  public static Comparator<String> choice(ToLongFunction<String> known) {
    return Comparator.comparing(AggregateRule::isOfUnknownVenues)
        .thenComparing(Comparator.comparingLong(known).reversed())
        .thenComparing(Comparator.naturalOrder());
  }

  /** Returns how many totals a rule tells: hours, or longer windows where it tells no hours. */
  public long known(String rule) {
    return totals(rule, Side.LONG).windows().size() + totals(rule, Side.SHORT).windows().size();
  }

  /** Returns what a rule tells of a side; nothing known where it reported nothing. */
  public WindowTotals totals(String rule, Side side) {
    return resolved.computeIfAbsent(rule, this::resolve).get(side.index());
  }

  private List<WindowTotals> resolve(String rule) {
    if (told.containsKey(rule)) {
      return told.get(rule).stream()
          .map(ofSide -> WindowTotals.of(HOURS, ofSide).without(hour -> !isHourRead(hour)))
          .toList();
    }
    double[][] sums = usdOfHours.get(rule);
    return sums == null
        ? List.of(NONE, NONE)
        : Arrays.stream(sums).map(ofSide -> WindowTotals.ofHours(heard(rule, ofSide))).toList();
  }

  private double[] heard(String rule, double[] hours) {
    return IntStream.range(0, HOURS)
        .mapToDouble(hour -> isHourHeard(rule, hour) ? hours[hour] : Double.NaN)
        .toArray();
  }

  /**
   * Returns the prints of a rule, which carry prices; none where the rule has totals or reported
   * nothing on the day.
   */
  public List<Print> prints(String rule) {
    return prints.getOrDefault(rule, List.of());
  }

  /** Adds the totals of the windows that are known of both sides. */
  public void addTotalsTo(Realised to, String rule) {
    WindowTotals longs = totals(rule, Side.LONG);
    WindowTotals shorts = totals(rule, Side.SHORT);
    int from = 0;
    for (int hour = 1; hour <= HOURS; hour++) {
      if (longs.isEnd(hour) && shorts.isEnd(hour)) {
        double ofLongs = longs.sum(from, hour);
        double ofShorts = shorts.sum(from, hour);
        if (!Double.isNaN(ofLongs + ofShorts)) {
          long at = start + from * BarClock.HOUR_MICROS;
          to.window(at, start + hour * BarClock.HOUR_MICROS);
          to.add(at, Side.LONG, 0, ofLongs, 0);
          to.add(at, Side.SHORT, 0, ofShorts, 0);
        }
        from = hour;
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
