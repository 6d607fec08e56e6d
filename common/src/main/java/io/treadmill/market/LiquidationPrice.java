package io.treadmill.market;

import io.treadmill.market.MarginTiers.Bracket;
import io.treadmill.market.MarginTiers.CapUnit;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Liquidation prices by the rules of each venue, as mark prices in quote units.
 *
 * <p>Exactly one bracket contains the position's own size at the liquidation price of that bracket,
 * because maintenance margin is continuous in size: every bracket is tested, nothing is iterated.
 * Empty means that the position is never liquidated (the price or its denominator is not positive).
 */
public final class LiquidationPrice {
  private LiquidationPrice() {}

  /**
   * A linear position of a cross-margined account.
   *
   * @param side side of the position
   * @param sizeBase size in base coins, &gt; 0
   * @param entryPrice average entry price
   * @param markPrice mark price now
   * @param tiers brackets of the instrument
   */
  public record CrossPosition(
      Side side, double sizeBase, double entryPrice, double markPrice, MarginTiers tiers)
      implements Serializable {
    /** Checks the ranges. */
    public CrossPosition {
      requirePositive("size", sizeBase);
      requirePositive("entry price", entryPrice);
      requirePositive("mark price", markPrice);
    }

    /** Returns the profit at the mark price, in quote units. */
    public double unrealisedProfit() {
      return side.sign() * sizeBase * (markPrice - entryPrice);
    }

    /** Returns the maintenance margin at the mark price, in quote units. */
    public double maintenance() {
      return inQuote(tiers, bracketAt(tiers, sizeBase, markPrice), sizeBase, markPrice);
    }
  }

  /**
   * Returns the liquidation price of an isolated linear position (Binance USD-M): {@code (W + c - s
   * q EP) / (q (m - s))}.
   *
   * @param sizeBase size in base coins
   * @param marginQuote margin of the position in quote units; entry notional / leverage at entry
   */
  public static OptionalDouble isolatedLinear(
      Side side, double sizeBase, double entryPrice, double marginQuote, MarginTiers tiers) {
    return solveLinear(side, sizeBase, entryPrice, marginQuote, 0, tiers);
  }

  /**
   * Returns the liquidation price of one position of a cross-margined account (Binance USD-M): the
   * wallet less the maintenance of the other positions plus their profit stands as its margin, the
   * others held at their mark prices.
   *
   * @param walletQuote wallet balance in quote units
   * @param positions all positions of the account
   * @param index which of them
   */
  public static OptionalDouble crossLinear(
      double walletQuote, List<CrossPosition> positions, int index) {
    double margin = walletQuote;
    for (int i = 0; i < positions.size(); i++) {
      if (i != index) {
        margin += positions.get(i).unrealisedProfit() - positions.get(i).maintenance();
      }
    }
    CrossPosition own = positions.get(index);
    return solveLinear(own.side(), own.sizeBase(), own.entryPrice(), margin, 0, own.tiers());
  }

  /**
   * Returns the liquidation price of a coin-margined position: long {@code Q (1 + m) / (W + c + Q /
   * EP)}, short {@code Q (1 - m) / (Q / EP - W - c)}.
   *
   * @param notionalQuote Q, contracts x face value
   * @param marginBase W, margin in base coins
   * @param tiers brackets in base coins or contracts
   */
  public static OptionalDouble isolatedInverse(
      Side side, double notionalQuote, double entryPrice, double marginBase, MarginTiers tiers) {
    requirePositive("notional", notionalQuote);
    requirePositive("entry price", entryPrice);
    int sign = side.sign();
    List<Bracket> brackets = tiers.effectiveBrackets();
    double[] prices = new double[brackets.size()];
    double[] sizes = new double[brackets.size()];
    for (int i = 0; i < prices.length; i++) {
      Bracket bracket = brackets.get(i);
      double amount = bracket.maintenanceAmount();
      double inBase = tiers.capUnit() == CapUnit.BASE ? amount : 0;
      double inQuote = tiers.capUnit() == CapUnit.BASE ? 0 : amount / tiers.contractSize();
      double denominator = notionalQuote / entryPrice + sign * (marginBase + inBase);
      double numerator =
          notionalQuote * (1 + sign * bracket.maintenanceMarginRate()) - sign * inQuote;
      prices[i] = denominator > 0 ? numerator / denominator : Double.NaN;
      sizes[i] =
          tiers.capUnit() == CapUnit.BASE
              ? notionalQuote / prices[i]
              : notionalQuote * tiers.contractSize();
    }
    return pick(brackets, prices, sizes);
  }

  /**
   * Returns the liquidation price of a Bybit isolated linear position: {@code EP -+ (IM + added -
   * MM) / q}, maintenance fixed at the entry value.
   *
   * @param addedMarginQuote margin added after entry, in quote units
   */
  public static OptionalDouble bybitLinear(
      Side side,
      double sizeBase,
      double entryPrice,
      double leverage,
      double addedMarginQuote,
      MarginTiers tiers) {
    requirePositive("size", sizeBase);
    requirePositive("entry price", entryPrice);
    requirePositive("leverage", leverage);
    double value = sizeBase * entryPrice;
    double maintenance = tiers.maintenance(value);
    double buffer = value / leverage + addedMarginQuote - maintenance;
    return positive(entryPrice - side.sign() * buffer / sizeBase);
  }

  /**
   * Returns the liquidation price of a Bybit isolated inverse position: {@code Q / (PV +- (IM -
   * MM))}, PV = Q / EP, maintenance fixed at the entry value.
   *
   * @param notionalQuote Q, contracts x face value
   */
  public static OptionalDouble bybitInverse(
      Side side, double notionalQuote, double entryPrice, double leverage, MarginTiers tiers) {
    requirePositive("notional", notionalQuote);
    requirePositive("entry price", entryPrice);
    requirePositive("leverage", leverage);
    double value = notionalQuote / entryPrice;
    double buffer = value / leverage - tiers.maintenance(value);
    double denominator = value + side.sign() * buffer;
    return denominator > 0 ? positive(notionalQuote / denominator) : OptionalDouble.empty();
  }

