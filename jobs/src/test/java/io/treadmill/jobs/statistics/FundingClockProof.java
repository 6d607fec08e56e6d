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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.special.Erf;
import org.apache.spark.sql.Row;

/**
 * Slow computation of {@code funding_clock}: contrasts, shifts and errors added up step by step for
 * one measure with missing values, and the comparison of two instruments from their two tests.
 */
public final class FundingClockProof implements ColumnProof {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final LocalDate DAY = LocalDate.of(2026, 1, 20);
  private static final int STEPS = 20 * 288;
  private static final double Z_90 = 1.6448536269514722;

  /** Rows of a measure: the test and its profile by offset. */
  private record Clock(Row test, List<Row> profile) {}

  @Override
  public LakeTable table() {
    return LakeTables.FUNDING_CLOCK;
  }

  @Override
  public void prove(Proof proof) {
    double[] range = ranges(1);
    StatisticRows rows = new StatisticRows(List.of(table()));
    FundingClockStatistic statistic = new FundingClockStatistic();
    MarketSeries eight = market("BTCUSDT", 96, range);
    MarketSeries four = market("ETHUSDT", 48, ranges(2));
    statistic.compute(
        new AssetMarkets("BTC", List.of(eight, four), List.of()), UtcDays.of(DAY), rows);
    List<Row> own = rows.of(table());
    Clock clock = clock(own, "BTCUSDT", "range");
    proveTest(proof, clock.test(), range);
    proveProfile(proof, clock.profile(), range);
    proveComparison(proof, statistic, rows, clock, clock(own, "ETHUSDT", "range"));
    proof
        .row(clock(own, "BTCUSDT", "liquidations").test())
        .isNull("value")
        .is("n", 0L)
        .is(
            "reason",
            "under 30 settlements with values; forced orders of five minutes and open interest are"
                + " needed");
    proof
        .row(clock(own, "BTCUSDT", "return").test())
        .is("value", 0, 0)
        .isNull("p")
        .is("reason", "the same at all other shifts: no test");
    proof
        .row(clock(hourly(), "SOLUSDT", "range").test())
        .is("interval_minutes", 60)
        .is("shifts", 5)
        .isNull("z")
        .is("reason", "5 shifts fit between settlements: no test");
  }

  private static void proveTest(Proof proof, Row test, double[] range) {
    double[] cut = cut(range);
    double[] at = contrasts(cut, 0);
    double value = mean(at);
    // Settlements of a day may be alike: their deviations are added up before they are squared.
    double[] ofDay = new double[20];
    boolean[] known = new boolean[20];
    int n = 0;
    for (int k = 0; k < at.length; k++) {
      if (!Double.isNaN(at[k])) {
        ofDay[k / 3] += at[k] - value;
        known[k / 3] = true;
        n++;
      }
    }
    int days = 0;
    for (boolean one : known) {
      days += one ? 1 : 0;
    }
    double squares = Arrays.stream(ofDay).map(x -> x * x).sum();
    double error = Math.sqrt(squares * days / (days - 1)) / n;
    double[] shifted = new double[63]; // 85 minutes from a settlement to as many before the next
    Arrays.setAll(shifted, k -> mean(contrasts(cut, 17 + k)));
    double middle = mean(shifted);
    double variance = Arrays.stream(shifted).map(x -> (x - middle) * (x - middle)).sum() / 62;
    double far = Arrays.stream(shifted).filter(x -> Math.abs(x) >= Math.abs(value)).count();
    proof
        .row(test)
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", DAY)
        .is("measure", "range")
        .is("kind", "test")
        .is("offset_minutes", 0)
        .is("interval_minutes", 480)
        .is("value", value, 1e-9)
        .is("low", value - Z_90 * error, 1e-9)
        .is("high", value + Z_90 * error, 1e-9)
        .is("z", value / Math.sqrt(variance), 1e-9)
        .is("p", (1 + far) / 64, 1e-12)
        .is("shifts", 63)
        .is("n", (long) n)
        .isNull("reason");
  }

  private static void proveProfile(Proof proof, List<Row> profile, double[] range) {
    double[] cut = cut(range);
    double[] away = new double[63];
    Arrays.setAll(away, k -> meanAt(cut, 17 + k));
    proof
        .row(profile.get(12 - 3))
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", DAY)
        .is("measure", "range")
        .is("kind", "profile")
        .is("offset_minutes", -15)
        .is("interval_minutes", 480)
        .is("value", meanAt(cut, -3), 1e-9)
        .is("low", TwoLevelMarket.quantile(away, 0.05), 1e-9)
        .is("high", TwoLevelMarket.quantile(away, 0.95), 1e-9)
        .isNull("z")
        .isNull("p")
        .is("shifts", 63)
        .is("n", Arrays.stream(contrasts(cut, 0)).filter(x -> !Double.isNaN(x)).count())
        .isNull("reason");
  }

