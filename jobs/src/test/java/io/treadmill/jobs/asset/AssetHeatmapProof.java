package io.treadmill.jobs.asset;

import static io.treadmill.jobs.asset.ThreeVenues.LARGE;
import static io.treadmill.jobs.asset.ThreeVenues.OWN;
import static io.treadmill.jobs.asset.ThreeVenues.SMALL;
import static io.treadmill.jobs.asset.ThreeVenues.START;
import static io.treadmill.jobs.asset.ThreeVenues.at;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;

/** Hand calculation of {@code asset_heatmap}: three maps at 01:00, of which one is shifted. */
public final class AssetHeatmapProof implements ColumnProof {
  private static final long ONE = START + ThreeVenues.HOUR;

  @Override
  public LakeTable table() {
    return LakeTables.ASSET_HEATMAP;
  }

  private static List<Row> rows() {
    return new ThreeVenues()
        .bar(LARGE, ONE, at(10_700), at(10_800.5))
        .bar(SMALL, ONE, at(10_700), at(10_803.25))
        .before(OWN, at(10_800.5))
        .bar(LARGE, ONE + 300_000_000L, at(10_900), at(10_950))
        .cell(SMALL, ONE, "long", 10_794, 40, 20, 70)
        .cell(LARGE, ONE, "long", 10_790, 100, 80, 130)
        .cell(OWN, ONE, "long", 10_790, 10, 8, 13)
        .cell(LARGE, ONE, "short", 10_810, 60, 50, 90)
        .cell(LARGE, ONE, 4, "long", 10_790, 200, 180, 260)
        .sums();
  }

  @Override
  public void prove(Proof proof) {
    List<Row> rows = rows();
    // Shares .75 and .25 by open interest. The cell of the small venue lies at 10,791.25 to
    // 10,793.25 of the large one's price: .375 of it in the first row, .625 in the second.
    double low = Math.hypot(0.75 * 20 + 0.25 * 0.375 * 20, 2);
    double high = Math.hypot(0.75 * 30 + 0.25 * 0.375 * 30, 3);
    double expected = 75 + 0.25 * 0.375 * 40 + 10;
    proof
        .row(rows.get(0))
        .is("asset", "BTC")
        .is("venue_set", "binance linear_perp+bybit linear_perp+hyperliquid linear_perp")
        .is("ts", Instant.parse("2026-03-04T01:00:00Z"))
        .is("horizon_h", 0)
        .is("side", "long")
        .is("bucket", 10_790)
        .is("price_low", at(10_790), 1e-9)
        .is("price_high", at(10_792), 1e-9)
        .is("expected_notional_usd", expected, 1e-6)
        .is("low_usd", expected - low, 1e-6)
        .is("high_usd", expected + high, 1e-6)
        .is("inflow_usd", 0.0)
        .is("instruments", 3)
        .is("instruments_missing", "kraken+okx/linear_perp/BTC-USDT-SWAP")
        .is("reference", "binance/linear_perp/BTCUSDT")
        .is("share_source", "open_interest+own_prints")
        .is("model", "book")
        .is("print_scope", "aggregate of binance+bybit+kraken; full");
    proof
        .row(rows.get(1))
        .is("bucket", 10_792)
        .is("expected_notional_usd", 0.25 * 0.625 * 40, 1e-6)
        .is("low_usd", 0.25 * 0.625 * 20, 1e-6)
        .is("high_usd", 0.25 * 0.625 * 70, 1e-6);
    proof
        .row(rows.get(2))
        .is("side", "short")
        .is("expected_notional_usd", 45, 1e-6)
        .is("low_usd", 0.75 * 50, 1e-6)
        .is("high_usd", 0.75 * 90, 1e-6);
    // Horizons are never added up.
    proof
        .row(rows.get(3))
        .is("horizon_h", 4)
        .is("expected_notional_usd", 150, 1e-6)
        .is("low_usd", 135, 1e-6)
        .is("high_usd", 195, 1e-6)
        .is("inflow_usd", 60, 1e-6)
        .is("instruments", 1);
    proof
        .row(
            new ThreeVenues()
                .bar(LARGE, ONE, at(10_700), at(10_800.5))
                .cell(LARGE, ONE, "long", 10_790, 8, Double.NaN, Double.NaN)
                .sums()
                .get(0))
        .is("expected_notional_usd", 6, 1e-9)
        .is("instruments", 1)
        .isNull("low_usd")
        .isNull("high_usd");
  }
}
