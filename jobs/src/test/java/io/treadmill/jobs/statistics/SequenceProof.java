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
import io.treadmill.stats.MarketSeries.Settlement;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * Slow computation of {@code sequence_test}: least squares hour by hour on 90 of 94 days, and the
 * errors of draws of days from the hours of each day. All twenty rows are held.
 */
public final class SequenceProof implements ColumnProof {
  private static final Instrument BTC = new Instrument("bybit", Product.LINEAR_PERP, "BTCUSDT");
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final int DAYS = 94;
  private static final int WINDOW = 90;
  private static final LocalDate DAY = FIRST.plusDays(DAYS - 1);
  private static final int HOURS = 24 * DAYS;
  private static final int[] LAGS = {1, 2, 4, 8, 24};
  private static final int DRAWS = 199;
  private static final int WIDTH = 7;

  private final double[] funding = new double[HOURS];
  private final double[] openInterest = new double[HOURS];
  private final double[] liquidations = new double[HOURS];

  /** A response with what its row says of it. */
  private record Response(double value, double low, double high, double p, long n) {}

  @Override
  public LakeTable table() {
    return LakeTables.SEQUENCE_TEST;
  }

  @Override
  public void prove(Proof proof) {
    List<Row> rows = Rows.of(new SequenceStatistic(), market(), UtcDays.of(DAY), table());
    provePair(proof, rows.subList(0, 5), "funding_open_interest", funding, openInterest, 1);
    provePair(
        proof, rows.subList(5, 10), "open_interest_liquidations", openInterest, liquidations, 0);
    provePair(
        proof, rows.subList(10, 15), "liquidations_open_interest", liquidations, openInterest, 1);
    provePair(proof, rows.subList(15, 20), "liquidations_funding", liquidations, funding, 0);

    LocalDate early = FIRST.plusDays(18);
    List<Row> few = Rows.of(new SequenceStatistic(), market(), UtcDays.of(early), table());
    proof
        .row(few.get(0))
        .isNull("response")
        .isNull("p_holm")
        .isNull("feed_rule")
        .is("reason", "under 500 hours");
    // No feed knows enough hours: the first one counts. Of its 397 outcomes from hour 3 on, the
    // unknown snapshots of hours 150 and 350 take four each.
    proof.row(few.get(5)).isNull("response").is("feed_rule", "a: few").is("n", 389L);
  }

  private static void provePair(
      Proof proof, List<Row> rows, String pair, double[] cause, double[] outcome, int late) {
    Response[] expected = new Response[LAGS.length];
    for (int l = 0; l < LAGS.length; l++) {
      expected[l] = response(cause, outcome, LAGS[l], late);
    }
    double[] holm = holm(Arrays.stream(expected).mapToDouble(Response::p).toArray());
    for (int l = 0; l < LAGS.length; l++) {
      proof
          .row(rows.get(l))
          .is("venue", "bybit")
          .is("product", "linear_perp")
          .is("symbol", "BTCUSDT")
          .is("day", DAY)
          .is("pair", pair)
          .is("lag_hours", LAGS[l])
          .is("response", expected[l].value, 1e-8)
          .is("response_low", expected[l].low, 1e-5)
          .is("response_high", expected[l].high, 1e-5)
          .is("p", expected[l].p, 1e-12)
          .is("p_holm", holm[l], 1e-12)
          .is("n", expected[l].n)
          .isNull("reason");
      if (pair.contains("liquidations")) {
        proof.is("feed_rule", "b: most");
      } else {
        proof.isNull("feed_rule");
      }
    }
  }

