package io.treadmill.lab.simulate;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the spot market of a coin as the public archive of Binance does: daily {@code trades}
 * without a header, microseconds, capitalised booleans. Its price is the index of the perpetual; a
 * quarter of the perpetual's volume trades.
 */
final class SpotWriter implements StepWriter {
  private static final double VOLUME_SHARE = 0.25;

  private final SimulatedSymbol symbol;
  private final Path root;
  private final double meanPerStep;
  private final Randomness random;
  private VendorFile trades;
  private long tradeId = 4_000_000_000L;
  private long lastTicks;
  private double waitingLots;

  /**
   * Makes a writer.
   *
   * @param root folder that holds {@code data/spot/...}
   * @param tradesPerDay mean number of trades a day
   */
  SpotWriter(SimulatedSymbol symbol, Path root, int tradesPerDay, Randomness random) {
    this.symbol = symbol;
    this.root = root;
    this.meanPerStep = (double) tradesPerDay / Market.STEPS_PER_DAY;
    this.random = random;
  }

  @Override
  public void beginDay(LocalDate day) throws IOException {
    trades =
        VendorFile.openWithChecksum(
            root.resolve(
                "data/spot/daily/trades/%1$s/%1$s-trades-%2$s.zip".formatted(symbol.symbol(), day)),
            "");
  }

  @Override
  public void step(Step step, List<Print> prints) throws IOException {
    long ticks = symbol.ticks(step.indexPrice());
    if (lastTicks == 0) {
      lastTicks = ticks;
    }
    waitingLots += VOLUME_SHARE * (step.takerBuyLots() + step.takerSellLots());
    int count = random.poisson(meanPerStep * step.activity());
    double[] ways = new double[count];
    for (int i = 0; i < count; i++) {
      ways[i] = random.uniform();
    }
    Arrays.sort(ways);
    double lean = ticks > lastTicks ? 0.65 : ticks < lastTicks ? 0.35 : 0.5;
    for (int i = 0; i < count; i++) {
      double share = i == count - 1 ? 1 : random.uniform() / (count - i);
      long lots = Math.max(1, (long) (waitingLots * share));
      waitingLots -= lots;
      long price = lastTicks + Math.round((ticks - lastTicks) * ways[i]);
      long micros = step.startMicros() + (long) (ways[i] * Market.STEP_SECONDS * 1e6);
      write(micros, price, lots, random.chance(lean));
    }
    lastTicks = ticks;
  }

  private void write(long micros, long ticks, long lots, boolean takerBuys) throws IOException {
    trades
        .number(tradeId++)
        .decimal(ticks, symbol.priceDecimals())
        .decimal(lots, symbol.amountDecimals())
        .decimal(Math.multiplyExact(ticks, lots), symbol.priceDecimals() + symbol.amountDecimals())
        .number(micros)
        .text(takerBuys ? "False" : "True")
        .text("True")
        .endRow();
  }

  @Override
  public void endDay() throws IOException {
    trades.close();
  }
}
