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
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.special.Erf;
import org.apache.spark.sql.Row;

/**
 * Closed form of {@code path_shape}. All returns of the day are +a or -a, but two falls of 40 a and
 * 20 a: so every power variation is a count times a power of a.
 */
public final class PathShapeProof implements ColumnProof {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 3);
  private static final int STEPS = 288;
  private static final double A = 0.001;
  private static final double FIRST = 40;
  private static final double SECOND = 20;
  private static final Instrument BTC = new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT");

  @Override
  public LakeTable table() {
    return LakeTables.PATH_SHAPE;
  }

  @Override
  public void prove(Proof proof) {
    // In units of a: even steps rise by 1, odd ones fall by 1; step 100 falls by 40, 110 by 20.
    double squares = FIRST * FIRST + SECOND * SECOND;
    double realised = 286 + squares;
    double falls = 144 + squares;
    double pairs = 283 + 2 * FIRST + 2 * SECOND; // of 287 neighbours
    double triples = 280 + 3 * (Math.pow(FIRST, 4.0 / 3) + Math.pow(SECOND, 4.0 / 3)); // of 286
    double fourth = 286 + Math.pow(FIRST, 4) + Math.pow(SECOND, 4);
    double bipower = pairs * Math.PI / 2 * STEPS / (STEPS - 1.0);
    double mu43 = 0.8308609; // E|Z|^(4/3), 2^(2/3) gamma(7/6) / gamma(1/2)
    double tripower = STEPS * triples / Math.pow(mu43, 3) * STEPS / (STEPS - 2.0);
    double theta = Math.PI * Math.PI / 4 + Math.PI - 5;
    double spread = Math.sqrt(theta / STEPS * Math.max(1, tripower / (bipower * bipower)));
    double z = (1 - bipower / realised) / spread;
    double tilt = Math.abs(2 * falls - realised) / Math.sqrt(fourth);

    proof
        .row(row(path(), true))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", DAY)
        .is("realised_volatility", A * Math.sqrt(realised), 1e-12)
        .is("jump_share", 1 - bipower / realised, 1e-9)
        .is("jump_p", Erf.erfc(z / Math.sqrt(2)) / 2, 1e-9)
        .is("down_share", falls / realised, 1e-9)
        .is("down_p", Erf.erfc(tilt / Math.sqrt(2)), 1e-9)
        // Forced orders on steps 100 and 110 and on 27 others of which no two are ten steps apart,
        // so that none of the 287 shifts meets both falls.
        .is("share_near_liquidations", (27 + squares) / realised, 1e-9)
        .is("near_liquidations_p", 1 / 288.0, 1e-12)
        .is("n", 288L)
        .isNull("reason");
    proof
        .row(row(path(), false))
        .is("jump_share", 1 - bipower / realised, 1e-9)
        .isNull("share_near_liquidations")
        .isNull("near_liquidations_p")
        .is("reason", "near liquidations: no totals of forced orders");
    proof.row(rowOfAStandstill()).is("reason", "price stood still").isNull("jump_share");
  }

  private static double[] path() {
    double[] close = new double[2 * STEPS];
    double log = Math.log(50_000);
    for (int i = 0; i < close.length; i++) {
      int step = i - STEPS;
      log +=
          step < 0
              ? 0
              : step == 100 ? -FIRST * A : step == 110 ? -SECOND * A : step % 2 == 0 ? A : -A;
      close[i] = Math.exp(log);
    }
    return close;
  }

  private static Row rowOfAStandstill() {
    double[] close = new double[2 * STEPS];
    Arrays.fill(close, 50_000);
    return row(close, true);
  }

  private static Row row(double[] close, boolean hasTotals) {
    Steps steps = Steps.of(new UtcDays(DAY.minusDays(1), DAY), BarClock.BAR_MICROS);
    double[][] usd = new double[2][2 * STEPS];
    usd[0][STEPS + 100] = 1e6;
    usd[0][STEPS + 110] = 1e6;
    for (int block : new int[] {130, 160, 190}) {
      Arrays.fill(usd[0], STEPS + block, STEPS + block + 9, 1e6);
    }
    double[][] none = new double[2][2 * STEPS];
    for (double[] side : none) {
      Arrays.fill(side, Double.NaN);
    }
    ForcedFlow flow = new ForcedFlow("full", steps, usd, usd, none, none, none);
    MarketSeries series =
        new MarketSeries(
            BTC,
            steps,
            MarketSeries.Parts.ofColumns(Map.of(Column.CLOSE, close))
                .withForced(hasTotals ? Map.of("full", flow) : Map.of()));
    return Rows.only(
        new PathShapeStatistic(),
        new AssetMarkets("BTC", List.of(series), List.of()),
        UtcDays.of(DAY),
        LakeTables.PATH_SHAPE);
  }
}
