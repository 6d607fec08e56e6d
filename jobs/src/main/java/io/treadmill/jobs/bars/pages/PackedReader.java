package io.treadmill.jobs.bars.pages;

/** What readers of packed whole numbers share: where they are in a page. */
abstract class PackedReader {
  PageBytes page;
  int position;

  /** Bits of a packed value. */
  int width;

  /** Values that are left of the run or group in work. */
  int left;

  /** Bit of the page at which the next packed value begins. */
  long bit;

  final void startAt(PageBytes bytes, int at) {
    page = bytes;
    position = at;
    left = 0;
  }

  /** Fails unless the page has so many packed values more. */
  final void requirePacked(int count) {
    page.require((bit + (long) count * width + 7) >>> 3);
  }

  /** Reads a number in groups of seven bits, the low ones first. */
  final long number() {
    long value = 0;
    int shift = 0;
    int part;
    do {
      part = page.byteAt(position++);
      value |= (part & 0x7FL) << shift;
      shift += 7;
    } while (part > 0x7F && shift < Long.SIZE);
    return value;
  }
}
