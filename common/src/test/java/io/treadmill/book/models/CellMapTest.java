package io.treadmill.book.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.map.PriceRange;
import io.treadmill.market.Side;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellMapTest {
  /** A price at a position of the grid of 10 bp of log price. */
  private static double at(double position) {
    return Math.exp(position * 0.001);
  }

  private static double reach(CellMap map, Side side, double low, double high) {
    double[] into = new double[1];
    map.addReach(side, PriceRange.of(at(100.5), at(low), at(high)), into, 0);
    return into[0];
  }

  @Test
  void amountsLieUniformInLogPriceAndTheFarBucketCountsByWhatIsCrossed() {
    // 40 USD over 90.5 to 92.5: 10, 20, 10 in buckets 90, 91, 92; a level in 95.
    CellMap map =
        new CellMap(
            List.of(
                new CellMap.Cell(at(90.5), at(92.5), Side.LONG, 40),
                new CellMap.Cell(at(95.3), at(95.3), Side.LONG, 7)),
            false);
    assertThat(reach(map, Side.LONG, 96.01, 100.6)).isEqualTo(0);
    assertThat(reach(map, Side.LONG, 95.5, 100.6)).isCloseTo(3.5, within(1e-9));
    assertThat(reach(map, Side.LONG, 92, 100.6)).isCloseTo(7 + 10, within(1e-9));
    assertThat(reach(map, Side.LONG, 91.25, 100.6)).isCloseTo(7 + 10 + 15, within(1e-9));
    assertThat(reach(map, Side.LONG, 80, 110)).isCloseTo(47, within(1e-9));
    assertThat(reach(map, Side.SHORT, 80, 110)).isEqualTo(0);
  }

  @Test
  void aCellWithoutASideIsForcedWhereverPriceComesFrom() {
    List<CellMap.Cell> cells =
        List.of(
            new CellMap.Cell(at(90), at(91), null, 3), new CellMap.Cell(at(110), at(111), null, 5));
    CellMap map = new CellMap(cells, false);
    assertThat(reach(map, Side.LONG, 80, 120)).isCloseTo(3, within(1e-9));
    assertThat(reach(map, Side.SHORT, 80, 120)).isCloseTo(5, within(1e-9));
  }

  @Test
  void theFarSideCountsWhereAMapIsOfTheHoursAhead() {
    List<CellMap.Cell> cells =
        List.of(
            new CellMap.Cell(at(99), at(100), Side.LONG, 3),
            new CellMap.Cell(at(102), at(103), Side.LONG, 8));
    assertThat(reach(new CellMap(cells, false), Side.LONG, 99, 102.25)).isCloseTo(3, within(1e-9));
    assertThat(reach(new CellMap(cells, true), Side.LONG, 99, 102.25)).isCloseTo(5, within(1e-9));
  }

  @Test
  void whatIsNoCellIsRefused() {
    assertThatThrownBy(() -> new CellMap.Cell(2, 1, null, 1))
        .hasMessage("Invalid cell: price 2.0 to 1.0 (must be 0 < low <= high)");
    assertThatThrownBy(() -> new CellMap.Cell(1, 2, null, -1))
        .hasMessage("Invalid amount of a cell: -1.0 (must be a number that is not negative)");
  }
}
