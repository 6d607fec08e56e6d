package io.treadmill.jobs.instrument;

import static org.apache.spark.sql.functions.col;

import io.treadmill.lake.NamedRow;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Hands the rows of each instrument to a function, one instrument after the other. What the
 * function makes stays as it is: no query plan describes it.
 */
public final class InstrumentGroups {
  private static final Column[] INSTRUMENT = {col("venue"), col("product"), col("symbol")};

  private InstrumentGroups() {}

  /**
   * Returns what the function makes of the rows of each instrument.
   *
   * @param rows rows with venue, product and symbol
   * @param order columns by which the rows of an instrument are sorted
   */
  public static <T> JavaRDD<T> of(
      Dataset<Row> rows, FlatMapGroupsFunction<String, Row, T> function, Column... order) {
    Column[] sorted = Stream.of(INSTRUMENT, order).flatMap(Stream::of).toArray(Column[]::new);
    return rows.repartition(INSTRUMENT)
        .sortWithinPartitions(sorted)
        .toJavaRDD()
        .mapPartitions(part -> new Made<>(part, function));
  }

  /**
   * What a function makes of the sorted rows of several instruments.
   *
   * @param <T> what it makes
   */
  private static final class Made<T> implements Iterator<T> {
    private final Iterator<Row> rows;
    private final FlatMapGroupsFunction<String, Row, T> function;
    private Row next;
    private String key;
    private Group group;
    private Iterator<T> ofGroup = Collections.emptyIterator();

    Made(Iterator<Row> rows, FlatMapGroupsFunction<String, Row, T> function) {
      this.rows = rows;
      this.function = function;
      advance();
    }

    private void advance() {
      next = rows.hasNext() ? rows.next() : null;
      key = next == null ? null : new NamedRow(next).instrumentKey();
    }

    @Override
    public boolean hasNext() {
      while (!ofGroup.hasNext() && next != null) {
        if (group != null) {
          group.forEachRemaining(unread -> {});
        }
        if (next != null) {
          group = new Group(key);
          ofGroup = made();
        }
      }
      return ofGroup.hasNext();
    }

    private Iterator<T> made() {
      try {
        return function.call(group.of, group);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("Cannot compute " + group.of, e);
      }
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ofGroup.next();
    }

    /** The rows of one instrument, which end where another begins. */
    private final class Group implements Iterator<Row> {
      private final String of;

      Group(String of) {
        this.of = of;
      }

      @Override
      public boolean hasNext() {
        return of.equals(key);
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Row row = next;
        advance();
        return row;
      }
    }
  }
}
