package io.treadmill.jobs.asset;

import static io.treadmill.jobs.asset.ThreeVenues.DAY;
import static io.treadmill.jobs.asset.ThreeVenues.LARGE;
import static io.treadmill.jobs.asset.ThreeVenues.OWN;
import static io.treadmill.jobs.asset.ThreeVenues.SMALL;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;

/**
 * Slow computation of {@code asset_score}: eleven days of six windows of three instruments whose
 * predictions and totals are known, every formula written out again.
 */
public final class AssetScoreProof implements ColumnProof {
  private static final int DAYS = 11;
  private static final int WINDOWS = 6;
  private static final int DRAWS = 500;

  private final double[][] realised = random(1);
  private final double[][] own = random(2);
  private final double[][] rule = random(3);

  @Override
  public LakeTable table() {
    return LakeTables.ASSET_SCORE;
  }

  private static double[][] random(long seed) {
    Random random = new Random(seed);
    double[][] values = new double[DAYS][WINDOWS];
    for (double[] day : values) {
      Arrays.setAll(day, i -> Math.exp(random.nextGaussian()));
    }
    return values;
  }

  private static LocalDate day(int number) {
    return DAY.minusDays(DAYS - 1L - number);
  }

  /** The large one predicts x, the small one 2 x of the same total: together .75 x + .25 2 x. */
  private List<Row> rows() {
    List<Row> predictions = new ArrayList<>();
    for (int d = 0; d < DAYS; d++) {
      for (int w = 0; w < WINDOWS; w++) {
        String side = w % 2 == 0 ? "long" : "short";
        double total = 1e6 * realised[d][w];
        for (int i = 1; i <= 2; i++) {
          var instrument = i == 1 ? LARGE : SMALL;
          predictions.add(
              ThreeVenues.prediction(
                  instrument, day(d), w, side, "book", i * 1e6 * own[d][w], total));
          predictions.add(
              ThreeVenues.prediction(
                  instrument, day(d), w, side, "fine_freshness", i * 1e6 * rule[d][w], total));
        }
        predictions.add(
            ThreeVenues.prediction(LARGE, day(d), w, side, "path_only", 1e6 * rule[d][w], total));
        predictions.add(
            ThreeVenues.prediction(OWN, day(d), w, side, "book", 1e6 * own[d][w], null));
      }
    }
    List<Row> rows = new ArrayList<>();
    AssetScoreFunction.rows(ThreeVenues.shares(), List.of(DAY), "BTC", predictions.iterator())
        .forEachRemaining(rows::add);
    return rows;
  }

  private static Row find(List<Row> rows, String rule, String baseline) {
    return rows.stream()
        .filter(row -> List.of(row.getString(3), row.getString(6)).equals(List.of(rule, baseline)))
        .findFirst()
        .orElseThrow();
  }

  private static double deviance(double y, double mu) {
    return 2 * (y * Math.log(y / mu) - y + mu);
  }

  @Override
  public void prove(Proof proof) {
    List<Row> rows = rows();
    double[][] byDay = new double[DAYS][2];
    double model = 0;
    double other = 0;
    double predicted = 0;
    double total = 0;
    double squares = 0;
    for (int d = 0; d < DAYS; d++) {
      for (int w = 0; w < WINDOWS; w++) {
        double y = realised[d][w];
        byDay[d][0] += deviance(y, 1.25 * own[d][w]);
        byDay[d][1] += deviance(y, 1.25 * rule[d][w]);
        predicted += 1.25 * own[d][w];
        total += y;
        squares += (y - 1.25 * own[d][w]) * (y - 1.25 * own[d][w]);
      }
      model += byDay[d][0];
      other += byDay[d][1];
    }
    double mean = total / (DAYS * WINDOWS);
    double spread =
        Arrays.stream(realised)
            .flatMapToDouble(Arrays::stream)
            .map(y -> (y - mean) * (y - mean))
            .sum();
    double[] drawn = drawn(byDay);
    proof
        .row(find(rows, ThreeVenues.TOGETHER, "fine_freshness"))
        .is("asset", "BTC")
        .is("venue_set", "binance linear_perp+bybit linear_perp")
        .is("day", DAY)
        .is("feed_rule", "aggregate of binance+bybit+kraken")
        .is("horizon", "map_1h")
        .is("model", "book")
        .is("baseline", "fine_freshness")
        .is("skill", 1 - model / other, 1e-9)
        .is("skill_low", 1 - quantile(drawn, 0.975), 1e-9)
        .is("skill_high", 1 - quantile(drawn, 0.025), 1e-9)
        .isNull("interval_reason")
        .is("deviance", model, 1e-9)
        .is("baseline_deviance", other, 1e-9)
        .is("r2", 1 - squares / spread, 1e-9)
        .is("spearman", spearman(), 1e-9)
        .is("ratio", predicted / total, 1e-9)
        .is("instruments", 2)
        .is("share_source", "open_interest")
        .is("n", (long) DAYS * WINDOWS)
        .is("days", DAYS)
        .isNull("reason");
    proveReasons(proof, rows);
    proveFewDays(proof);
  }

  private static void proveReasons(Proof proof, List<Row> rows) {
    proof
        .row(find(rows, ThreeVenues.TOGETHER, "path_only"))
        .isNull("skill")
        .is("reason", "no fit of the baseline of each instrument on earlier days yet");
    proof
        .row(find(rows, AssetScoreFunction.OWN_PRINTS, "fine_freshness"))
        .is("venue_set", "hyperliquid linear_perp")
        .is("share_source", "own_prints")
        .is("reason", "no realised totals in the window");
  }

  private void proveFewDays(Proof proof) {
    List<Row> rows = new ArrayList<>();
    List<Row> few = new ArrayList<>();
    for (String name : List.of("book", "fine_freshness")) {
      few.add(ThreeVenues.prediction(OWN, DAY, 1, "long", name, name.length() * 1e6, 5e6));
    }
    AssetScoreFunction.rows(ThreeVenues.shares(), List.of(DAY), "BTC", few.iterator())
        .forEachRemaining(rows::add);
    proof
        .row(find(rows, AssetScoreFunction.OWN_PRINTS, "fine_freshness"))
        .is("skill", 1 - deviance(5, 4) / deviance(5, 14), 1e-9)
        .isNull("skill_low")
        .is("interval_reason", "fewer than 10 days");
  }

  /** Rank correlation by counting, for every value, those below it. */
  private double spearman() {
    double[] a = Arrays.stream(realised).flatMapToDouble(Arrays::stream).toArray();
    double[] b = Arrays.stream(own).flatMapToDouble(Arrays::stream).toArray();
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      double x = a[i];
      double z = b[i];
      double d =
          Arrays.stream(a).filter(one -> one < x).count()
              - (double) Arrays.stream(b).filter(one -> one < z).count();
      squares += d * d;
    }
    double n = a.length;
    return 1 - 6 * squares / (n * (n * n - 1));
  }

  private static double[] drawn(double[][] byDay) {
    SplittableRandom random = new SplittableRandom(1);
    double[] ratios = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      double above = 0;
      double below = 0;
      for (int i = 0; i < byDay.length; i++) {
        int d = random.nextInt(byDay.length);
        above += byDay[d][0];
        below += byDay[d][1];
      }
      ratios[draw] = above / below;
    }
    Arrays.sort(ratios);
    return ratios;
  }

  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    return sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
  }
}