  /** Difference of the two tests; its error is that of two independent values. */
  private static void proveComparison(
      Proof proof, FundingClockStatistic statistic, StatisticRows rows, Clock eight, Clock four) {
    List<PooledEvent> events = Rows.events(rows, "funding_clock");
    StatisticRows pooled = new StatisticRows(List.of(LakeTables.FUNDING_CLOCK));
    statistic.computePooled(events, UtcDays.of(DAY), pooled);
    Proof eightRow = new Proof(LakeTables.FUNDING_CLOCK).row(eight.test());
    Proof fourRow = new Proof(LakeTables.FUNDING_CLOCK).row(four.test());
    double value = (double) eightRow.value("value") - (double) fourRow.value("value");
    double width =
        Math.hypot(
            (double) eightRow.value("high") - (double) eightRow.value("value"),
            (double) fourRow.value("high") - (double) fourRow.value("value"));
    double z = value / (width / Z_90);
    proof
        .row(row(pooled.of(LakeTables.FUNDING_CLOCK), "all", "range", "comparison", 0))
        .is("venue", "all")
        .is("product", "all")
        .is("symbol", "all")
        .is("day", DAY)
        .is("measure", "range")
        .is("kind", "comparison")
        .is("offset_minutes", 0)
        .is("interval_minutes", 0)
        .is("value", value, 1e-9)
        .is("low", value - width, 1e-9)
        .is("high", value + width, 1e-9)
        .is("z", z, 1e-9)
        .is("p", Erf.erfc(Math.abs(z) / Math.sqrt(2)), 1e-9)
        .isNull("shifts")
        .is("n", 2L)
        .is("reason", "instruments taken as independent: 1 of 8 h, 1 shorter");
  }

  private static List<Row> hourly() {
    return Rows.of(
        new FundingClockStatistic(),
        new AssetMarkets("SOL", List.of(market("SOLUSDT", 12, ranges(3))), List.of()),
        UtcDays.of(DAY),
        LakeTables.FUNDING_CLOCK);
  }

  private static Clock clock(List<Row> rows, String symbol, String measure) {
    List<Row> profile = new ArrayList<>();
    for (int offset = -60; offset <= 60; offset += 5) {
      Row found = row(rows, symbol, measure, "profile", offset);
      if (found != null) {
        profile.add(found);
      }
    }
    return new Clock(row(rows, symbol, measure, "test", 0), profile);
  }

  private static Row row(List<Row> rows, String symbol, String measure, String kind, int offset) {
    for (Row row : rows) {
      Proof of = new Proof(LakeTables.FUNDING_CLOCK).row(row);
      if (symbol.equals(of.value("symbol"))
          && measure.equals(of.value("measure"))
          && kind.equals(of.value("kind"))
          && of.value("offset_minutes").equals(offset)) {
        return row;
      }
    }
    return null;
  }

  /** Ranges in bp, larger in the 20 minutes before each fourth hour, a tenth of them missing. */
  private static double[] ranges(long seed) {
    Random random = new Random(seed);
    double[] range = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      double usual =
          10 + 3 * Math.sin(i / 20.0) + random.nextGaussian() + (i % 48 >= 44 ? seed : 0);
      range[i] = random.nextInt(10) == 0 ? Double.NaN : usual;
    }
    return range;
  }

  /** A price that stands still between its lows and highs. */
  private static MarketSeries market(String symbol, int every, double[] range) {
    Steps steps = Steps.of(new UtcDays(FIRST, DAY), BarClock.BAR_MICROS);
    double[] high = new double[STEPS];
    double[] low = new double[STEPS];
    double[] close = new double[STEPS];
    Arrays.setAll(high, i -> 100 * Math.exp(1e-4 * range[i]));
    Arrays.fill(low, 100);
    Arrays.fill(close, 100);
    List<Settlement> settled = new ArrayList<>();
    for (int i = 0; i < STEPS; i += every) {
      settled.add(new Settlement(steps.micros(i), 1e-4, 5 * every));
    }
    return new MarketSeries(
        new Instrument("binance", Product.LINEAR_PERP, symbol),
        steps,
        MarketSeries.Parts.ofColumns(
                Map.of(Column.HIGH, high, Column.LOW, low, Column.CLOSE, close))
            .withSettled(settled));
  }

  private static double[] cut(double[] values) {
    double low = TwoLevelMarket.quantile(values, 0.01);
    double high = TwoLevelMarket.quantile(values, 0.99);
    return Arrays.stream(values).map(v -> Math.max(low, Math.min(high, v))).toArray();
  }

  /** For each settlement: 20 minutes before it, moved by a shift, less an hour on either side. */
  private static double[] contrasts(double[] values, int shift) {
    double[] contrasts = new double[STEPS / 96];
    for (int k = 0; k < contrasts.length; k++) {
      int at = 96 * k + shift;
      if (at - 16 < 0 || at + 12 > STEPS) {
        contrasts[k] = Double.NaN;
        continue;
      }
      double[] near = Arrays.copyOfRange(values, at - 4, at);
      double[] beside = new double[24];
      System.arraycopy(values, at - 16, beside, 0, 12);
      System.arraycopy(values, at, beside, 12, 12);
      contrasts[k] = known(near) < 2 || known(beside) < 12 ? Double.NaN : mean(near) - mean(beside);
    }
    return contrasts;
  }

  private static double meanAt(double[] values, int offset) {
    double[] at = new double[STEPS / 96];
    for (int k = 0; k < at.length; k++) {
      int i = 96 * k + offset;
      at[k] = i < 0 || i >= STEPS ? Double.NaN : values[i];
    }
    return mean(at);
  }

  private static long known(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).count();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
  }
}
