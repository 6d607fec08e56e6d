package io.treadmill.lake;

import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.spark.data.vectorized.VectorizedSparkParquetReaders;
import org.apache.iceberg.types.Types;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Rows of Parquet files as Spark has them, read by Iceberg's own reader: tasks read what they fold,
 * and a few rows need no query plan.
 */
final class FileRows implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int TASKS_A_CORE = 2;

  /** Ids of fields from here on are in no file. */
  private static final int IN_NO_FILE = 1_000_000;

  private static final int ROWS_OF_A_BATCH = 4096;

  private final TaskStores.Store store;
  private final Asked asked;
  private final Schema schema;
  private final boolean byName;

  /**
   * Which rows are read.
   *
   * @param columns columns of a row, in order
   * @param dayColumn the instant or date, one of the columns, that says of which day a row is; null
   *     for rows of any time
   * @param days days of the rows
   */
  record Asked(
      LakeTable table,
      List<TableColumn> columns,
      String dayColumn,
      UtcDays days,
      Selection selection)
      implements Serializable {
    /** Asks for columns, and those that say whether a row is asked for. */
    static Asked of(
        LakeTable table,
        List<String> columns,
        String dayColumn,
        UtcDays days,
        Selection selection) {
      List<String> needed = new ArrayList<>(List.of("venue", "symbol", LakeTable.ASSET));
      needed.addAll(columns);
      needed.add(dayColumn);
      columns.forEach(table.schema()::fieldIndex);
      return new Asked(
          table,
          table.columns().stream().filter(column -> needed.contains(column.name())).toList(),
          dayColumn,
          days,
          selection);
    }

    /** Returns the same with some columns first, in their order. */
    Asked withFirst(List<String> names) {
      Stream<TableColumn> first = names.stream().map(name -> columns.get(place(name)));
      Stream<TableColumn> others = columns.stream().filter(one -> !names.contains(one.name()));
      return new Asked(table, Stream.concat(first, others).toList(), dayColumn, days, selection);
    }

    private int place(String column) {
      return columns.stream().map(TableColumn::name).toList().indexOf(column);
    }

    /** Returns the condition as files and their parts are asked for. */
    Expression expression() {
      Expression ofDays =
          dayColumn == null
              ? Expressions.alwaysTrue()
              : TableOverwrite.in(dayColumn, isOfInstant(), days);
      return Expressions.and(ofDays, selection.expression(table));
    }

    private boolean isOfInstant() {
      return columns.get(place(dayColumn)).type() == ColumnType.INSTANT;
    }

    Predicate<Row> rows() {
      Predicate<Row> selected = selection.rows(table, columns);
      if (dayColumn == null) {
        return selected;
      }
      int day = place(dayColumn);
      if (isOfInstant()) {
        Timestamp from = Timestamp.from(days.start());
        Timestamp end = Timestamp.from(days.end());
        return row ->
            !row.getTimestamp(day).before(from)
                && row.getTimestamp(day).before(end)
                && selected.test(row);
      }
      return row -> days.contains(row.getDate(day).toLocalDate()) && selected.test(row);
    }

    /** Says the same of rows as Spark has them inside. */
    Predicate<InternalRow> values() {
      Predicate<InternalRow> selected = selection.values(table, columns);
      if (dayColumn == null) {
        return selected;
      }
      int day = place(dayColumn);
      boolean isOfInstant = isOfInstant();
      long from = isOfInstant ? days.startMicros() : days.from().toEpochDay();
      long end = isOfInstant ? days.endMicros() : days.to().toEpochDay() + 1;
      return row -> {
        long of = isOfInstant ? row.getLong(day) : row.getInt(day);
        return from <= of && of < end && selected.test(row);
      };
    }

    StructType names() {
      return new StructType(
          columns.stream().map(column -> column.field(true)).toArray(StructField[]::new));
    }
  }

  /**
   * Reads rows of files.
   *
   * @param store what opens the files
   * @param schema schema of the table of the files, whose columns all may be missing in a file
   * @param byName true for files of no table, whose columns are known by their names
   */
  FileRows(TaskStores.Store store, Schema schema, Asked asked, boolean byName) {
    this.store = store;
    this.asked = asked;
    this.byName = byName;
    this.schema = fields(schema, asked.columns());
  }

  /**
   * Returns columns in their order. A lake of an older version gets new columns when it is next
   * written; until then they are fields that no file has.
   */
  private static Schema fields(Schema schema, List<TableColumn> columns) {
    List<Types.NestedField> fields = new ArrayList<>();
    for (TableColumn column : columns) {
      Types.NestedField there = schema.findField(column.name());
      fields.add(
          there != null
              ? there
              : Types.NestedField.optional(
                  IN_NO_FILE + fields.size(),
                  column.name(),
                  SparkSchemaUtil.convert(column.type().spark())));
    }
    return new Schema(fields);
  }

  /** Returns the rows of files, each read by one task. */
  JavaRDD<Row> of(JavaSparkContext spark, List<String> files) {
    return tasks(spark, files).flatMap(file -> FileInTask.of(read(file).iterator()));
  }

  private static JavaRDD<String> tasks(JavaSparkContext spark, List<String> files) {
    int tasks = Math.min(files.size(), TASKS_A_CORE * spark.defaultParallelism());
    return files.isEmpty() ? spark.emptyRDD() : spark.parallelize(files, tasks);
  }

  /** Returns rows of a table. */
  static JavaRDD<Row> of(JavaSparkContext spark, Table table, TaskStores stores, Asked asked) {
    return new FileRows(stores.of(spark, table.io()), table.schema(), asked, false)
        .of(spark, files(table, asked));
  }

  /** Returns rows of a table as Spark has them inside: one object that changes. */
  static JavaRDD<InternalRow> values(
      JavaSparkContext spark, Table table, TaskStores stores, Asked asked) {
    FileRows rows = new FileRows(stores.of(spark, table.io()), table.schema(), asked, false);
    return tasks(spark, files(table, asked))
        .flatMap(file -> FileInTask.of(rows.values(file).iterator()));
  }

  /** Returns the rows of a ledger that are wanted. */
  static List<NamedRow> ledger(Table table, Asked asked, Predicate<NamedRow> isWanted) {
    return new FileRows(table::io, table.schema(), asked, false)
        .here(files(table, asked), isWanted);
  }

  /** Returns the rows of files that are wanted, read side by side by the driver itself. */
  List<NamedRow> here(List<String> files, Predicate<NamedRow> isWanted) {
    return files.parallelStream().flatMap(file -> all(file, isWanted)).toList();
  }

  private Stream<NamedRow> all(String file, Predicate<NamedRow> isWanted) {
    List<NamedRow> rows = new ArrayList<>();
    try (CloseableIterable<Row> found = read(file)) {
      for (Row row : found) {
        NamedRow named = new NamedRow(row);
        if (isWanted.test(named)) {
          rows.add(named);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows.stream();
  }

  /** Returns the files that may hold rows that are asked for, day after day. */
  static List<String> files(Table table, Asked asked) {
    SortedMap<String, String> files = new TreeMap<>();
    try (CloseableIterable<FileScanTask> found =
        table.newScan().filter(asked.expression()).planFiles()) {
      found.forEach(
          task -> {
            String file = task.file().location();
            files.put(task.spec().partitionToPath(task.file().partition()) + " " + file, file);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(files.values());
  }

  /** Returns the rows of a file, decoded in columns. */
  private CloseableIterable<InternalRow> values(String file) {
    CloseableIterable<ColumnarBatch> batches =
        reader(file)
            .createBatchedReaderFunc(
                type -> VectorizedSparkParquetReaders.buildReader(schema, type, Map.of()))
            .recordsPerBatch(ROWS_OF_A_BATCH)
            .reuseContainers()
            .build();
    return CloseableIterable.filter(
        CloseableIterable.concat(
            CloseableIterable.transform(
                batches, batch -> CloseableIterable.withNoopClose(batch::rowIterator))),
        asked.values());
  }

  private Parquet.ReadBuilder reader(String file) {
    return PlainInput.parquet(store.io(), file).project(schema).filter(asked.expression());
  }

  /** Returns the rows of a file. */
  CloseableIterable<Row> read(String file) {
    Parquet.ReadBuilder reader = reader(file).createReaderFunc(type -> RowReader.of(schema, type));
    if (byName) {
      reader.withNameMapping(MappingUtil.create(schema));
    }
    CloseableIterable<Object[]> values = reader.build();
    ReadRow.Names names = new ReadRow.Names(asked.names());
    return CloseableIterable.filter(CloseableIterable.transform(values, names::row), asked.rows());
  }
}
