package io.treadmill.jobs.report;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.report.ReportData.Forced;
import io.treadmill.jobs.report.ReportData.Marks;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Reported forced orders of instruments, of which each task keeps what a report shows: sums by
 * interval, and the largest one by one.
 */
final class Prints implements Serializable {
  /** Most forced orders shown one by one, for each instrument. */
  static final int MOST_MARKS = 4000;

  private static final long serialVersionUID = 1L;
  private static final List<String> COLUMNS =
      List.of(
          "product",
          "ts",
          "interval_minutes",
          "side",
          "bucket",
          "price_low",
          "price_high",
          "notional_usd",
          "high_usd",
          "print_count",
          "feed_rule");

  private static final Comparator<Mark> LARGEST =
      Comparator.comparingDouble(Mark::usd)
          .reversed()
          .thenComparingLong(Mark::at)
          .thenComparing(Mark::side)
          .thenComparingInt(Mark::bucket);

  private static final Comparator<Mark> BY_TIME =
      Comparator.comparingLong(Mark::at).thenComparing(Mark::side).thenComparingInt(Mark::bucket);

  private final int stepMinutes;
  private final TreeMap<String, OfInstrument> all = new TreeMap<>();

  /** One row of the table. */
  private record Mark(
      long at,
      String side,
      int bucket,
      int intervalMinutes,
      Double price,
      double usd,
      Double highUsd,
      Long prints)
      implements Serializable {}

  /** What is kept of one instrument. */
  private static final class OfInstrument implements Serializable {
    private static final long serialVersionUID = 1L;
    private final TreeMap<Long, double[]> sums = new TreeMap<>();
    private final TreeMap<String, Double> usdByRule = new TreeMap<>();
    private final List<Mark> largest = new ArrayList<>();
    private long rows;

    void add(Mark mark, String rule, long intervalMicros) {
      double[] sum =
          sums.computeIfAbsent(
              mark.at - Math.floorMod(mark.at, intervalMicros), at -> new double[2]);
      sum[mark.side.equals("long") ? 0 : 1] += mark.usd;
      if (mark.usd > 0) {
        rows++;
        usdByRule.merge(rule, mark.usd, Double::sum);
        largest.add(mark);
        if (largest.size() > 2 * MOST_MARKS) {
          cut();
        }
      }
    }

    OfInstrument and(OfInstrument other) {
      other.sums.forEach(
          (at, usd) -> sums.merge(at, usd, (a, b) -> new double[] {a[0] + b[0], a[1] + b[1]}));
      other.usdByRule.forEach((rule, usd) -> usdByRule.merge(rule, usd, Double::sum));
      rows += other.rows;
      largest.addAll(other.largest);
      cut();
      return this;
    }

    private void cut() {
      largest.sort(LARGEST);
      largest.subList(Math.min(MOST_MARKS, largest.size()), largest.size()).clear();
    }
  }

  private Prints(int stepMinutes) {
    this.stepMinutes = stepMinutes;
  }

  /**
   * Reads the prints of a run's days and selection.
   *
   * @param stepMinutes length of the intervals of the sums
   */
  static Prints read(RunContext run, int stepMinutes) {
    Prints all = new Prints(stepMinutes);
    run.lake()
        .rows(LakeTables.REALISED_LIQUIDATIONS, run.days(), run.selection(), COLUMNS)
        .mapPartitionsWithIndex((place, rows) -> of(rows, stepMinutes).parts(place), false)
        .mapToPair(part -> part)
        .groupByKey()
        .mapValues(Prints::inOrder)
        .collect()
        .forEach(own -> all.all.put(own._1(), own._2()));
    return all;
  }

  /** Returns what was folded, by instrument, with the place of the partition. */
  private Iterator<Tuple2<String, Tuple2<Integer, OfInstrument>>> parts(int place) {
    return all.entrySet().stream()
        .map(own -> new Tuple2<>(own.getKey(), new Tuple2<>(place, own.getValue())))
        .iterator();
  }

