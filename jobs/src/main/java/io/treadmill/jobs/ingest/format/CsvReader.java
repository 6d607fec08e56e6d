package io.treadmill.jobs.ingest.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads lines from a stream; memory is one buffer, whatever the file. */
final class CsvReader {
  private static final int MAX_LINE = 1 << 20;

  private final InputStream in;
  private final int longest;
  private byte[] buffer = new byte[1 << 18];
  private int start;
  private int end;
  private boolean ended;
  private boolean open;
  private long number;
  private int from;
  private int to;

  CsvReader(InputStream in) {
    this(in, MAX_LINE);
  }

  CsvReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /**
   * Moves to the next line.
   *
   * @throws RefusedFile if a line is longer than is allowed, or lines end in other ways: no CSV
   */
  boolean next() throws IOException {
    int scan = start;
    while (true) {
      for (; scan < end; scan++) {
        if (buffer[scan] == '\n') {
          line(scan);
          start = scan + 1;
          return true;
        }
      }
      if (ended) {
        if (start == end) {
          return false;
        }
        open = true;
        line(end);
        start = end;
        return true;
      }
      int kept = end - start;
      if (kept > longest) {
        if (number == 0) {
          line(end);
        }
        throw new RefusedFile(
            "line %d is longer than %d MB (a CSV file has short lines)"
                .formatted(number + 1, longest >> 20));
      }
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, kept);
        start = 0;
        end = kept;
      }
      if (end == buffer.length) {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
      scan = end;
      int n = in.read(buffer, end, buffer.length - end);
      if (n < 0) {
        ended = true;
      } else {
        end += n;
      }
    }
  }

  private void line(int lineEnd) {
    number++;
    from = start;
    to = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    if (number == 1
        && to - from >= 3
        && buffer[from] == (byte) 0xEF
        && buffer[from + 1] == (byte) 0xBB
        && buffer[from + 2] == (byte) 0xBF) {
      from += 3;
    }
    if (number == 1) {
      for (int i = from; i < to; i++) {
        if (buffer[i] == '\r') {
          throw new RefusedFile(
              "its lines end with a carriage return alone (rewrite it with line feeds)");
        }
      }
    }
  }

  /** Returns the number of the line, from 1. */
  long number() {
    return number;
  }

  /** Returns true if the file ends without a line end after this line. */
  boolean isOpen() {
    return open;
  }

  /** Returns true if the line has no byte but blanks. */
  boolean isBlank() {
    for (int i = from; i < to; i++) {
      if (buffer[i] > ' ' || buffer[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns true if the line has these bytes. */
  boolean isSame(byte[] other) {
    return Arrays.equals(buffer, from, to, other, 0, other.length);
  }

  /** Returns a copy of the bytes of the line. */
  byte[] bytes() {
    return Arrays.copyOfRange(buffer, from, to);
  }

  /** Splits the line. */
  void split(CsvLine line) {
    line.set(buffer, from, to);
  }
}
