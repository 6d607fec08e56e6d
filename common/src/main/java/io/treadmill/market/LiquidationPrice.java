package io.treadmill.market;

import io.treadmill.market.MarginTiers.Bracket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Liquidation prices by the rules of each venue, as mark prices in quote units.
 *
 * <p>Exactly one bracket contains the position's own size at the liquidation price of that bracket,
 * because maintenance margin is continuous in size: every bracket is tested, nothing is iterated.
 * Empty means that the position is never liquidated (the price or its denominator is not positive).
 */
public final class LiquidationPrice {
  public static final List<String> VENUES = List.of("binance", "bybit", "okx", "hyperliquid");

  private LiquidationPrice() {}

  /**
   * A position.
   *
   * @param notionalQuote its value at entry in quote units, size x entry; contracts x face value of
   *     an inverse contract
   * @param margin what it can lose: in quote units, of an inverse contract in base coins. Isolated:
   *     its margin; cross: the wallet less the maintenance of other positions plus their profit
   */
  public record Position(Side side, double notionalQuote, double entryPrice, double margin) {
    public Position {
      checkPositive("notional", notionalQuote);
      checkPositive("entry price", entryPrice);
    }

    double sizeBase() {
      return notionalQuote / entryPrice;
    }
  }

  /**
   * Where a position is liquidated.
   *
   * @param price mark price in quote units
   * @param bracket the bracket whose maintenance margin is reached there
   */
  public record Liquidation(double price, Bracket bracket) {}

  /**
   * Returns where a venue liquidates a position.
   *
   * @param venue one of {@link #VENUES}
   * @param takerFee fee of the closing order as a fraction of notional; OKX counts it as
   *     maintenance, the others do not
   * @throws IllegalArgumentException if the rule of the venue or of its inverse contracts is not
   *     known, or a bracket is needed in another unit
   */
  public static Optional<Liquidation> of(
      String venue, Product product, Position position, double takerFee, MarginTiers tiers) {
    boolean inverse = product.isInverse();
    return switch (venue + (inverse ? " inverse" : "")) {
      case "binance", "hyperliquid" -> linear(position, 0, tiers);
      case "okx" -> linear(position, takerFee, tiers);
      case "binance inverse" -> inverse(position, tiers);
      case "bybit", "bybit inverse" -> heldAtEntry(position, inverse, tiers);
      default ->
          throw new IllegalArgumentException(
              VENUES.contains(venue)
                  ? "Invalid product: %s (the rule of %s is known for linear contracts alone)"
                      .formatted(product.text(), venue)
                  : "Invalid venue: %s (the rule is known of %s)"
                      .formatted(venue, String.join(", ", VENUES)));
    };
  }

  /**
   * Equity meets maintenance at the price: {@code (W + c - s q EP) / (q (m - s))}, the rule of
   * Binance USD-M and, with half the initial margin of the greatest leverage as maintenance, of
   * Hyperliquid. OKX adds the fee to m.
   */
  static Optional<Liquidation> linear(Position position, double fee, MarginTiers tiers) {
    int sign = position.side().sign();
    double sizeBase = position.sizeBase();
    double perCoin = sign * position.entryPrice() - position.margin() / sizeBase;
    return pick(
        tiers,
        bracket -> {
          double amount = bracket.maintenanceAmount();
          double rate = bracket.maintenanceMarginRate() + fee;
          return switch (tiers.capUnit()) {
            case QUOTE -> (perCoin - amount / sizeBase) / (sign - rate);
            // The amount is a size too: it grows in quote units with the price.
            case BASE, CONTRACTS ->
                perCoin / (sign - rate + amount / (sizeBase * tiers.contractSize()));
          };
        },
        price ->
            switch (tiers.capUnit()) {
              case QUOTE -> sizeBase * price;
              case BASE -> sizeBase;
              case CONTRACTS -> sizeBase * tiers.contractSize();
            });
  }

  /**
   * Equity in coins meets maintenance at the price, Q the notional: long {@code Q (1 + m) / (W + c
   * + Q / EP)}, short {@code Q (1 - m) / (Q / EP - W - c)}. Brackets in base coins or contracts.
   */
  static Optional<Liquidation> inverse(Position position, MarginTiers tiers) {
    int sign = position.side().sign();
    double notionalQuote = position.notionalQuote();
    boolean inCoins = tiers.capUnit() == AmountUnit.BASE;
    return pick(
        tiers,
        bracket -> {
          double amount = bracket.maintenanceAmount();
          double inBase = inCoins ? amount : 0;
          double inQuote = inCoins ? 0 : amount / tiers.contractSize();
          double denominator = position.sizeBase() + sign * (position.margin() + inBase);
          double numerator =
              notionalQuote * (1 + sign * bracket.maintenanceMarginRate()) - sign * inQuote;
          return denominator > 0 ? numerator / denominator : Double.NaN;
        },
        price -> inCoins ? notionalQuote / price : notionalQuote * tiers.contractSize());
  }

  /**
   * Bybit holds maintenance at its value at entry: linear {@code EP -+ (W - MM) / q}, inverse
   * {@code Q / (PV +- (W - MM))} with PV = Q / EP.
   */
  static Optional<Liquidation> heldAtEntry(Position position, boolean inverse, MarginTiers tiers) {
    AmountUnit unit = inverse ? AmountUnit.BASE : AmountUnit.QUOTE;
    Argument.check(
        tiers.brackets().isEmpty() || tiers.capUnit() == unit,
        "Invalid margin tiers: brackets in %s (must be in %s)",
        tiers.capUnit().text(),
        unit.text());
    double value = inverse ? position.sizeBase() : position.notionalQuote();
    Bracket bracket = tiers.bracketOf(value);
    double buffer = position.margin() - bracket.maintenance(value);
    int sign = position.side().sign();
    double price =
        inverse
            ? position.notionalQuote() / (value + sign * buffer)
            : position.entryPrice() - sign * buffer / position.sizeBase();
    return price > 0 && price < Double.POSITIVE_INFINITY
        ? Optional.of(new Liquidation(price, bracket))
        : Optional.empty();
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

  /** The price of the bracket that contains its own size; the nearest if rounding left a gap. */
  private static Optional<Liquidation> pick(
      MarginTiers tiers, ToDoubleFunction<Bracket> priceIn, DoubleUnaryOperator sizeAt) {
    List<Bracket> brackets = tiers.effectiveBrackets();
    if (!(priceIn.applyAsDouble(brackets.get(0)) > 0)) {
      return Optional.empty(); // Without any amount deducted the margin outlasts every price.
    }
    Bracket last = brackets.get(brackets.size() - 1);
    Liquidation nearest = null;
    double gap = Double.POSITIVE_INFINITY;
    for (Bracket bracket : brackets) {
      double price = priceIn.applyAsDouble(bracket);
      double size = sizeAt.applyAsDouble(price);
      double cap = bracket.cap();
      if (price > 0 && (bracket.contains(size) || (bracket == last && size > cap))) {
        return Optional.of(new Liquidation(price, bracket));
      }
      double away = size > cap ? size / cap - 1 : bracket.floor() / size - 1;
      if (price > 0 && away < gap) {
        gap = away;
        nearest = new Liquidation(price, bracket);
      }
    }
    return Optional.of(nearest);
  }

  private static void checkPositive(String name, double value) {
    Argument.check(
        value > 0 && value < Double.POSITIVE_INFINITY,
        "Invalid %s: %s (must be positive and finite)",
        name,
        value);
  }
}
