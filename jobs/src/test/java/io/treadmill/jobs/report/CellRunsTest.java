package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class CellRunsTest {
  private static Object[] cell(
      String side, int horizon, long at, int bucket, double usd, double inflow) {
    return new Object[] {
      "binance",
      "linear_perp",
      "BTCUSDT",
      "book",
      "full",
      side,
      horizon,
      at,
      PriceGrid.lowerEdge(bucket),
      PriceGrid.lowerEdge(bucket + 20),
      bucket,
      usd,
      inflow
    };
  }

  /** Spark gives one row object again and again. */
  private static Iterator<InternalRow> oneObject(List<Object[]> rows) {
    GenericInternalRow shared = new GenericInternalRow(rows.get(0).length);
    return rows.stream()
        .map(
            values -> {
              for (int i = 0; i < values.length; i++) {
                shared.update(
                    i, values[i] instanceof String text ? UTF8String.fromString(text) : values[i]);
              }
              return (InternalRow) shared;
            })
        .iterator();
  }

  @Test
  void neighboursOfOneColumnAreOneRunAndNothingElseIs() {
    List<CellRuns.Run> runs = new ArrayList<>();
    new CellRuns(
            oneObject(
                List.of(
                    cell("long", 0, 5, 9000, 1.5e6, 0),
                    cell("long", 0, 5, 9020, 2e6, 5e5),
                    cell("short", 0, 5, 9040, 3e6, 0),
                    cell("short", 4, 5, 9040, 4e6, 1e6),
                    cell("short", 4, 6, 9060, 0, 0))))
        .forEachRemaining(runs::add);
    assertThat(runs).hasSize(4);
    CellRuns.Run longs = runs.get(0);
    assertThat(longs.side()).isEqualTo(Side.LONG);
    assertThat(runs).as("of many runs").allMatch(run -> run.names() == longs.names());
    assertThat(longs.names())
        .isEqualTo(List.of("binance", "linear_perp", "BTCUSDT", "book", "full"));
    assertThat(longs.step()).isEqualTo(20);
    assertThat(longs.buckets()).containsExactly(9000, 9020);
    assertThat(longs.codes()).containsExactly(UsdCode.of(1.5e6), UsdCode.of(2e6));
    assertThat(longs.inflowPercent()).containsExactly((char) 0, (char) 25);
    assertThat(
            runs.stream()
                .skip(1)
                .map(run -> run.side().text() + run.horizonHours() + run.atMicros()))
        .containsExactly("short05", "short45", "short46");
    assertThat(runs.get(3).codes()).containsExactly(UsdCode.TINY);
    assertThat(new CellRuns(List.<InternalRow>of().iterator()).hasNext()).isFalse();
  }
}
