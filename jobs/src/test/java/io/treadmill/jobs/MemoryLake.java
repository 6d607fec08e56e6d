package io.treadmill.jobs;

import io.treadmill.lake.Lake;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.lake.TableUnion;
import io.treadmill.lake.UnionRows;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/** Keeps the rows of the last overwrite of each table, sorted as text, and what was added to it. */
public final class MemoryLake implements Lake {
  private final Map<String, List<Row>> tables = new HashMap<>();

  /** Returns the rows of a table. */
  public List<Row> rows(LakeTable table) {
    return tables.get(table.name());
  }

  @Override
  public Written overwrite(LakeTable table, UtcDays days, Selection selection, Dataset<Row> rows) {
    List<Row> all =
        rows.collectAsList().stream().sorted(Comparator.comparing(Row::toString)).toList();
    tables.put(table.name(), all);
    return new Written(table.name(), all.size(), 1);
  }

  @Override
  public List<Written> overwrite(
      List<LakeTable> written,
      UtcDays days,
      Selection selection,
      TableUnion union,
      JavaRDD<Row> rows) {
    List<Row> all = rows.collect();
    return written.stream()
        .map(
            table ->
                overwrite(
                    table,
                    days,
                    selection,
                    SparkForTests.get()
                        .createDataFrame(UnionRows.of(union, all, table), table.schema())))
        .toList();
  }

  @Override
  public Written append(LakeTable table, Dataset<Row> rows) {
    List<Row> all = rows.collectAsList();
    tables.computeIfAbsent(table.name(), name -> new ArrayList<>()).addAll(all);
    return new Written(table.name(), all.size(), 1);
  }

  @Override
  public Written append(LakeTable table, JavaRDD<Row> rows) {
    return append(table, rows.collect());
  }

  @Override
  public Written append(LakeTable table, List<Row> rows) {
    return append(table, SparkForTests.get().createDataFrame(rows, table.schema()));
  }

  @Override
  public Dataset<Row> read(LakeTable table) {
    return SparkForTests.get()
        .createDataFrame(tables.getOrDefault(table.name(), List.of()), table.schema());
  }

  @Override
  public Dataset<Row> read(LakeTable table, UtcDays days, Selection selection) {
    return read(table);
  }

  @Override
  public List<NamedRow> ledger(
      LakeTable table, List<String> columns, Predicate<NamedRow> isWanted) {
    return NamedRow.all(read(table)).stream().filter(isWanted).toList();
  }

  @Override
  public void replace(LakeTable table, UtcDays days, Selection selection, List<Row> rows) {
    overwrite(table, days, selection, SparkForTests.get().createDataFrame(rows, table.schema()));
  }

  @Override
  public JavaRDD<Row> rows(
      LakeTable table, String dayColumn, UtcDays days, Selection selection, List<String> columns) {
    List<String> needed = new ArrayList<>(List.of("venue", "symbol"));
    needed.addAll(columns);
    needed.add(dayColumn);
    Dataset<Row> all =
        dayColumn == null
            ? read(table)
            : read(table)
                .where(functions.to_date(functions.col(dayColumn)).between(days.from(), days.to()));
    return (table.hasInstrument() ? selection.condition().map(all::where).orElse(all) : all)
        .select(
            Stream.of(table.schema().fieldNames())
                .filter(needed::contains)
                .map(functions::col)
                .toArray(Column[]::new))
        .toJavaRDD();
  }

  @Override
  public JavaRDD<InternalRow> values(
      LakeTable table, UtcDays days, Selection selection, List<String> columns) {
    Dataset<Row> all =
        SparkForTests.get()
            .createDataFrame(rows(table, days, selection, all(table)), table.schema())
            .select(columns.stream().map(functions::col).toArray(Column[]::new));
    return ((org.apache.spark.sql.classic.Dataset<Row>) all).queryExecution().toRdd().toJavaRDD();
  }

  private static List<String> all(LakeTable table) {
    return List.of(table.schema().fieldNames());
  }

  @Override
  public boolean exists(LakeTable table) {
    return tables.containsKey(table.name());
  }
}
