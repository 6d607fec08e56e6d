package io.treadmill.jobs.report;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.report.ReportData.Bars;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * Reads the bars of a report. They are the most rows that it has, so they become arrays at once.
 */
final class BarReader {
  private static final List<String> PRICES = List.of("open", "high", "low", "close");

  private BarReader() {}

  static Map<Instrument, Bars> read(RunContext run) {
    List<String> columns = new ArrayList<>(PRICES);
    columns.add("product");
    columns.add("ts");
    Map<String, Growing> read = new TreeMap<>();
    long start = run.days().startMicros();
    run.lake()
        .rows(LakeTables.BARS_5M, run.days(), run.selection(), columns)
        .mapPartitions(rows -> List.of(grown(rows, start)).iterator())
        .collect()
        .forEach(part -> part.forEach((key, own) -> read.merge(key, own, Growing::and)));
    Map<Instrument, Bars> bars = new TreeMap<>();
    read.forEach((instrument, own) -> bars.put(Instrument.parse(instrument), own.bars()));
    return bars;
  }

  private static TreeMap<String, Growing> grown(Iterator<Row> rows, long startMicros) {
    TreeMap<String, Growing> read = new TreeMap<>();
    while (rows.hasNext()) {
      NamedRow row = new NamedRow(rows.next());
      read.computeIfAbsent(row.instrumentKey(), instrument -> new Growing())
          .add((int) ((row.micros("ts") - startMicros) / BarClock.MINUTE_MICROS), row);
    }
    return read;
  }

  /** Bars of one instrument as they come. */
  private static final class Growing implements Serializable {
    private static final long serialVersionUID = 1L;
    private int count;
    private int[] minutes = new int[BarClock.BARS_OF_A_DAY];
    private final double[][] prices = new double[PRICES.size()][BarClock.BARS_OF_A_DAY];

    void add(int minute, NamedRow row) {
      if (count == minutes.length) {
        room(2 * count);
      }
      minutes[count] = minute;
      for (int i = 0; i < prices.length; i++) {
        prices[i][count] = row.number(PRICES.get(i));
      }
      count++;
    }

    private void room(int most) {
      minutes = Arrays.copyOf(minutes, most);
      Arrays.setAll(prices, i -> Arrays.copyOf(prices[i], most));
    }

    Growing and(Growing other) {
      room(count + other.count);
      System.arraycopy(other.minutes, 0, minutes, count, other.count);
      for (int i = 0; i < prices.length; i++) {
        System.arraycopy(other.prices[i], 0, prices[i], count, other.count);
      }
      count += other.count;
      return this;
    }

    Bars bars() {
      // A minute fits the upper half of a long, and its place the lower.
      long[] order = new long[count];
      Arrays.setAll(order, i -> (long) minutes[i] << Integer.SIZE | i);
      Arrays.sort(order);
      return new Bars(
          Arrays.stream(order).mapToInt(one -> minutes[(int) one]).toArray(),
          sorted(order, prices[0]),
          sorted(order, prices[1]),
          sorted(order, prices[2]),
          sorted(order, prices[3]));
    }

    private static double[] sorted(long[] order, double[] values) {
      return Arrays.stream(order).mapToDouble(one -> values[(int) one]).toArray();
    }
  }
}
