package io.treadmill.stats.episode;

import io.treadmill.market.BarClock;
import io.treadmill.market.FeedRule;
import io.treadmill.market.Product;
import io.treadmill.market.WindowTotals;
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
 * @param longest hours of the longest window of the week that has a total but no parts
 * @param largest168hUsd largest sum of 168 h that end in the week and are known
 * @param rank 1 = larger than all earlier whole weeks; 0 if unknown
 */
public record WeeklyTotals(
    double rawUsd,
    double floorUsd,
    int hoursWithTotals,
    int longest,
    double largest168hUsd,
    double percentile,
    int rank,
    int earlier) {
  /** Hours of a week. */
  public static final int HOURS = 7 * BarClock.HOURS_OF_A_DAY;

  /** Weeks before that a week is compared with: with its own, a year of 364 days. */
  public static final int EARLIER_WEEKS = 51;

  /**
   * Returns the totals of the week that ends with a day.
   *
   * @param totals totals of hours, or of longer windows
   * @param steps grid of hours
   * @param sunday last day of the week
   * @param sameRuleFrom first day of the rule in force: weeks that begin before are left out
   */
  public static WeeklyTotals of(
      WindowTotals totals, Steps steps, LocalDate sunday, LocalDate sameRuleFrom) {
    if (sunday.getDayOfWeek() != DayOfWeek.SUNDAY) {
      throw new IllegalArgumentException("Invalid end of a week: " + sunday + " (not a Sunday)");
    }
    int end = steps.end(sunday);
    double total = weekSum(totals, end);
    double there = 0;
    int hours = 0;
    int longest = 0;
    for (WindowTotals.Window window : totals.windows()) {
      if (window.from() >= end - HOURS && window.to() <= end) {
        there += window.usd();
        hours += window.hours();
        longest = Math.max(longest, window.hours());
      }
    }
    double largest = Double.NaN;
    for (int last = end - HOURS; last < end; last++) {
      double sum = weekSum(totals, last + 1);
      largest = Double.isNaN(largest) || sum > largest ? sum : largest;
    }
    List<Double> earlier = new ArrayList<>();
    for (int back = 1; back <= EARLIER_WEEKS; back++) {
      LocalDate otherEnd = sunday.minusWeeks(back);
      double other = weekSum(totals, end - back * HOURS);
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
        longest,
        largest,
        Ranks.percentile(past, total),
        ranked ? 1 + above : 0,
        past.length);
  }

  /** Returns the sum of the week before hour {@code end}; NaN if a part is unknown. */
  public static double weekSum(WindowTotals totals, int end) {
    return totals.sum(end - HOURS, end);
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
