package io.treadmill.lab.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.simulate.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ETH of a simulated world whose totals are hidden, and its BTC whose totals are not. */
class HiddenLevelTest {
  /** A third of the size and another way of price: the volume tells the level. */
  @Test
  void theLevelOfASymbolWithoutTotalsIsNear() {
    WorldHistory btc = new WorldHistory(World.base(), 3);
    HiddenLevel level = new WorldHistory(World.base(), "ETHUSDT", 3).levelFrom(btc);
    List<String> lines = new ArrayList<>();
    level.print(lines::add);
    assertThat(lines.get(1))
        .startsWith("level of ETHUSDT with its own totals hidden, from 1 other");
    assertThat(level.ratio()).isBetween(0.8, 1.25);
  }
}
