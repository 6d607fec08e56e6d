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
import io.treadmill.stats.MarketSeries.Settlement;
import io.treadmill.stats.Steps;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Hand calculation of {@code funding_state}: ten days of settlements every four hours. In
 * millionths per 8 hours the first 57 rates are -28, -27 .. 28, the last three -3, 20 and 20.
 */
public final class FundingStateProof implements ColumnProof {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
  private static final LocalDate DAY = LocalDate.of(2026, 3, 10);
  private static final int COUNT = 60;

  @Override
  public LakeTable table() {
    return LakeTables.FUNDING_STATE;
  }

  @Override
  public void prove(Proof proof) {
    double[] rates = new double[COUNT];
    Arrays.setAll(rates, k -> (k - 28) / 2.0 * 1e-6);
    rates[57] = -1.5e-6;
    rates[48] = 1e-5; // To the bit as the last ones: a tie.
    rates[58] = 1e-5;
    rates[59] = 1e-5;
    List<Row> rows = rows("binance", 240, rates);
    proof
        .row(rows.get(rows.size() - 1))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("ts", Instant.parse("2026-03-10T20:00:00Z"))
        .is("rate", 1e-5, 1e-15)
        .is("interval_minutes", 240, 0)
        .is("rate_8h", 2e-5, 1e-15)
        // Half of the interval's steps at 1 bp, half at 3 bp.
        .is("premium", 2e-4, 1e-12)
        .is("formula", "binance whole formula by interval")
        .is("at_floor", false)
        .is("streak", 2)
        .is("sum_24h", (26 + 27 + 28 - 3 + 20 + 20) / 2.0 * 1e-6, 1e-15)
        // Of the 42 settlements of 7 days: -10 .. 28 and the last three.
        .is("sum_7d", (351 - 3 + 20 + 20) / 2.0 * 1e-6, 1e-15)
        // Below 20: 48 of the first 57, and -3. Equal: two, each half.
        .is("percentile_90d", (49 + 2 / 2.0) / 59, 1e-12)
        // Median 0; of the distances 0, 1, 1 .. 28, 28, 3, 20 the 30th is 14.
        .is("robust_z_90d", 20 / (1.4826 * 14), 1e-12)
        .is("n", 59L)
        .isNull("reason");
    proveFloorAndReasons(proof, rates);
  }

  private static void proveFloorAndReasons(Proof proof, double[] rates) {
    double[] floor = rates.clone();
    floor[59] = 5e-5; // 1 bp per 8 hours, half of it in 4.
    List<Row> rows = rows("binance", 240, floor);
    proof.row(rows.get(rows.size() - 1)).is("at_floor", true).is("streak", 2);
    double[] hourly = new double[COUNT];
    Arrays.fill(hourly, 56, COUNT, -1e-6);
    rows = rows("hyperliquid", 60, hourly);
    proof
        .row(rows.get(rows.size() - 1))
        .is("formula", "hyperliquid eighth of 8 h")
        .is("at_floor", false)
        .is("streak", -4)
        .is("rate_8h", -8e-6, 1e-15)
        .is("sum_24h", -4e-6, 1e-15)
        .isNull("sum_7d")
        .isNull("robust_z_90d")
        .is("reason", "rates of the days before do not vary");
    rows = rows("elsewhere", 240, Arrays.copyOfRange(rates, 50, COUNT));
    proof
        .row(rows.get(0))
        .isNull("formula")
        .isNull("at_floor")
        .isNull("percentile_90d")
        .isNull("premium")
        .is("n", 0L)
        .is("reason", "under 30 settlements in the 90 days before");
    rows = rows("binance", Double.NaN, rates);
    proof
        .row(rows.get(rows.size() - 1))
        .isNull("interval_minutes")
        .isNull("rate_8h")
        .isNull("sum_24h")
        .is("n", 0L)
        .is("reason", "no interval with the rate");
  }

  /** Settlements that end at 20:00 of the day, or an interval of an hour before midnight. */
  private static List<Row> rows(String venue, double interval, double[] rates) {
    Steps steps = Steps.of(new UtcDays(FIRST, DAY), BarClock.BAR_MICROS);
    int every = interval == 60 ? 12 : 48;
    List<Settlement> settled = new ArrayList<>();
    for (int k = 0; k < rates.length; k++) {
      int step = steps.count() - every * (rates.length - k);
      settled.add(new Settlement(steps.micros(step), rates[k], interval));
    }
    double[] mark = new double[steps.count()];
    double[] index = new double[steps.count()];
    Arrays.fill(mark, Double.NaN);
    Arrays.fill(index, 100);
    Arrays.fill(mark, steps.count() - 96, steps.count() - 72, 100.01);
    Arrays.fill(mark, steps.count() - 72, steps.count() - 48, 100.03);
    MarketSeries series =
        new MarketSeries(
            new Instrument(venue, Product.LINEAR_PERP, "BTCUSDT"),
            steps,
            MarketSeries.Parts.ofColumns(Map.of(Column.MARK, mark, Column.INDEX, index))
                .withSettled(settled));
    return Rows.of(
        new FundingStatistic(),
        new AssetMarkets("BTC", List.of(series), List.of()),
        rates.length < COUNT ? new UtcDays(FIRST, DAY) : UtcDays.of(DAY),
        LakeTables.FUNDING_STATE);
  }
}
