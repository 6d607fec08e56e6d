package io.treadmill.stats.episode;

import io.treadmill.market.BarClock;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says where a flush starts: in 15 minutes forced orders take an unusual share of open interest and
 * price makes an unusual move, both measured against the 7 complete days before. Where forced
 * orders of five-minute steps are unknown, traded volume takes their place, and the start says so.
 * What holds at a step is known at its end.
 */
public final class FlushTrigger {
  /** Steps of five minutes over which forced orders and the move are taken. */
  public static final int WINDOW_STEPS = 3;

  /** Complete days before that give the usual size. */
  public static final int PAST_DAYS = 7;

  /** Days without a snapshot of open interest over which the last is held. */
  public static final int HOLD_DAYS = 1;

  private static final int QUIET_STEPS = BarClock.BARS_OF_HALF_AN_HOUR;
  private static final double QUIET_SHARE = 0.2;

  /**
   * What is unusual.
   *
   * @param leastShare least forced notional of 15 minutes over open interest, fraction
   * @param timesMean least multiple of its mean over the days before
   * @param volumeTimesMean least multiple of mean traded volume, where forced orders are unknown
   * @param sigmas least move in standard deviations of 15-minute log returns
   */
  public record Rule(double leastShare, double timesMean, double volumeTimesMean, double sigmas) {
    /** A flush: .12 % of open interest, 15 times the mean, 2.5 standard deviations. */
    public static final Rule FLUSH = new Rule(0.0012, 15, 8, 2.5);

    /** The looser first leg of a treadmill: .08 %, 8 times, 2.5 standard deviations. */
    public static final Rule FIRST_LEG = new Rule(0.0008, 8, 8, 2.5);
  }

  /**
   * One flush.
   *
   * @param start first step at whose end the rule held
   * @param peak step with the largest value of {@link #size}
   * @param end last step with at least a fifth of the peak, before 30 minutes without
   * @param sign -1 if price fell (longs were forced), +1 if it rose
   * @param fromForced true if forced orders gave the start, false if volume did
   */
  public record Flush(int start, int peak, int end, int sign, boolean fromForced) {}

  private final int count;
  private final double[] share;
  private final double[] volume;
  private final double[] move;
  private final byte[] fired; // 0, 1 from forced orders, 2 from volume
  private final byte[] asked; // The same for what was looked at; 0 if nothing was known

  private FlushTrigger(double[] share, double[] volume, double[] move) {
    this.count = move.length;
    this.share = share;
    this.volume = volume;
    this.move = move;
    this.fired = new byte[count];
    this.asked = new byte[count];
  }

  /**
   * Looks for starts.
   *
   * @param steps grid of five minutes from the start of a day
   * @param forcedUsd forced notional of both sides; NaN where unknown
   * @param openInterestUsd open interest at the start of each step; NaN without a snapshot
   */
  public static FlushTrigger of(
      Steps steps,
      double[] close,
      double[] forcedUsd,
      double[] openInterestUsd,
      double[] volumeUsd,
      Rule rule) {
    if (steps.startMicros() % BarClock.DAY_MICROS != 0) {
      throw new IllegalArgumentException("Invalid steps: the grid must start with a day");
    }
    int perDay = steps.perDay();
    double[] held = held(openInterestUsd, HOLD_DAYS * perDay);
    double[] share = sums(forcedUsd);
    double[] move = new double[close.length];
    for (int i = 0; i < close.length; i++) {
      int before = i - WINDOW_STEPS;
      share[i] = before < 0 ? Double.NaN : share[i] / held[before + 1];
      move[i] = before < 0 ? Double.NaN : Math.log(close[i] / close[before]);
    }
    FlushTrigger trigger = new FlushTrigger(share, sums(volumeUsd), move);
    trigger.fire(perDay, rule);
    return trigger;
  }

  /** Looks for starts in a market; forced orders must be known by steps of five minutes. */
  public static FlushTrigger of(MarketSeries series, Rule rule) {
    int count = series.steps().count();
    double[] forced = new double[count];
    double[] openInterest = new double[count];
    double[] volume = new double[count];
    Optional<ForcedFlow> flow = series.forcedBySteps();
    for (int i = 0; i < count; i++) {
      forced[i] = flow.isPresent() ? flow.get().bothUsd(i) : Double.NaN;
      openInterest[i] = series.openInterestUsd(i);
      volume[i] = series.volumeUsd(i);
    }
    return of(series.steps(), series.close(), forced, openInterest, volume, rule);
  }

