package io.treadmill.stats.regime;

import io.treadmill.stats.Estimate;
import io.treadmill.stats.regime.DailyBreakers.Breaker;
import java.util.List;

/** Hazard of a second leg after a flush that bounced, with a breaker on against off. */
public final class BreakerEffect {
  /** Days of flushes that enter, the day of the row at their end. */
  public static final int WINDOW_DAYS = 260;

  private BreakerEffect() {}

  /**
   * Returns the hazard ratio at the end of a day.
   *
   * @param events flushes that bounced, in order; those that end after the day are left out
   * @param breakers state by day: a flush counts under the state at the end of the day before it
   * @param perDay steps of a day
   */
  public static Estimate of(
      List<SecondLegs.Event> events, DailyBreakers breakers, Breaker breaker, int day, int perDay) {
    int[] legs = new int[2];
    double[] hours = new double[2];
    int n = 0;
    for (SecondLegs.Event event : events) {
      int startDay = event.start() / perDay;
      Boolean on = breakers.on(breaker, startDay - 1);
      if (on != null && startDay > day - WINDOW_DAYS && event.end() < (day + 1) * perDay) {
        int group = on ? 1 : 0;
        n++;
        legs[group] += event.secondLeg() ? 1 : 0;
        hours[group] += event.hoursAtRisk();
      }
    }
    return HazardRatio.of(legs[1], hours[1], legs[0], hours[0], n);
  }
}
