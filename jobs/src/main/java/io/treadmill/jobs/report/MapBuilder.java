package io.treadmill.jobs.report;

import io.treadmill.conf.UserError;
import io.treadmill.market.BarClock;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers columns of one instrument's map, in any order, into days. */
final class MapBuilder {
  private final Map<LocalDate, List<CellRuns.Run>> days = new TreeMap<>();
  private final int stepBuckets;

  /**
   * @param stepBuckets height of a cell in 10 bp buckets, at least 1
   */
  MapBuilder(int stepBuckets) {
    if (stepBuckets < 1) {
      throw new IllegalArgumentException(
          "Invalid height of a cell: " + stepBuckets + " buckets (must be at least 1)");
    }
    this.stepBuckets = stepBuckets;
  }

  /** Refuses cells of two heights in one map. */
  static void checkStep(String name, int stepBuckets, int otherBuckets) {
    if (stepBuckets != otherBuckets) {
      throw UserError.input(
          "Cannot draw the map of %s: cells of %d and %d bp in one report; recompute these days with one heatmap.step-bp"
              .formatted(
                  name,
                  10 * Math.min(stepBuckets, otherBuckets),
                  10 * Math.max(stepBuckets, otherBuckets)));
    }
  }

  /** Adds cells of one side at one instant, all or a part of them; keeps their arrays. */
  void add(CellRuns.Run run) {
    days.computeIfAbsent(UtcDays.dayOf(run.atMicros()), day -> new ArrayList<>()).add(run);
  }

  /** Returns which part of a cell is not opened yet, percent. */
  static char percent(double inflowUsd, double usd) {
    return (char) (usd > 0 ? Math.rint(100 * inflowUsd / usd) : 0);
  }

  /** Returns the instant of the last column, microseconds since 1970. */
  long lastMicros() {
    return days.values().stream()
        .flatMap(List::stream)
        .mapToLong(CellRuns.Run::atMicros)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  /**
   * Returns the days in order.
   *
   * @throws UserError if cells are not on one grid
   */
  List<MapDay> build() {
    int place = -1;
    for (List<CellRuns.Run> columns : days.values()) {
      for (CellRuns.Run column : columns) {
        for (int bucket : column.buckets()) {
          int own = Math.floorMod(bucket, stepBuckets);
          if (place >= 0 && own != place) {
            throw UserError.input(
                ("Cannot draw the map: cells of %s buckets start at different places of the "
                        + "grid; recompute these days with one heatmap.step-bp")
                    .formatted(stepBuckets));
          }
          place = own;
        }
      }
    }
    return days.entrySet().stream().map(day -> build(day.getKey(), day.getValue())).toList();
  }

  private MapDay build(LocalDate day, List<CellRuns.Run> columns) {
    long start = UtcDays.startMicros(day);
    int[] minutes =
        columns.stream()
            .mapToInt(column -> (int) ((column.atMicros() - start) / BarClock.MINUTE_MICROS))
            .sorted()
            .distinct()
            .toArray();
    int low = Integer.MAX_VALUE;
    int high = Integer.MIN_VALUE;
    for (CellRuns.Run column : columns) { // Each has a cell.
      for (int bucket : column.buckets()) {
        low = Math.min(low, bucket);
        high = Math.max(high, bucket);
      }
    }
    int rows = (high - low) / stepBuckets + 1;
    char[] longs = new char[minutes.length * rows];
    char[] shorts = new char[minutes.length * rows];
    char[][] inflow = new char[2][minutes.length * rows];
    for (CellRuns.Run column : columns) {
      int index =
          Arrays.binarySearch(
              minutes, (int) ((column.atMicros() - start) / BarClock.MINUTE_MICROS));
      char[] target = column.side() == Side.LONG ? longs : shorts;
      for (int i = 0; i < column.buckets().length; i++) {
        int cell = index * rows + (column.buckets()[i] - low) / stepBuckets;
        target[cell] = column.codes()[i];
        inflow[column.side().index()][cell] = column.inflowPercent()[i];
      }
    }
    return new MapDay(day, minutes, low, stepBuckets, rows, longs, shorts, inflow);
  }
}
