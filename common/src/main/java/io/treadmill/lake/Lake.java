package io.treadmill.lake;

import io.treadmill.market.UtcDays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** The result tables: Iceberg tables of one catalog. */
public interface Lake {
  /**
   * What one overwrite wrote.
   *
   * @param table name of the table
   * @param rows rows of the days and instruments that were replaced
   * @param snapshotId snapshot of the commit
   */
  record Written(String table, long rows, long snapshotId) {}

  /** Returns all rows of a table; no rows if it was never written. */
  Dataset<Row> read(LakeTable table);

  /** Returns the rows whose day column lies in the days, for the selected instruments. */
  Dataset<Row> read(LakeTable table, UtcDays days, Selection selection);

  /**
   * Returns the rows of {@link #read(LakeTable, UtcDays, Selection)} as tasks read them, without a
   * query plan: day after day, those of a file in the order of the key.
   *
   * @param days null for rows of any time
   * @param columns columns that a row has at least, by their names
   */
  default JavaRDD<Row> rows(
      LakeTable table, UtcDays days, Selection selection, List<String> columns) {
    return rows(table, days == null ? null : table.dayColumn(), days, selection, columns);
  }

  /**
   * Returns rows by the days of another column than the day column; files without such days are not
   * opened.
   *
   * @param dayColumn an instant or a date; null for rows of any time
   */
  JavaRDD<Row> rows(
      LakeTable table, String dayColumn, UtcDays days, Selection selection, List<String> columns);

  /**
   * Returns rows in the order of {@link #rows} as Spark has them inside, for what has very many:
   * instants are microseconds since 1970, texts are bytes, and all rows of a task are one object
   * that changes.
   *
   * @param columns the first values of a row, in this order
   */
  JavaRDD<InternalRow> values(
      LakeTable table, UtcDays days, Selection selection, List<String> columns);

  /**
   * Replaces the rows of the days and selected instruments by one overwrite commit; rows of other
   * instruments and days stay. Rows are in the table's columns.
   */
  Written overwrite(LakeTable table, UtcDays days, Selection selection, Dataset<Row> rows);

  /**
   * Replaces the rows of the days and selected instruments of several tables, by one Spark job.
   *
   * @param rows rows of the union; those of other columns of it are left alone, and so is what is
   *     pooled
   * @return what was written into each table, in their order
   */
  List<Written> overwrite(
      List<LakeTable> tables,
      UtcDays days,
      Selection selection,
      TableUnion union,
      JavaRDD<Row> rows);

  /** Adds rows by one append commit; for ledgers, whose rows are never replaced. */
  Written append(LakeTable table, Dataset<Row> rows);

  /** Adds rows by one append commit: each task writes a file of what it has. */
  Written append(LakeTable table, JavaRDD<Row> rows);

  /** Adds a few rows by one append commit, without a Spark job. */
  Written append(LakeTable table, List<Row> rows);

  /** Returns some columns of all rows of a ledger, as below. */
  default List<NamedRow> ledger(LakeTable table, List<String> columns) {
    return ledger(table, columns, row -> true);
  }

  /**
   * Returns some columns of rows of a ledger without a Spark job; no rows if it was never written.
   *
   * @param isWanted is asked for each row, by several threads: what is not wanted takes no memory
   */
  List<NamedRow> ledger(LakeTable table, List<String> columns, Predicate<NamedRow> isWanted);

  /**
   * Puts rows in the place of those of their keys by one overwrite commit, without a Spark job;
   * other rows stay. Memory: the rows of a partition.
   *
   * @param days days of the rows
   * @param selection their instruments, named
   */
  void replace(LakeTable table, UtcDays days, Selection selection, List<Row> rows);

  /** Returns true if the table was ever written. */
  boolean exists(LakeTable table);
}
