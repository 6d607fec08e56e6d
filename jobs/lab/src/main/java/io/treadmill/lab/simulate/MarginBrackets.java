package io.treadmill.lab.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * Maintenance-margin brackets of a contract, by notional in quote units, continuous: {@code
 * maintenance = notional x rate - amount}.
 */
public final class MarginBrackets {
  /**
   * One bracket.
   *
   * @param floor notional from which it holds, included
   * @param cap notional up to which it holds, excluded
   * @param rate maintenance rate, in (0, 1)
   * @param maxLeverage largest leverage of a position of that notional
   * @param amount maintenance amount, 0 in the first bracket
   */
  public record Bracket(double floor, double cap, double rate, int maxLeverage, double amount) {}

  private static final double[] RATES = {
    0.004, 0.005, 0.0065, 0.01, 0.02, 0.025, 0.05, 0.1, 0.125, 0.15, 0.25, 0.5
  };
  private static final int[] LEVERAGES = {150, 100, 75, 50, 25, 20, 10, 5, 4, 3, 2, 1};
  private static final double[] BTC_CAPS = {
    3e5, 8e5, 3e6, 1.2e7, 7e7, 1e8, 2.3e8, 4.8e8, 6e8, 8e8, 1.2e9, 1.8e9
  };
  private static final double[] ETH_CAPS = {
    3e5, 8e5, 3e6, 1.2e7, 5e7, 6.5e7, 1.5e8, 3.2e8, 4e8, 5.3e8, 8e8, 1.2e9
  };

  private final List<Bracket> brackets;

  private MarginBrackets(double[] caps) {
    List<Bracket> list = new ArrayList<>();
    double floor = 0;
    double amount = 0;
    for (int i = 0; i < caps.length; i++) {
      amount += i == 0 ? 0 : floor * (RATES[i] - RATES[i - 1]);
      // The amounts are whole quote units; the sum of products is not, by some 1e-9.
      list.add(new Bracket(floor, caps[i], RATES[i], LEVERAGES[i], StrictMath.rint(amount)));
      floor = caps[i];
    }
    brackets = List.copyOf(list);
  }

  /** Returns the brackets of Binance USD-M of August 2025: BTC's own, ETH's for all others. */
  public static MarginBrackets ofAsset(String asset) {
    return new MarginBrackets(asset.equals("BTC") ? BTC_CAPS : ETH_CAPS);
  }

  /** Returns the brackets by rising notional. */
  public List<Bracket> list() {
    return brackets;
  }

  /** Returns the largest leverage of a position of that notional, at least 1. */
  int maxLeverage(double notional) {
    for (Bracket bracket : brackets) {
      if (notional < bracket.cap) {
        return bracket.maxLeverage;
      }
    }
    return 1;
  }

  /**
   * Returns the mark price at which a linear position is liquidated, Binance USD-M: {@code (W + c -
   * s q EP) / (q (m - s))} in the bracket that holds the notional at that price; 0 if no price > 0
   * liquidates it.
   *
   * @param sign +1 long, -1 short
   * @param amount base coins, &gt; 0
   * @param entry entry price
   * @param wallet margin of the position, quote units
   */
  double liquidationPrice(int sign, double amount, double entry, double wallet) {
    double price = 0;
    for (Bracket bracket : brackets) {
      price = (wallet + bracket.amount - sign * amount * entry) / (amount * (bracket.rate - sign));
      if (!(price > 0)) {
        return 0;
      }
      double notional = amount * price;
      if (notional >= bracket.floor && notional < bracket.cap) {
        return price;
      }
    }
    return price;
  }
}