  /**
   * Returns the liquidation price of an OKX-type linear position, whose closing fee counts as
   * maintenance: long {@code (EP - margin / q) / (1 - m - fee)}, short {@code (EP + margin / q) /
   * (1 + m + fee)}.
   *
   * @param takerFee taker fee, fraction of notional
   */
  public static OptionalDouble okxLinear(
      Side side,
      double sizeBase,
      double entryPrice,
      double marginQuote,
      double takerFee,
      MarginTiers tiers) {
    return solveLinear(side, sizeBase, entryPrice, marginQuote, takerFee, tiers);
  }

  /**
   * Returns the liquidation price of a Hyperliquid position: {@code px - s available / size / (1 -
   * l s)}, l the maintenance rate and available the equity less the maintenance at the mark.
   *
   * @param markPrice px, mark price now
   * @param equityQuote isolated margin with its profit at the mark, or the account value if cross
   */
  public static OptionalDouble hyperliquid(
      Side side, double sizeBase, double markPrice, double equityQuote, MarginTiers tiers) {
    // Equity at the mark against maintenance at the price: the linear rule with the mark as entry.
    return solveLinear(side, sizeBase, markPrice, equityQuote, 0, tiers);
  }

  /**
   * Returns {@code ln(liquidation price / entry price)} of an isolated position in the bracket of
   * amount 0: the distance that the components of the book use. Linear: {@code ln((1 -+ 1/L) / (1
   * -+ m))}; inverse: {@code ln((1 +- m) / (1 +- 1/L))}. Empty if never liquidated, or if the
   * maintenance margin is not below the initial margin, which no venue allows.
   */
  public static OptionalDouble logDistance(
      Side side, double leverage, double maintenanceMarginRate, boolean inverse) {
    double initial = 1 / leverage;
    if (!(maintenanceMarginRate < initial)) {
      return OptionalDouble.empty();
    }
    int sign = side.sign();
    double above = inverse ? 1 + sign * maintenanceMarginRate : 1 - sign * initial;
    double below = inverse ? 1 + sign * initial : 1 - sign * maintenanceMarginRate;
    return above > 0 && below > 0
        ? OptionalDouble.of(StrictMath.log(above / below))
        : OptionalDouble.empty();
  }

  private static OptionalDouble solveLinear(
      Side side,
      double sizeBase,
      double entryPrice,
      double marginQuote,
      double fee,
      MarginTiers tiers) {
    requirePositive("size", sizeBase);
    requirePositive("entry price", entryPrice);
    int sign = side.sign();
    List<Bracket> brackets = tiers.effectiveBrackets();
    double[] prices = new double[brackets.size()];
    double[] sizes = new double[brackets.size()];
    for (int i = 0; i < prices.length; i++) {
      Bracket bracket = brackets.get(i);
      double rate = bracket.maintenanceMarginRate() + fee;
      double perCoin = sign * entryPrice - marginQuote / sizeBase;
      prices[i] =
          switch (tiers.capUnit()) {
            case QUOTE -> (perCoin - bracket.maintenanceAmount() / sizeBase) / (sign - rate);
            // The amount is a size too: it grows in quote units with the price.
            case BASE, CONTRACTS ->
                perCoin
                    / (sign
                        - rate
                        + bracket.maintenanceAmount() / (sizeBase * tiers.contractSize()));
          };
      sizes[i] = sizeInCapUnit(tiers, sizeBase, prices[i]);
    }
    return pick(brackets, prices, sizes);
  }

  /** The price of the bracket that contains its own size; the nearest if rounding left a gap. */
  private static OptionalDouble pick(List<Bracket> brackets, double[] prices, double[] sizes) {
    if (!(prices[0] > 0)) {
      return OptionalDouble.empty(); // Without any amount deducted the margin outlasts every price.
    }
    int last = prices.length - 1;
    int nearest = -1;
    double gap = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= last; i++) {
      Bracket bracket = brackets.get(i);
      if (!(prices[i] > 0)) {
        continue;
      }
      if (bracket.contains(sizes[i]) || (i == last && sizes[i] > bracket.cap())) {
        return OptionalDouble.of(prices[i]);
      }
      double away =
          sizes[i] > bracket.cap() ? sizes[i] / bracket.cap() - 1 : bracket.floor() / sizes[i] - 1;
      if (away < gap) {
        gap = away;
        nearest = i;
      }
    }
    return OptionalDouble.of(prices[nearest]);
  }

  private static double sizeInCapUnit(MarginTiers tiers, double sizeBase, double price) {
    return switch (tiers.capUnit()) {
      case QUOTE -> sizeBase * price;
      case BASE -> sizeBase;
      case CONTRACTS -> sizeBase * tiers.contractSize();
    };
  }

  private static Bracket bracketAt(MarginTiers tiers, double sizeBase, double price) {
    return tiers.bracketOf(sizeInCapUnit(tiers, sizeBase, price));
  }

  private static double inQuote(MarginTiers tiers, Bracket bracket, double sizeBase, double price) {
    double size = sizeInCapUnit(tiers, sizeBase, price);
    return size > 0 ? bracket.maintenance(size) / size * sizeBase * price : 0;
  }

  private static OptionalDouble positive(double price) {
    return price > 0 ? OptionalDouble.of(price) : OptionalDouble.empty();
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": " + value + " (must be positive and finite)");
    }
  }
}
