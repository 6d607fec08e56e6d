package io.treadmill.book.replay;

import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.Step;
import io.treadmill.book.standing.LevelRule;
import io.treadmill.book.standing.MarketOutlook;
import io.treadmill.book.standing.OpenedBars;
import io.treadmill.market.BarClock;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.util.List;

/**
 * The mean day of a symbol over a training window: what tells the level of a law, its own or that
 * of another symbol.
 *
 * @param columnsUsd unweighted columns of the book by side, USD
 * @param realisedUsd forced notional, USD; NaN without totals
 */
@SuppressWarnings("ArrayRecordComponent") // columns of primitives; never compared
public record SymbolDay(LevelRule.Activity activity, double[][] columnsUsd, double realisedUsd)
    implements Serializable {
  /** Returns the activity of the bars of a window in the mean over its days. */
  static LevelRule.Activity activity(
      List<Step> steps, MarketOutlook.Means means, ContractValue contract, UtcDays window) {
    double volume = 0;
    double openInterest = 0;
    int bars = 0;
    int snapshots = 0;
    for (Step step : steps) {
      if (step.ts() >= window.startMicros()) {
        bars++;
        volume += contract.usd(step.volume(), step.close());
        if (!Double.isNaN(step.openInterestEnd())) {
          snapshots++;
          openInterest += contract.usd(step.openInterestEnd(), step.close());
        }
      }
    }
    double aDay = volume / bars * BarClock.BARS_OF_A_DAY;
    double held = snapshots == 0 ? Double.NaN : openInterest / snapshots;
    double volatility = PriceGrid.STEP * Math.sqrt(means.variance() * BarClock.BARS_OF_A_DAY);
    return new LevelRule.Activity(aDay, volatility, aDay / held, held);
  }

  /** Returns the mean day of a symbol without totals. */
  static SymbolDay withoutTotals(Models.Market market, List<Step> steps, UtcDays window) {
    HeatmapModel book = Models.of(Models.BOOK).factory().make(market);
    double[][] columns = new double[2][book.columns().size()];
    int bars = 0;
    for (Step step : steps) {
      book.step(step);
      if (step.ts() >= window.startMicros()) {
        bars++;
        for (Side side : Side.values()) {
          for (int row = 0; row < book.rows(); row++) {
            book.addCrossed(side, row, columns[side.index()], 0);
          }
        }
      }
    }
    for (double[] side : columns) {
      for (int k = 0; k < side.length; k++) {
        side[k] *= (double) BarClock.BARS_OF_A_DAY / bars;
      }
    }
    OpenedBars opened = OpenedBars.of(steps, market.openInterest(), market.parameters());
    MarketOutlook.Means means = MarketOutlook.Means.of(opened, window);
    return new SymbolDay(activity(steps, means, market.contract(), window), columns, Double.NaN);
  }
}
