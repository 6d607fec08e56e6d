package io.treadmill.jobs.bars.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;

/** A flat column of a file, read a batch at a time, page after page. */
abstract class PagedColumn {
  /** The bytes of the page in work. */
  final PageBytes bytes = new PageBytes();

  /** Ids of the dictionary, of the rows whose pages have ids. */
  int[] ids = new int[0];

  private final RunReader runs = new RunReader();
  private final DeltaReader deltas = new DeltaReader();
  private final RunReader levels = new RunReader();
  private final PageBytes levelBytes = new PageBytes();
  private int[] present = new int[0];
  private ColumnDescriptor descriptor;
  private PageReader pages;
  private Encoding encoding;
  private int position;
  private int left;
  private boolean mayHaveNulls;

  /** Goes to the pages of the next row group. */
  final void open(ColumnDescriptor column, PageReader reader) {
    descriptor = column;
    pages = reader;
    left = 0;
    DictionaryPage page = reader.readDictionaryPage();
    try {
      Dictionary words = page == null ? null : page.getEncoding().initDictionary(column, page);
      takeDictionary(words, words == null ? 0 : words.getMaxId() + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads so many rows in place of those before. */
  final void read(int rows) {
    if (ids.length < rows) {
      ids = new int[rows];
    }
    begin(rows);
    for (int row = 0; row < rows; ) {
      while (left == 0) {
        nextPage();
      }
      int some = Math.min(left, rows - row);
      if (mayHaveNulls) {
        readWithNulls(row, some);
      } else {
        readValues(row, some);
      }
      row += some;
      left -= some;
    }
  }

  /** Takes the dictionary of the row group and its size; null and 0 if there is none. */
  abstract void takeDictionary(Dictionary dictionary, int size);

  abstract void begin(int rows);

  /** Takes the {@link #ids} of rows from..from + count - 1. */
  abstract void takeIds(int from, int count);

  /** Reads plain values, of eight bytes, that begin at a byte of the page. */
  void readPlain(int at, int from, int count) {
    throw unknown();
  }

  /** Reads deltas. */
  void readDeltas(DeltaReader reader, int from, int count) {
    throw unknown();
  }

  /** Copies the value of a row to another row. */
  abstract void move(int row, int to);

  /** Makes a row null. */
  abstract void setNull(int row);

  /** Reads values of the page, at least one, to rows from..from + count - 1. */
  private void readValues(int from, int count) {
    switch (encoding) {
      case PLAIN -> {
        int at = position;
        position += Long.BYTES * count;
        bytes.require(at + (long) Long.BYTES * count);
        readPlain(at, from, count);
      }
      case DELTA_BINARY_PACKED -> readDeltas(deltas, from, count);
      default -> {
        runs.read(ids, from, count);
        takeIds(from, count);
      }
    }
  }

  private void readWithNulls(int from, int count) {
    if (present.length < count) {
      present = new int[count];
    }
    levels.read(present, 0, count);
    int values = 0;
    for (int i = 0; i < count; i++) {
      values += present[i];
    }
    if (values > 0) {
      readValues(from, values);
    }
    for (int i = count - 1; i >= 0; i--) {
      if (present[i] == 0) {
        setNull(from + i);
      } else {
        values--;
        if (values != i) {
          move(from + values, from + i);
        }
      }
    }
  }

  private void nextPage() {
    DataPage page = pages.readPage();
    if (page == null) {
      throw new ParquetDecodingException("Too few pages of column " + descriptor);
    }
    left = page.getValueCount();
    if (left == 0) {
      return;
    }
    boolean optional = descriptor.getMaxDefinitionLevel() > 0;
    position = 0;
    if (page instanceof DataPageV1 one) {
      bytes.load(one.getBytes());
      if (optional) {
        bytes.require(Integer.BYTES);
        levels.start(bytes, Integer.BYTES, 1);
        position = Math.addExact(Integer.BYTES, (int) bytes.longAt(0));
      }
      encoding = one.getValueEncoding();
    } else {
      DataPageV2 two = (DataPageV2) page;
      bytes.load(two.getData());
      if (optional) {
        levelBytes.load(two.getDefinitionLevels());
        levels.start(levelBytes, 0, 1);
      }
      encoding = two.getDataEncoding();
    }
    mayHaveNulls = optional && !levels.isNext(1, left);
    if (mayHaveNulls && levels.isNext(0, left)) {
      return; // no values: some writers leave out what an encoding begins with
    }
    switch (encoding) {
      case PLAIN -> {}
      case PLAIN_DICTIONARY, RLE_DICTIONARY ->
          runs.start(bytes, position + 1, bytes.byteAt(position));
      case DELTA_BINARY_PACKED -> deltas.start(bytes, position);
      default -> throw unknown();
    }
  }

  /** Returns the failure of an encoding that the file's footer did not tell. */
  private ParquetDecodingException unknown() {
    return new ParquetDecodingException(
        "Unexpected encoding of column %s: %s".formatted(descriptor, encoding));
  }
}
