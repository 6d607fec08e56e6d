package io.treadmill.jobs.bars.pages;

import java.util.Arrays;
import org.apache.parquet.io.ParquetDecodingException;

/** Reads whole numbers in the encoding RLE: runs of one value, and groups of eight packed bits. */
final class RunReader extends PackedReader {
  private boolean packed;
  private int value;

  /** Begins at a byte of a page, with values of so many bits. */
  void start(PageBytes bytes, int first, int bits) {
    if (bits > Integer.SIZE) {
      throw new ParquetDecodingException("Invalid width of dictionary ids: " + bits + " bits");
    }
    startAt(bytes, first);
    width = bits;
  }

  /** Returns true if a run of this value comes next that is at least so long. */
  boolean isNext(int wanted, int count) {
    if (left == 0 && count > 0) {
      next();
    }
    return !packed && value == wanted && left >= count;
  }

  /** Reads the next values into an array. */
  void read(int[] out, int from, int count) {
    if (width == 0) {
      Arrays.fill(out, from, from + count, 0);
      return;
    }
    int end = from + count;
    for (int at = from; at < end; ) {
      if (left == 0) {
        next();
      }
      int some = Math.min(end - at, left);
      if (packed) {
        unpack(out, at, some);
      } else {
        Arrays.fill(out, at, at + some, value);
      }
      left -= some;
      at += some;
    }
  }

  private void unpack(int[] out, int from, int count) {
    requirePacked(count);
    long mask = (1L << width) - 1;
    long at = bit;
    for (int i = from; i < from + count; i++) {
      out[i] = (int) (page.longAt((int) (at >>> 3)) >>> (at & 7) & mask);
      at += width;
    }
    bit = at;
  }

  private void next() {
    int header = (int) number();
    packed = (header & 1) == 1;
    int size = header >>> 1;
    if (size == 0 || size > Integer.MAX_VALUE / Integer.SIZE) {
      throw new ParquetDecodingException("Invalid length of a run: " + size);
    }
    if (packed) {
      left = size * 8;
      bit = 8L * position;
      position += size * width;
    } else {
      left = size;
      page.require(position + (width + 7L) / 8);
      value = (int) (page.longAt(position) & ((1L << width) - 1));
      position += (width + 7) / 8;
    }
  }
}
