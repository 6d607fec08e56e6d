package io.treadmill.jobs.bars;

import io.treadmill.jobs.contract.Notes;
import io.treadmill.lake.Selection;
import io.treadmill.market.BarClock;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * Which days of which instruments the archive has.
 *
 * @param klineDays instrument-days with klines and no trades
 * @param skipped instrument, as text, to rows that were no trades
 */
record Coverage(Set<Day> tradeDays, Set<Day> klineDays, SortedMap<String, Long> skipped)
    implements Serializable {
  private static final int MAX_LINES = 20;

  /**
   * A day of an instrument.
   *
   * @param day UTC days since 1970
   */
  record Day(InstrumentKey instrument, long day) implements Serializable {
    static Day of(InstrumentKey instrument, long micros) {
      return new Day(instrument, Math.floorDiv(micros, BarClock.DAY_MICROS));
    }
  }

  static Coverage of(
      JavaPairRDD<Interval, List<byte[]>> trades, JavaPairRDD<Interval, Bar> klines) {
    SortedMap<String, Long> skipped = new TreeMap<>();
    Set<Day> tradeDays = new HashSet<>();
    List<Tuple2<Day, Long>> found =
        trades
            .mapToPair(
                parts ->
                    parts._1().isSkipped()
                        ? new Tuple2<>(
                            new Day(parts._1().instrument(), Interval.SKIPPED), count(parts._2()))
                        : new Tuple2<>(Day.of(parts._1().instrument(), parts._1().start()), 0L))
            .reduceByKey(Long::sum)
            .collect();
    for (Tuple2<Day, Long> day : found) {
      if (day._1().day() == Interval.SKIPPED) {
        skipped.put(day._1().instrument().toString(), day._2());
      } else {
        tradeDays.add(day._1());
      }
    }
    Set<Day> klineDays =
        new HashSet<>(
            klines
                .keys()
                .mapPartitions(
                    intervals -> {
                      Set<Day> days = new HashSet<>();
                      intervals.forEachRemaining(
                          five -> days.add(Day.of(five.instrument(), five.start())));
                      return days.iterator();
                    })
                .collect());
    klineDays.removeAll(tradeDays);
    return new Coverage(tradeDays, klineDays, skipped);
  }

  boolean isEmpty() {
    return tradeDays.isEmpty() && klineDays.isEmpty();
  }

  /** Returns the klines of the days of an instrument that have no trades. */
  JavaPairRDD<Interval, Bar> withoutTrades(JavaPairRDD<Interval, Bar> klines) {
    if (klineDays.isEmpty()) {
      // They are not read again.
      return JavaPairRDD.fromJavaRDD(
          JavaSparkContext.fromSparkContext(klines.context()).emptyRDD());
    }
    Set<Day> traded = tradeDays;
    return klines.filter(
        kline -> !traded.contains(Day.of(kline._1().instrument(), kline._1().start())));
  }

  /** Returns what the user should know: days that are missing, rows that were left out. */
  List<String> notes(UtcDays days, Selection selection) {
    Notes notes = new Notes();
    skipped.forEach(
        (instrument, rows) ->
            notes.add(
                instrument,
                who ->
                    "left out %d rows of trades of %s: no positive finite price or amount, or no such instrument"
                        .formatted(rows, who)));
    Map<InstrumentKey, Set<Long>> present =
        new TreeMap<>(Comparator.comparing(InstrumentKey::toString));
    for (Set<Day> some : List.of(tradeDays, klineDays)) {
      some.forEach(
          day -> present.computeIfAbsent(day.instrument(), key -> new HashSet<>()).add(day.day()));
    }
    present.forEach(
        (instrument, found) -> {
          List<LocalDate> missing =
              days.days().stream().filter(day -> !found.contains(day.toEpochDay())).toList();
          if (!missing.isEmpty()) {
            notes.add(
                instrument.toString(),
                who -> "no trades and no klines of %s on %s".formatted(who, text(missing)));
          }
        });
    for (String symbol : selection.symbols()) {
      if (present.keySet().stream().noneMatch(key -> key.symbol().equals(symbol))) {
        notes.add(symbol, who -> "no trades and no klines of %s on any of %s".formatted(who, days));
      }
    }
    return notes.lines();
  }

  private static String text(List<LocalDate> days) {
    String shown =
        String.join(", ", days.stream().limit(MAX_LINES).map(LocalDate::toString).toList());
    return days.size() <= MAX_LINES ? shown : shown + " and " + (days.size() - MAX_LINES) + " more";
  }

  private static long count(List<byte[]> counts) {
    long sum = 0;
    for (byte[] count : counts) {
      sum += ByteBuffer.wrap(count).getLong();
    }
    return sum;
  }
}
