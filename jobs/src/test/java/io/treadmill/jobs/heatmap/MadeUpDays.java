package io.treadmill.jobs.heatmap;

import io.treadmill.book.position.DaySteps;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Bars and hourly totals of consecutive days, from a seed: more is forced where price moves. */
final class MadeUpDays {
  static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  static final String RULE = "aggregate of here+there";
  static final String PRINTS = "full";

  private static final int BARS = 288;
  private static final long BAR_MICROS = 300_000_000L;

  private MadeUpDays() {}

  static List<TrainingHistory.Day> days(long seed, int count) {
    return days(seed, count, seed, count);
  }

  /** Days whose forced orders come as prints with prices. */
  static List<TrainingHistory.Day> daysWithPrints(long seed, int count) {
    List<TrainingHistory.Day> days = new ArrayList<>();
    for (TrainingHistory.Day day : days(seed, count)) {
      DaySteps steps = day.steps();
      ReportedLiquidations totals = new ReportedLiquidations(steps.day());
      Random random = new Random(seed);
      for (int t = 0; t < BARS; t++) {
        for (Side side : Side.values()) {
          double reached = side == Side.LONG ? steps.low()[t] : steps.high()[t];
          double usd = 1e6 * random.nextDouble() * random.nextDouble();
          if (side.sign() * (steps.open()[t] - steps.close()[t]) > 0) {
            totals.addPrints(
                steps.ts()[t], PRINTS, side, PriceGrid.bucket(reached), usd, 1 + random.nextInt(3));
          }
        }
      }
      days.add(new TrainingHistory.Day(steps, totals));
    }
    return days;
  }

  /** Days whose bars and totals come from another seed from one day on. */
  static List<TrainingHistory.Day> days(long seed, int count, long laterSeed, int later) {
    List<TrainingHistory.Day> days = new ArrayList<>();
    double price = 50_000;
    for (int d = 0; d < count; d++) {
      Random random = new Random((d < later ? seed : laterSeed) * 1000 + d);
      TrainingHistory.Day day = day(FIRST.plusDays(d), price, random);
      price = day.steps().close()[BARS - 1];
      days.add(day);
    }
    return days;
  }

  private static TrainingHistory.Day day(LocalDate day, double from, Random random) {
    long[] ts = new long[BARS];
    double[][] ohlcv = new double[5][BARS];
    double[] openInterest = new double[BARS + 1];
    double price = from;
    double held = 80_000;
    openInterest[0] = held;
    ReportedLiquidations totals = new ReportedLiquidations(day);
    for (int t = 0; t < BARS; t++) {
      ts[t] = UtcDays.startMicros(day) + t * BAR_MICROS;
      double close = price * Math.exp(0.002 * random.nextGaussian());
      ohlcv[0][t] = price;
      ohlcv[1][t] = Math.max(price, close) * (1 + 0.0005 * random.nextDouble());
      ohlcv[2][t] = Math.min(price, close) * (1 - 0.0005 * random.nextDouble());
      ohlcv[3][t] = close;
      ohlcv[4][t] = 500 * random.nextDouble();
      held *= 1 + 0.001 * random.nextGaussian();
      openInterest[t + 1] = held;
      for (Side side : Side.values()) {
        double move = Math.max(0, side.sign() * (price - close) / price);
        totals.add(ts[t], 5, RULE, side, 3e9 * move * move * random.nextDouble() * 1000);
      }
      price = close;
    }
    DaySteps steps =
        new DaySteps(
            day,
            ts,
            ohlcv[0],
            ohlcv[1],
            ohlcv[2],
            ohlcv[3],
            ohlcv[4],
            openInterest,
            null,
            null,
            null);
    return new TrainingHistory.Day(steps, totals);
  }
}
