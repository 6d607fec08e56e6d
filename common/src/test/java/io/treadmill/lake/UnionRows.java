package io.treadmill.lake;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows of a union as the rows of its tables, for tests that write no files. */
public final class UnionRows {
  private UnionRows() {}

  /** Returns the rows of a table: where a row holds arrays, it stands for as many. */
  public static List<Row> of(TableUnion union, List<Row> rows, LakeTable table) {
    int[] arrays = union.arrays(table);
    return union.only(rows, table.name()).stream().flatMap(row -> spread(row, arrays)).toList();
  }

  private static Stream<Row> spread(Row row, int[] arrays) {
    if (arrays.length == 0) {
      return Stream.of(row);
    }
    return IntStream.range(0, Array.getLength(row.get(arrays[0])))
        .mapToObj(
            element -> {
              Object[] values = new Object[row.size()];
              Arrays.setAll(values, row::get);
              for (int place : arrays) {
                values[place] = element(row.get(place), element);
              }
              return RowFactory.create(values);
            });
  }

  private static Object element(Object array, int place) {
    if (array instanceof double[] numbers) {
      return Double.isNaN(numbers[place]) ? null : (Double) numbers[place];
    }
    return ((int[]) array)[place];
  }
}
