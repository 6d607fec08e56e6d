package io.treadmill.jobs.statistics;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Hand calculation of {@code volume_share} over a day of four markets, one of which stopped. */
public final class VolumeShareProof implements ColumnProof {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 3);
  private static final int STEPS = 288;
  private static final double PRICE = 50;
  private static final double FACE_USD = 100;

  @Override
  public LakeTable table() {
    return LakeTables.VOLUME_SHARE;
  }

  @Override
  public void prove(Proof proof) {
    List<Row> rows =
        rows(
            // 280 steps of 10 contracts of 100 USD.
            series("bitmex", Product.INVERSE_PERP, Column.CONTRACTS, 10, STEPS, STEPS + 280),
            series("binance", Product.LINEAR_PERP, Column.QUOTE_VOLUME, 3_000, 0, 2 * STEPS),
            // 200 steps of 2 coins at 50.
            series("kraken", Product.SPOT, Column.BASE_VOLUME, 2, STEPS, STEPS + 200),
            // Traded on the day before alone.
            series("okx", Product.LINEAR_FUTURE, Column.QUOTE_VOLUME, 500, 0, STEPS));
    proof
        .row(rows.get(0))
        .is("asset", "BTC")
        .is("venue_set", "binance linear_perp+bitmex inverse_perp+kraken spot")
        .is("day", DAY)
        .is("class", "spot")
        .is("notional_usd", 20_000, 1e-9)
        .is("share", 20_000 / 1_164_000.0, 1e-12)
        .is("markets", 1)
        .is("missing_markets", 0)
        .is("known_share", 200 / 288.0, 1e-12)
        .is("partial", true)
        .is("n", 200L)
        .isNull("reason");
    proof
        .row(rows.get(1))
        .is("class", "perp")
        .is("notional_usd", 288 * 3_000 + 280 * 1_000, 1e-6)
        .is("share", 1_144_000 / 1_164_000.0, 1e-12)
        .is("markets", 2)
        .is("missing_markets", 0)
        .is("known_share", 280 / 288.0, 1e-12)
        .is("partial", false)
        .is("n", 568L);
    proof
        .row(rows.get(2))
        .is("class", "dated")
        .isNull("notional_usd")
        .isNull("share")
        .is("markets", 0)
        .is("missing_markets", 1)
        .isNull("known_share")
        .is("partial", true)
        .is("n", 0L)
        .is("reason", "no volume of a dated market on the day");
    proof
        .row(rows.get(3))
        .is("class", "regulated")
        .is("missing_markets", 0)
        .is("partial", false)
        .is("reason", "no volume of a regulated market on the day");
    proof
        .row(rows(series("kraken", Product.SPOT, Column.BASE_VOLUME, 0, 0, 2 * STEPS)).get(0))
        .is("notional_usd", 0, 0)
        .isNull("share")
        .is("reason", "nothing was traded on the day");
  }

  private static List<Row> rows(MarketSeries... markets) {
    return Rows.of(
        new VolumeShareStatistic(),
        new AssetMarkets("BTC", List.of(markets), List.of()),
        UtcDays.of(DAY),
        LakeTables.VOLUME_SHARE);
  }

  /** A market of the day and the day before with an amount on some steps. */
  private static MarketSeries series(
      String venue, Product product, Column column, double amount, int from, int to) {
    double[] close = new double[2 * STEPS];
    double[] amounts = new double[2 * STEPS];
    Arrays.fill(close, PRICE);
    Arrays.fill(amounts, Double.NaN);
    Arrays.fill(amounts, from, to, amount);
    return new MarketSeries(
        new Instrument(venue, product, "BTC"),
        Steps.of(new UtcDays(DAY.minusDays(1), DAY), BarClock.BAR_MICROS),
        new MarketSeries.Parts(
            Map.of(Column.CLOSE, close, column, amounts),
            FACE_USD,
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty()));
  }
}
