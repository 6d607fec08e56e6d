package io.treadmill.jobs.bars;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** The scan of trades: from the archive's rows to parts of minutes, file by file, in columns. */
final class TradeScan {
  /** The columns the scan needs, in the order of the row reader. */
  static final List<String> COLUMNS =
      List.of(
          "venue", "product",
          "symbol", "ts",
          "trade_id", "sequence",
          "side", "price",
          "amount", "contracts");

  static final int VENUE = 0;
  static final int PRODUCT = 1;
  static final int SYMBOL = 2;
  static final int TS = 3;
  static final int TRADE_ID = 4;
  static final int SEQUENCE = 5;
  static final int SIDE = 6;
  static final int PRICE = 7;
  static final int AMOUNT = 8;
  static final int CONTRACTS = 9;

  private TradeScan() {}

  /**
   * Returns the parts of minutes of trades, by the hour they lie in; one minute may have several
   * parts. Needs the columns of {@link ArchiveDataset#TRADES}, of which it reads {@link #COLUMNS}.
   * Counts of rows that were left out come as {@link Interval#SKIPPED}.
   */
  static JavaPairRDD<Interval, byte[]> parts(
      Dataset<Row> trades, UtcDays days, Selection selection) {
    QueryExecution query = query(trades);
    Optional<ColumnPlan> columnar = ColumnPlan.of(query.executedPlan());
    if (columnar.isEmpty()) {
      return query
          .toRdd()
          .toJavaRDD()
          .mapPartitionsToPair(
              rows -> {
                TradeKernel kernel = new TradeKernel(days, selection);
                return new PartIterator(kernel, new RowReader(rows, kernel)::readBatch);
              });
    }
    Map<String, Integer> positions = columnar.get().positions();
    Map<String, String> literals = columnar.get().literals();
    return TradeFiles.batches(columnar.get(), days, selection)
        .mapPartitionsToPair(
            batches -> {
              TradeKernel kernel = new TradeKernel(days, selection);
              ColumnReader reader = new ColumnReader(batches, positions, literals, kernel);
              return new PartIterator(kernel, reader::readBatch);
            });
  }

  /** Returns how Spark reads {@link #COLUMNS} of trades. */
  static QueryExecution query(Dataset<Row> trades) {
    Dataset<Row> read = trades.select(columns(trades.schema()));
    return ((org.apache.spark.sql.classic.Dataset<Row>) read).queryExecution();
  }

  private static Column[] columns(StructType schema) {
    return COLUMNS.stream()
        .map(
            name -> {
              var wanted = ArchiveDataset.TRADES.schema().apply(name).dataType();
              Column column = functions.col(name);
              return schema.apply(name).dataType().equals(wanted)
                  ? column
                  : column.cast(wanted).as(name);
            })
        .toArray(Column[]::new);
  }
}
