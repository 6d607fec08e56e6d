package io.treadmill.lab.validate;

import io.treadmill.book.law.Realised;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.Step;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.lab.simulate.SimulatedBars;
import io.treadmill.lab.simulate.World;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Simulated markets with hourly totals, as the lake would give them. */
final class SimulatedHistory {
  private static final LocalDate FIRST = SimulatedBars.firstDay();

  private SimulatedHistory() {}

  private static ReportedLiquidations totals(LocalDate day, long start, double[][] hours) {
    ReportedLiquidations totals = new ReportedLiquidations(day);
    for (Side side : Side.values()) {
      for (int hour = 0; hour < 24; hour++) {
        totals.add(
            start + hour * BarClock.HOUR_MICROS,
            60,
            "aggregate of simulated",
            side,
            hours[side.index()][hour]);
      }
    }
    return totals;
  }

  /**
   * Returns a market.
   *
   * @param size factor of volume, open interest and forced notional
   * @param count days
   */
  static InstrumentHistory market(String symbol, long seed, double size, int count) {
    SimulatedBars bars = new SimulatedBars(World.base(), seed, 7);
    List<TrainingHistory.Day> days = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    double first = Double.NaN;
    for (int d = 0; d < count; d++) {
      int n = BarClock.BARS_OF_A_DAY;
      double[][] columns = new double[5][n];
      double[] openInterest = new double[n + 1];
      long[] ts = new long[n];
      double[][] hours = new double[2][24];
      for (int t = 0; t < n; t++) {
        Step step = bars.next();
        ts[t] = step.ts();
        columns[0][t] = step.open();
        columns[1][t] = step.high();
        columns[2][t] = step.low();
        columns[3][t] = step.close();
        columns[4][t] = size * step.volume();
        openInterest[t] = size * step.openInterestStart();
        openInterest[t + 1] = size * step.openInterestEnd();
        for (SimulatedBars.Forced order : bars.forced()) {
          hours[order.side().index()][t / 12] += size * order.usd();
        }
      }
      first = Double.isNaN(first) ? openInterest[0] : first;
      LocalDate day = FIRST.plusDays(d);
      DaySteps held =
          new DaySteps(
              day,
              ts,
              columns[0],
              columns[1],
              columns[2],
              columns[3],
              columns[4],
              openInterest,
              null,
              null,
              null);
      days.add(new TrainingHistory.Day(held, totals(day, ts[0], hours)));
      for (int t = 0; t < n; t++) {
        steps.add(held.step(t));
      }
    }
    TierHistory tiers = new TierHistory(125);
    return new InstrumentHistory(
        new Instrument("simulated", Product.LINEAR_PERP, symbol),
        days,
        steps,
        first,
        tiers,
        tiers.on(FIRST),
        ContractValue.linear(),
        "aggregate of simulated",
        Realised.hourlyTotals());
  }
}
