package io.treadmill.jobs.instrument;

import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.util.KnownSizeEstimation;

/**
 * Rows of one series of an instrument on a day, with one text and side, in columns. A year of bars
 * is some million rows; as blocks they cross from task to task without being coded and sorted one
 * by one.
 */
public final class SeriesBlock implements Serializable, KnownSizeEstimation {
  /** Rows that a task holds before it gives blocks out, at most. */
  public static final int MOST_ROWS = 1 << 16;

  private static final long serialVersionUID = 1L;
  private static final int FIRST_ROWS = 16;

  /**
   * What the rows of a block share.
   *
   * @param day days since 1970
   * @param text the text of the series; empty if it has none
   * @param side the side; empty if the series has none
   */
  public record Key(
      String venue,
      String product,
      String symbol,
      int day,
      InstrumentSeries series,
      String text,
      String side)
      implements Serializable, Comparable<Key>, KnownSizeEstimation {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::venue)
            .thenComparing(Key::product)
            .thenComparing(Key::symbol)
            .thenComparingInt(Key::day)
            .thenComparing(Key::series)
            .thenComparing(Key::text)
            .thenComparing(Key::side);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }

    @Override
    public long estimatedSize() {
      return 400;
    }

    /** Returns the instrument. */
    public Instrument instrument() {
      return new Instrument(venue, Product.of(product), symbol);
    }

    /** Returns {@code venue/product/symbol}. */
    String instrumentKey() {
      return venue + "/" + product + "/" + symbol;
    }

    boolean isOfSeriesOf(Key other) {
      return day == other.day
          && series == other.series
          && symbol.equals(other.symbol)
          && venue.equals(other.venue)
          && product.equals(other.product);
    }
  }

  /**
   * A row before it stands in a block.
   *
   * @param at microseconds since 1970; of a bracket the day since 1970
   * @param values those of the series, in order; NaN where there is none
   */
  public record Given(Key key, long at, int number, double... values) {}

  private final Key key;
  private final String instrumentKey;
  private int size;
  private long[] at = new long[FIRST_ROWS];
  private int[] numbers = new int[FIRST_ROWS];
  private double[] values;

  private SeriesBlock(Key key) {
    this.key = key;
    this.instrumentKey = key.instrumentKey();
    this.values = new double[FIRST_ROWS * key.series.width()];
  }

  @Override
  public long estimatedSize() {
    return key.estimatedSize() + 12L * at.length + 8L * values.length;
  }

  /** Returns what the rows share. */
  public Key key() {
    return key;
  }

  /** Returns the rows. */
  public Stream<InstrumentRow> rows() {
    return IntStream.range(0, size).mapToObj(row -> new InstrumentRow(this, row));
  }

  String instrumentKey() {
    return instrumentKey;
  }

  long at(int row) {
    return at[row];
  }

  int number(int row) {
    return numbers[row];
  }

  double value(int row, int place) {
    return values[row * key.series.width() + place];
  }

  static int compareValues(SeriesBlock one, int row, SeriesBlock other, int otherRow) {
    int width = one.key.series.width();
    return Arrays.compare(
        one.values,
        row * width,
        (row + 1) * width,
        other.values,
        otherRow * width,
        (otherRow + 1) * width);
  }

  /** Packs rows in any order; what is held is bounded. */
  public static Iterator<SeriesBlock> pack(Iterator<Given> rows) {
    Map<Key, SeriesBlock> open = new HashMap<>();
    Queue<SeriesBlock> full = new ArrayDeque<>();
    return new Iterator<>() {
      private int held;
      private SeriesBlock last;

      @Override
      public boolean hasNext() {
        while (full.isEmpty() && rows.hasNext()) {
          Given row = rows.next();
          if (last == null || !last.key.equals(row.key)) {
            last = open.computeIfAbsent(row.key, SeriesBlock::new);
          }
          last.add(row);
          held++;
          if (held == MOST_ROWS || !rows.hasNext()) {
            open.values().forEach(block -> full.add(block.trimmed()));
            open.clear();
            last = null;
            held = 0;
          }
        }
        return !full.isEmpty();
      }

      @Override
      public SeriesBlock next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return full.remove();
      }
    };
  }

  private void add(Given row) {
    int width = key.series.width();
    if (size == at.length) {
      at = Arrays.copyOf(at, 2 * size);
      numbers = Arrays.copyOf(numbers, 2 * size);
      values = Arrays.copyOf(values, 2 * size * width);
    }
    at[size] = row.at;
    numbers[size] = row.number;
    System.arraycopy(row.values, 0, values, size * width, width);
    size++;
  }

  private SeriesBlock trimmed() {
    at = Arrays.copyOf(at, size);
    numbers = Arrays.copyOf(numbers, size);
    values = Arrays.copyOf(values, size * key.series.width());
    return this;
  }
}
