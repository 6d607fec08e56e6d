package io.treadmill.stats.episode;

import io.treadmill.market.BarClock;
import io.treadmill.market.FeedRule;
import io.treadmill.market.Product;
import io.treadmill.stats.Ranks;
import io.treadmill.stats.Steps;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Totals of one feed over ISO weeks, Monday to Sunday, beside the weeks before under the same rule.
 * It uses values of the week and of at most {@link #EARLIER_WEEKS} weeks before. The columns of
 * {@code liquidation_week} say what each number is.
 *
 * @param floorUsd sum over the hours that have a total: a floor of the week; NaN without any
 * @param rank 1 = larger than all earlier whole weeks; 0 if unknown
 */
public record WeeklyTotals(
    double rawUsd,
    double floorUsd,
    int hoursWithTotals,
    double largest168hUsd,
    double percentile,
    int rank,
    int earlier) {
  /** Hours of a week. */
  public static final int HOURS = 7 * BarClock.HOURS_OF_A_DAY;

  /** Weeks before that a week is compared with: with its own, a year of 364 days. */
  public static final int EARLIER_WEEKS = 51;

  /**
   * Returns hourly sums of values: NaN where a step of the hour is unknown.
   *
   * @param steps grid of the values, at most an hour a step, from the start of an hour
   */
  public static double[] hourly(double[] values, Steps steps) {
    int each = (int) (BarClock.HOUR_MICROS / steps.stepMicros());
    double[] hours = new double[steps.count() / each];
    for (int h = 0; h < hours.length; h++) {
      hours[h] = EventMarket.sum(values, h * each, (h + 1) * each);
    }
    return hours;
  }

  /**
   * Returns the totals of the week that ends with a day.
   *
   * @param hourly totals by hour; NaN without
   * @param steps grid of hours
   * @param sunday last day of the week
   * @param sameRuleFrom first day of the rule in force: weeks that begin before are left out
   */
  public static WeeklyTotals of(
      double[] hourly, Steps steps, LocalDate sunday, LocalDate sameRuleFrom) {
    if (sunday.getDayOfWeek() != DayOfWeek.SUNDAY) {
      throw new IllegalArgumentException("Invalid end of a week: " + sunday + " (not a Sunday)");
    }
    int end = steps.end(sunday);
    double total = weekSum(hourly, end);
    double there = 0;
    int hours = 0;
    for (int h = Math.max(0, end - HOURS); h < end; h++) {
      if (!Double.isNaN(hourly[h])) {
        there += hourly[h];
        hours++;
      }
    }
    double largest = Double.NaN;
    for (int last = end - HOURS; last < end; last++) {
      double sum = weekSum(hourly, last + 1);
      largest = Double.isNaN(largest) || sum > largest ? sum : largest;
    }
    List<Double> earlier = new ArrayList<>();
    for (int back = 1; back <= EARLIER_WEEKS; back++) {
      LocalDate otherEnd = sunday.minusWeeks(back);
      double other = weekSum(hourly, end - back * HOURS);
      if (!Double.isNaN(other) && !otherEnd.minusDays(6).isBefore(sameRuleFrom)) {
        earlier.add(other);
      }
    }
    double[] past = earlier.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    boolean ranked = !Double.isNaN(total) && past.length > 0;
    int above = (int) earlier.stream().filter(value -> value > total).count();
    return new WeeklyTotals(
        total,
        hours == 0 ? Double.NaN : there,
        hours,
        largest,
        Ranks.percentile(past, total),
        ranked ? 1 + above : 0,
        past.length);
  }

  /** Returns the sum of the week before hour {@code end}; NaN if an hour is unknown. */
  public static double weekSum(double[] hourly, int end) {
    return EventMarket.sum(hourly, end - HOURS, end);
  }

  /**
   * Returns the days from..to at which a venue changed how it reports forced orders: the first day
   * of each new rule.
   */
  public static List<LocalDate> ruleBreaks(
      String venue, Product product, LocalDate from, LocalDate to) {
    List<LocalDate> breaks = new ArrayList<>();
    for (LocalDate day = from.plusDays(1); !day.isAfter(to); day = day.plusDays(1)) {
      if (FeedRule.of(venue, product, day) != FeedRule.of(venue, product, day.minusDays(1))) {
        breaks.add(day);
      }
    }
    return breaks;
  }
}
