package io.treadmill.jobs.heatmap;

import io.treadmill.jobs.instrument.FoldInput;
import io.treadmill.jobs.instrument.FoldInput.Kind;
import io.treadmill.jobs.instrument.FoldRow;
import io.treadmill.market.Instrument;
import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.RowFactory;

/** Rows of {@link FoldInput} as Spark hands them to a fold. */
final class FoldRows {
  private FoldRows() {}

  /** Returns a bracket that is valid from a day on; a cap of NaN is none. */
  static FoldRow tier(
      LocalDate from, double floor, double cap, double rate, double leverage, double amount) {
    return row(
        MadeUpBook.INSTRUMENT,
        from,
        Kind.TIER,
        from.toEpochDay(),
        "",
        0,
        "quote",
        floor,
        cap,
        rate,
        leverage,
        amount);
  }

  /** Returns a row; numbers in the order of the kind, NaN is null. */
  static FoldRow row(
      Instrument instrument,
      LocalDate day,
      Kind kind,
      long at,
      String side,
      int bucket,
      String text,
      double... numbers) {
    Object[] values = new Object[FoldInput.SCHEMA.size()];
    values[FoldInput.SCHEMA.fieldIndex("venue")] = instrument.venue();
    values[FoldInput.SCHEMA.fieldIndex("product")] = instrument.product().text();
    values[FoldInput.SCHEMA.fieldIndex("symbol")] = instrument.symbol();
    values[FoldInput.SCHEMA.fieldIndex("day")] = Date.valueOf(day);
    values[FoldInput.SCHEMA.fieldIndex("kind")] = kind.ordinal();
    values[FoldInput.SCHEMA.fieldIndex("at")] = at;
    values[FoldInput.SCHEMA.fieldIndex("side")] = side;
    values[FoldInput.SCHEMA.fieldIndex("component")] = 0;
    values[FoldInput.SCHEMA.fieldIndex("bucket")] = bucket;
    values[FoldInput.SCHEMA.fieldIndex("text")] = text;
    for (int i = 0; i < numbers.length; i++) {
      values[FoldInput.SCHEMA.fieldIndex("number_" + i)] =
          Double.isNaN(numbers[i]) ? null : (Double) numbers[i];
    }
    return new FoldRow(RowFactory.create(values));
  }
}
