package io.treadmill.jobs.statistics;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/** {@code reload} by hand, in the markets of {@link FlushProof} and {@link TreadmillProof}. */
public final class ReloadProof implements ColumnProof {
  @Override
  public LakeTable table() {
    return LakeTables.RELOAD;
  }

  @Override
  public void prove(Proof proof) {
    int at = FlushProof.AT;
    int end = FlushProof.END;
    FixedMarket market = FlushProof.market();
    List<Row> rows = FlushProof.rows(market, null, LakeTables.RELOAD);
    proof
        .row(rows.get(0))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", market.first.plusDays(10))
        .is("event", "flush")
        .is("start_ts", market.at(at - 2))
        .is("side", "long")
        .is("open_interest_lost", FlushProof.DROP)
        .is("bounce_minutes", 5.0 * 28) // from the low of AT + 2 to the rise of AT + 30
        .is("bounce_share", Math.log(1.02) / -Math.log(FlushProof.LAST / 100), 1e-12)
        .is("rebuilt_share", 0.1, 1e-12)
        .is("half_life_minutes", 5.0 * 72) // half was back 6 h after the end, the first low
        .is(
            "funding_rebound_bp",
            1e4 * (FlushProof.rate(10 * 288 + 192) - FlushProof.rate(10 * 288)),
            1e-9)
        .isNull("reason");
    FixedMarket bare = FlushProof.market().openInterest(at - 60, 1e7);
    bare.settled.clear();
    proof
        .row(FlushProof.rows(bare, null, LakeTables.RELOAD).get(0))
        .is("open_interest_lost", 0.0)
        .isNull("rebuilt_share")
        .isNull("half_life_minutes")
        .isNull("funding_rebound_bp")
        .is("reason", "open interest did not fall; no settled funding within 24 h");
    FixedMarket hole = FlushProof.market().openInterest(end + 72, 9.7e6);
    Arrays.fill(hole.openInterest, at + 10, at + 32, Double.NaN);
    proof
        .row(FlushProof.rows(hole, null, LakeTables.RELOAD).get(0))
        .is("reason", "no open interest at the top of the bounce; half not rebuilt within 24 h");
    FixedMarket leg = TreadmillProof.market();
    Row first =
        Rows.only(
            new TreadmillStatistic(),
            new AssetMarkets("BTC", List.of(leg.series(FixedMarket.PERPETUAL)), List.of()),
            UtcDays.of(leg.first.plusDays(9)),
            LakeTables.RELOAD);
    proof
        .row(first)
        .is("event", "treadmill")
        .is("start_ts", leg.at(TreadmillProof.AT - 2))
        .is("bounce_minutes", 5.0 * 19)
        .is("reason", "open interest did not fall");
  }
}
