package io.treadmill.jobs.ingest;

import io.treadmill.lake.QualityFlag;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What bars proved about the labels of open interest and longs per short.
 *
 * @param shifted sources whose label is the start of the five minutes before the snapshot
 * @param unverified sources whose label no bars proved
 */
record Corrections(Set<Long> shifted, Set<Long> unverified) {
  static final Corrections NONE = new Corrections(Set.of(), Set.of());
  private static final String FIVE_MINUTES = "INTERVAL '5' MINUTE";

  /** Returns the days that rows of a label day may fall on. */
  List<LocalDate> daysOf(long sourceId, LocalDate day) {
    return shifted.contains(sourceId) ? List.of(day, day.plusDays(1)) : List.of(day);
  }

  private static Column mask(Column condition, QualityFlag flag) {
    return functions.when(condition, flag.mask()).otherwise(0);
  }

  /** Returns the rows with their labels put right, and flagged. */
  Dataset<Row> apply(Dataset<Row> rows) {
    if (shifted.isEmpty() && unverified.isEmpty()) {
      return rows;
    }
    Column isShifted = functions.col("source_id").isin(shifted.toArray());
    Column isUnverified = functions.col("source_id").isin(unverified.toArray());
    Column ts =
        functions
            .when(isShifted, functions.col("ts").plus(functions.expr(FIVE_MINUTES)))
            .otherwise(functions.col("ts"));
    Column quality =
        functions
            .col("quality")
            .bitwiseOR(mask(isShifted, QualityFlag.LABEL_SHIFTED))
            .bitwiseOR(mask(isUnverified, QualityFlag.LABEL_UNVERIFIED));
    return rows.withColumn("ts", ts)
        .withColumn(
            "ts_label",
            functions.when(isShifted, "period_start").otherwise(functions.col("ts_label")))
        .withColumn("quality", quality)
        .withColumn("day", functions.to_date(functions.col("ts")));
  }
}
