package io.treadmill.book.replay;

import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.position.Step;
import io.treadmill.market.Side;

/** The columns that the standing map of a model has over a horizon. */
interface MapColumns {
  /** Returns what stands in the way alone: the map of a model that expects nothing. */
  static MapColumns of(HeatmapModel model) {
    return (horizon, side, range) -> {
      double[] into = new double[model.columns().size()];
      model.addReach(side, range, into, 0);
      return into;
    };
  }

  /** Returns the columns of what price goes through from now on, USD. */
  double[] reach(Horizon horizon, Side side, PriceRange range);

  /** Reads a bar that the model has read. */
  default void read(Step step) {}
}