  /** The smallest p times five, the next times four, and so on; none below the one before. */
  private static double[] holm(double[] p) {
    Integer[] order = IntStream.range(0, p.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
    double[] corrected = new double[p.length];
    double before = 0;
    for (int k = 0; k < order.length; k++) {
      before = Math.max(before, Math.min(1, p[order[k]] * (order.length - k)));
      corrected[order[k]] = before;
    }
    return corrected;
  }

  /** One hour of the regression. */
  private record Hour(int day, double[] causes, double outcome) {}

  private static List<Hour> hours(double[] cause, double[] outcome, int lag, int late) {
    List<Hour> hours = new ArrayList<>();
    for (int hour = 2; hour + lag < HOURS; hour++) {
      double[] causes = {
        1,
        cause[hour],
        cause[hour - 1],
        cause[hour - 2],
        outcome[hour],
        outcome[hour - 1],
        outcome[hour - 2]
      };
      int day = (hour + lag + late) / 24 - (DAYS - WINDOW);
      double y = outcome[hour + lag];
      if (day >= 0 && day < WINDOW && !Double.isNaN(y + Arrays.stream(causes).sum())) {
        hours.add(new Hour(day, causes, y));
      }
    }
    return hours;
  }

  private static Response response(double[] cause, double[] outcome, int lag, int late) {
    List<Hour> hours = hours(cause, outcome, lag, late);
    double[][] products = new double[WIDTH][WIDTH];
    double[] right = new double[WIDTH];
    for (Hour hour : hours) {
      for (int k = 0; k < WIDTH; k++) {
        right[k] += hour.causes[k] * hour.outcome;
        for (int l = 0; l < WIDTH; l++) {
          products[k][l] += hour.causes[k] * hour.causes[l];
        }
      }
    }
    double scale =
        deviation(hours.stream().mapToDouble(hour -> hour.causes[1]).toArray())
            / deviation(hours.stream().mapToDouble(Hour::outcome).toArray());
    double[] beta = PlainArithmetic.solve(products, right);
    double[] pull = PlainArithmetic.solve(products, new double[] {0, 1, 0, 0, 0, 0, 0});
    double[] errors = errors(hours, beta, pull);
    for (int draw = 0; draw < DRAWS; draw++) {
      errors[draw] *= scale * Math.sqrt(hours.size() / (hours.size() - (double) WIDTH));
    }
    double value = beta[1] * scale;
    return new Response(
        value,
        value + PlainArithmetic.quantile(errors, 0.05),
        value + PlainArithmetic.quantile(errors, 0.95),
        PlainArithmetic.shareAsFar(value, errors),
        hours.size());
  }

  /** What draws of blocks of days add to the response by what it does not explain on each day. */
  private static double[] errors(List<Hour> hours, double[] beta, double[] pull) {
    double[] effect = new double[WINDOW];
    double[] share = new double[WINDOW];
    for (Hour hour : hours) {
      double fitted = 0;
      double pulled = 0;
      for (int k = 0; k < WIDTH; k++) {
        fitted += beta[k] * hour.causes[k];
        pulled += pull[k] * hour.causes[k];
      }
      effect[hour.day] += pulled * (hour.outcome - fitted);
      share[hour.day] += pulled * pulled / pull[1];
    }
    for (int day = 0; day < WINDOW; day++) {
      effect[day] /= Math.max(0.2, 1 - share[day]);
    }
    // Blocks of 3 days hold 2 x 3 - 1 days of dependence; at 5 %, t is wider than normal.
    double blocks = hours.stream().mapToInt(Hour::day).distinct().count() / 5.0;
    double tail = (1.6448536269514722 * 1.6448536 + 1) / 4;
    double few = Math.sqrt(blocks / (blocks - 1)) * (1 + tail / (blocks - 1));
    double[] errors = new double[DRAWS];
    SplittableRandom random = new SplittableRandom(Resampling.seed("sequence_test", BTC, DAY));
    for (int draw = 0; draw < DRAWS; draw++) {
      int day = random.nextInt(WINDOW);
      for (int k = 0; k < WINDOW; k++) {
        errors[draw] += few * effect[day];
        day = random.nextDouble() < 1 / 3.0 ? random.nextInt(WINDOW) : (day + 1) % WINDOW;
      }
    }
    return errors;
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  /** Hours in which funding follows liquidations, and open interest follows funding. */
  private AssetMarkets market() {
    Steps steps = Steps.of(new UtcDays(FIRST, DAY), BarClock.BAR_MICROS);
    Steps hours = Steps.of(new UtcDays(FIRST, DAY), BarClock.HOUR_MICROS);
    double[] size = new double[steps.count()];
    double[] open = new double[steps.count()];
    double[][] usd = new double[2][HOURS];
    double[][] few = new double[2][HOURS];
    for (int side = 0; side < 2; side++) {
      Arrays.fill(few[side], 400, HOURS, Double.NaN);
    }
    List<Settlement> settled = new ArrayList<>();
    Random random = new Random(5);
    double now = 1000;
    double lastRate = Double.NaN;
    int lastHour = -100;
    for (int hour = 0; hour < HOURS; hour++) {
      Arrays.fill(size, 12 * hour, 12 * hour + 12, Double.NaN);
      Arrays.fill(open, 12 * hour, 12 * hour + 12, 100 + hour % 7);
      size[12 * hour] = hour % 200 == 150 ? Double.NaN : now;
      usd[0][hour] = hour % 90 == 80 ? Double.NaN : 50 * random.nextDouble();
      usd[1][hour] = 90 * random.nextDouble();
      double total = usd[0][hour] + usd[1][hour];
      liquidations[hour] = Math.log(1 + 10_000 * total / (size[12 * hour] * open[12 * hour]));
      if (hour % 300 < 280) {
        lastRate = 1e-4 * random.nextGaussian() + (Double.isNaN(total) ? 0 : 5e-7 * total);
        lastHour = hour;
        settled.add(new Settlement(hours.micros(hour), lastRate, 60));
      }
      funding[hour] = hour + 1 - lastHour <= 9 ? lastRate : Double.NaN;
      double next = now * Math.exp(0.002 * random.nextGaussian() - (lastRate > 0 ? 5e-4 : 0));
      openInterest[hour] = hour + 1 < HOURS ? Math.log(next / now) : Double.NaN;
      now = next;
    }
    for (int hour = 0; hour < HOURS; hour++) {
      boolean known =
          hour + 1 < HOURS && !Double.isNaN(size[12 * hour]) && !Double.isNaN(size[12 * hour + 12]);
      openInterest[hour] = known ? openInterest[hour] : Double.NaN;
    }
    Map<String, ForcedFlow> feeds =
        Map.of(
            "few", new ForcedFlow("a: few", hours, few, few, few, few, few),
            "most", new ForcedFlow("b: most", hours, usd, usd, usd, usd, usd));
    MarketSeries series =
        new MarketSeries(
            BTC,
            steps,
            MarketSeries.Parts.ofColumns(Map.of(Column.OPEN_INTEREST, size, Column.OPEN, open))
                .withSettled(settled)
                .withForced(feeds));
    return new AssetMarkets("BTC", List.of(series), List.of());
  }
}