  private void fire(int perDay, Rule rule) {
    double[] meanShare = meanBefore(share, perDay, 1);
    double[] meanVolume = meanBefore(volume, perDay, 1);
    double[] meanSquare = meanBefore(move, perDay, 2);
    for (int i = 0; i < count; i++) {
      int day = i / perDay;
      boolean forced = !Double.isNaN(share[i] + meanShare[day]);
      boolean traded = !Double.isNaN(volume[i] + meanVolume[day]);
      if (!Double.isNaN(move[i] + meanSquare[day])) {
        asked[i] = (byte) (forced ? 1 : traded ? 2 : 0);
      }
      if (!(Math.abs(move[i]) > rule.sigmas() * Math.sqrt(meanSquare[day]))) {
        continue;
      }
      if (forced) {
        fired[i] =
            (byte)
                (share[i] >= Math.max(rule.leastShare(), rule.timesMean() * meanShare[day])
                    ? 1
                    : 0);
      } else {
        fired[i] = (byte) (volume[i] >= rule.volumeTimesMean() * meanVolume[day] ? 2 : 0);
      }
    }
  }

  /** Returns true if the rule holds at the end of step {@code i}. */
  public boolean at(int i) {
    return fired[i] != 0;
  }

  /** Returns true if it holds at step {@code i} by forced orders rather than by volume. */
  public boolean fromForced(int i) {
    return fired[i] == 1;
  }

  /** Returns what step {@code i} was looked for a start in: forced, volume; null if unknown. */
  public String source(int i) {
    return asked[i] == 1 ? "forced" : asked[i] == 2 ? "volume" : null;
  }

  /**
   * Returns the size of a flush in the 15 minutes that end with step {@code i}; NaN if unknown.
   *
   * @param fromForced true: forced notional over open interest at their start, fraction; false:
   *     traded volume, USD
   */
  public double size(int i, boolean fromForced) {
    return fromForced ? share[i] : volume[i];
  }

  /** Returns the flushes in order: none starts before the one before it has ended. */
  public List<Flush> flushes() {
    List<Flush> flushes = new ArrayList<>();
    int i = 0;
    while (i < count) {
      if (fired[i] == 0) {
        i++;
        continue;
      }
      Flush flush = from(i);
      flushes.add(flush);
      i = flush.end() + 1;
    }
    return flushes;
  }

  private Flush from(int start) {
    boolean forced = fromForced(start);
    int peak = start;
    int end = start;
    for (int i = start + 1; i < count && i - end <= QUIET_STEPS; i++) {
      double size = size(i, forced);
      if (size > size(peak, forced)) {
        peak = i;
      }
      if (size >= QUIET_SHARE * size(peak, forced)) {
        end = i;
      }
    }
    return new Flush(start, peak, end, move[start] < 0 ? -1 : 1, forced);
  }

  /** Sums over the window that ends with each step; NaN if a step is unknown. */
  private static double[] sums(double[] values) {
    double[] sums = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      sums[i] = i < WINDOW_STEPS - 1 ? Double.NaN : values[i] + values[i - 1] + values[i - 2];
    }
    return sums;
  }

  /** The last number of at most {@code most} steps before. */
  private static double[] held(double[] values, int most) {
    double[] held = values.clone();
    int last = -1;
    for (int i = 0; i < held.length; i++) {
      if (!Double.isNaN(values[i])) {
        last = i;
      } else if (last >= 0 && i - last <= most) {
        held[i] = values[last];
      }
    }
    return held;
  }

  /**
   * For each day the mean of a power over the complete days before; NaN if under half is known.
   * Days are summed one by one, so that the start of the grid does not show in the last bit.
   */
  private static double[] meanBefore(double[] values, int perDay, int power) {
    int days = (values.length + perDay - 1) / perDay;
    double[] sum = new double[days];
    int[] known = new int[days];
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        sum[i / perDay] += power == 2 ? values[i] * values[i] : values[i];
        known[i / perDay]++;
      }
    }
    double[] mean = Steps.unknown(days);
    for (int day = 1; day < days; day++) {
      double total = 0;
      int n = 0;
      for (int past = Math.max(0, day - PAST_DAYS); past < day; past++) {
        total += sum[past];
        n += known[past];
      }
      if (2 * n >= PAST_DAYS * perDay) {
        mean[day] = total / n;
      }
    }
    return mean;
  }
}
