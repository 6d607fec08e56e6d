package io.treadmill.lake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridValuesWriter;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;

/**
 * One column of a row group while rows are written: values are kept as they come and encoded a page
 * at a time. Whole numbers and instants are deltas; what repeats is a dictionary, unless it would
 * be larger than the values.
 */
final class ColumnChunk {
  /** Rows of a page. */
  static final int PAGE_ROWS = 20_000;

  private static final int FIRST_ROWS = 1 << 10;
  private static final int MOST_DICTIONARY_BYTES = 1 << 20;
  private static final int PAGE_BYTES = 1 << 20;
  private static final HeapByteBufferAllocator ALLOCATOR = HeapByteBufferAllocator.getInstance();

  /** A page that is encoded. */
  private record Page(
      int rows,
      int nulls,
      byte[] levels,
      Encoding encoding,
      byte[] packed,
      int size,
      Statistics<?> statistics) {}

  /** The bytes of the values of a page. */
  private record Body(Encoding encoding, BytesInput bytes) {}

  private final ColumnDescriptor descriptor;
  private final ColumnType type;
  private final BytesInputCompressor compressor;
  private final List<Page> pages = new ArrayList<>();
  private long valueCount;
  private long bytes;

  private long[] values = new long[FIRST_ROWS];
  private boolean[] present = new boolean[FIRST_ROWS];
  private int rows;
  private int count;

  private boolean isPlain;
  private ValueCodes codes = new ValueCodes();
  private Map<String, Integer> textCodes = new HashMap<>();
  private final List<Binary> texts = new ArrayList<>();
  private String lastText;
  private int lastCode;
  private int dictionarySize;
  private long dictionaryBytes;

  ColumnChunk(ColumnDescriptor descriptor, ColumnType type, BytesInputCompressor compressor) {
    this.descriptor = descriptor;
    this.type = type;
    this.compressor = compressor;
  }

  /** Adds the value of a row. */
  void add(RowBuffer row, int column) throws IOException {
    if (rows == present.length) {
      present = Arrays.copyOf(present, 2 * rows);
      values = Arrays.copyOf(values, 2 * rows);
    }
    boolean isThere = !row.isNull(column);
    present[rows++] = isThere;
    if (isThere) {
      values[count++] = type == ColumnType.TEXT ? code(row.text(column)) : row.whole(column);
    }
    if (rows == PAGE_ROWS) {
      endPage();
    }
  }

  /** Text of a column mostly repeats: encode it once. */
  private int code(String text) {
    if (!text.equals(lastText)) {
      Integer known = textCodes.get(text);
      if (known == null) {
        known = texts.size();
        textCodes.put(text, known);
        texts.add(Binary.fromString(text));
      }
      lastText = text;
      lastCode = known;
    }
    return lastCode;
  }

  /** Returns the bytes that are kept until the row group is written. */
  long bytes() {
    return bytes + 8L * count + dictionaryBytes;
  }

  private void endPage() throws IOException {
    Statistics<?> statistics = statistics();
    byte[] levels = levels();
    Body body = body();
    byte[] packed = compressor.compress(body.bytes()).toByteArray();
    pages.add(
        new Page(
            rows,
            rows - count,
            levels,
            body.encoding(),
            packed,
            Math.toIntExact(body.bytes().size()),
            statistics));
    bytes += packed.length + levels.length;
    valueCount += rows;
    rows = 0;
    count = 0;
  }

  private Statistics<?> statistics() {
    Statistics<?> statistics = Statistics.createStats(descriptor.getPrimitiveType());
    statistics.incrementNumNulls(rows - count);
    switch (type) {
      case TEXT -> {
        boolean[] isSeen = new boolean[texts.size()];
        for (int i = 0; i < count; i++) {
          isSeen[(int) values[i]] = true;
        }
        for (int i = 0; i < isSeen.length; i++) {
          if (isSeen[i]) {
            statistics.updateStats(texts.get(i));
          }
        }
      }
      case NUMBER -> addNumbers(statistics);
      case WHOLE, INSTANT, INTEGER, DATE, FLAG -> addWhole(statistics);
    }
    return statistics;
  }

