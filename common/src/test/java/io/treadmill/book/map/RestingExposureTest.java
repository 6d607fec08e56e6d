package io.treadmill.book.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.treadmill.book.Market;
import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Rescale;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.Arrays;
import java.util.List;
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

  private static FittedLaw law(int draws, double factor) {
    Random random = new Random(3);
    return new FittedLaw(
        filled().columns(),
        law(Side.LONG, random, draws, factor),
        law(Side.SHORT, random, draws, factor),
        1);
  }

  private static FittedLaw.OfSide law(Side side, Random random, int draws, double factor) {
    double[] weight = Market.LAW[side.index()];
    double[][] drawn = new double[draws][];
    for (int d = 0; d < draws; d++) {
      drawn[d] =
          Arrays.stream(weight).map(one -> one * Math.exp(0.5 * random.nextGaussian())).toArray();
    }
    boolean[] poor = new boolean[weight.length];
    return new FittedLaw.OfSide(
        weight, weight, weight, poor, drawn, Double.NaN, Rescale.START, factor);
  }

  @Test
  void theMapIsThatOfTheFoldOnTheSideOfThePriceWhereItCanBeReached() {
    BookFold fold = filled();
    RestingExposure standing = RestingExposure.of(CellColumns.now(fold), price(), Market.GRID);
    Heatmap map = law(0, 2).heatmap(1, standing);
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
      assertThat(map.cell(Side.LONG, row).low()).as("no draws, no band").isNaN();
    }
  }

  @Test
  void bandsHoldTheValueAndThatOfASumIsNarrowerThanTheSumOfBands() {
    RestingExposure standing = RestingExposure.of(CellColumns.now(filled()), price(), Market.GRID);
    FittedLaw law = law(50, 1);
    Heatmap map = law.heatmap(1, standing);
    int middle = standing.rowOfPrice();
    double low = 0;
    double high = 0;
    for (int row = 0; row <= middle; row++) {
      assertThat(map.cell(Side.LONG, row).low())
          .isLessThanOrEqualTo(map.expectedUsd(Side.LONG, row));
      assertThat(map.cell(Side.LONG, row).high())
          .isGreaterThanOrEqualTo(map.expectedUsd(Side.LONG, row));
      low += map.cell(Side.LONG, row).low();
      high += map.cell(Side.LONG, row).high();
    }
    FittedLaw.Band sum = law.bands(Side.LONG).of(standing.columnsOfRows(Side.LONG, 0, middle));
    assertThat(sum.low()).isGreaterThan(low);
    assertThat(sum.high()).isLessThan(high);
  }

  @Test
  void aBandLiesFromTheTenthToTheNinetiethPercentOfTheDraws() {
    double[][] drawn = new double[11][];
    for (int d = 0; d < drawn.length; d++) {
      drawn[d] = new double[] {(7 * d) % 11 + 1, 0};
    }
    double[] weight = {6, 0};
    FittedLaw.OfSide side =
        new FittedLaw.OfSide(
            weight, weight, weight, new boolean[2], drawn, Double.NaN, Rescale.START, 3);
    FittedLaw law = new FittedLaw(List.of("a", "b"), side, side, 1);
    assertThat(law.bands(Side.LONG).of(new double[] {10, 5}))
        .as("draws of 10, 20 .. 110 USD, times the factor")
        .isEqualTo(new FittedLaw.Band(180, 60, 300));
    assertThat(law.bands(Side.SHORT).of(new double[] {0, 5}))
        .isEqualTo(new FittedLaw.Band(0, 0, 0));
  }

  @Test
  void aLongerMoveForcesMoreAndAMoveToARowEdgeIsTheSumOfRows() {
    RestingExposure standing = RestingExposure.of(CellColumns.now(filled()), price(), Market.GRID);
    FittedLaw law = law(0, 1);
    Heatmap map = law.heatmap(1, standing);
    for (Side side : Side.values()) {
      double before = 0;
      for (double move : new double[] {0.5, 1, 3, 5, 10, 20}) {
        double usd = law.bands(side).of(standing.columnsOfMove(side, move)).expected();
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
    assertThat(law.bands(Side.LONG).of(standing.columnsOfMove(Side.LONG, move)).expected())
        .isCloseTo(sum, withPercentage(1e-6));
    assertThat(PriceGrid.bucket(price())).isGreaterThan(map.bucket(row) * 2);
  }
}
