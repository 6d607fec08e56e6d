package io.treadmill.book.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What was forced where price went through zones of one kind, over what is expected if they were as
 * usual. The columns of {@code zone_score} say what each number is; NaN where there is none.
 */
public record ZoneScore(
    String kind,
    int windowDays,
    long n,
    int days,
    double massUsd,
    double expectedUsd,
    double realisedUsd,
    double realisedOverExpected,
    double realisedOverExpectedLow,
    double realisedOverExpectedHigh,
    double overNeutral,
    double overNeutralLow,
    double overNeutralHigh,
    double precision,
    double realisedShare,
    double randomShare) {
  /** Days of a score of hot, neutral and thin zones. */
  public static final int WINDOW_DAYS = 30;

  /** Days of the hottest tenth. */
  public static final int HOTTEST_DAYS = 7;

  /** Name of the hottest tenth. */
  public static final String HOTTEST = "hottest_tenth";

  private static final String HOT = "hot";
  private static final String NEUTRAL = "neutral";
  private static final String THIN = "thin";
  private static final int TENTHS = 10;
  private static final int DRAWS = 500;
  private static final long SEED = 1;

  /**
   * What price went through of one side in one window.
   *
   * @param day day of the window, days since 1970
   * @param kind hot, neutral or thin
   * @param massUsd what the cells on the way held
   * @param usualUsd what they usually hold, above 0
   * @param beyondUsd what the cells beyond the price held
   * @param realisedUsd what was forced
   */
  public record Touch(
      int day, String kind, double massUsd, double usualUsd, double beyondUsd, double realisedUsd) {
    private double expectedUsd() {
      return usualUsd + beyondUsd;
    }

    private double heat() {
      return massUsd / usualUsd;
    }

    private double outcome() {
      return realisedUsd / expectedUsd();
    }
  }

  /**
   * Returns the scores of the windows up to a day, whose totals are all known.
   *
   * @param all in order of time: of windows as hot the earlier counts
   */
  public static List<ZoneScore> of(int day, List<Touch> all) {
    List<Touch> month = since(day - WINDOW_DAYS + 1, all);
    int[] days = month.stream().mapToInt(Touch::day).distinct().sorted().toArray();
    double[] neutral = draws(days, month, NEUTRAL);
    List<ZoneScore> scores = new ArrayList<>();
    for (String kind : List.of(HOT, NEUTRAL, THIN)) {
      scores.add(of(kind, month, days, neutral));
    }
    scores.add(hottest(since(day - HOTTEST_DAYS + 1, all)));
    return scores;
  }

  private static List<Touch> since(int day, List<Touch> all) {
    return all.stream().filter(touch -> touch.day >= day).toList();
  }

  /** Returns realised over expected of a kind in each draw of days, the same days for each kind. */
  private static double[] draws(int[] days, List<Touch> touches, String kind) {
    double[][] sums = new double[days.length][2];
    for (Touch touch : touches) {
      if (touch.kind.equals(kind)) {
        double[] ofDay = sums[Arrays.binarySearch(days, touch.day)];
        ofDay[0] += touch.realisedUsd;
        ofDay[1] += touch.expectedUsd();
      }
    }
    return days.length == 0 ? new double[0] : Score.meanOfDrawnDays(sums, DRAWS, SEED);
  }

  private static ZoneScore of(String kind, List<Touch> month, int[] days, double[] neutral) {
    List<Touch> own = month.stream().filter(touch -> touch.kind.equals(kind)).toList();
    double ratio = ratio(own);
    List<Touch> others = month.stream().filter(touch -> touch.kind.equals(NEUTRAL)).toList();
    boolean compared = !kind.equals(NEUTRAL);
    double[] draws = draws(days, month, kind);
    double[] overNeutral = new double[draws.length];
    Arrays.setAll(overNeutral, d -> draws[d] / neutral[d]);
    boolean enough = dayCount(own) >= Score.LEAST_DAYS;
    boolean both = compared && enough && dayCount(others) >= Score.LEAST_DAYS;
    return new ZoneScore(
        kind,
        WINDOW_DAYS,
        own.size(),
        dayCount(own),
        sum(own, touch -> touch.massUsd + touch.beyondUsd),
        sum(own, Touch::expectedUsd),
        sum(own, Touch::realisedUsd),
        ratio,
        enough ? quantile(draws, WindowScore.LOW) : Double.NaN,
        enough ? quantile(draws, WindowScore.HIGH) : Double.NaN,
        compared ? finite(ratio / ratio(others)) : Double.NaN,
        both ? quantile(overNeutral, WindowScore.LOW) : Double.NaN,
        both ? quantile(overNeutral, WindowScore.HIGH) : Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN);
  }

  private static ZoneScore hottest(List<Touch> week) {
    int count = week.size() / TENTHS;
    List<Touch> hottest = largest(week, Touch::heat, count);
    Set<Touch> most = Collections.newSetFromMap(new IdentityHashMap<>());
    most.addAll(largest(week, Touch::outcome, count));
    double realised = sum(hottest, Touch::realisedUsd);
    return new ZoneScore(
        HOTTEST,
        HOTTEST_DAYS,
        count,
        dayCount(hottest),
        sum(hottest, touch -> touch.massUsd + touch.beyondUsd),
        sum(hottest, Touch::expectedUsd),
        realised,
        ratio(hottest),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        finite((double) hottest.stream().filter(most::contains).count() / count),
        count == 0 ? Double.NaN : finite(realised / sum(week, Touch::realisedUsd)),
        finite((double) count / week.size()));
  }

  private static List<Touch> largest(
      List<Touch> touches, ToDoubleFunction<Touch> value, int count) {
    return touches.stream()
        .sorted(Comparator.comparingDouble(value).reversed())
        .limit(count)
        .toList();
  }

  private static double ratio(List<Touch> touches) {
    return finite(sum(touches, Touch::realisedUsd) / sum(touches, Touch::expectedUsd));
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }

  private static double quantile(double[] draws, double share) {
    return finite(Score.quantile(draws, share));
  }

  private static int dayCount(List<Touch> touches) {
    return (int) touches.stream().mapToInt(Touch::day).distinct().count();
  }

  private static double sum(List<Touch> touches, ToDoubleFunction<Touch> value) {
    return touches.stream().mapToDouble(value).sum();
  }

  /** Returns whether zones of the kind are told from neutral ones; null without an interval. */
  public String verdict() {
    if (Double.isNaN(overNeutralLow)) {
      return null;
    }
    boolean special = kind.equals(HOT) ? overNeutralLow > 1 : overNeutralHigh < 1;
    return special ? "special" : "not told from neutral zones";
  }

  /** Returns why something that the kind has is missing; null if nothing is. */
  public String reason() {
    if (n == 0) {
      return kind.equals(HOTTEST)
          ? "fewer than %d windows with a total".formatted(TENTHS)
          : "none with a total was touched";
    }
    boolean hottest = kind.equals(HOTTEST);
    if (hottest || !Double.isNaN(kind.equals(NEUTRAL) ? realisedOverExpectedLow : overNeutralLow)) {
      return hottest && Double.isNaN(realisedShare) ? "nothing was forced" : null;
    }
    return Double.isNaN(realisedOverExpectedLow)
        ? Score.FEW_DAYS
        : "neutral zones on fewer than %d days".formatted(Score.LEAST_DAYS);
  }
}
