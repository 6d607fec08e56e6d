package io.treadmill.jobs.heatmap;

import io.treadmill.book.BookBalance;
import io.treadmill.book.BookState;
import io.treadmill.book.DayResult;
import io.treadmill.book.Heatmap;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows that leave a fold: one column for each table, of which one is set. */
final class FoldOutput {
  /** Schema: {@code state}, {@code map} and {@code balance}, each a row of its table or null. */
  static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            DataTypes.createStructField("state", LakeTables.BOOK_STATE.schema(), true),
            DataTypes.createStructField("map", LakeTables.LIQUIDATION_HEATMAP.schema(), true),
            DataTypes.createStructField("balance", LakeTables.BOOK_BALANCE.schema(), true)
          });

  private final Instrument instrument;
  private final String parameterSet;

  FoldOutput(Instrument instrument, String parameterSet) {
    this.instrument = instrument;
    this.parameterSet = parameterSet;
  }

  /**
   * Hands on every row of a day.
   *
   * @param model name of the model
   * @param printScope prints the law was fitted to
   * @param warmUp true if the day belongs to the warm-up of the book
   */
  void emit(
      DayResult day,
      String model,
      String printScope,
      boolean warmUp,
      int cellBuckets,
      Consumer<Row> to) {
    for (BookState.Cell cell : day.end().toRows()) {
      to.accept(RowFactory.create(state(day.end().day(), cell), null, null));
    }
    for (Heatmap map : day.maps()) {
      for (Side side : Side.values()) {
        for (int i = 0; i < map.rows(); i++) {
          double usd = map.expectedUsd(side, i);
          if (usd > 0) {
            Row cell = cell(map, side, i, cellBuckets, model, printScope);
            to.accept(RowFactory.create(null, cell, null));
          }
        }
      }
    }
    for (Side side : Side.values()) {
      to.accept(RowFactory.create(null, null, balance(day, side, warmUp)));
    }
  }

  private Row state(LocalDate day, BookState.Cell cell) {
    return row(
        Date.valueOf(day),
        parameterSet,
        cell.side(),
        cell.kind(),
        cell.component(),
        cell.bucket(),
        cell.value());
  }

  /** Bands are null: a law that was not calibrated has none. */
  private Row cell(
      Heatmap map, Side side, int i, int cellBuckets, String model, String printScope) {
    return row(
        timestamp(map.ts()),
        side.text(),
        map.bucket(i) * cellBuckets,
        map.priceLow(i),
        map.priceHigh(i),
        map.expectedUsd(side, i),
        null,
        null,
        model,
        printScope);
  }

  private Row balance(DayResult day, Side side, boolean warmUp) {
    BookBalance balance = day.balance(side);
    return row(
        Date.valueOf(day.end().day()),
        parameterSet,
        side.text(),
        instrument.product().isInverse() ? "contracts" : "base",
        balance.opened(),
        balance.decayed(),
        balance.swept(),
        balance.dropped(),
        balance.change(),
        balance.relativeError(),
        balance.impliedCloses(),
        balance.residual(),
        day.heldSnapshots(),
        warmUp);
  }

  private Row row(Object... own) {
    List<Object> values = new ArrayList<>(own.length + 3);
    values.add(instrument.venue());
    values.add(instrument.product().text());
    values.add(instrument.symbol());
    values.addAll(java.util.Arrays.asList(own));
    return RowFactory.create(values.toArray());
  }

  private static Timestamp timestamp(long micros) {
    return Timestamp.from(
        java.time.Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS));
  }
}
