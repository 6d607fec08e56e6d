package io.treadmill.book.standing;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.Step;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cells of a standing map are many: what is the same for all of them is asked once. */
class HorizonMapTest {
  private static final double PRICE = 50_000;

  /** Holds nothing; notes how often its names are asked for. */
  private static final class Counting implements HeatmapModel {
    private final List<String> names;
    private int asked;

    Counting(String... names) {
      this.names = List.of(names);
    }

    @Override
    public List<String> columns() {
      asked++;
      return new ArrayList<>(names);
    }

    @Override
    public void step(Step step) {}

    @Override
    public int firstBucket() {
      return 0;
    }

    @Override
    public int rows() {
      return 0;
    }

    @Override
    public void addCrossed(Side side, int row, double[] into, int at) {}

    @Override
    public void addStanding(
        Side side, int bucket, double price, double covered, double[] into, int at) {}
  }

  @Test
  void cellsDoNotAskForTheNamesOfColumns() {
    Counting book = new Counting("a", "b");
    Counting rule = new Counting("c");
    HorizonMap map =
        new HorizonMap(
            book,
            rule,
            ContractValue.linear(),
            MapHorizon.ALL.get(0),
            new MarketOutlook(new MarketOutlook.Means(100, 4)));
    int asked = book.asked + rule.asked;
    double[] cell = new double[map.columnCount()];
    int bucket = PriceGrid.bucket(PRICE);
    for (int below = 0; below < 100; below++) {
      map.addCell(Side.LONG, bucket - below, PRICE, cell, 0);
      map.part(below % cell.length);
    }
    map.reach(Side.SHORT, PriceRange.ofBucket(PRICE, bucket));
    assertThat(book.asked + rule.asked).isEqualTo(asked);
    assertThat(cell).hasSize(DistanceBins.COUNT + 1);
  }
}
