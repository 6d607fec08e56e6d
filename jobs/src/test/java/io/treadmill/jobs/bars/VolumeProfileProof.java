package io.treadmill.jobs.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.bars.HandMadeBars.Trade;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * The profile by hand. ln 100 = 4.60517, so a price of 100 lies in bucket 4605, from exp(4.605) =
 * 99.983 to exp(4.606) = 100.083; 100.1 lies in the next.
 */
public final class VolumeProfileProof implements ColumnProof {
  @Override
  public LakeTable table() {
    return LakeTables.VOLUME_PROFILE_5M;
  }

  @Override
  public void prove(Proof proof) {
    List<Row> rows =
        HandMadeBars.trades(
                "linear_perp",
                "BTCUSDT",
                List.of(
                    new Trade(1, 1L, 1, "buy", 100, 2, null),
                    new Trade(70, 2L, 2, "sell", 100.05, 3, null),
                    new Trade(80, 3L, 3, "unknown", 100.02, 0.5, null),
                    new Trade(90, 4L, 4, "unknown", 100.1, 7, null)))
            .profile();
    assertThat(rows).hasSize(2);
    proof
        .row(rows.get(0))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("ts", Instant.parse("2026-03-03T00:10:00Z"))
        .is("bucket", 4605)
        .is("price_low", Math.exp(4.605), 1e-9)
        .is("price_high", Math.exp(4.606), 1e-9)
        .is("taker_buy_base_volume", 2.0)
        .is("taker_sell_base_volume", 3.0)
        .is("base_volume", 5.5)
        .is("trade_count", 3L)
        .is("source", "trades");
    proof
        .row(rows.get(1))
        .is("bucket", 4606)
        .is("base_volume", 7.0)
        .isNull("taker_buy_base_volume")
        .isNull("taker_sell_base_volume");
    klines(proof);
  }

  /** Two klines from 100 to 100.2; of their 6 coins 2 were bought by aggressors. */
  private static void klines(Proof proof) {
    Row first = HandMadeBars.kline(0, 60, 100.0, 100.2, 100.0, 100.1, 4.0, 400.0, 9L, 1.5, 150.0);
    Row second = HandMadeBars.kline(1, 60, 100.1, 100.2, 100.0, 100.1, 2.0, 200.0, 3L, 0.5, 50.0);
    List<Row> rows =
        KlineBars.profile(HandMadeBars.klines("linear_perp", "BTCUSDT", List.of(first, second)));
    assertThat(rows).hasSize(3);
    double whole = Math.log(100.2) - Math.log(100);
    double share = (4.606 - Math.log(100)) / whole;
    proof
        .row(rows.get(0))
        .is("bucket", 4605)
        .is("base_volume", 6 * share, 1e-9)
        .is("taker_buy_base_volume", 2 * share, 1e-9)
        .is("taker_sell_base_volume", 4 * share, 1e-9)
        .isNull("trade_count")
        .is("source", "klines");
    proof.row(rows.get(1)).is("bucket", 4606).is("base_volume", 6 * 0.001 / whole, 1e-9);
    Row silent = HandMadeBars.kline(0, 60, 100.0, 100.0, 100.0, 100.0, 4.0);
    proof
        .row(KlineBars.profile(HandMadeBars.klines("linear_perp", "X", List.of(silent))).get(0))
        .is("base_volume", 4.0)
        .isNull("taker_buy_base_volume")
        .isNull("taker_sell_base_volume");
  }
}
