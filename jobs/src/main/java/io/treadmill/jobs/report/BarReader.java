package io.treadmill.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_micros;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.report.ReportData.Bars;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
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
    return of(
        run.lake()
            .read(LakeTables.BARS_5M, run.days(), run.selection())
            .select(
                col("venue"),
                col("product"),
                col("symbol"),
                unix_micros(col("ts")).as("at"),
                col("open"),
                col("high"),
                col("low"),
                col("close"))
            .toLocalIterator(),
        run.days().startMicros());
  }

  /** Returns bars of rows in any order, in the order of time. */
  static Map<Instrument, Bars> of(Iterator<Row> rows, long startMicros) {
    InstrumentNames names = new InstrumentNames();
    Map<Instrument, Growing> read = new TreeMap<>();
    int[] places = null;
    while (rows.hasNext()) {
      Row row = rows.next();
      if (places == null) {
        places = PRICES.stream().mapToInt(row::fieldIndex).toArray();
      }
      NamedRow named = new NamedRow(row);
      int minute = (int) ((named.whole("at") - startMicros) / BarClock.MINUTE_MICROS);
      read.computeIfAbsent(names.of(named), instrument -> new Growing()).add(minute, row, places);
    }
    Map<Instrument, Bars> bars = new TreeMap<>();
    read.forEach((instrument, own) -> bars.put(instrument, own.bars()));
    return bars;
  }

  /** Bars of one instrument as they come. */
  private static final class Growing {
    private int count;
    private int[] minutes = new int[BarClock.BARS_OF_A_DAY];
    private final double[][] prices = new double[PRICES.size()][BarClock.BARS_OF_A_DAY];

    void add(int minute, Row row, int[] places) {
      if (count == minutes.length) {
        minutes = Arrays.copyOf(minutes, 2 * count);
        Arrays.setAll(prices, i -> Arrays.copyOf(prices[i], 2 * count));
      }
      minutes[count] = minute;
      for (int i = 0; i < places.length; i++) {
        prices[i][count] = row.getDouble(places[i]);
      }
      count++;
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
