package io.treadmill.market;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * Factors from the notional that a feed of one print a second shows to the notional that was
 * forced. They are learned on a full feed, by hiding what the throttle would hide: of each second
 * all prints but the latest. The more seconds of the last ten, and of the minute, have a print, the
 * more is hidden.
 *
 * @param origin where the factors were learned, in words
 * @param factors row n - 1: n seconds of ten have a print; column: that many seconds of the minute,
 *     by {@link #minuteClass}; each at least 1
 */
public record FeedRestoration(String origin, List<List<Double>> factors) implements Serializable {
  private static final long SECOND_MICROS = 1_000_000;
  private static final int TEN = 10;
  private static final int MINUTE = 60;
  private static final int[] MINUTE_EDGES = {2, 3, 5, 9, 17, 33};
  private static final int MINUTE_CLASSES = MINUTE_EDGES.length + 1;

  /** Notional that a factor needs to be believed as much as the one it leans on, USD. */
  private static final double KAPPA_USD = 20e6;

  // Prints of one instant: any rule will do that does not depend on their order.
  private static final Comparator<Print> BY_TIME =
      Comparator.comparingLong(Print::micros).thenComparingDouble(Print::usd);

  public FeedRestoration {
    factors = factors.stream().map(List::copyOf).toList();
    Argument.check(
        factors.size() == TEN && factors.stream().allMatch(row -> row.size() == MINUTE_CLASSES),
        "Invalid restoration: %s (must be 10 rows of %s)",
        factors,
        MINUTE_CLASSES);
    for (List<Double> row : factors) {
      for (double factor : row) {
        Argument.check(
            factor >= 1 && factor < Double.POSITIVE_INFINITY,
            "Invalid restoration factor: %s (must be at least 1)",
            factor);
      }
    }
  }

  /**
   * A print of one instrument, of either side: both share the throttle.
   *
   * @param micros instant, microseconds since 1970
   * @param usd notional, USD
   */
  public record Print(long micros, double usd) {}

  /**
   * Returns the class of a number of seconds of a minute: 1 | 2 | 3-4 | 5-8 | 9-16 | 17-32 | more.
   */
  static int minuteClass(int seconds) {
    int column = 0;
    while (column < MINUTE_EDGES.length && seconds >= MINUTE_EDGES[column]) {
      column++;
    }
    return column;
  }

  /**
   * Returns forced over shown notional.
   *
   * @param secondsOfTen seconds with a print in the ten seconds of the clock around it, 1 to 10
   * @param secondsOfMinute the same in the minute, 1 to 60
   */
  public double factor(int secondsOfTen, int secondsOfMinute) {
    Argument.check(
        secondsOfTen >= 1 && secondsOfTen <= TEN && secondsOfMinute >= secondsOfTen,
        "Invalid seconds with a print: %s of ten, %s of a minute (must be 1 to 10, and no fewer in"
            + " the minute)",
        secondsOfTen,
        secondsOfMinute);
    return factors.get(secondsOfTen - 1).get(minuteClass(secondsOfMinute));
  }

  public double[] factors(List<Print> shown) {
    Seconds seconds = Seconds.of(shown);
    return shown.stream()
        .mapToDouble(print -> factor(seconds.ofTen(print), seconds.ofMinute(print)))
        .toArray();
  }

  /** Returns what a throttled feed shows of a full one: the latest print of each second. */
  public static List<Print> shown(List<Print> all) {
    Map<Long, Print> latest = new HashMap<>();
    for (Print print : all) {
      latest.merge(second(print), print, BinaryOperator.maxBy(BY_TIME));
    }
    return latest.values().stream().sorted(BY_TIME).toList();
  }

  private static long second(Print print) {
    return Math.floorDiv(print.micros(), SECOND_MICROS);
  }

  /** How many seconds with a print each ten seconds and each minute have. */
  private record Seconds(Map<Long, Integer> tens, Map<Long, Integer> minutes) {
    static Seconds of(List<Print> prints) {
      Set<Long> distinct = new HashSet<>();
      Map<Long, Integer> tens = new HashMap<>();
      Map<Long, Integer> minutes = new HashMap<>();
      for (Print print : prints) {
        long second = second(print);
        if (distinct.add(second)) {
          tens.merge(Math.floorDiv(second, TEN), 1, Integer::sum);
          minutes.merge(Math.floorDiv(second, MINUTE), 1, Integer::sum);
        }
      }
      return new Seconds(tens, minutes);
    }

    int ofTen(Print print) {
      return tens.get(Math.floorDiv(second(print), TEN));
    }

    int ofMinute(Print print) {
      return minutes.get(Math.floorDiv(second(print), MINUTE));
    }
  }

  /** Sums of full feeds. Days, and instruments, can be added in any order. */
  public static final class Learner {
    private final double[][] all = new double[TEN][MINUTE_CLASSES];
    private final double[][] shown = new double[TEN][MINUTE_CLASSES];

    /**
     * Adds all prints of one instrument over some time, whole minutes of the clock.
     *
     * @param prints in any order
     */
    public void add(List<Print> prints) {
      Seconds seconds = Seconds.of(prints);
      addTo(all, prints, seconds);
      addTo(shown, FeedRestoration.shown(prints), seconds);
    }

    private static void addTo(double[][] sums, List<Print> prints, Seconds seconds) {
      for (Print print : prints) {
        sums[seconds.ofTen(print) - 1][minuteClass(seconds.ofMinute(print))] += print.usd();
      }
    }

    /**
     * Returns the factors. Each is pulled by 20 million USD of shown notional to that of all
     * minutes with as many seconds of ten, which is pulled to the one of a second less, and the
     * first of them to 1: what was not learned is not restored.
     */
    public FeedRestoration result(String origin) {
      List<List<Double>> factors = new ArrayList<>();
      double leaned = 1;
      for (int row = 0; row < TEN; row++) {
        double margin =
            ratio(Arrays.stream(all[row]).sum(), Arrays.stream(shown[row]).sum(), leaned);
        List<Double> own = new ArrayList<>();
        for (int column = 0; column < MINUTE_CLASSES; column++) {
          own.add(ratio(all[row][column], shown[row][column], margin));
        }
        factors.add(own);
        leaned = margin;
      }
      return new FeedRestoration(origin, factors);
    }

    private static double ratio(double full, double seen, double leaned) {
      return Math.max(1, (full + KAPPA_USD * leaned) / (seen + KAPPA_USD));
    }
  }
}
