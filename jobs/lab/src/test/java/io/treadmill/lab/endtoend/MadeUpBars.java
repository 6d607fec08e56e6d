package io.treadmill.lab.endtoend;

import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Random;

/** Files of five-minute bars, as ccxt users save them. */
final class MadeUpBars {
  private MadeUpBars() {}

  /** Writes the same bars of a day each time, one file a day. */
  static void write(Path folder, String symbol, String... days) throws IOException {
    Files.createDirectories(folder);
    for (String day : days) {
      long start = UtcDays.startMicros(LocalDate.parse(day)) / 1000;
      Random random = new Random(symbol.hashCode() + start);
      StringBuilder text = new StringBuilder("timestamp,open,high,low,close,volume\n");
      double price = 100;
      for (int bar = 0; bar < 288; bar++) {
        double close = price * Math.exp(0.002 * random.nextGaussian());
        text.append(start + bar * 300_000L);
        for (double value :
            new double[] {
              price, Math.max(price, close), Math.min(price, close), close, random.nextInt(1000)
            }) {
          text.append(',').append(value);
        }
        text.append('\n');
        price = close;
      }
      Files.writeString(
          folder.resolve("binance_linear_perp_" + symbol + "_5m_" + day + ".csv"), text);
    }
  }
}
