package io.treadmill.jobs.bars;

import io.treadmill.jobs.bars.TradePoint.Place;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bytes of one {@link MinutePart} after the other, as they travel between tasks. */
final class MinutePartCodec {
  private MinutePartCodec() {}

  /** Appends a part. */
  static void write(MinutePart part, ByteArrayOutputStream bytes) {
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, part.first());
      write(out, part.last());
      out.writeDouble(part.high());
      out.writeDouble(part.low());
      out.writeLong(part.tradeCount());
      write(out, part.quote());
      write(out, part.contracts());
      out.writeLong(part.contractTrades());
      out.writeInt(part.cells().size());
      for (var cell : part.cells().entrySet()) {
        out.writeInt(cell.getKey());
        write(out, cell.getValue().base());
        out.writeLong(cell.getValue().tradeCount());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the parts that were appended, in order. */
  static List<MinutePart> parts(byte[] bytes) {
    ByteArrayInputStream left = new ByteArrayInputStream(bytes);
    List<MinutePart> parts = new ArrayList<>();
    while (left.available() > 0) {
      parts.add(read(left));
    }
    return parts;
  }

  private static MinutePart read(ByteArrayInputStream bytes) {
    try (DataInputStream in = new DataInputStream(bytes)) {
      TradePoint first = readPoint(in);
      TradePoint last = readPoint(in);
      double high = in.readDouble();
      double low = in.readDouble();
      long tradeCount = in.readLong();
      SideSums quote = readSums(in);
      BigDecimal contracts = readDecimal(in);
      long contractTrades = in.readLong();
      SortedMap<Integer, MinutePart.Cell> cells = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        int bucket = in.readInt();
        SideSums base = readSums(in);
        cells.put(bucket, new MinutePart.Cell(base, in.readLong()));
      }
      return new MinutePart(
          first, last, high, low, tradeCount, quote, contracts, contractTrades, cells);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(DataOutputStream out, TradePoint point) throws IOException {
    out.writeLong(point.ts());
    out.writeLong(point.tradeId());
    out.writeLong(point.sequence());
    out.writeUTF(point.place().file());
    out.writeLong(point.place().offset());
    out.writeLong(point.row());
    out.writeDouble(point.price());
  }

  private static TradePoint readPoint(DataInputStream in) throws IOException {
    long ts = in.readLong();
    long tradeId = in.readLong();
    long sequence = in.readLong();
    Place place = new Place(in.readUTF(), in.readLong());
    return new TradePoint(ts, tradeId, sequence, place, in.readLong(), in.readDouble());
  }

  private static void write(DataOutputStream out, SideSums sums) throws IOException {
    write(out, sums.buy());
    write(out, sums.sell());
    write(out, sums.unknown());
  }

  private static SideSums readSums(DataInputStream in) throws IOException {
    return new SideSums(readDecimal(in), readDecimal(in), readDecimal(in));
  }

  private static void write(DataOutputStream out, BigDecimal value) throws IOException {
    byte[] unscaled = value.unscaledValue().toByteArray();
    out.writeShort(value.scale());
    out.writeShort(unscaled.length);
    out.write(unscaled);
  }

  private static BigDecimal readDecimal(DataInputStream in) throws IOException {
    int scale = in.readShort();
    byte[] unscaled = in.readNBytes(in.readShort());
    return new BigDecimal(new BigInteger(unscaled), scale);
  }
}
