package io.treadmill.lake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.io.api.Binary;

/**
 * One column of a file. The values of a page wait and are encoded together by Parquet's own value
 * writers: what its column writer does for each value (levels, least and greatest) is done for a
 * page.
 */
final class ColumnPages {
  /** Rows of a page. As in Parquet's own writer. */
  private static final int PAGE_ROWS = 20_000;

  private static final int FIRST_ROWS = 64;

  private final ColumnType type;
  private final ColumnDescriptor of;
  private final ParquetProperties properties;
  private final RunLengthBitPackingHybridEncoder levels;
  private boolean[] present = new boolean[FIRST_ROWS];

  /** Values of the page, without the nulls; a text is in {@code texts}. */
  private long[] values;

  private Binary[] texts;
  private int rows;
  private int count;
  private long textBytes;
  private long nanCount;
  private String lastText;
  private Binary lastBinary;
  private String textBefore;
  private Binary binaryBefore;
  private PageWriter pages;
  private ValuesWriter data;

  ColumnPages(ColumnType type, ColumnDescriptor of, ParquetProperties properties) {
    this.type = type;
    this.of = of;
    this.properties = properties;
    this.levels = properties.newDefinitionLevelEncoder(of);
    boolean isText = type == ColumnType.TEXT;
    this.values = new long[isText ? 0 : FIRST_ROWS];
    this.texts = new Binary[isText ? FIRST_ROWS : 0];
  }

  /** Begins a row group. */
  void begin(PageWriter to) {
    pages = to;
    data = properties.newValuesWriter(of);
  }

  /**
   * Takes the value of a row; true if no other row fits into the page.
   *
   * @throws IllegalStateException if the file says that the value is never null, and it is
   */
  boolean take(RowBuffer row, int column) {
    boolean isPresent = !row.isNull(column);
    if (!isPresent && of.getMaxDefinitionLevel() == 0) {
      throw new IllegalStateException("No value of %s, which has one".formatted(of.getPath()[0]));
    }
    if (rows == present.length) {
      grow();
    }
    present[rows++] = isPresent;
    if (isPresent) {
      switch (type) {
        case TEXT -> {
          Binary text = binary(row.text(column));
          textBytes += text.length();
          texts[count++] = text;
        }
        case INTEGER, DATE -> values[count++] = Math.toIntExact(row.whole(column));
        case NUMBER -> values[count++] = Double.doubleToRawLongBits(row.number(column));
        case WHOLE, INSTANT, FLAG -> values[count++] = row.whole(column);
      }
    }
    return rows == PAGE_ROWS || textBytes >= properties.getPageSizeThreshold();
  }

  private void grow() {
    int most = Math.min(PAGE_ROWS, 2 * rows);
    present = Arrays.copyOf(present, most);
    if (type == ColumnType.TEXT) {
      texts = Arrays.copyOf(texts, most);
    } else {
      values = Arrays.copyOf(values, most);
    }
  }

  /** Text of a column mostly is one of the last two: encode it once. */
  private Binary binary(String text) {
    if (!text.equals(lastText)) {
      boolean isBefore = text.equals(textBefore);
      Binary binary =
          isBefore
              ? binaryBefore
              : Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
      textBefore = lastText;
      binaryBefore = lastBinary;
      lastText = text;
      lastBinary = binary;
    }
    return lastBinary;
  }

  /** Encodes the rows that wait as a page. */
  void endPage() throws IOException {
    Statistics<?> statistics = Statistics.createStats(of.getPrimitiveType());
    statistics.incrementNumNulls((long) rows - count);
    switch (type) {
      case TEXT -> texts(statistics);
      case NUMBER -> numbers(statistics);
      case INTEGER, DATE -> {
        bounds(statistics);
        for (int i = 0; i < count; i++) {
          data.writeInteger((int) values[i]);
        }
      }
      case WHOLE, INSTANT -> {
        bounds(statistics);
        for (int i = 0; i < count; i++) {
          data.writeLong(values[i]);
        }
      }
      case FLAG -> {
        for (int i = 0; i < count; i++) {
          statistics.updateStats(values[i] != 0);
          data.writeBoolean(values[i] != 0);
        }
      }
    }
    BytesInput bytes = data.getBytes();
    BytesInput ofLevels = levels();
    if (properties.getWriterVersion() == WriterVersion.PARQUET_1_0) {
      version1(ofLevels, bytes, statistics);
    } else {
      pages.writePageV2(
          rows,
          rows - count,
          rows,
          BytesInput.empty(),
          ofLevels,
          data.getEncoding(),
          bytes,
          statistics);
    }
    data.reset();
    rows = 0;
    count = 0;
    textBytes = 0;
  }

  private BytesInput levels() throws IOException {
    if (of.getMaxDefinitionLevel() == 0) {
      return BytesInput.empty();
    }
    levels.reset();
    for (int i = 0; i < rows; i++) {
      levels.writeInt(present[i] ? 1 : 0);
    }
    return levels.toBytes();
  }

  /**
   * Levels stand after their length. Those that are not there are RLE, not bits as Parquet's own
   * writer calls them: readers then take them from nowhere, and not, for each value of each column,
   * no bits of no bytes.
   */
  private void version1(BytesInput ofLevels, BytesInput bytes, Statistics<?> statistics)
      throws IOException {
    BytesInput length =
        of.getMaxDefinitionLevel() == 0
            ? BytesInput.empty()
            : BytesInput.fromInt(Math.toIntExact(ofLevels.size()));
    pages.writePage(
        BytesInput.concat(length, ofLevels, bytes),
        rows,
        rows,
        statistics,
        Encoding.RLE,
        Encoding.RLE,
        data.getEncoding());
  }

  @SuppressWarnings("ReferenceEquality") // One that is equal only is told again.
  private void texts(Statistics<?> statistics) {
    Binary last = null;
    for (int i = 0; i < count; i++) {
      Binary text = texts[i];
      if (text != last) {
        statistics.updateStats(text);
        last = text;
      }
      data.writeBytes(text);
    }
  }

  private void numbers(Statistics<?> statistics) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      double value = Double.longBitsToDouble(values[i]);
      if (!(value >= least && value <= greatest)) {
        statistics.updateStats(value);
        if (Double.isNaN(value)) {
          nanCount++;
        } else {
          least = Math.min(least, value);
          greatest = Math.max(greatest, value);
        }
      }
      data.writeDouble(value);
    }
  }

  private void bounds(Statistics<?> statistics) {
    if (count == 0) {
      return;
    }
    long least = values[0];
    long greatest = least;
    for (int i = 1; i < count; i++) {
      least = Math.min(least, values[i]);
      greatest = Math.max(greatest, values[i]);
    }
    for (long end : new long[] {least, greatest}) {
      if (type == ColumnType.INTEGER || type == ColumnType.DATE) {
        statistics.updateStats((int) end);
      } else {
        statistics.updateStats(end);
      }
    }
  }

  /** Ends a row group, of which no page waits. */
  void end() throws IOException {
    DictionaryPage dictionary = data.toDictPageAndClose();
    if (dictionary != null) {
      pages.writeDictionaryPage(dictionary);
      data.resetDictionary();
    }
    data.close();
  }

  /** Returns how many values of the file so far are NaN. */
  long nanCount() {
    return nanCount;
  }

  /** Returns the bytes of the row group that wait to be written to the file. */
  long bytes() {
    return pages.getMemSize() + data.getBufferedSize();
  }
}
