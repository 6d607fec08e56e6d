package io.treadmill.stats.regime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sums of values by day and state, so that whole days can be drawn again. */
final class StateSums {
  private final byte[] states;
  private final int from;
  private final int days;
  private final List<double[][]> sums = new ArrayList<>(); // [day][state], then counts.

  StateSums(byte[] states, int from, int days) {
    this.states = states;
    this.from = from;
    this.days = days;
  }

  /** Adds values by hour of the window; NaN is left out. */
  void add(double[] values) {
    double[][] byDay = new double[days][2 * RegimeState.COUNT];
    for (int i = 0; i < values.length; i++) {
      int s = states[from + i];
      if (s >= 0 && !Double.isNaN(values[i])) {
        byDay[i / PastScores.HOURS][s] += values[i];
        byDay[i / PastScores.HOURS][RegimeState.COUNT + s]++;
      }
    }
    sums.add(byDay);
  }

  /** Returns the place of the shares of time among the draws: after all values. */
  int shares() {
    return sums.size();
  }

  /** Returns how many hours of a state have a value. */
  long count(int s, int value) {
    double count = 0;
    for (double[] day : sums.get(value)) {
      count += day[RegimeState.COUNT + s];
    }
    return Math.round(count);
  }

  /** Returns the mean of a value over the hours of a state; NaN without one. */
  double mean(int s, int value) {
    double sum = 0;
    double count = 0;
    for (double[] day : sums.get(value)) {
      sum += day[s];
      count += day[RegimeState.COUNT + s];
    }
    return sum / count;
  }

  /**
   * Returns drawn means by value, state and draw; the last value is the share of time.
   *
   * @param weights how often each day is drawn, by draw
   */
  double[][][] drawn(double[][] weights) {
    int draws = weights.length;
    int width = 2 * RegimeState.COUNT;
    int values = sums.size();
    double[][] rows = rows(width);
    double[][][] drawn = new double[values + 1][RegimeState.COUNT][draws];
    double[] total = new double[(values + 1) * width];
    for (int d = 0; d < draws; d++) {
      Arrays.fill(total, 0);
      for (int day = 0; day < days; day++) {
        if (weights[d][day] != 0) {
          addTimes(weights[d][day], rows[day], total);
        }
      }
      for (int v = 0; v <= values; v++) {
        for (int s = 0; s < RegimeState.COUNT; s++) {
          drawn[v][s][d] = total[v * width + s] / total[v * width + RegimeState.COUNT + s];
        }
      }
    }
    return drawn;
  }

  private static void addTimes(double weight, double[] row, double[] total) {
    for (int i = 0; i < total.length; i++) {
      total[i] += weight * row[i];
    }
  }

  /** One flat row a day; at the end hours in each state, and hours in any. */
  private double[][] rows(int width) {
    double[][] rows = new double[days][(sums.size() + 1) * width];
    for (int day = 0; day < days; day++) {
      for (int v = 0; v < sums.size(); v++) {
        System.arraycopy(sums.get(v)[day], 0, rows[day], v * width, width);
      }
      int own = sums.size() * width;
      for (int h = day * PastScores.HOURS; h < (day + 1) * PastScores.HOURS; h++) {
        int s = states[from + h];
        if (s >= 0) {
          rows[day][own + s]++;
          for (int any = 0; any < RegimeState.COUNT; any++) {
            rows[day][own + RegimeState.COUNT + any]++;
          }
        }
      }
    }
    return rows;
  }
}
