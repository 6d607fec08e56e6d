package io.treadmill.jobs.bars.pages;

import org.apache.parquet.io.ParquetDecodingException;

/** Reads longs in the encoding DELTA_BINARY_PACKED. */
final class DeltaReader extends PackedReader {
  /** Bits of a value that eight bytes hold wherever in the first byte it begins. */
  private static final int EASY_BITS = Long.SIZE - 7;

  private int perMini;
  private int minis;
  private long last;
  private boolean first;
  private long leastDelta;
  private int widths;
  private int mini;

  /** Begins at a byte of a page. */
  void start(PageBytes bytes, int at) {
    startAt(bytes, at);
    long perBlock = number();
    long count = number();
    number(); // of values: the page's header has it too
    if (perBlock <= 0 || count <= 0 || perBlock % count != 0 || perBlock > 1 << 20) {
      throw new ParquetDecodingException(
          "Invalid block of deltas: %s values in %s parts".formatted(perBlock, count));
    }
    minis = (int) count;
    perMini = (int) (perBlock / count);
    last = signed();
    first = true;
    mini = minis;
  }

  /** Reads the next values into an array. */
  void read(long[] out, int from, int count) {
    int end = from + count;
    int at = from;
    if (first && count > 0) {
      out[at++] = last;
      first = false;
    }
    while (at < end) {
      if (left == 0) {
        next();
      }
      int some = Math.min(end - at, left);
      if (width == 0) {
        repeat(out, at, some);
      } else if (width <= EASY_BITS) {
        unpack(out, at, some);
      } else {
        unpackWide(out, at, some);
      }
      left -= some;
      at += some;
    }
  }

  private void repeat(long[] out, int from, int count) {
    long value = last;
    for (int i = from; i < from + count; i++) {
      value += leastDelta;
      out[i] = value;
    }
    last = value;
  }

  private void unpack(long[] out, int from, int count) {
    requirePacked(count);
    long mask = (1L << width) - 1;
    long value = last;
    long at = bit;
    for (int i = from; i < from + count; i++) {
      value += leastDelta + (page.longAt((int) (at >>> 3)) >>> (at & 7) & mask);
      out[i] = value;
      at += width;
    }
    bit = at;
    last = value;
  }

  private void unpackWide(long[] out, int from, int count) {
    requirePacked(count);
    long mask = -1L >>> (Long.SIZE - width);
    for (int i = from; i < from + count; i++) {
      int start = (int) (bit >>> 3);
      int shift = (int) (bit & 7);
      long low = page.longAt(start) >>> shift;
      long high = shift == 0 ? 0 : page.longAt(start + 1) >>> 56 << (Long.SIZE - shift);
      last += leastDelta + ((low | high) & mask);
      out[i] = last;
      bit += width;
    }
  }

  private void next() {
    if (mini == minis) {
      leastDelta = signed();
      widths = position;
      position += minis;
      mini = 0;
    }
    width = page.byteAt(widths + mini);
    mini++;
    if (width > Long.SIZE) {
      throw new ParquetDecodingException("Invalid width of deltas: " + width + " bits");
    }
    bit = 8L * position;
    position += perMini / 8 * width;
    left = perMini;
  }

  private long signed() {
    long value = number();
    return value >>> 1 ^ -(value & 1);
  }
}
