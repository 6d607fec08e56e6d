package io.treadmill.book.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.treadmill.book.Market;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestingExposureTest {
  private static final DaySteps DAY = Market.days(7, 1, 288).get(0);

  private static BookFold filled() {
    BookFold fold = Market.fold(Market.start(ParameterSet.REAL));
    for (int t = 0; t < DAY.count(); t++) {
      fold.step(DAY.step(t));
    }
    return fold;
  }

  private static double price() {
    return DAY.close()[DAY.count() - 1];
  }

  private static RestingExposure.Weights weights(int draws, double factor) {
    int columns = Market.LAW[0].length;
    double[][] weight = new double[2][columns];
    double[][][] drawn = new double[2][draws][columns];
    Random random = new Random(3);
    for (Side side : Side.values()) {
      for (int k = 0; k < columns; k++) {
        weight[side.index()][k] = Market.LAW[side.index()][k];
        for (int d = 0; d < draws; d++) {
          drawn[side.index()][d][k] =
              weight[side.index()][k] * Math.exp(0.5 * random.nextGaussian());
        }
      }
    }
    return new RestingExposure.Weights(weight, drawn, new double[] {factor, factor});
  }

  @Test
  void theMapIsThatOfTheFoldOnTheSideOfThePriceWhereItCanBeReached() {
    BookFold fold = filled();
    RestingExposure standing = RestingExposure.of(fold, price(), Market.GRID);
    Heatmap map = standing.heatmap(1, weights(0, 2));
    Heatmap expected = fold.heatmap(1, price(), Market.GRID);
    assertThat(map.rows()).isEqualTo(expected.rows());
    int middle = standing.rowOfPrice();
    for (int row = 0; row < map.rows(); row++) {
      if (row < middle) {
        assertThat(map.expectedUsd(Side.LONG, row))
            .isCloseTo(2 * expected.expectedUsd(Side.LONG, row), withPercentage(1e-9));
        assertThat(map.expectedUsd(Side.SHORT, row)).isZero();
      } else if (row > middle) {
        assertThat(map.expectedUsd(Side.SHORT, row))
            .isCloseTo(2 * expected.expectedUsd(Side.SHORT, row), withPercentage(1e-9));
        assertThat(map.expectedUsd(Side.LONG, row)).isZero();
      }
      assertThat(map.lowUsd(Side.LONG, row)).as("no draws, no band").isNaN();
    }
  }

  @Test
  void bandsHoldTheValueAndThatOfASumIsNarrowerThanTheSumOfBands() {
    RestingExposure standing = RestingExposure.of(filled(), price(), Market.GRID);
    RestingExposure.Weights law = weights(50, 1);
    Heatmap map = standing.heatmap(1, law);
    int middle = standing.rowOfPrice();
    double low = 0;
    double high = 0;
    for (int row = 0; row <= middle; row++) {
      assertThat(map.lowUsd(Side.LONG, row)).isLessThanOrEqualTo(map.expectedUsd(Side.LONG, row));
      assertThat(map.highUsd(Side.LONG, row))
          .isGreaterThanOrEqualTo(map.expectedUsd(Side.LONG, row));
      low += map.lowUsd(Side.LONG, row);
      high += map.highUsd(Side.LONG, row);
    }
    RestingExposure.Band sum = law.band(Side.LONG, standing.columnsOfRows(Side.LONG, 0, middle));
    assertThat(sum.low()).isGreaterThan(low);
    assertThat(sum.high()).isLessThan(high);
  }

  @Test
  void aLongerMoveForcesMoreAndAMoveToARowEdgeIsTheSumOfRows() {
    RestingExposure standing = RestingExposure.of(filled(), price(), Market.GRID);
    RestingExposure.Weights law = weights(0, 1);
    Heatmap map = standing.heatmap(1, law);
    for (Side side : Side.values()) {
      double before = 0;
      for (double move : new double[] {0.5, 1, 3, 5, 10, 20}) {
        double usd = law.band(side, standing.columnsOfMove(side, move)).expected();
        assertThat(usd).isGreaterThanOrEqualTo(before);
        before = usd;
      }
    }
    int row = standing.rowOfPrice() - 15;
    double move = 100 * (1 - map.priceLow(row) / price());
    double sum = 0;
    for (int i = row; i <= standing.rowOfPrice(); i++) {
      sum += map.expectedUsd(Side.LONG, i);
    }
    assertThat(law.band(Side.LONG, standing.columnsOfMove(Side.LONG, move)).expected())
        .isCloseTo(sum, withPercentage(1e-6));
    assertThat(PriceGrid.bucket(price())).isGreaterThan(map.bucket(row) * 2);
  }
}
