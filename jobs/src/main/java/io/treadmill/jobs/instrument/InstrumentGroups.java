package io.treadmill.jobs.instrument;

import io.treadmill.lake.NamedRow;
import io.treadmill.lake.ReadRow;
import io.treadmill.lake.RowSerializer;
import io.treadmill.lake.SizedRow;
import io.treadmill.lake.TableUnion;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Hands the rows of each instrument, or asset, to a function, one after the other. No query plan
 * describes the rows, nor what the function makes of them.
 */
public final class InstrumentGroups {
  private static final int TASKS_A_CORE = 2;

  private InstrumentGroups() {}

  /** Returns in how many tasks groups are handed out. */
  static int tasks(SparkContext spark) {
    return Math.max(8, TASKS_A_CORE * spark.defaultParallelism());
  }

  /**
   * Returns what the function makes of the rows of each group, which come in any order.
   *
   * @param schema schema of the rows
   * @param key the group of a row
   */
  public static <T> JavaRDD<T> of(
      JavaRDD<Row> rows,
      StructType schema,
      NamedRow.Value<String> key,
      FlatMapGroupsFunction<String, Row, T> function) {
    ReadRow.Names names = new ReadRow.Names(schema);
    return of(
        rows.mapToPair(row -> new Tuple2<>(key.of(new NamedRow(row)), row)),
        row -> names.row(values(row)),
        function);
  }

  /**
   * Returns what the function makes of the rows of each group, which come in any order as rows of
   * the union.
   *
   * @param parts rows for each column of the union, with the names of their columns
   * @param key the group of such a row
   */
  public static <T> JavaRDD<T> of(
      TableUnion union,
      Map<String, JavaRDD<Row>> parts,
      NamedRow.Value<String> key,
      FlatMapGroupsFunction<String, Row, T> function) {
    return of(
        Stream.of(union.schema().fieldNames())
            .map(
                part ->
                    parts
                        .get(part)
                        .map(
                            row ->
                                new Tuple2<>(
                                    key.of(new NamedRow(row)), union.rowByName(part, row))))
            .reduce(JavaRDD::union)
            .orElseThrow()
            .mapToPair(row -> row),
        union::named,
        function);
  }

  /**
   * Returns what the function makes of the rows of each group, which come in any order.
   *
   * @param rows rows by their group; their schema does not cross from task to task
   * @param named gives a row its schema again
   */
  static <T> JavaRDD<T> of(
      JavaPairRDD<String, Row> rows,
      MapFunction<Row, Row> named,
      FlatMapGroupsFunction<String, Row, T> function) {
    return RowSerializer.codes(
            rows.mapValues(SizedRow::of)
                .repartitionAndSortWithinPartitions(
                    new HashPartitioner(tasks(rows.context())), Comparator.<String>naturalOrder()))
        .mapPartitions(
            part ->
                new Made<Tuple2<String, SizedRow>, Row, T>(
                    part, Tuple2::_1, pair -> named(named, pair._2()), function));
  }

  /**
   * Returns what the function makes of the blocks of each group, which come in any order.
   *
   * @param group the group of a block
   */
  public static <T> JavaRDD<T> ofBlocks(
      JavaRDD<SeriesBlock> blocks,
      MapFunction<SeriesBlock.Key, String> group,
      FlatMapGroupsFunction<String, SeriesBlock, T> function) {
    return blocks
        .coalesce(TASKS_A_CORE * blocks.context().defaultParallelism())
        .mapToPair(block -> new Tuple2<>(group.call(block.key()), block))
        .repartitionAndSortWithinPartitions(
            new HashPartitioner(tasks(blocks.context())), Comparator.<String>naturalOrder())
        .mapPartitions(
            part ->
                new Made<Tuple2<String, SeriesBlock>, SeriesBlock, T>(
                    part, Tuple2::_1, Tuple2::_2, function));
  }

  private static Row named(MapFunction<Row, Row> named, Row row) {
    try {
      return named.call(row);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Invalid row: " + row, e);
    }
  }

  private static Object[] values(Row row) {
    Object[] values = new Object[row.size()];
    Arrays.setAll(values, row::get);
    return values;
  }

  /**
   * What a function makes of the sorted rows of several groups.
   *
   * @param <G> what is given, with its group
   * @param <R> a row
   * @param <T> what the function makes
   */
  static final class Made<G, R, T> implements Iterator<T> {
    private final Iterator<G> rows;
    private final Function<G, String> keyOf;
    private final Function<G, R> rowOf;
    private final FlatMapGroupsFunction<String, R, T> function;
    private G next;
    private String key;
    private Group group;
    private Iterator<T> ofGroup = Collections.emptyIterator();

    Made(
        Iterator<G> rows,
        Function<G, String> keyOf,
        Function<G, R> rowOf,
        FlatMapGroupsFunction<String, R, T> function) {
      this.rows = rows;
      this.keyOf = keyOf;
      this.rowOf = rowOf;
      this.function = function;
      advance();
    }

    private void advance() {
      next = rows.hasNext() ? rows.next() : null;
      key = next == null ? null : keyOf.apply(next);
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

    /** The rows of one group, which end where another begins. */
    private final class Group implements Iterator<R> {
      private final String of;

      Group(String of) {
        this.of = of;
      }

      @Override
      public boolean hasNext() {
        return of.equals(key);
      }

      @Override
      public R next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        R row = rowOf.apply(next);
        advance();
        return row;
      }
    }
  }
}
