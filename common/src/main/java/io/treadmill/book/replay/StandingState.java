package io.treadmill.book.replay;

import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.Step;
import io.treadmill.book.position.TurnoverClock;
import io.treadmill.book.standing.HorizonMap;
import io.treadmill.book.standing.MapHorizon;
import io.treadmill.book.standing.MarketOutlook;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.List;

/**
 * What the standing map of a book needs beside the book, as of the bars read so far: the rule of
 * freshness with its far side, and what the hours ahead are expected to bring.
 */
final class StandingState {
  private final Models.Market market;
  private final HeatmapModel rule;
  private final TurnoverClock turnovers;
  private final MarketOutlook outlook;

  StandingState(Models.Market market, MarketOutlook.Means means) {
    this.market = market;
    this.rule = Models.of(Models.FINE_FRESHNESS_FAR).factory().make(market);
    this.turnovers = new TurnoverClock(market.parameters(), market.openInterest());
    this.outlook = new MarketOutlook(means);
  }

  /** Returns the names of the columns of {@link #with}. */
  static List<String> columns(LeverageComponents components) {
    return HorizonMap.columns(components.names(), Models.farColumns());
  }

  /** Reads a bar. */
  void read(Step step) {
    rule.step(step);
    outlook.step(
        turnovers.read(step).opens(),
        PriceGrid.position(step.crossLow()),
        PriceGrid.position(step.crossHigh()));
  }

  /** Reads a day. */
  void read(DaySteps day) {
    for (int t = 0; t < day.count(); t++) {
      read(day.step(t));
    }
  }

  /** Returns the map of a book that read the same bars. */
  HorizonMap map(HeatmapModel book, Horizon horizon) {
    MapHorizon map = MapHorizon.ALL.get(Horizon.MAPS.indexOf(horizon));
    return new HorizonMap(book, rule, market.contract(), map, outlook);
  }

  /**
   * Returns the columns of a book that reads the same bars; they are read here as they are there.
   */
  MapColumns with(HeatmapModel book) {
    return new MapColumns() {
      @Override
      public double[] reach(Horizon horizon, Side side, PriceRange range) {
        return map(book, horizon).reach(side, range);
      }

      @Override
      public void read(Step step) {
        StandingState.this.read(step);
      }
    };
  }
}
