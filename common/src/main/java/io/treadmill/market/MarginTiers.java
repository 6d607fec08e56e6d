package io.treadmill.market;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The margin brackets of one instrument as of a date. Without brackets, maintenance is half the
 * initial margin at the venue's maximum leverage.
 *
 * <p>A position that lies in bracket i needs {@code size * rate_i - amount_i} as maintenance
 * margin; the amounts make that continuous: {@code amount_i = amount_(i-1) + floor_i (rate_i -
 * rate_(i-1))}.
 *
 * @param capUnit unit of floor, cap and amount
 * @param contractSize contracts of one base coin (linear) or of one quote unit (inverse); read for
 *     {@link AmountUnit#CONTRACTS} alone, else 1
 * @param maximumLeverage greatest leverage that the venue allows, at least 1
 * @param brackets by rising floor, each floor the cap before it; empty if the venue has none
 */
public record MarginTiers(
    AmountUnit capUnit, double contractSize, double maximumLeverage, List<Bracket> brackets)
    implements Serializable {

  /**
   * Returns the unit of a stored name: in which a venue states the caps of its brackets.
   *
   * @throws IllegalArgumentException if no unit has that name
   */
  public static AmountUnit capUnit(String text) {
    return StoredName.of(AmountUnit.values(), text, "cap unit", "must be quote, base or contracts");
  }

  /** Which positions of a leverage are meant: they differ in size, and so in their bracket. */
  public enum PositionSize implements StoredName {
    /** The largest that the brackets allow at the leverage. */
    LARGEST,
    /** Those of the first bracket, as most positions of most traders are. */
    SMALLEST;
  }

  /**
   * One bracket.
   *
   * @param floor smallest size of the bracket, exclusive but for 0, in the cap unit
   * @param cap largest size, inclusive; may be infinite
   * @param maintenanceMarginRate fraction of size, in [0, 1)
   * @param maximumLeverage greatest leverage allowed in the bracket, at least 1
   * @param maintenanceAmount deduction that makes maintenance continuous, in the cap unit
   */
  public record Bracket(
      double floor,
      double cap,
      double maintenanceMarginRate,
      double maximumLeverage,
      double maintenanceAmount)
      implements Serializable {
    public Bracket {
      Argument.check(
          floor >= 0 && cap > floor,
          "Invalid bracket: floor %s, cap %s (must be 0 <= floor < cap)",
          floor,
          cap);
      Argument.check(
          maintenanceMarginRate >= 0 && maintenanceMarginRate < 1,
          "Invalid maintenance margin rate: %s (must be in [0, 1))",
          maintenanceMarginRate);
      checkLeverage(maximumLeverage);
      Argument.check(
          Double.isFinite(maintenanceAmount),
          "Invalid maintenance amount: %s (must be finite)",
          maintenanceAmount);
    }

    /** Returns maintenance margin of a size in this bracket, both in the cap unit. */
    public double maintenance(double size) {
      return size * maintenanceMarginRate - maintenanceAmount;
    }

    boolean contains(double size) {
      return size <= cap && (size > floor || (floor == 0 && size >= 0));
    }
  }

  public MarginTiers {
    Argument.check(contractSize > 0, "Invalid contract size: %s (must be positive)", contractSize);
    checkLeverage(maximumLeverage);
    brackets = List.copyOf(brackets);
    double cap = 0;
    for (Bracket bracket : brackets) {
      Argument.check(
          bracket.floor() == cap,
          "Invalid bracket: floor %s (must be %s, the cap of the bracket below)",
          bracket.floor(),
          cap);
      cap = bracket.cap();
    }
  }

  /** Returns tiers in a unit with the amounts that the venue published, at least one bracket. */
  public static MarginTiers of(AmountUnit unit, List<Bracket> brackets) {
    Argument.check(!brackets.isEmpty(), "Invalid margin tiers: none (use without)");
    double most = brackets.stream().mapToDouble(Bracket::maximumLeverage).max().orElseThrow();
    return new MarginTiers(unit, 1, most, brackets);
  }

  /** Returns the tiers of an instrument whose venue has no brackets, for example Hyperliquid. */
  public static MarginTiers without(double maximumLeverage) {
    return new MarginTiers(AmountUnit.QUOTE, 1, maximumLeverage, List.of());
  }

  /** Returns the same brackets with amounts computed by continuity, starting at 0. */
  public MarginTiers withContinuousAmounts() {
    List<Bracket> continuous = new ArrayList<>();
    double amount = 0;
    double rate = 0;
    for (Bracket bracket : brackets) {
      amount += bracket.floor() * (bracket.maintenanceMarginRate() - rate);
      rate = bracket.maintenanceMarginRate();
      continuous.add(
          new Bracket(bracket.floor(), bracket.cap(), rate, bracket.maximumLeverage(), amount));
    }
    return new MarginTiers(capUnit, contractSize, maximumLeverage, continuous);
  }

  /**
   * Returns the maintenance margin rate of positions of a size at a leverage: the rate of the
   * bracket with the largest, or the smallest, cap that allows the leverage. Empty if no bracket
   * allows it.
   */
  public OptionalDouble maintenanceMarginRate(double leverage, PositionSize size) {
    if (!(leverage <= maximumLeverage)) {
      return OptionalDouble.empty();
    }
    if (brackets.isEmpty()) {
      return OptionalDouble.of(0.5 / maximumLeverage);
    }
    Comparator<Bracket> byCap = Comparator.comparingDouble(Bracket::cap);
    return brackets.stream()
        .filter(bracket -> bracket.maximumLeverage() >= leverage)
        .max(size == PositionSize.LARGEST ? byCap : byCap.reversed())
        .map(bracket -> OptionalDouble.of(bracket.maintenanceMarginRate()))
        .orElseGet(OptionalDouble::empty);
  }

  /**
   * Returns the bracket that contains a size in the cap unit. A size above the last cap is held to
   * the last bracket: a position may outgrow it after entry.
   */
  public Bracket bracketOf(double size) {
    Argument.check(size >= 0, "Invalid size: %s (must not be negative)", size);
    List<Bracket> all = effectiveBrackets();
    return all.stream()
        .filter(bracket -> bracket.contains(size))
        .findFirst()
        .orElse(all.get(all.size() - 1));
  }

  /** Returns true if a bracket allows a position of that size (cap unit) at that leverage. */
  public boolean allows(double size, double leverage) {
    double most = brackets.isEmpty() ? maximumLeverage : bracketOf(size).maximumLeverage();
    boolean fits = brackets.isEmpty() || size <= brackets.get(brackets.size() - 1).cap();
    return fits && leverage <= most;
  }

  private static void checkLeverage(double maximum) {
    Argument.check(maximum >= 1, "Invalid maximum leverage: %s (must be at least 1)", maximum);
  }

  /** The brackets, or the one that stands for a venue without brackets. */
  List<Bracket> effectiveBrackets() {
    return brackets.isEmpty()
        ? List.of(
            new Bracket(0, Double.POSITIVE_INFINITY, 0.5 / maximumLeverage, maximumLeverage, 0))
        : brackets;
  }
}
