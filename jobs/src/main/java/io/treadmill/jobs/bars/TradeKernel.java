package io.treadmill.jobs.bars;

import io.treadmill.lake.Selection;
import io.treadmill.market.BarClock;
import io.treadmill.market.UtcDays;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import scala.Tuple2;

/**
 * The state of one task: the open minutes of its instruments, and the parts of closed minutes that
 * wait to be handed on. Memory is bounded: when open minutes grow too large all are closed.
 */
final class TradeKernel {
  private static final long MAX_OPEN_BYTES = 48L << 20;

  private final UtcDays days;
  private final Selection selection;
  private final PriceBuckets buckets = new PriceBuckets();
  private final Map<InstrumentKey, InstrumentTrades> instruments = new HashMap<>();
  private final Set<InstrumentKey> notSelected = new HashSet<>();
  private final Queue<Tuple2<Interval, byte[]>> parts = new ArrayDeque<>();
  private final Map<InstrumentKey, Long> rowsWithoutInstrument = new HashMap<>();

  /** Parts of one hour that came one after the other: one record of the shuffle. */
  private final MinutePartCodec together = new MinutePartCodec();

  private Interval interval;

  TradeKernel(UtcDays days, Selection selection) {
    this.days = days;
    this.selection = selection;
  }

  /** Returns the trades of a selected instrument; null if it is none or not selected. */
  InstrumentTrades trades(String venue, String product, String symbol) {
    InstrumentKey key = new InstrumentKey(venue, product, symbol);
    InstrumentTrades known = instruments.get(key);
    if (known != null || notSelected.contains(key)) {
      return known;
    }
    boolean valid = key.isValid();
    if (!valid) {
      rowsWithoutInstrument.put(key, 0L);
    }
    if (!valid || !selection.contains(key.instrument())) {
      notSelected.add(key);
      return null;
    }
    InstrumentTrades created = new InstrumentTrades(key, days, buckets, this::accept);
    instruments.put(key, created);
    return created;
  }

  /** Counts rows whose venue, product or symbol is missing or unknown. */
  void skip(String venue, String product, String symbol, long rows) {
    rowsWithoutInstrument.computeIfPresent(
        new InstrumentKey(venue, product, symbol), (key, count) -> count + rows);
  }

  /** Closes open minutes if they hold much memory. */
  void closeWhenLarge() {
    long bytes = 0;
    for (InstrumentTrades trades : instruments.values()) {
      bytes += trades.bytes();
    }
    if (bytes > MAX_OPEN_BYTES) {
      instruments.values().forEach(InstrumentTrades::close);
    }
  }

  /** Closes everything; the queue then holds all that is left. */
  void finish() {
    for (InstrumentTrades trades : instruments.values()) {
      trades.close();
      putSkipped(trades.key(), trades.skipped());
    }
    putTogether();
    rowsWithoutInstrument.forEach(this::putSkipped);
  }

  /** Returns the parts of closed minutes: the reader takes them away. */
  Queue<Tuple2<Interval, byte[]>> parts() {
    return parts;
  }

  private void putSkipped(InstrumentKey key, long rows) {
    if (rows > 0) {
      byte[] count = ByteBuffer.allocate(Long.BYTES).putLong(rows).array();
      parts.add(new Tuple2<>(new Interval(key, Interval.SKIPPED), count));
    }
  }

  private void accept(InstrumentTrades trades, long minute, MinutePart part) {
    Interval own = Interval.hour(trades.key(), minute * BarClock.MINUTE_MICROS);
    if (!own.equals(interval)) {
      putTogether();
      interval = own;
    }
    together.write(part);
  }

  private void putTogether() {
    if (interval != null) {
      parts.add(new Tuple2<>(interval, together.take()));
      interval = null;
    }
  }
}
