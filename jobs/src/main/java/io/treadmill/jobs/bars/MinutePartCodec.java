package io.treadmill.jobs.bars;

import io.treadmill.jobs.bars.TradePoint.Place;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes one {@link MinutePart} after the other as bytes: how they travel between tasks. */
final class MinutePartCodec {
  private static final int DIGITS_OF_LONG = 18;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
  private final DataOutputStream out = new DataOutputStream(bytes);
  private Place place;

  void write(MinutePart part) {
    try {
      write(part.first());
      write(part.last());
      out.writeDouble(part.high());
      out.writeDouble(part.low());
      out.writeLong(part.tradeCount());
      write(part.quote());
      write(part.contracts());
      out.writeLong(part.contractTrades());
      out.writeInt(part.cells().size());
      for (var cell : part.cells().entrySet()) {
        out.writeInt(cell.getKey());
        write(cell.getValue().base());
        out.writeLong(cell.getValue().tradeCount());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the parts that were appended as bytes, and begins anew. */
  byte[] take() {
    byte[] taken = bytes.toByteArray();
    bytes.reset();
    place = null;
    return taken;
  }

  private void write(TradePoint point) throws IOException {
    out.writeLong(point.ts());
    out.writeLong(point.tradeId());
    out.writeLong(point.sequence());
    // Parts that follow each other mostly come from one file: its name is written once.
    if (point.place().equals(place)) {
      out.writeInt(-1);
    } else {
      place = point.place();
      byte[] file = place.file().getBytes(StandardCharsets.UTF_8);
      out.writeInt(file.length);
      out.write(file);
      out.writeLong(place.offset());
    }
    out.writeLong(point.row());
    out.writeDouble(point.price());
  }

  private void write(SideSums sums) throws IOException {
    write(sums.buy());
    write(sums.sell());
    write(sums.unknown());
  }

  /** Length, scale and unscaled value; a length alone for zero. */
  private void write(BigDecimal value) throws IOException {
    if (value.signum() == 0) {
      out.writeShort(0);
    } else if (value.precision() <= DIGITS_OF_LONG) {
      out.writeShort(Long.BYTES);
      out.writeShort(value.scale());
      out.writeLong(value.unscaledValue().longValue());
    } else {
      byte[] unscaled = value.unscaledValue().toByteArray();
      out.writeShort(unscaled.length);
      out.writeShort(value.scale());
      out.write(unscaled);
    }
  }

  /** Returns the parts of such bytes, in order. */
  static List<MinutePart> parts(byte[] bytes) {
    Reader reader = new Reader(ByteBuffer.wrap(bytes));
    List<MinutePart> parts = new ArrayList<>();
    while (reader.in.hasRemaining()) {
      parts.add(reader.part());
    }
    return parts;
  }

  private static final class Reader {
    private final ByteBuffer in;
    private Place place;

    Reader(ByteBuffer in) {
      this.in = in;
    }

    MinutePart part() {
      // Java reads arguments from left to right, the order in which they were written.
      return new MinutePart(
          point(),
          point(),
          in.getDouble(),
          in.getDouble(),
          in.getLong(),
          sums(),
          decimal(),
          in.getLong(),
          cells());
    }

    private SortedMap<Integer, MinutePart.Cell> cells() {
      SortedMap<Integer, MinutePart.Cell> cells = new TreeMap<>();
      for (int left = in.getInt(); left > 0; left--) {
        cells.put(in.getInt(), new MinutePart.Cell(sums(), in.getLong()));
      }
      return cells;
    }

    private TradePoint point() {
      return new TradePoint(
          in.getLong(), in.getLong(), in.getLong(), place(), in.getLong(), in.getDouble());
    }

    private Place place() {
      int length = in.getInt();
      if (length >= 0) {
        place = new Place(new String(take(length), StandardCharsets.UTF_8), in.getLong());
      }
      return place;
    }

    private SideSums sums() {
      return new SideSums(decimal(), decimal(), decimal());
    }

    private BigDecimal decimal() {
      int length = in.getShort();
      if (length == 0) {
        return BigDecimal.ZERO;
      }
      int scale = in.getShort();
      return length == Long.BYTES
          ? BigDecimal.valueOf(in.getLong(), scale)
          : new BigDecimal(new BigInteger(take(length)), scale);
    }

    private byte[] take(int length) {
      byte[] taken = new byte[length];
      in.get(taken);
      return taken;
    }
  }
}
