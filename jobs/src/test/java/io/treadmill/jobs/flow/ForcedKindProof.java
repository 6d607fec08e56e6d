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
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;

/** Prints of a venue that tells how it closed positions, and of one that does not. */
public final class ForcedKindProof implements ColumnProof {
  private static final Instant BAR = Instant.parse("2026-03-04T10:05:00Z");
  private static final StructType PRINTS =
      StructType.fromDDL(
          "venue string, product string, symbol string, ts timestamp, liquidated_side string,"
              + " notional_usd double, kind string");

  @Override
  public LakeTable table() {
    return LakeTables.FORCED_KIND;
  }

  @Override
  public void prove(Proof proof) {
    Map<String, Row> rows =
        rows(
            print("hyperliquid", 0, "long", 1_000, "market"),
            print("hyperliquid", 70, "long", 500, "market"),
            print("hyperliquid", 71, "long", 40, "backstop"),
            print("hyperliquid", 299.999999, "long", 7, "adl"),
            print("hyperliquid", 100, "long", 0.1, "unknown"),
            print("hyperliquid", 101, "long", 0.2, "unknown"),
            print("hyperliquid", 2, "short", 30, "adl"),
            print("hyperliquid", 300, "short", 9, "market"),
            print("binance", 5, "long", 20, "unknown"));
    assertThat(rows).hasSize(4);
    proof
        .row(rows.get("hyperliquid long 10:05"))
        .is("venue", "hyperliquid")
        .is("product", "linear_perp")
        .is("symbol", "BTC")
        .is("ts", BAR)
        .is("side", "long")
        .is("market_usd", 1_500.0)
        .is("backstop_usd", 40.0)
        .is("auto_deleveraged_usd", 7.0)
        .is("unknown_usd", 0.3)
        .is("print_count", 6L)
        .isNull("reason");
    proof
        .row(rows.get("hyperliquid short 10:05"))
        .is("market_usd", 0.0)
        .is("auto_deleveraged_usd", 30.0)
        .is("unknown_usd", 0.0)
        .is("print_count", 1L);
    proof.row(rows.get("hyperliquid short 10:10")).is("market_usd", 9.0);
    proof
        .row(rows.get("binance long 10:05"))
        .isNull("market_usd")
        .isNull("backstop_usd")
        .isNull("auto_deleveraged_usd")
        .is("unknown_usd", 20.0)
        .is("print_count", 1L)
        .is("reason", "the feed does not tell the kind");
  }

  private Map<String, Row> rows(NamedRow... prints) {
    StructType schema = table().schema();
    return ForcedKind.rows(List.of(prints)).stream()
        .collect(
            Collectors.toMap(
                row -> {
                  NamedRow named = new NamedRow(new GenericRowWithSchema(values(row), schema));
                  return "%s %s %s"
                      .formatted(
                          named.text("venue"),
                          named.text("side"),
                          named.instant("ts").toString().substring(11, 16));
                },
                Function.identity()));
  }

  private static Object[] values(Row row) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return values;
  }

  private static NamedRow print(
      String venue, double seconds, String side, double usd, String kind) {
    return new NamedRow(
        new GenericRowWithSchema(
            new Object[] {
              venue,
              "linear_perp",
              "BTC",
              Timestamp.from(BAR.plusNanos(Math.round(seconds * 1e6) * 1000)),
              side,
              usd,
              kind
            },
            PRINTS));
  }
}
