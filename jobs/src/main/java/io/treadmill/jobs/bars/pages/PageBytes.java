package io.treadmill.jobs.bars.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.io.ParquetDecodingException;

/** The bytes of one page, little end first; up to eight may be read past the end. */
final class PageBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[0];
  private int end;

  /** Takes a copy of the bytes in place of those before. */
  void load(BytesInput input) {
    try {
      ByteBuffer source = input.toByteBuffer();
      end = source.remaining();
      if (bytes.length < end + Long.BYTES) {
        bytes = new byte[end + Math.max(Long.BYTES, end / 4)];
      }
      source.get(bytes, 0, end);
      Arrays.fill(bytes, end, end + Long.BYTES, (byte) 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the eight bytes from a position on. */
  long longAt(int position) {
    return (long) LONGS.get(bytes, position);
  }

  /** Returns a byte as 0..255. */
  int byteAt(int position) {
    require(position + 1L);
    return bytes[position] & 0xFF;
  }

  /** Fails unless the page has so many bytes. */
  void require(long size) {
    if (size > end) {
      throw new ParquetDecodingException("Page ends at byte " + end + ", needs " + size);
    }
  }
}
