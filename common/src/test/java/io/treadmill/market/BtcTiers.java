package io.treadmill.market;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Margin tiers of Binance BTCUSDT as of four dates, for tests. */
public final class BtcTiers {
  private BtcTiers() {}

  /** Returns the tiers first seen on a day of the test resource, for example 2025-08-21. */
  public static MarginTiers seenOn(String day) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                BtcTiers.class.getResourceAsStream("btcusdt_tiers.csv"), StandardCharsets.UTF_8))) {
      List<MarginTiers.Bracket> brackets =
          lines
              .lines()
              .map(line -> line.split(","))
              .filter(part -> part[0].equals(day))
              .map(
                  part ->
                      new MarginTiers.Bracket(
                          Double.parseDouble(part[1]),
                          Double.parseDouble(part[2]),
                          Double.parseDouble(part[3]),
                          Double.parseDouble(part[4]),
                          Double.parseDouble(part[5])))
              .toList();
      return MarginTiers.of(AmountUnit.QUOTE, brackets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
