package io.treadmill.stats.regime;

import io.treadmill.market.BarClock;
import io.treadmill.stats.episode.FlushTrigger;
import io.treadmill.stats.episode.Treadmill;
import java.util.ArrayList;
import java.util.List;

/**
 * Second legs after a flush: price moves by D (1 % or more) from before the start, comes back, and
 * then goes beyond the extreme or does not, by the shares and within the hours of {@link
 * Treadmill}.
 */
public final class SecondLegs {
  private static final double LEAST_DROP = 0.01;

  /**
   * A flush that bounced.
   *
   * @param start step of the flush
   * @param bounce step at whose close the bounce was there
   * @param end step of the second leg, or the last at which one would have counted
   * @param secondLeg whether it came
   */
  public record Event(int start, int bounce, int end, boolean secondLeg) {
    /** Returns the time at risk of a second leg, hours. */
    public double hoursAtRisk() {
      return (end - bounce) / (double) BarClock.BARS_OF_AN_HOUR;
    }
  }

  private SecondLegs() {}

  /** Returns the events that are complete on the grid, in order. */
  public static List<Event> of(
      List<FlushTrigger.Flush> flushes, double[] high, double[] low, double[] close) {
    List<Event> events = new ArrayList<>();
    int free = 0; // A flush inside an event is its second leg, not another first one.
    for (FlushTrigger.Flush flush : flushes) {
      if (flush.start() >= free) {
        Event event = event(flush, high, low, close);
        if (event != null) {
          events.add(event);
          free = event.end();
        }
      }
    }
    return events;
  }

  private static Event event(
      FlushTrigger.Flush flush, double[] high, double[] low, double[] close) {
    int sign = flush.sign();
    double[] far = sign < 0 ? low : high; // The edge in the direction of the flush.
    double before = Math.log(close[flush.start() - FlushTrigger.WINDOW_STEPS]);
    double extreme = 0; // Furthest log move in the direction of the flush, at least 0.
    for (int i = flush.start() - FlushTrigger.WINDOW_STEPS + 1; i <= flush.start(); i++) {
      extreme = further(extreme, sign * (Math.log(far[i]) - before));
    }
    int last = Math.min(close.length - 1, flush.start() + Treadmill.BOUNCE_STEPS);
    for (int i = flush.start() + 1; i <= last; i++) {
      extreme = further(extreme, sign * (Math.log(far[i]) - before));
      double now = sign * (Math.log(close[i]) - before);
      if (extreme >= LEAST_DROP && extreme - now >= Treadmill.BOUNCE_SHARE * extreme) {
        return after(flush.start(), i, sign, before, extreme * (1 + Treadmill.DEEPER_SHARE), far);
      }
    }
    return null;
  }

  private static Event after(
      int start, int bounce, int sign, double before, double beyond, double[] far) {
    for (int i = bounce + 1; i <= bounce + Treadmill.SECOND_LEG_STEPS; i++) {
      if (i >= far.length) {
        return null;
      }
      if (sign * (Math.log(far[i]) - before) >= beyond) {
        return new Event(start, bounce, i, true);
      }
    }
    return new Event(start, bounce, bounce + Treadmill.SECOND_LEG_STEPS, false);
  }

  private static double further(double extreme, double move) {
    return move > extreme ? move : extreme; // A missing move is not further.
  }
}
