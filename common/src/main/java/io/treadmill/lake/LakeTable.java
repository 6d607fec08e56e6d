package io.treadmill.lake;

import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One table of the lake.
 *
 * @param name table name, lower snake case
 * @param comment what a row is, with the grid or cadence
 * @param dayColumn the column that says which day owns a row, an instant or a date; of a ledger
 *     when the row was added
 * @param partition what a file holds
 * @param key columns that identify a row and order the file
 * @param columns all columns in order
 * @param rules what must hold of its rows
 */
public record LakeTable(
    String name,
    String comment,
    String dayColumn,
    Partition partition,
    List<String> key,
    List<TableColumn> columns,
    List<AuditRule> rules)
    implements Serializable {
  static final String ASSET = "asset";

  /** What a file of a table holds. */
  public enum Partition {
    /** The rows of a day. */
    DAY,
    /** The rows of a month: those of a day are few. */
    MONTH,
    /** Rows of any time: the table is a ledger, which only grows. */
    NONE
  }

  /** A table without rules of its own. */
  public LakeTable(
      String name,
      String comment,
      String dayColumn,
      Partition partition,
      List<String> key,
      List<TableColumn> columns) {
    this(name, comment, dayColumn, partition, key, columns, List.of());
  }

  /**
   * Checks that columns differ, that key and rules have columns and the day column an instant or
   * date.
   */
  public LakeTable {
    rules = List.copyOf(rules);
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    Map<String, ColumnType> types = new HashMap<>();
    for (TableColumn column : columns) {
      check(types.put(column.name(), column.type()) == null, name, "two columns ", column.name());
    }
    for (String column : key) {
      check(types.containsKey(column), name, "no column of the key ", column);
    }
    for (AuditRule rule : rules) {
      for (String column : rule.columns()) {
        ColumnType type = types.get(column);
        check(
            type != null && type != ColumnType.TEXT && type != ColumnType.FLAG,
            name,
            "no number, instant or date of the rule " + rule.text() + ": ",
            column);
      }
      check(
          rule instanceof AuditRule.Order || partition == Partition.DAY,
          name,
          "files of days are needed by the rule ",
          rule.text());
    }
    ColumnType day = types.get(dayColumn);
    check(day == ColumnType.INSTANT || day == ColumnType.DATE, name, "no day column ", dayColumn);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LakeTable table
        && name.equals(table.name)
        && comment.equals(table.comment)
        && dayColumn.equals(table.dayColumn)
        && partition == table.partition
        && key.equals(table.key)
        && columns.equals(table.columns)
        && rules.equals(table.rules);
  }

  /** Tables differ in their names; tables are often keys. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** A table of the dictionary crosses to tasks, in each function of rows, as its name alone. */
  private Object writeReplace() {
    return LakeTables.find(name).filter(known -> known == this).isPresent()
        ? new Named(name)
        : this;
  }

  private record Named(String name) implements Serializable {
    private Object readResolve() {
      return LakeTables.find(name).orElseThrow();
    }
  }

  /** Returns the table with rules of its own. */
  LakeTable with(List<AuditRule> own) {
    return new LakeTable(name, comment, dayColumn, partition, key, columns, own);
  }

  private static void check(boolean holds, String table, String what, String column) {
    if (!holds) {
      throw new IllegalArgumentException("Invalid table %s: %s%s".formatted(table, what, column));
    }
  }

  /** Returns the Spark schema with comments. */
  public StructType schema() {
    return schema(columns.stream().map(TableColumn::name).toList());
  }

  /** Returns the schema of some columns, in the order of the table. */
  public StructType schema(List<String> names) {
    return new StructType(
        columns.stream()
            .filter(column -> names.contains(column.name()))
            .map(column -> column.field(!column.required()))
            .toArray(StructField[]::new));
  }

  /** Returns the names of the columns of the key, and these behind them. */
  public List<String> keyAnd(String... columns) {
    return Stream.concat(key.stream(), Stream.of(columns)).toList();
  }

  /** Returns true if the day column is an instant; false if it is a date. */
  boolean isOwnedByInstant() {
    return columns.stream()
        .anyMatch(column -> column.name().equals(dayColumn) && column.type() == ColumnType.INSTANT);
  }

  /** Returns the condition that a row is of the days, as queries have it. */
  Column inDays(UtcDays days) {
    Column day = functions.col(dayColumn);
    return isOwnedByInstant()
        ? day.geq(Timestamp.from(days.start())).and(day.lt(Timestamp.from(days.end())))
        : day.geq(Date.valueOf(days.from())).and(day.leq(Date.valueOf(days.to())));
  }

  /**
   * Returns the column that says of which day a row tells: the day column, or of a table whose rows
   * are only added the date of its key.
   */
  String comparedDayColumn() {
    return partition != Partition.NONE
        ? dayColumn
        : columns.stream()
            .filter(column -> column.type() == ColumnType.DATE && key.contains(column.name()))
            .map(TableColumn::name)
            .findFirst()
            .orElse(dayColumn);
  }

  /** Returns the place of a column; -1 if there is none. */
  int place(String column) {
    return columns.stream().map(TableColumn::name).toList().indexOf(column);
  }

  /** Returns the columns that say whose a row is; none if rows belong to nobody. */
  List<String> owners() {
    return hasInstrument()
        ? List.of("venue", "product", "symbol")
        : hasAsset() ? List.of(ASSET, "venue_set") : List.of();
  }

  /** Returns the name of the view of the newest rows. */
  public String latestName() {
    return "latest_" + name;
  }

  /**
   * Returns the query of the newest rows of each instrument, or of each asset and set of venues: in
   * words that Spark, DuckDB and Trino share.
   */
  public String latestQuery() {
    List<String> owners = owners();
    String grouped = owners.isEmpty() ? "" : " GROUP BY " + String.join(", ", owners);
    String same =
        Stream.concat(owners.stream(), Stream.of(dayColumn))
            .map(column -> "every.%1$s = newest.%1$s".formatted(column))
            .collect(Collectors.joining(" AND "));
    return "SELECT every.* FROM %s every JOIN (SELECT %smax(%s) AS %s FROM %s%s) newest ON %s"
        .formatted(
            name,
            owners.stream().map(column -> column + ", ").collect(Collectors.joining()),
            dayColumn,
            dayColumn,
            name,
            grouped,
            same);
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