  /** Brings the parts of an instrument together, in one order: sums are the same to the bit. */
  private static OfInstrument inOrder(Iterable<Tuple2<Integer, OfInstrument>> parts) {
    TreeMap<Integer, OfInstrument> byPlace = new TreeMap<>();
    parts.forEach(part -> byPlace.put(part._1(), part._2()));
    return byPlace.values().stream().reduce(OfInstrument::and).orElseThrow();
  }

  /**
   * Returns prints folded from rows of the table; those of totals alone, without a bucket, are left
   * out.
   */
  static Prints of(Iterator<Row> rows, int stepMinutes) {
    Prints prints = new Prints(stepMinutes);
    while (rows.hasNext()) {
      NamedRow row = new NamedRow(rows.next());
      if (!row.isNull("bucket")) {
        prints
            .all
            .computeIfAbsent(row.instrumentKey(), key -> new OfInstrument())
            .add(mark(row), row.text("feed_rule"), stepMinutes * BarClock.MINUTE_MICROS);
      }
    }
    return prints;
  }

  private static Mark mark(NamedRow row) {
    Double price =
        row.isNull("price_low")
            ? null
            : (Double)
                Math.exp(
                    (Math.log(row.number("price_low")) + Math.log(row.number("price_high"))) / 2);
    return new Mark(
        row.micros("ts"),
        row.text("side"),
        row.integer("bucket"),
        row.integer("interval_minutes"),
        price,
        row.number("notional_usd"),
        row.isNull("high_usd") ? null : (Double) row.number("high_usd"),
        row.isNull("print_count") ? null : (Long) row.whole("print_count"));
  }

  /**
   * Returns the sums of all prints, by instrument.
   *
   * @param startMicros what minutes are counted from
   */
  Map<Instrument, Forced> forced(long startMicros) {
    Map<Instrument, Forced> result = new TreeMap<>();
    all.forEach(
        (instrument, own) ->
            result.put(
                Instrument.parse(instrument),
                new Forced(
                    stepMinutes,
                    own.sums.keySet().stream().mapToInt(at -> minute(at, startMicros)).toArray(),
                    own.sums.values().stream().mapToDouble(usd -> usd[0]).toArray(),
                    own.sums.values().stream().mapToDouble(usd -> usd[1]).toArray(),
                    null)));
    return result;
  }

  /** Returns the largest prints of each instrument, in order of time. */
  Map<Instrument, Marks> marks(long startMicros) {
    Map<Instrument, Marks> result = new TreeMap<>();
    all.forEach(
        (instrument, own) -> {
          if (own.rows > 0) {
            own.cut();
            result.put(
                Instrument.parse(instrument),
                marks(own, own.largest.stream().sorted(BY_TIME).toList(), startMicros));
          }
        });
    return result;
  }

  private static Marks marks(OfInstrument own, List<Mark> shown, long startMicros) {
    double shownUsd = shown.stream().mapToDouble(Mark::usd).sum();
    double total = own.usdByRule.values().stream().mapToDouble(usd -> usd).sum();
    return new Marks(
        shown.stream().mapToInt(mark -> minute(mark.at, startMicros)).toArray(),
        shown.stream().mapToInt(Mark::intervalMinutes).toArray(),
        shown.stream().mapToInt(mark -> mark.side.equals("short") ? 1 : 0).toArray(),
        shown.stream().map(Mark::price).toArray(Double[]::new),
        shown.stream().mapToDouble(Mark::usd).toArray(),
        shown.stream().map(Mark::highUsd).toArray(Double[]::new),
        shown.stream().map(Mark::prints).toArray(Long[]::new),
        own.rows - shown.size(),
        Math.min(1, shownUsd / total),
        List.copyOf(own.usdByRule.keySet()));
  }

  private static int minute(long at, long startMicros) {
    return (int) ((at - startMicros) / BarClock.MINUTE_MICROS);
  }
}
