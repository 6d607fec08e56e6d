package io.treadmill.book.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.map.Heatmap;
import io.treadmill.book.map.MapGrid;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.Profile;
import io.treadmill.book.position.Step;
import io.treadmill.market.BtcTiers;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import org.junit.jupiter.api.Test;

class HobbyMapTest {
  @Test
  void allVolumeStandsAtFourLeveragesAndStaysWhenPricePasses() {
    HobbyMap map = new HobbyMap(BtcTiers.seenOn("2025-08-21"), ContractValue.linear(), false);
    map.step(bar(50_000, 10));
    map.step(bar(40_000, 0));
    Heatmap drawn = map.heatmap(1, 50_000, new MapGrid(1, 1, 0.3));
    for (Side side : Side.values()) {
      double coins = 0;
      for (int i = 0; i < drawn.rows(); i++) {
        coins += drawn.expectedUsd(side, i) / PriceGrid.bucketPrice(drawn.bucket(i));
      }
      assertThat(coins).isCloseTo(40, within(1e-9));
    }
    // 10x with 5 %: (1 - .1) / (1 - .05) of the price.
    int ten = PriceGrid.bucket(50_000 * 0.9 / 0.95);
    double near = 0;
    for (int i = 0; i < drawn.rows(); i++) {
      boolean there = Math.abs(drawn.bucket(i) - ten) <= 1;
      near += there ? drawn.expectedUsd(Side.LONG, i) / PriceGrid.bucketPrice(drawn.bucket(i)) : 0;
    }
    assertThat(near).isCloseTo(10, within(1e-9));
  }

  private static Step bar(double price, double volume) {
    double at = PriceGrid.position(price);
    return new Step(
        0, price, price, price, price, price, price, volume, 1, 1, Profile.uniform(at, at));
  }
}
