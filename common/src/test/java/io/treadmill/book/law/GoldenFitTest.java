package io.treadmill.book.law;

import static io.treadmill.book.Golden.assertSame;
import static io.treadmill.book.Golden.doubles;
import static io.treadmill.book.Golden.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.book.Golden;
import io.treadmill.book.position.BucketAges;
import io.treadmill.book.position.Freshness;
import io.treadmill.book.position.Profile;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.score.Score;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GoldenFitTest {
  @Test
  void agesAndFreshnessColumnsAreThoseOfTheReference() {
    JsonNode golden = Golden.group("freshness");
    JsonNode path = Golden.group("path");
    double[] oiUsd = doubles(golden.get("open_interest_usd"));
    for (Side side : Side.values()) {
      BucketAges ages = new BucketAges(side);
      JsonNode columns = golden.get("columns").get(side.text());
      for (int t = 0; t < oiUsd.length; t++) {
        double low = PriceGrid.position(path.get("low").get(t).asDouble());
        double high = PriceGrid.position(path.get("high").get(t).asDouble());
        JsonNode bar = golden.get("bars").get(t);
        int first = (int) Math.floor(low);
        int[] expected = ints(bar.get("age_bars_" + side.text()));
        assertThat(first).isEqualTo(bar.get("first_bucket").asInt());
        for (int i = 0; i < expected.length; i++) {
          assertThat(ages.age(first + i)).isEqualTo(expected[i]);
          assertSame(Profile.covered(low, high, first + i), bar.get("covered").get(i), "covered");
        }
        double[] covered = new double[Freshness.COVERED_COLUMNS];
        double[] uncovered = new double[Freshness.UNCOVERED_COLUMNS];
        for (int bucket = first; bucket <= (int) Math.floor(high); bucket++) {
          int age = ages.age(bucket);
          covered[Freshness.coveredColumn(age)] += Profile.covered(low, high, bucket);
          uncovered[Freshness.uncoveredColumn(age)]++;
        }
        for (int c = 0; c < covered.length; c++) {
          assertSame(covered[c] * oiUsd[t], columns.get("covered_12_usd").get(t).get(c), "12");
        }
        for (int c = 0; c < uncovered.length; c++) {
          assertSame(uncovered[c] * oiUsd[t], columns.get("uncovered_7_usd").get(t).get(c), "7");
        }
        ages.touch(first, (int) Math.floor(high));
      }
    }
    assertThat(golden.get("age_of_untouched").asInt()).isEqualTo(BucketAges.NEVER);
  }

  @Test
  void everyAgeFallsIntoTheColumnOfItsEdges() {
    int[] twelve = ints(Golden.group("freshness").get("age_edges_12"));
    int[] seven = ints(Golden.group("freshness").get("age_edges_7"));
    for (int column = 0; column < twelve.length; column++) {
      assertThat(Freshness.coveredColumn(twelve[column])).isEqualTo(column);
    }
    for (int column = 0; column < seven.length; column++) {
      assertThat(Freshness.uncoveredColumn(seven[column])).isEqualTo(column);
    }
    assertThat(Freshness.coveredColumn(BucketAges.NEVER)).isEqualTo(11);
    assertThat(Freshness.uncoveredColumn(BucketAges.NEVER)).isEqualTo(6);
  }

  @Test
  void weightsOfTheFitAreThoseOfTheReference() {
    JsonNode golden = Golden.group("map_em");
    double[][] rows = Golden.rows(golden.get("X"));
    double[] realised = doubles(golden.get("y"));
    double[] once = new double[realised.length];
    Arrays.fill(once, 1);
    Calibration.Rows observed = new Calibration.Rows(rows, realised, once);
    double[] shape =
        Calibration.priorShape(
            observed, golden.get("book_columns").asInt(), golden.get("share").asDouble());
    double[] prior = Calibration.scaled(observed, shape);
    for (int k = 0; k < shape.length; k++) {
      assertSame(shape[k], golden.get("p").get(k), "p");
      assertSame(prior[k], golden.get("w0").get(k), "w0");
    }
    for (int iterations : new int[] {1, 5, 20}) {
      double[] weights = Calibration.mapEm(observed, prior, prior, iterations);
      for (int k = 0; k < weights.length; k++) {
        assertSame(
            weights[k],
            golden.get("weights").get(String.valueOf(iterations)).get(k),
            iterations + " iterations");
      }
    }
  }

  @Test
  void rescaleFactorsAreThoseOfTheReference() {
    JsonNode golden = Golden.group("rescale");
    double[] factors =
        Rescale.factors(doubles(golden.get("realised")), doubles(golden.get("predicted")));
    for (int day = 0; day < factors.length; day++) {
      assertSame(factors[day], golden.get("factors").get(day), "day " + day);
    }
  }

  @Test
  void scoresAreThoseOfTheReference() {
    JsonNode golden = Golden.group("score");
    double[] y = doubles(golden.get("y"));
    double[] mu = doubles(golden.get("mu"));
    for (int i = 0; i < y.length; i++) {
      assertThat(Score.unitDeviance(y[i], mu[i]))
          .isCloseTo(golden.get("unit_deviance").get(i).asDouble(), within(1e-13));
    }
    assertSame(Score.deviance(y, mu), golden.get("deviance"), "deviance");
    assertSame(
        1 - Score.deviance(y, mu) / Score.deviance(y, doubles(golden.get("mu_baseline"))),
        golden.get("skill"),
        "skill");
    assertThat(golden.get("mu_min").asDouble()).isEqualTo(Score.LEAST_PREDICTION);
  }

  @Test
  void ranksCountTiesByTheirMean() {
    double[] a = {1, 2, 2, 5};
    double[] b = {10, 30, 20, 40};
    // Ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4: 4.5 / sqrt(4.5 x 5).
    assertThat(Score.spearman(a, b)).isCloseTo(4.5 / Math.sqrt(22.5), within(1e-15));
    assertThat(Score.spearman(a, new double[] {3, 3, 3, 3})).isNaN();
    assertThat(Score.r2(a, a)).isEqualTo(1);
    assertThat(Score.ratio(a, b)).isEqualTo(10);
    // Mean 2.5, variance sum 9; errors of a constant 2.5 are the same: 0.
    assertThat(Score.r2(a, new double[] {2.5, 2.5, 2.5, 2.5})).isZero();
  }
}
