package io.treadmill.jobs.bars;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import scala.Tuple2;

/** The parts of each interval, from parts that are sorted by interval; one interval in memory. */
final class IntervalParts implements Iterator<Tuple2<Interval, List<byte[]>>> {
  private final Iterator<Tuple2<Interval, byte[]>> sorted;
  private Tuple2<Interval, byte[]> next;

  IntervalParts(Iterator<Tuple2<Interval, byte[]>> sorted) {
    this.sorted = sorted;
    advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Tuple2<Interval, List<byte[]>> next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    Interval interval = next._1();
    List<byte[]> parts = new ArrayList<>();
    do {
      parts.add(next._2());
      advance();
    } while (next != null && next._1().equals(interval));
    return new Tuple2<>(interval, parts);
  }

  private void advance() {
    next = sorted.hasNext() ? sorted.next() : null;
  }
}
