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

/** Snapshots of a morning by hand: on the grid, between, late, missing and after midnight. */
public final class PositioningProof implements ColumnProof {
  private static final StructType INTEREST =
      StructType.fromDDL(
          "venue string, product string, symbol string, ts timestamp, open_interest_base double,"
              + " open_interest_contracts double, open_interest_usd double");
  private static final StructType RATIOS =
      StructType.fromDDL(
          "venue string, product string, symbol string, ts timestamp, account_ratio double,"
              + " top_account_ratio double, top_position_ratio double, taker_volume_ratio double");

  @Override
  public LakeTable table() {
    return LakeTables.POSITIONING;
  }

  @Override
  public void prove(Proof proof) {
    List<Row> rows =
        Positioning.rows(
            List.of(
                interest("linear_perp", "00:10:00", 12.0, null, 720_000.0),
                interest("linear_perp", "00:00:00", 10.0, null, 600_000.0),
                interest("linear_perp", "00:05:10", 11.0, null, null)),
            List.of(
                ratios("00:05:00", 2.75, 1.25, 1.5, 0.875),
                ratios("00:10:00", null, null, null, 0.0)));
    assertThat(rows).hasSize(3);
    proof
        .row(rows.get(0))
        .is("ts", at("00:00:00"))
        .is("open_interest", 10.0)
        .is("open_interest_usd", 600_000.0)
        .isNull("long_short_account_ratio")
        .isNull("top_account_ratio")
        .isNull("top_position_ratio")
        .isNull("taker_volume_ratio");
    proof
        .row(rows.get(1))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("ts", at("00:05:00"))
        .is("open_interest", 11.0)
        .isNull("open_interest_usd")
        .is("long_short_account_ratio", 2.75)
        .is("top_account_ratio", 1.25)
        .is("top_position_ratio", 1.5)
        .is("taker_volume_ratio", 0.875);
    proof
        .row(rows.get(2))
        .is("ts", at("00:10:00"))
        .is("open_interest", 12.0)
        .is("open_interest_usd", 720_000.0)
        .isNull("long_short_account_ratio")
        .is("taker_volume_ratio", 0.0);
    betweenTheSteps(proof);
    unitsAndGaps(proof);
  }

  /** The last of the five minutes counts; what is stamped over ten seconds late is of the next. */
  private static void betweenTheSteps(Proof proof) {
    List<Row> rows =
        Positioning.rows(
            List.of(
                interest("linear_perp", "12:04:59.999", 3.0, null, 30.0),
                interest("linear_perp", "12:00:10.000001", 1.0, null, 10.0),
                interest("linear_perp", "12:03:00", 2.0, null, 20.0),
                interest("linear_perp", "12:05:11", 4.0, null, 40.0),
                interest("linear_perp", "12:22:00", 5.0, null, 50.0),
                interest("linear_perp", "23:56:00", 6.0, null, 60.0)),
            List.of());
    assertThat(rows).as("none is carried over, none of 24:00 is of this day").hasSize(3);
    proof.row(rows.get(0)).is("ts", at("12:05:00")).is("open_interest", 3.0);
    proof.row(rows.get(1)).is("ts", at("12:10:00")).is("open_interest", 4.0);
    proof.row(rows.get(2)).is("ts", at("12:25:00")).is("open_interest", 5.0);
  }

  private static void unitsAndGaps(Proof proof) {
    List<Row> inverse =
        Positioning.rows(
            List.of(
                interest("inverse_perp", "06:00:00", 30_543.1, 5_578_700.0, 557_870_000.0),
                interest("inverse_perp", "06:05:00", 30_543.1, null, null),
                interest("inverse_perp", "06:10:00", null, 0.0, 0.0)),
            List.of());
    assertThat(inverse).as("without contracts, or with none, nothing is known").hasSize(1);
    proof
        .row(inverse.get(0))
        .is("product", "inverse_perp")
        .is("open_interest", 5_578_700.0)
        .is("open_interest_usd", 557_870_000.0);
    proof
        .row(
            Positioning.rows(
                    List.of(interest("linear_perp", "06:00:00", null, null, 9_000.0)), List.of())
                .get(0))
        .isNull("open_interest")
        .is("open_interest_usd", 9_000.0);
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-04T" + time + "Z");
  }

  private static NamedRow interest(
      String product, String time, Double base, Double contracts, Double usd) {
    return row(
        INTEREST, "binance", product, "BTCUSDT", Timestamp.from(at(time)), base, contracts, usd);
  }

  private static NamedRow ratios(
      String time, Double accounts, Double topAccounts, Double topPositions, Double takers) {
    return row(
        RATIOS,
        "binance",
        "linear_perp",
        "BTCUSDT",
        Timestamp.from(at(time)),
        accounts,
        topAccounts,
        topPositions,
        takers);
  }

  private static NamedRow row(StructType schema, Object... values) {
    return new NamedRow(new GenericRowWithSchema(values, schema));
  }
}
