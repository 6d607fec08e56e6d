package io.treadmill.jobs.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;

/** Bars of a morning, summed by hand: with, without and partly with an aggressor, and a gap. */
public final class VolumeDeltaProof implements ColumnProof {
  private static final StructType BARS =
      StructType.fromDDL(
          "venue string, product string, symbol string, ts timestamp, quote_volume double,"
              + " taker_buy_quote_volume double, unknown_quote_volume double, source string");

  @Override
  public LakeTable table() {
    return LakeTables.VOLUME_DELTA;
  }

  @Override
  public void prove(Proof proof) {
    // In no order; of the second all trades, of the third some are without an aggressor.
    List<Row> rows =
        VolumeDelta.rows(
            List.of(
                bar(15, null, null, null, "klines"),
                bar(5, 100.0, 70.0, 0.0, "trades"),
                bar(0, 40.0, null, 40.0, "trades"),
                bar(10, 1_000.0, 300.0, 8.0, "trades"),
                bar(20, 10.0, 3.0, 0.0, "klines")));
    assertThat(rows).hasSize(5);
    proof
        .row(rows.get(0))
        .is("ts", at(0))
        .isNull("buy_quote")
        .isNull("sell_quote")
        .isNull("delta_quote")
        .is("unknown_quote", 40.0)
        .isNull("cumulative_delta_quote")
        .is("cumulative_unknown_quote", 40.0)
        .is("reason", "no trade of the bar tells its aggressor");
    proof
        .row(rows.get(1))
        .is("ts", at(5))
        .is("buy_quote", 70.0)
        .is("sell_quote", 30.0)
        .is("delta_quote", 40.0)
        .is("unknown_quote", 0.0)
        .is("cumulative_delta_quote", 40.0)
        .is("cumulative_unknown_quote", 40.0)
        .isNull("reason");
    proof
        .row(rows.get(2))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("ts", at(10))
        .is("buy_quote", 300.0)
        .is("sell_quote", 692.0)
        .is("delta_quote", -392.0)
        .is("unknown_quote", 8.0)
        .is("cumulative_delta_quote", -352.0)
        .is("cumulative_unknown_quote", 48.0)
        .is("source", "trades")
        .isNull("reason");
    afterAGap(proof, rows.get(3), rows.get(4));
    earlierVersion(proof);
  }

  private static void afterAGap(Proof proof, Row gap, Row after) {
    proof
        .row(gap)
        .isNull("delta_quote")
        .isNull("unknown_quote")
        .isNull("cumulative_delta_quote")
        .isNull("cumulative_unknown_quote")
        .is("source", "klines")
        .is("reason", "no quote volume in the source");
    proof
        .row(after)
        .is("buy_quote", 3.0)
        .is("sell_quote", 7.0)
        .is("delta_quote", -4.0)
        .isNull("cumulative_delta_quote")
        .isNull("cumulative_unknown_quote")
        .is("reason", "sums: an earlier bar of the day, no quote volume in the source");
  }

  private static void earlierVersion(Proof proof) {
    proof
        .row(VolumeDelta.rows(List.of(bar(0, 10.0, 3.0, null, "trades"))).get(0))
        .isNull("buy_quote")
        .isNull("cumulative_delta_quote")
        .is("reason", "the bar was written before trades without an aggressor were counted");
    // 0.3 - 0.1 - 0.2 is less than nothing in binary numbers.
    proof
        .row(VolumeDelta.rows(List.of(bar(0, 0.3, 0.1, 0.2, "trades"))).get(0))
        .is("sell_quote", 0.0)
        .is("delta_quote", 0.1);
  }

  private static Instant at(int minutes) {
    return Instant.parse("2026-03-04T00:00:00Z").plusSeconds(60L * minutes);
  }

  private static NamedRow bar(
      int minutes, Double quote, Double bought, Double unknown, String source) {
    return new NamedRow(
        new GenericRowWithSchema(
            new Object[] {
              "binance",
              "linear_perp",
              "BTCUSDT",
              Timestamp.from(at(minutes)),
              quote,
              bought,
              unknown,
              source
            },
            BARS));
  }
}
