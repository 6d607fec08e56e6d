package io.treadmill.lake;

import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One table of the lake.
 *
 * @param name table name, lower snake case
 * @param comment what a row is, with the grid or cadence
 * @param dayColumn the column that says which day owns a row: {@code ts} (an instant) or {@code
 *     day}
 * @param isByMonth true if a file holds the rows of a month: those of a day are few
 * @param key columns that identify a row and order the file
 * @param columns all columns in order
 */
public record LakeTable(
    String name,
    String comment,
    String dayColumn,
    boolean isByMonth,
    List<String> key,
    List<TableColumn> columns) {
  static final String ASSET = "asset";

  /** Checks that the key and the day column are columns. */
  public LakeTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    List<String> names = columns.stream().map(TableColumn::name).toList();
    if (!names.containsAll(key) || !names.contains(dayColumn)) {
      throw new IllegalArgumentException(
          "Invalid table %s: key %s and day column %s must be among %s"
              .formatted(name, key, dayColumn, names));
    }
  }

  /** Returns the Spark schema with comments. */
  public StructType schema() {
    return new StructType(
        columns.stream()
            .map(column -> column.field(!column.required()))
            .toArray(StructField[]::new));
  }

  /** Returns true if days are replaced as a whole; false for ledgers, which only grow. */
  public boolean isDaily() {
    return dayColumn.equals("ts") || dayColumn.equals("day");
  }

  /** Returns the table with a file a month. */
  public LakeTable byMonth() {
    return new LakeTable(name, comment, dayColumn, true, key, columns);
  }

  /** Returns true if rows belong to an asset over a set of venues. */
  public boolean hasAsset() {
    return columns.get(0).name().equals(ASSET);
  }

  /** Returns true if rows belong to an instrument. */
  public boolean hasInstrument() {
    return columns.get(0).name().equals("venue");
  }
}