  private void addNumbers(Statistics<?> statistics) {
    double least = Double.NaN;
    double most = Double.NaN;
    for (int i = 0; i < count; i++) {
      double value = Double.longBitsToDouble(values[i]);
      if (Double.isNaN(value)) {
        statistics.updateStats(value);
        continue;
      }
      least = value >= least ? least : value;
      most = value <= most ? most : value;
    }
    if (!Double.isNaN(least)) {
      statistics.updateStats(least);
      statistics.updateStats(most);
    }
  }

  private void addWhole(Statistics<?> statistics) {
    if (count == 0) {
      return;
    }
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, values[i]);
      most = Math.max(most, values[i]);
    }
    for (long end : new long[] {least, most}) {
      switch (type) {
        case WHOLE, INSTANT -> statistics.updateStats(end);
        case INTEGER, DATE -> statistics.updateStats(Math.toIntExact(end));
        case FLAG -> statistics.updateStats(end != 0);
        case TEXT, NUMBER -> throw new IllegalStateException();
      }
    }
  }

  /** Encodes which rows have a value. */
  private byte[] levels() throws IOException {
    if (count == 0 || count == rows) {
      return run(rows, count == 0 ? 0 : 1, 1);
    }
    try (var encoder = new RunLengthBitPackingHybridEncoder(1, 1 << 10, PAGE_BYTES, ALLOCATOR)) {
      for (int i = 0; i < rows; i++) {
        encoder.writeInt(present[i] ? 1 : 0);
      }
      return encoder.toBytes().toByteArray();
    }
  }

  /** Encodes a value that repeats. */
  private static byte[] run(int times, int value, int bitWidth) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int header = times << 1;
    while (header >= 0x80) {
      out.write(header & 0x7f | 0x80);
      header >>>= 7;
    }
    out.write(header);
    for (int bit = 0; bit < bitWidth; bit += 8) {
      out.write(value >>> bit);
    }
    return out.toByteArray();
  }

  private Body body() throws IOException {
    return switch (type) {
      case WHOLE, INSTANT -> {
        var writer = new DeltaBinaryPackingValuesWriterForLong(1 << 12, PAGE_BYTES, ALLOCATOR);
        for (int i = 0; i < count; i++) {
          writer.writeLong(values[i]);
        }
        yield new Body(Encoding.DELTA_BINARY_PACKED, bytes(writer));
      }
      case FLAG -> {
        var writer = new RunLengthBitPackingHybridValuesWriter(1, 1 << 10, PAGE_BYTES, ALLOCATOR);
        for (int i = 0; i < count; i++) {
          writer.writeBoolean(values[i] != 0);
        }
        yield new Body(Encoding.RLE, bytes(writer));
      }
      case TEXT, NUMBER, INTEGER, DATE -> repeating();
    };
  }

  private static BytesInput bytes(ValuesWriter writer) throws IOException {
    try (writer) {
      return BytesInput.from(writer.getBytes().toByteArray());
    }
  }

  private Body repeating() throws IOException {
    if (!isPlain && count == 0 && dictionarySize > 0) {
      byte[] none = {(byte) bitWidth(dictionarySize)};
      return new Body(Encoding.RLE_DICTIONARY, BytesInput.from(none));
    }
    if (!isPlain && count > 0) {
      int[] ofPage = type == ColumnType.TEXT ? null : new int[count];
      for (int i = 0; ofPage != null && i < count; i++) {
        ofPage[i] = codes.of(values[i]);
      }
      if (takeDictionary()) {
        return new Body(Encoding.RLE_DICTIONARY, BytesInput.from(coded(ofPage)));
      }
    }
    return plain();
  }

  /** Returns true if the dictionary, with what the page adds, is worth its room. */
  private boolean takeDictionary() {
    boolean isText = type == ColumnType.TEXT;
    int size = isText ? texts.size() : codes.size();
    int width = type == ColumnType.NUMBER ? Double.BYTES : Integer.BYTES;
    long all = dictionaryBytes;
    for (int i = dictionarySize; isText && i < size; i++) {
      all += Integer.BYTES + texts.get(i).length();
    }
    long raw = (long) count * width;
    if (!isText) {
      all = (long) size * width;
    } else if (dictionarySize == 0) {
      raw = 0;
      for (int i = 0; i < count; i++) {
        raw += Integer.BYTES + texts.get((int) values[i]).length();
      }
    }
    long coded = (long) count * bitWidth(size) / Byte.SIZE;
    isPlain = all > MOST_DICTIONARY_BYTES || dictionarySize == 0 && all + coded >= raw;
    if (!isPlain) {
      dictionarySize = size;
      dictionaryBytes = all;
    }
    return !isPlain;
  }

  private static int bitWidth(int size) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
  }

  private byte[] coded(int[] ofPage) throws IOException {
    int bitWidth = bitWidth(dictionarySize);
    int first = ofPage == null ? (int) values[0] : ofPage[0];
    boolean isSame = true;
    for (int i = 1; isSame && i < count; i++) {
      isSame = (ofPage == null ? (int) values[i] : ofPage[i]) == first;
    }
    byte[] coded;
    if (isSame) {
      coded = run(count, first, bitWidth);
    } else {
      try (var encoder =
          new RunLengthBitPackingHybridEncoder(bitWidth, 1 << 10, PAGE_BYTES, ALLOCATOR)) {
        for (int i = 0; i < count; i++) {
          encoder.writeInt(ofPage == null ? (int) values[i] : ofPage[i]);
        }
        coded = encoder.toBytes().toByteArray();
      }
    }
    byte[] all = new byte[1 + coded.length];
    all[0] = (byte) bitWidth;
    System.arraycopy(coded, 0, all, 1, coded.length);
    return all;
  }

  private Body plain() throws IOException {
    switch (type) {
      case NUMBER -> {
        ByteBuffer plain = ByteBuffer.allocate(count * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        plain.asLongBuffer().put(values, 0, count);
        return new Body(Encoding.PLAIN, BytesInput.from(plain));
      }
      case INTEGER, DATE -> {
        var writer = new DeltaBinaryPackingValuesWriterForInteger(1 << 12, PAGE_BYTES, ALLOCATOR);
        for (int i = 0; i < count; i++) {
          writer.writeInteger(Math.toIntExact(values[i]));
        }
        return new Body(Encoding.DELTA_BINARY_PACKED, bytes(writer));
      }
      default -> {
        var writer = new DeltaByteArrayWriter(1 << 10, PAGE_BYTES, ALLOCATOR);
        for (int i = 0; i < count; i++) {
          writer.writeBytes(texts.get((int) values[i]));
        }
        if (isPlain) {
          // What does not repeat is not kept, but for what stands in the dictionary.
          texts.subList(dictionarySize, texts.size()).clear();
          textCodes = new HashMap<>();
          for (int i = 0; i < dictionarySize; i++) {
            textCodes.put(texts.get(i).toStringUsingUTF8(), i);
          }
          lastText = null;
        }
        return new Body(Encoding.DELTA_BYTE_ARRAY, bytes(writer));
      }
    }
  }

  /** Writes the column of the row group and forgets it. */
  void write(ParquetFileWriter file, CompressionCodecName codec) throws IOException {
    if (rows > 0) {
      endPage();
    }
    file.startColumn(descriptor, valueCount, codec);
    if (dictionarySize > 0) {
      BytesInput dictionary = BytesInput.from(dictionary());
      byte[] packed = compressor.compress(dictionary).toByteArray();
      file.writeDictionaryPage(
          new DictionaryPage(
              BytesInput.from(packed),
              Math.toIntExact(dictionary.size()),
              dictionarySize,
              Encoding.PLAIN));
    }
    for (Page page : pages) {
      file.writeDataPageV2(
          page.rows(),
          page.nulls(),
          page.rows(),
          BytesInput.empty(),
          BytesInput.from(page.levels()),
          page.encoding(),
          BytesInput.from(page.packed()),
          page.size(),
          page.statistics());
    }
    file.endColumn();
    pages.clear();
    bytes = 0;
    valueCount = 0;
    isPlain = false;
    codes = new ValueCodes();
    textCodes = new HashMap<>();
    texts.clear();
    lastText = null;
    dictionarySize = 0;
    dictionaryBytes = 0;
  }

  private byte[] dictionary() throws IOException {
    if (type == ColumnType.TEXT) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (Binary text : texts.subList(0, dictionarySize)) {
        out.write(
            ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(text.length())
                .array());
        text.writeTo(out);
      }
      return out.toByteArray();
    }
    boolean isNumber = type == ColumnType.NUMBER;
    ByteBuffer plain =
        ByteBuffer.allocate(dictionarySize * (isNumber ? Double.BYTES : Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < dictionarySize; i++) {
      if (isNumber) {
        plain.putLong(codes.value(i));
      } else {
        plain.putInt(Math.toIntExact(codes.value(i)));
      }
    }
    return plain.array();
  }
}
