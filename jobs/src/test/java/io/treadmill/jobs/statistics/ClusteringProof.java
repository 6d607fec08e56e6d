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
import io.treadmill.stats.MarketSeries.AtPrice;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;

/**
 * Slow computation of {@code liquidation_clustering} on sixteen buckets around a price of 100. On
 * the first day all have the same volume, so a draw is one of sixteen and the very draws can be
 * made again; on the second volumes differ, and other draws must agree within their noise.
 */
public final class ClusteringProof implements ColumnProof {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 3);
  private static final Instrument BTC = new Instrument("okx", Product.LINEAR_PERP, "BTCUSDT");
  private static final int BUCKETS = 16;
  private static final int FIRST = 4600;
  private static final int OF_100 = 5; // ln(100) = 4.60517, so 100 is in bucket 4605
  private static final int DRAWS = 200;
  private static final int[] PUT = {
    1, 1, 5, 5, 5, 2, 7, 7, 9, 14, 15, 0, 9, 1, 5, 1, 1, 3, 7, 7, 1, 5
  };

  @Override
  public LakeTable table() {
    return LakeTables.LIQUIDATION_CLUSTERING;
  }

  @Override
  public void prove(Proof proof) {
    double[] usd = amounts();
    double[] even = new double[BUCKETS];
    Arrays.fill(even, 1.0 / BUCKETS);
    double[][] draws = new double[3][DRAWS];
    SplittableRandom random =
        new SplittableRandom(Resampling.seed("liquidation_clustering", BTC, DAY));
    for (int draw = 0; draw < DRAWS; draw++) {
      double[] put = new double[BUCKETS];
      for (double amount : usd) {
        put[random.nextInt(BUCKETS)] += amount;
        random.nextDouble(); // the choice between a bucket and its partner: none has one
      }
      keep(draws, draw, put, even);
    }
    double[] found = measures(found(usd), even);
    proof
        .row(row(even, 0))
        .is("venue", "okx")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", DAY)
        .is("gini", found[0], 1e-9)
        .is("gini_excess", found[0] - Arrays.stream(draws[0]).average().orElseThrow(), 1e-9)
        .is("p", p(found[0], draws[0]), 1e-12)
        .is("entropy_excess", found[1] - Arrays.stream(draws[1]).average().orElseThrow(), 1e-9)
        .is("entropy_p", p(found[1], draws[1]), 1e-12)
        .is("round_share", found[2], 1e-9)
        .is("round_excess", found[2] - Arrays.stream(draws[2]).average().orElseThrow(), 1e-9)
        .is("round_p", p(found[2], draws[2]), 1e-12)
        .is("round_step", 10.0)
        .is("n", (long) PUT.length)
        .isNull("reason");
    proveUnevenVolume(proof, usd);
    proof.row(row(even, 3)).isNull("gini").isNull("p").is("n", 19L).is("reason", "under 20 bursts");
    proof.row(row(even, PUT.length)).is("n", 0L).is("reason", "no prints with prices");
  }

  private static void proveUnevenVolume(Proof proof, double[] usd) {
    double[] share = new double[BUCKETS];
    Arrays.setAll(share, i -> (1 + i) / 136.0);
    int many = 4000;
    double[][] draws = new double[3][many];
    Random random = new Random(8);
    for (int draw = 0; draw < many; draw++) {
      double[] put = new double[BUCKETS];
      for (double amount : usd) {
        double left = random.nextDouble();
        int bucket = 0;
        while (bucket < BUCKETS - 1 && left >= share[bucket]) {
          left -= share[bucket++];
        }
        put[bucket] += amount;
      }
      keep(draws, draw, put, share);
    }
    double[] found = measures(found(usd), share);
    // Four standard errors of a mean of 200.
    double[] noise = new double[3];
    for (int k = 0; k < 3; k++) {
      double mean = Arrays.stream(draws[k]).average().orElseThrow();
      double squares = Arrays.stream(draws[k]).map(v -> (v - mean) * (v - mean)).sum();
      noise[k] = 4 * Math.sqrt(squares / many / DRAWS);
    }
    proof
        .row(row(share, 0))
        .is("gini", found[0], 1e-9)
        .is("gini_excess", found[0] - Arrays.stream(draws[0]).average().orElseThrow(), noise[0])
        .is("entropy_excess", found[1] - Arrays.stream(draws[1]).average().orElseThrow(), noise[1])
        .is("round_excess", found[2] - share[OF_100], noise[2])
        .is("p", p(found[0], draws[0]), 0.1)
        .is("entropy_p", p(found[1], draws[1]), 0.1)
        .is("round_p", p(found[2], draws[2]), 0.1);
  }

  private static void keep(double[][] draws, int draw, double[] put, double[] share) {
    double[] values = measures(put, share);
    for (int k = 0; k < values.length; k++) {
      draws[k][draw] = values[k];
    }
  }

  /** Mean difference of two buckets over twice their mean, relative entropy, share at 100. */
  private static double[] measures(double[] put, double[] share) {
    double total = 0;
    for (double amount : put) {
      total += amount;
    }
    double differences = 0;
    double entropy = 0;
    for (int i = 0; i < BUCKETS; i++) {
      for (int j = 0; j < BUCKETS; j++) {
        differences += Math.abs(put[i] - put[j]);
      }
      entropy += put[i] > 0 ? put[i] / total * Math.log(put[i] / total / share[i]) : 0;
    }
    return new double[] {
      differences / (BUCKETS * BUCKETS) / (2 * total / BUCKETS), entropy, put[OF_100] / total
    };
  }

  private static double p(double value, double[] draws) {
    double large = 1;
    for (double draw : draws) {
      large += draw >= value ? 1 : 0;
    }
    return large / (draws.length + 1);
  }

  private static double[] amounts() {
    Random random = new Random(4);
    return random.doubles(PUT.length).map(u -> 1e3 / (0.1 + u)).toArray();
  }

  private static double[] found(double[] usd) {
    double[] put = new double[BUCKETS];
    for (int i = 0; i < usd.length; i++) {
      put[PUT[i]] += usd[i];
    }
    return put;
  }

  private static Row row(double[] share, int leftOut) {
    List<AtPrice> atPrice = new ArrayList<>();
    long day = DAY.toEpochDay();
    for (int i = 0; i < BUCKETS; i++) {
      // Two parts of one bucket add up; the day before and a bucket without volume do not count.
      atPrice.add(new AtPrice(day, FIRST + i, 0, 20 * share[i]));
      atPrice.add(new AtPrice(day, FIRST + i, 0, 12 * share[i]));
      atPrice.add(new AtPrice(day - 1, FIRST + 3, 0, 7));
    }
    atPrice.add(new AtPrice(day, FIRST + BUCKETS, 0, 0));
    double[] usd = amounts();
    for (int i = leftOut; i < PUT.length; i++) {
      // The burst above all volume belongs to the highest bucket with any.
      int bucket = PUT[i] == BUCKETS - 1 ? BUCKETS + 4 : PUT[i];
      atPrice.add(new AtPrice(day, FIRST + bucket, 1 + i % 2, usd[i]));
    }
    MarketSeries.Parts parts = MarketSeries.Parts.ofColumns(Map.of());
    MarketSeries series =
        new MarketSeries(
            BTC,
            Steps.of(UtcDays.of(DAY), BarClock.BAR_MICROS),
            new MarketSeries.Parts(
                parts.columns(),
                parts.faceUsd(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                atPrice,
                Optional.empty()));
    return Rows.only(
        new ClusteringStatistic(),
        new AssetMarkets("BTC", List.of(series), List.of()),
        UtcDays.of(DAY),
        LakeTables.LIQUIDATION_CLUSTERING);
  }
}
