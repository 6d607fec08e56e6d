package io.treadmill.book.models;

import io.treadmill.book.ContractValue;
import io.treadmill.book.Heatmap;
import io.treadmill.book.HeatmapModel;
import io.treadmill.book.LeverageComponents;
import io.treadmill.book.LiquidationBook;
import io.treadmill.book.MapGrid;
import io.treadmill.book.ParameterSet;
import io.treadmill.book.Step;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.Side;
import java.util.List;

/**
 * The map that most public pages draw: all traded volume stands at the liquidation prices of four
 * leverages for ever; nothing decays, nothing is removed when price gets there. A straw man, kept
 * for comparison. Low and high equal the value: the map states no error.
 */
public final class HobbyMap implements HeatmapModel {
  private static final List<Integer> LEVERAGES = List.of(10, 25, 50, 100);

  private final LiquidationBook longs;
  private final LiquidationBook shorts;
  private final ContractValue contract;

  /** Makes an empty map of an instrument. */
  public HobbyMap(MarginTiers tiers, ContractValue contract) {
    // Spikes alone: no parameter but the tiers matters without decay.
    LeverageComponents spikes =
        LeverageComponents.spikes(LEVERAGES, ParameterSet.REAL, tiers, contract.inverse());
    longs = new LiquidationBook(spikes, Side.LONG, ParameterSet.REAL.inflowMode());
    shorts = new LiquidationBook(spikes, Side.SHORT, ParameterSet.REAL.inflowMode());
    this.contract = contract;
  }

  @Override
  public String name() {
    return "hobby";
  }

  @Override
  public void step(Step step) {
    longs.open(step.volume(), step.profile());
    shorts.open(step.volume(), step.profile());
  }

  @Override
  public Heatmap heatmap(long ts, double price, MapGrid grid) {
    return Heatmap.ofMass(ts, price, grid, contract, this::mass);
  }

  private double mass(Side side, int bucket) {
    LiquidationBook book = side == Side.LONG ? longs : shorts;
    double sum = 0;
    for (int k = 0; k < LEVERAGES.size(); k++) {
      sum += book.mass(k, bucket);
    }
    return sum;
  }
}
