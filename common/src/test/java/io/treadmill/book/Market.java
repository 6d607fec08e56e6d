package io.treadmill.book;

import io.treadmill.book.map.BookFold;
import io.treadmill.book.map.Exposure;
import io.treadmill.book.map.Heatmap;
import io.treadmill.book.map.MapGrid;
import io.treadmill.book.position.BookState;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.DayResult;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.PriorLaw;
import io.treadmill.market.BtcTiers;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Made-up bars for tests, from a seed. */
public final class Market {
  public static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  public static final LeverageComponents COMPONENTS =
      LeverageComponents.of(ParameterSet.REAL, BtcTiers.seenOn("2025-08-21"), false);
  public static final double[][] LAW = PriorLaw.of(COMPONENTS);
  public static final MapGrid GRID = MapGrid.of(15, 20, 0.3);
  private static final long BAR_MICROS = 300_000_000L;

  private Market() {}

  public static BookState start(ParameterSet parameters) {
    return BookState.start(parameters, COMPONENTS.count(), FIRST.minusDays(1), Double.NaN);
  }

  public static BookFold fold(BookState state) {
    return new BookFold(ParameterSet.REAL, COMPONENTS, ContractValue.linear(), state);
  }

  /**
   * A day that a fold ran, watched.
   *
   * @param maps those of {@link #GRID}, with the weights before any fit
   * @param crossedUsd by side and bar: weighted USD that the bar crossed
   */
  public record Ran(DayResult result, List<Heatmap> maps, double[][] crossedUsd) {}

  /** Runs a day and keeps its maps and what its bars crossed. */
  public static Ran run(BookFold fold, DaySteps day) {
    Ran ran = new Ran(null, new ArrayList<>(), new double[2][day.count()]);
    DayResult result =
        fold.run(
            day,
            new BookFold.Observer() {
              @Override
              public void before(int t, double price) {
                if (GRID.takes(day.ts()[t])) {
                  ran.maps().add(fold.heatmap(day.ts()[t], price, GRID));
                }
              }

              @Override
              public void after(int t) {
                for (Side side : Side.values()) {
                  ran.crossedUsd()[side.index()][t] = crossedUsd(fold, side);
                }
              }
            });
    return new Ran(result, ran.maps(), ran.crossedUsd());
  }

  /** Returns what the last bar crossed, with the weights before any fit. */
  public static double crossedUsd(BookFold fold, Side side) {
    double[] usd = new double[fold.columns().size()];
    for (int row = 0; row < fold.rows(); row++) {
      fold.addCrossed(side, row, usd, 0);
    }
    return Exposure.times(usd, fold.unfittedWeights(side));
  }

  /** Bars of consecutive days, volatile, with gaps of open interest and of profiles. */
  public static List<DaySteps> days(long seed, int days, int barsPerDay) {
    Random random = new Random(seed);
    List<DaySteps> all = new ArrayList<>();
    double price = 50_000;
    double oi = 80_000;
    for (int d = 0; d < days; d++) {
      LocalDate day = FIRST.plusDays(d);
      int n = barsPerDay;
      long[] ts = new long[n];
      double[][] ohlcv = new double[5][n];
      double[] snapshots = new double[n + 1];
      snapshots[0] = oi;
      for (int t = 0; t < n; t++) {
        ts[t] = UtcDays.startMicros(day) + t * BAR_MICROS;
        double close = price * Math.exp(0.004 * random.nextGaussian());
        ohlcv[0][t] = price;
        ohlcv[1][t] = Math.max(price, close) * (1 + 0.002 * random.nextDouble());
        ohlcv[2][t] = Math.min(price, close) * (1 - 0.002 * random.nextDouble());
        ohlcv[3][t] = close;
        ohlcv[4][t] = 900 * random.nextDouble();
        oi *= 1 + 0.003 * random.nextGaussian();
        snapshots[t + 1] = t + 1 < n && random.nextInt(9) == 0 ? Double.NaN : oi;
        price = close;
      }
      all.add(
          new DaySteps(
              day, ts, ohlcv[0], ohlcv[1], ohlcv[2], ohlcv[3], ohlcv[4], snapshots, null, null,
              null));
    }
    return all;
  }

  /** One day cut in two at a bar. */
  public static List<DaySteps> cut(DaySteps day, int at) {
    return List.of(part(day, 0, at), part(day, at, day.count()));
  }

  private static DaySteps part(DaySteps day, int from, int to) {
    return new DaySteps(
        day.day(),
        Arrays.copyOfRange(day.ts(), from, to),
        Arrays.copyOfRange(day.open(), from, to),
        Arrays.copyOfRange(day.high(), from, to),
        Arrays.copyOfRange(day.low(), from, to),
        Arrays.copyOfRange(day.close(), from, to),
        Arrays.copyOfRange(day.volume(), from, to),
        Arrays.copyOfRange(day.openInterest(), from, to + 1),
        null,
        null,
        null);
  }
}
