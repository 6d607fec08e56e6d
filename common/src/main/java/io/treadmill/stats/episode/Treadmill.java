package io.treadmill.stats.episode;

import io.treadmill.market.BarClock;
import io.treadmill.stats.RunningSums;
import io.treadmill.stats.episode.FlushTrigger.Flush;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The treadmill sequence: a flush with a drop D of at least 1.5 %, a bounce of at least 35 % of D
 * within 6 hours and before any new low, then a new low deeper by over 10 % of D within 5 hours of
 * the bounce; mirrored for rises. Prices are five-minute closes in logs.
 *
 * <p>Its chance without any such habit is the rate of the same path in windows of the past that
 * were not flushes, matched on volatility of 24 and of 3 hours: each window starts as far from an
 * imagined low as the event was from its own when it was known, with the same D, and counts in both
 * directions. Only the JOINT rate of bounce and second leg is tested: the rate of a second leg
 * given a bounce has no power, and that of bounces alone is rejected where nothing is planted.
 *
 * <p>Events do not overlap: the next starts after the outcome of the one before is known, so that
 * each is a fresh draw given its past. At each instant only closes up to it are used; what is
 * published of an event uses values before {@link Event#completeStep}.
 */
public final class Treadmill {
  /** Least drop of an event, log price. */
  public static final double LEAST_DROP = 0.015;

  /** Bounce that counts, share of the drop. */
  public static final double BOUNCE_SHARE = 0.35;

  /** How much deeper the second leg goes, share of the drop. */
  public static final double DEEPER_SHARE = 0.10;

  /** Steps within which the bounce comes: 6 hours. */
  public static final int BOUNCE_STEPS = 6 * BarClock.BARS_OF_AN_HOUR;

  /** Steps after the bounce within which the second leg comes: 5 hours. */
  public static final int SECOND_LEG_STEPS = 5 * BarClock.BARS_OF_AN_HOUR;

  /** Steps from when an event is known until its outcome is. */
  public static final int COMPLETE_STEPS = BOUNCE_STEPS + SECOND_LEG_STEPS;

  /** Days before an event in which windows are looked for. */
  public static final int MATCH_DAYS = 85;

  /** Windows that are matched to an event. */
  public static final int WINDOWS = 60;

  private static final double KNOWN_SHARE = 0.2;
  private static final int THREE_HOURS = 3 * BarClock.BARS_OF_AN_HOUR;
  private static final int CANDIDATE_STEPS = BarClock.BARS_OF_AN_HOUR;
  private static final int AFTERMATH_STEPS = 6 * BarClock.BARS_OF_AN_HOUR;

  /**
   * One event. Steps of extremes are those whose close it is; -1 where there was none.
   *
   * @param flush the flush that began it
   * @param sign -1 if the first leg fell, +1 if it rose
   * @param before step of the best close of the three hours before
   * @param extreme step of the extreme close of the first leg
   * @param known step at whose close it was known: the first at least a fifth of the drop off the
   *     extreme, or 30 minutes after the end of the flush
   * @param drop size of the first leg, log price, at least {@link #LEAST_DROP}
   * @param gap how far the close was off the extreme when it was known, log price
   * @param bounced step at which the bounce had its size
   * @param top step of the best close from the extreme until the second leg, or until 5 hours after
   *     the bounce
   * @param second step at which the second leg had its size
   * @param deepest step of the deepest close from there until the outcome is complete
   */
  public record Event(
      Flush flush,
      int sign,
      int before,
      int extreme,
      int known,
      double drop,
      double gap,
      int bounced,
      int top,
      int second,
      int deepest) {
    /** Returns true if bounce and second leg came. */
    public boolean isCompleted() {
      return second >= 0;
    }

    /** Returns the step at whose start the outcome is complete. */
    public int completeStep() {
      return known + 1 + COMPLETE_STEPS;
    }
  }

  private final double[] log;
  private final RunningSums squares;
  private final List<Event> events = new ArrayList<>();
  private final boolean[] aftermath;
  private final int gridOffset;

  /**
   * Finds the events of a path.
   *
   * @param logClose log price by step; NaN where unknown
   * @param flushes flushes in order, by the rule of a first leg
   * @param gridOffset step at which an hour starts, 0..11
   */
  public Treadmill(double[] logClose, List<Flush> flushes, int gridOffset) {
    this.log = logClose;
    this.gridOffset = gridOffset;
    this.aftermath = new boolean[logClose.length];
    this.squares =
        new RunningSums(
            logClose.length,
            i -> {
              double r = i == 0 ? Double.NaN : logClose[i] - logClose[i - 1];
              return r * r;
            });
    int free = 0;
    for (Flush flush : flushes) {
      Arrays.fill(
          aftermath, flush.start(), Math.min(logClose.length, flush.end() + AFTERMATH_STEPS), true);
      if (flush.start() >= free) {
        Event event = event(flush);
        if (event != null) {
          events.add(event);
          free = outcomeStep(event) + 1;
        }
      }
    }
  }

  /** Returns the events in order, those whose outcome is not complete too. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  private Event event(Flush flush) {
    int sign = flush.sign();
    int before = flush.start();
    for (int i = Math.max(0, flush.start() - THREE_HOURS); i <= flush.start(); i++) {
      before = Double.isNaN(log[before]) || sign * (log[i] - log[before]) < 0 ? i : before;
    }
    int last = flush.end() + BarClock.BARS_OF_HALF_AN_HOUR;
    int extreme = -1;
    for (int i = before; i <= last && i < log.length; i++) {
      if (Double.isNaN(log[i])) {
        continue;
      }
      extreme = extreme < 0 || sign * (log[i] - log[extreme]) > 0 ? i : extreme;
      double drop = sign * (log[extreme] - log[before]);
      double gap = sign * (log[extreme] - log[i]);
      boolean known = i >= flush.start() && (gap >= KNOWN_SHARE * drop || i == last);
      if (known && drop >= LEAST_DROP && extreme > before) {
        return outcome(flush, before, extreme, i, drop, gap);
      }
    }
    return null;
  }

  private Event outcome(Flush flush, int before, int extreme, int known, double drop, double gap) {
    int sign = flush.sign();
    int[] path = path(known, sign, gap, drop);
    int top = -1;
    int deepest = -1;
    if (path[0] >= 0) {
      int until = path[1] >= 0 ? path[1] : path[0] + SECOND_LEG_STEPS;
      top = extreme;
      for (int i = extreme; i <= until && i < log.length; i++) {
        top = sign * (log[i] - log[top]) < 0 ? i : top;
      }
    }
    if (path[1] >= 0) {
      deepest = path[1];
      for (int i = path[1]; i <= known + COMPLETE_STEPS && i < log.length; i++) {
        deepest = sign * (log[i] - log[deepest]) > 0 ? i : deepest;
      }
    }
    return new Event(
        flush, sign, before, extreme, known, drop, gap, path[0], top, path[1], deepest);
  }

  /**
   * Follows the path from a step: returns the step at which the bounce had its size and that at
   * which the second leg had, -1 where it did not come.
   *
   * @param sign -1 if the extreme is a low
   * @param gap distance of the close of step {@code at} from the extreme
   */
  private int[] path(int at, int sign, double gap, double drop) {
    double extreme = log[at] + sign * gap;
    for (int i = at; i <= at + BOUNCE_STEPS && i < log.length; i++) {
      double back = sign * (extreme - log[i]);
      if (back < 0) {
        return new int[] {-1, -1};
      }
      if (back >= BOUNCE_SHARE * drop) {
        for (int k = i + 1; k <= i + SECOND_LEG_STEPS && k < log.length; k++) {
          if (sign * (log[k] - extreme) > DEEPER_SHARE * drop) {
            return new int[] {i, k};
          }
        }
        return new int[] {i, -1};
      }
    }
    return new int[] {-1, -1};
  }

  /** The step at which the outcome is known: second leg, new low before a bounce, or time over. */
  private int outcomeStep(Event event) {
    if (event.second() >= 0) {
      return event.second();
    }
    if (event.bounced() >= 0) {
      return event.bounced() + SECOND_LEG_STEPS;
    }
    for (int i = event.known(); i <= event.known() + BOUNCE_STEPS && i < log.length; i++) {
      if (event.sign() * (log[i] - log[event.extreme()]) > 0) {
        return i;
      }
    }
    return event.known() + BOUNCE_STEPS;
  }

  /**
   * Returns the chance of an event by its matched windows: (hits + 1/2) / (tries + 1), two tries a
   * window; NaN if fewer than {@link #WINDOWS} windows can be had.
   */
  public double chance(Event event) {
    double day = volatility(event.known(), BarClock.BARS_OF_A_DAY);
    double hours = volatility(event.known(), THREE_HOURS);
    if (!(day > 0) || !(hours > 0)) {
      return Double.NaN;
    }
    int earliest =
        Math.max(BarClock.BARS_OF_A_DAY, event.known() - MATCH_DAYS * BarClock.BARS_OF_A_DAY);
    int first = earliest + Math.floorMod(gridOffset - earliest, CANDIDATE_STEPS);
    List<double[]> candidates = new ArrayList<>();
    for (int s = first; s + COMPLETE_STEPS < event.known(); s += CANDIDATE_STEPS) {
      double otherDay = volatility(s, BarClock.BARS_OF_A_DAY);
      double otherHours = volatility(s, THREE_HOURS);
      if (!aftermath[s] && otherDay > 0 && otherHours > 0 && isWhole(s)) {
        double x = Math.log(otherDay / day);
        double y = Math.log(otherHours / hours);
        candidates.add(new double[] {x * x + y * y, s});
      }
    }
    if (candidates.size() < WINDOWS) {
      return Double.NaN;
    }
    candidates.sort((a, b) -> Double.compare(a[0], b[0]));
    int hits = 0;
    for (double[] candidate : candidates.subList(0, WINDOWS)) {
      for (int sign : new int[] {-1, 1}) {
        hits += path((int) candidate[1], sign, event.gap(), event.drop())[1] >= 0 ? 1 : 0;
      }
    }
    return (hits + 0.5) / (2 * WINDOWS + 1);
  }

  /** Volatility of a step's last returns, per step; NaN if a tenth of them is unknown. */
  double volatility(int at, int steps) {
    int from = at + 1 - steps;
    int n = from < 0 ? 0 : squares.known(from, at + 1);
    return n < 0.9 * steps ? Double.NaN : Math.sqrt(squares.sum(from, at + 1) / n);
  }

  private boolean isWhole(int at) {
    int known = squares.known(at, at + COMPLETE_STEPS + 1);
    return !Double.isNaN(log[at]) && known >= 0.9 * COMPLETE_STEPS;
  }

  /**
   * Returns how straight the bounce was: net move over the sum of the sizes of its steps, in 0..1;
   * NaN without a bounce.
   */
  public double efficiency(Event event) {
    if (event.top() <= event.extreme()) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = event.extreme() + 1; i <= event.top(); i++) {
      double r = log[i] - log[i - 1];
      sum += Double.isNaN(r) ? 0 : Math.abs(r);
    }
    return sum > 0 ? Math.abs(log[event.top()] - log[event.extreme()]) / sum : Double.NaN;
  }

  /**
   * Returns the largest step of the bounce in standard deviations of the steps of the 24 hours
   * before the first leg; the bounce was orderly if it is at most 4. NaN without a bounce.
   */
  public double largestStep(Event event) {
    double usual = volatility(event.before(), BarClock.BARS_OF_A_DAY);
    if (event.top() <= event.extreme() || !(usual > 0)) {
      return Double.NaN;
    }
    double largest = 0;
    for (int i = event.extreme() + 1; i <= event.top(); i++) {
      double r = Math.abs(log[i] - log[i - 1]);
      largest = r > largest ? r : largest;
    }
    return largest / usual;
  }
}
