package io.treadmill.lake;

import io.treadmill.lake.LakeTable.Partition;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;
import scala.Tuple2;

/**
 * Writes the rows of several tables as data files, by one Spark job without a query plan: rows are
 * sorted by table, partition and key, and the task that has a partition writes its file. What the
 * files are comes back; no snapshot knows them yet.
 */
final class TableWrites implements Serializable {
  private static final long serialVersionUID = 1;

  private final UtcDays days;
  private final Selection selection;
  private final TableUnion union;
  private final List<Target> targets;

  /**
   * A table that is written.
   *
   * @param iceberg the table as tasks have it
   * @param partitions what a partition of the table holds, which an older version may have chosen
   * @param filesOfPartition how many files a partition gets, at least 1
   * @param owner places of the columns that say whose a row is: all rows of one go to one file
   * @param inUnion place of its rows in the union
   * @param key places of its key among its columns
   * @param keyOfMany how many of them a row has that stands for many
   * @param day place of its day column
   * @param arrays places of the columns that hold arrays in the union: rows that stand in one
   * @param touched files of the lake that hold rows of the partitions that are written anew, and
   *     that stay
   */
  private record Target(
      LakeTable table,
      Table iceberg,
      Partition partitions,
      int filesOfPartition,
      int[] owner,
      int inUnion,
      int[] key,
      int keyOfMany,
      int day,
      int[] arrays,
      List<DataFile> touched)
      implements Serializable {}

  /**
   * A file that was written.
   *
   * @param table place of its table among those that are written
   * @param kept how many of its rows stood in the lake before
   */
  record Filled(int table, DataFile file, long kept) implements Serializable {}

  TableWrites(UtcDays days, Selection selection, TableUnion union) {
    this.days = days;
    this.selection = selection;
    this.union = union;
    this.targets = new ArrayList<>();
  }

  /**
   * Adds a table.
   *
   * @param iceberg the table as tasks have it
   * @param overwrite what is replaced
   */
  void add(LakeTable table, Table iceberg, TableOverwrite overwrite) {
    List<String> columns = table.columns().stream().map(TableColumn::name).toList();
    int inUnion = union.schema().fieldIndex(table.name());
    int[] arrays = union.arrays(table);
    int[] key = table.key().stream().mapToInt(columns::indexOf).toArray();
    targets.add(
        new Target(
            table,
            iceberg,
            partitions(iceberg),
            overwrite.filesOfPartition(),
            table.owners().stream().mapToInt(columns::indexOf).toArray(),
            inUnion,
            key,
            (int)
                Arrays.stream(key)
                    .takeWhile(place -> Arrays.binarySearch(arrays, place) < 0)
                    .count(),
            columns.indexOf(table.dayColumn()),
            arrays,
            overwrite.touched()));
  }

  private static Partition partitions(Table iceberg) {
    if (iceberg.spec().isUnpartitioned()) {
      return Partition.NONE;
    }
    boolean month = iceberg.spec().fields().get(0).transform().toString().equals("month");
    return month ? Partition.MONTH : Partition.DAY;
  }

  /** Writes rows of the union; rows of other columns of the union are left alone. */
  List<Filled> run(JavaRDD<Row> rows) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(rows.context());
    // Sent once, and not with each of the functions: a table is large.
    Broadcast<TableWrites> own = spark.broadcast(this);
    JavaPairRDD<FileKey, Row> keyed = rows.flatMapToPair(row -> own.value().keyed(row).iterator());
    List<Tuple2<Integer, DataFile>> touched = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      for (DataFile file : targets.get(i).touched()) {
        touched.add(new Tuple2<>(i, file));
      }
    }
    if (!touched.isEmpty()) {
      int tasks = Math.min(touched.size(), spark.defaultParallelism());
      keyed =
          keyed.union(
              spark.parallelize(touched, tasks).flatMapToPair(file -> own.value().kept(file)));
    }
    HashPartitioner files = new HashPartitioner(Math.min(64, 2 * spark.defaultParallelism()));
    return RowSerializer.codes(keyed.repartitionAndSortWithinPartitions(files))
        .mapPartitions(part -> own.value().write(part))
        .collect();
  }

  private List<Tuple2<FileKey, Row>> keyed(Row row) {
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      if (!row.isNullAt(target.inUnion())) {
        Row own = row.getStruct(target.inUnion());
        LocalDate day = day(own.get(target.day()));
        if (!days.contains(day)) {
          // A row outside the days that the run owns would stay when the run is repeated.
          throw new IllegalStateException(
              "Row of %s outside %s: %s".formatted(target.table().name(), days, own));
        }
        return List.of(new Tuple2<>(key(i, day, own, false), SizedRow.of(own)));
      }
    }
    return List.of();
  }

  /** Returns the rows of a file that stay: of other days, or of other instruments. */
  private Iterator<Tuple2<FileKey, Row>> kept(Tuple2<Integer, DataFile> file) {
    Target target = targets.get(file._1());
    Predicate<Row> selected = selection.rows(target.table());
    CloseableIterable<Row> rows =
        CloseableIterable.filter(
            new FileRows(
                    target.iceberg()::io,
                    target.iceberg().schema(),
                    new FileRows.Asked(
                        target.table(), target.table().columns(), null, null, Selection.ALL),
                    false)
                .read(file._2().location()),
            row -> !days.contains(day(row.get(target.day()))) || !selected.test(row));
    // One row after the other: the rows of others may be many.
    return FileInTask.of(
        CloseableIterable.transform(
                rows,
                row ->
                    new Tuple2<>(
                        key(file._1(), day(row.get(target.day())), row, true),
                        (Row) SizedRow.of(row)))
            .iterator());
  }

  private FileKey key(int table, LocalDate day, Row row, boolean kept) {
    Target target = targets.get(table);
    int partition =
        switch (target.partitions()) {
          case NONE -> 0;
          case MONTH -> 12 * day.getYear() + day.getMonthValue();
          case DAY -> (int) day.toEpochDay();
        };
    Object[] values = new Object[kept ? target.key().length : target.keyOfMany()];
    Arrays.setAll(values, i -> row.get(target.key()[i]));
    return new FileKey(table, partition, file(target, row), kept, values);
  }

  private static int file(Target target, Row row) {
    if (target.filesOfPartition() == 1) {
      return 0;
    }
    int hash = 0;
    for (int place : target.owner()) {
      hash = Murmur3_x86_32.hashInt(row.get(place).hashCode(), hash);
    }
    return Math.floorMod(hash, target.filesOfPartition());
  }

  private static LocalDate day(Object value) {
    return value instanceof Date day
        ? day.toLocalDate()
        : ((Timestamp) value).toInstant().atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private Iterator<Filled> write(Iterator<Tuple2<FileKey, Row>> sorted) {
    List<Filled> filled = new ArrayList<>();
    FileKey of = null;
    TableFile file = null;
    long kept = 0;
    while (sorted.hasNext()) {
      Tuple2<FileKey, Row> next = sorted.next();
      if (of != null && !of.isOfFileOf(next._1())) {
        filled.add(new Filled(of.table(), file.finish(), kept));
        of = null;
      }
      Target target = targets.get(next._1().table());
      if (of == null) {
        of = next._1();
        file = new TableFile(target.iceberg(), target.table().columns());
        kept = 0;
      }
      boolean isOfLake = next._1().isKept();
      file.write(next._2(), isOfLake ? TableFile.NO_ARRAYS : target.arrays());
      kept += isOfLake ? 1 : 0;
    }
    if (of != null) {
      filled.add(new Filled(of.table(), file.finish(), kept));
    }
    return filled.iterator();
  }
}
