package io.treadmill.jobs.bars;

import io.treadmill.market.BarClock;
import io.treadmill.market.UtcDays;
import java.util.Arrays;

/**
 * The trades of one instrument in one task: a ring of open minutes. In sorted files a minute is
 * opened once; the ring grows when minutes come back, so that unsorted files do not break up into
 * one part a row.
 */
final class InstrumentTrades {
  private static final int FIRST_MINUTES = 2;
  private static final int MAX_MINUTES = 1 << 16;

  /** Minutes closed for an earlier one, after which the ring doubles. */
  private static final int RETURNS_BEFORE_GROWTH = 8;

  private static final int SAMPLE = 64;

  @FunctionalInterface
  interface Sink {
    void accept(InstrumentTrades trades, long minute, MinutePart part);
  }

  private final InstrumentKey key;
  private final boolean inverse;
  private final UtcDays days;
  private final PriceBuckets buckets;
  private final Sink sink;
  private MinuteSums[] minutes = new MinuteSums[FIRST_MINUTES];
  private long[] numbers = new long[FIRST_MINUTES];
  private int returns;
  private boolean guessed;
  private int amountScale;
  private int priceScale;
  private TickBuckets ticks;
  private long skipped;

  InstrumentTrades(InstrumentKey key, UtcDays days, PriceBuckets buckets, Sink sink) {
    this.key = key;
    this.inverse = key.isInverse();
    this.days = days;
    this.buckets = buckets;
    this.sink = sink;
    Arrays.fill(numbers, TradeBatch.NO_TIME);
  }

  InstrumentKey key() {
    return key;
  }

  /** Returns the rows of the days that were no trades: no positive finite price or amount. */
  long skipped() {
    return skipped;
  }

  /** Returns the bytes that open minutes hold, about. */
  long bytes() {
    long sum = 0;
    for (MinuteSums minute : minutes) {
      sum += minute == null ? 0 : minute.bytes();
    }
    return sum;
  }

  /** Adds the rows from..to - 1 of a batch; all are of this instrument. */
  void add(TradeBatch batch, int from, int to) {
    long start = days.startMicros();
    long end = days.endMicros();
    int row = from;
    while (row < to) {
      long ts = batch.ts[row];
      if (ts < start || ts >= end) {
        row++;
      } else if (!batch.isTrade(row)) {
        skipped++;
        row++;
      } else {
        if (!guessed) {
          guessScales(batch, row, Math.min(to, row + SAMPLE));
        }
        row = addMinute(batch, row, to);
      }
    }
  }

  /** Closes all minutes and lets their memory go. */
  void close() {
    for (int i = 0; i < minutes.length; i++) {
      close(i);
      minutes[i] = null;
    }
  }

  private void guessScales(TradeBatch batch, int from, int to) {
    guessed = true;
    amountScale = Decimals.commonScale(batch.amount, from, to, MinuteSums.MAX_UNITS);
    int prices = Decimals.commonScale(batch.price, from, to, MinuteSums.MAX_UNITS);
    if (ticks == null || prices != priceScale) {
      priceScale = prices;
      ticks = new TickBuckets(buckets, Decimals.power(prices));
    }
  }

  /** Adds the trades of one minute from a row on; returns the first row that is not of it. */
  private int addMinute(TradeBatch batch, int from, int to) {
    MinuteSums sums = sums(Math.floorDiv(batch.ts[from], BarClock.MINUTE_MICROS));
    int end = sums.add(batch, from, to);
    sums.offer(batch.point(batch.first(from, end)), batch.point(batch.last(from, end)));
    if (inverse) {
      for (int i = from; i < end; i++) {
        double contracts = batch.contracts.at(i);
        if (contracts > 0 && contracts < Double.POSITIVE_INFINITY) {
          sums.addContracts(contracts);
        }
      }
    }
    return end;
  }

  private MinuteSums sums(long minute) {
    int index = (int) minute & (minutes.length - 1);
    if (numbers[index] != minute || minutes[index].isFull()) {
      boolean returning = numbers[index] != TradeBatch.NO_TIME && minute < numbers[index];
      close(index);
      if (returning && ++returns > RETURNS_BEFORE_GROWTH && minutes.length < MAX_MINUTES) {
        grow();
        return sums(minute);
      }
      if (minutes[index] == null) {
        minutes[index] = new MinuteSums(buckets);
      }
      minutes[index].open(minute * BarClock.MINUTE_MICROS, amountScale, priceScale, ticks);
      numbers[index] = minute;
    }
    return minutes[index];
  }

  private void close(int index) {
    if (numbers[index] == TradeBatch.NO_TIME) {
      return;
    }
    MinuteSums minute = minutes[index];
    if (minute.isMostlyOdd()) {
      guessed = false;
    }
    sink.accept(this, numbers[index], minute.part());
    numbers[index] = TradeBatch.NO_TIME;
  }

  private void grow() {
    returns = 0;
    MinuteSums[] old = minutes;
    long[] oldNumbers = numbers;
    minutes = new MinuteSums[2 * old.length];
    numbers = new long[2 * old.length];
    Arrays.fill(numbers, TradeBatch.NO_TIME);
    for (int i = 0; i < old.length; i++) {
      if (oldNumbers[i] != TradeBatch.NO_TIME) {
        int index = (int) oldNumbers[i] & (minutes.length - 1);
        minutes[index] = old[i];
        numbers[index] = oldNumbers[i];
      }
    }
  }
}
