package io.treadmill.market;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Which bars of a day a recording of a venue's forced orders heard as a whole: there, and only
 * there, no print means that nothing was forced. A recording tells of itself by its prints, those
 * of all symbols of the feed together. A silence between two of them, or between one and midnight,
 * was listened to if it is at most an hour, or at most six hours and twenty times the mean of the
 * day's shorter silences; a longer one is a hole. The bars at which a hole begins and ends were
 * heard in part.
 */
public final class FeedCoverage {
  private static final int SURE_MINUTES = 60;
  private static final int MOST_MINUTES = 360;
  private static final int MOST_MEANS = 20;

  private FeedCoverage() {}

  /**
   * Returns the bars that were heard as a whole.
   *
   * @param printed bars of the day with a print of any symbol of the feed
   * @param minutes length of a bar, a divisor of a day
   */
  public static BitSet heard(BitSet printed, int minutes) {
    BitSet heard = new BitSet();
    if (printed.isEmpty()) {
      return heard;
    }
    int bars = BarClock.MINUTES_OF_A_DAY / minutes;
    int[] at = printed.stream().toArray();
    double most = longestSilence(at, minutes);
    boolean listened = at[0] * minutes <= most;
    heard.set(0, at[0], listened);
    for (int i = 0; i < at.length; i++) {
      int next = i + 1 < at.length ? at[i + 1] : bars;
      int silence = (i + 1 < at.length ? next - at[i] : bars - 1 - at[i]) * minutes;
      boolean goesOn = silence <= most;
      heard.set(at[i], listened && goesOn);
      heard.set(at[i] + 1, next, goesOn);
      listened = goesOn;
    }
    return heard;
  }

  /** Returns the longest silence that was listened to, minutes. */
  private static double longestSilence(int[] at, int minutes) {
    int[] silences =
        IntStream.range(1, at.length).map(i -> (at[i] - at[i - 1]) * minutes).sorted().toArray();
    double most = SURE_MINUTES;
    double sum = 0;
    for (int i = 0; i < silences.length && silences[i] <= most; i++) {
      sum += silences[i];
      most = Math.max(SURE_MINUTES, Math.min(MOST_MINUTES, MOST_MEANS * sum / (i + 1)));
    }
    return most;
  }
}
